"""What the trace ids of a frozen snapshot stand for, in a few words each, and where to read on."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import select

from curriculum import clock, refs
from curriculum.access import may_somewhere
from curriculum.assessment.models import AssessmentResult
from curriculum.catalogue.models import Module, ModuleVersion
from curriculum.db import db
from curriculum.delivery import queries as delivery
from curriculum.delivery.models import Run
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import reaches
from curriculum.domain.powers import Reach
from curriculum.donors.models import Donor, Offering, Programme
from curriculum.evidence.models import Evidence


class Ground(NamedTuple):
    """One record something was counted from; the address is empty for readers it is closed to."""

    text: str
    url: str


def grounds(person_id: int, trace: Iterable[str], actor: Actor) -> dict[str, Ground]:
    """The donor's offering, the run, the own test behind each trace id (`table:key`); four statements."""
    keys: dict[str, set[int]] = {"evidence": set(), "attendance": set(), "result": set()}
    for ref in trace:
        kind, _, key = ref.partition(":")
        keys.setdefault(kind, set()).add(int(key))
    found = (*_attendance(keys["attendance"]), *_results(person_id, keys["result"]))
    codes = {run for _ref, _text, run, _page in found}
    open_ = set(
        db.session.scalars(delivery.visible_to(actor).with_only_columns(Run.code).where(Run.code.in_(codes)))
    )
    marks = any(
        reach is not Reach.OWN for reach, _ in reaches(actor, Permission.ASSESSMENT_VIEW, clock.today())
    )
    told = {
        ref: Ground(text, f"/runs/{run}{page}" if run in open_ and (marks or not page) else "")
        for ref, text, run, page in found
    }
    reads = may_somewhere(actor, Permission.EVIDENCE_VIEW)
    return told | {
        ref: Ground(text, url if reads else "") for ref, text, url in _evidence(person_id, keys["evidence"])
    }


def _evidence(person_id: int, keys: set[int]) -> Iterator[tuple[str, str, str]]:
    rows = db.session.execute(
        select(Evidence.id, Evidence.title, Offering.code, Donor.code)
        .outerjoin(Offering, Offering.id == Evidence.offering_id)
        .outerjoin(Programme, Programme.id == Offering.programme_id)
        .outerjoin(Donor, Donor.id == Programme.donor_id)
        .where(Evidence.person_id == person_id, Evidence.id.in_(keys))
    )
    for key, title, offering, donor in rows:
        text = f"{donor} · {offering}" if offering else title
        yield f"evidence:{key}", text, f"/evidence/{refs.seal(key)}"


def _attendance(keys: set[int]) -> Iterator[tuple[str, str, str, str]]:
    for key, code in db.session.execute(select(Run.id, Run.code).where(Run.id.in_(keys))):
        yield f"attendance:{key}", code, code, ""


def _results(person_id: int, keys: set[int]) -> Iterator[tuple[str, str, str, str]]:
    rows = db.session.execute(
        select(AssessmentResult.id, Module.code, Run.code)
        .join(ModuleVersion, ModuleVersion.id == AssessmentResult.module_version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .outerjoin(Run, Run.id == AssessmentResult.run_id)
        .where(AssessmentResult.person_id == person_id, AssessmentResult.id.in_(keys))
    )
    for key, module, run in rows:
        yield f"result:{key}", module, run or "", "/results"
