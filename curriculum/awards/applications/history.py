"""The history of one candidacy: who trained, mentored, assessed, decided and signs (I-02)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from curriculum.assessment.models import AssessmentResult, ObservedTeaching, Panel, PanelMember
from curriculum.awards.models import Application, Decision, SignOff
from curriculum.catalogue.models import Module, ModuleVersion
from curriculum.db import db
from curriculum.delivery import queries as delivery
from curriculum.delivery.models import Run
from curriculum.domain.actors import Key
from curriculum.domain.lifecycles.signoff import SignOffState
from curriculum.domain.separation import CaseHistory, Involvement, Part
from curriculum.evidence.models import Evidence, EvidenceReview
from curriculum.paths import engine
from curriculum.paths.models import PathComponent
from curriculum.people import queries as people
from curriculum.people.models import Person

ENDED = (SignOffState.REASSIGNED, SignOffState.VOIDED)


@dataclass(frozen=True)
class Used:
    """The records a frozen snapshot rests on, by table, and the modules its path looks at."""

    runs: frozenset[int]
    evidence: frozenset[int]
    results: frozenset[int]
    versions: frozenset[int]


def snapshot_of(application: Application) -> dict[str, Any]:
    """The frozen snapshot as data; empty before submission."""
    data: dict[str, Any] = json.loads(application.snapshot or "{}")
    return data


def used_by(application: Application) -> Used:
    """What the snapshot rests on, read from its trace ids (`table:key`)."""
    refs = [ref.split(":", 1) for ref in snapshot_of(application).get("used", ())]
    keys = {kind: frozenset(int(key) for name, key in refs if name == kind) for kind, _ in refs}
    evidence, results = keys.get("evidence", frozenset()), keys.get("result", frozenset())
    runs = keys.get("attendance", frozenset()) | _runs_of(application.person_id, evidence, results)
    return Used(runs, evidence, results, _versions_of(application.path_version_id))


def _runs_of(person_id: int, evidence: frozenset[int], results: frozenset[int]) -> frozenset[int]:
    ways = (
        select(Evidence.run_id).where(Evidence.person_id == person_id, Evidence.id.in_(evidence)),
        select(AssessmentResult.run_id).where(
            AssessmentResult.person_id == person_id, AssessmentResult.id.in_(results)
        ),
    )
    return frozenset(one for way in ways for one in db.session.scalars(way) if one is not None)


def _versions_of(path_version_id: int) -> frozenset[int]:
    wanted = select(PathComponent).where(PathComponent.path_version_id == path_version_id)
    asked = engine.asked_ids(db.session.scalars(wanted).all())
    return frozenset(one for some in asked for one in some)


def history_of(application: Application, on: date) -> CaseHistory:
    """Everything that may bar somebody from acting on an application that day (I-01…I-04, S15)."""
    used = used_by(application)
    person_id = application.person_id
    return CaseHistory(
        candidate_id=person_id,
        involvements=(
            *_trainers(person_id, used),
            *delivery.close_to(person_id, on),
            *_graders(person_id, used),
            *_observers(person_id),
            *_panels(person_id, application.path_version_id),
            *_reviewers(person_id, used),
            *_deciders(application),
            *_signatories(application),
        ),
        merged=merges(),
    )


def kinship_of(application: Application, on: date) -> CaseHistory:
    """The candidate and kin, whatever record they are under: for acts that having decided does not bar."""
    history = history_of(application, on)
    kept = tuple(one for one in history.involvements if one.part is Part.RELATIVE)
    return CaseHistory(history.candidate_id, kept, history.merged)


def merges() -> dict[Key, Key]:
    """Which record was merged into which: one human being, not two (I-01)."""
    rows = db.session.execute(select(Person.id, Person.merged_into).where(Person.merged_into.is_not(None)))
    return {row.id: row.merged_into for row in rows}


def _trainers(person_id: int, used: Used) -> Iterator[Involvement]:
    """Whoever taught a run that the snapshot rests on, or one of a module of the path."""
    wanted = select(Run.code).where(or_(Run.id.in_(used.runs), Run.module_version_id.in_(used.versions)))
    codes = set(db.session.scalars(wanted))
    return (one for one in delivery.trainers_of_person(person_id) if one.about in codes)


def _graders(person_id: int, used: Used) -> list[Involvement]:
    """Who graded or verified a result of a module of the path."""
    rows = db.session.execute(
        select(AssessmentResult.assessor_id, AssessmentResult.verifier_id, Module.code)
        .join(ModuleVersion, ModuleVersion.id == AssessmentResult.module_version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(
            AssessmentResult.person_id.in_(people.aliases(person_id)),
            or_(AssessmentResult.id.in_(used.results), AssessmentResult.module_version_id.in_(used.versions)),
        )
        .distinct()
        .order_by(Module.code)
    )
    return _assessed((who, code) for *both, code in rows for who in both if who is not None)


def _observers(person_id: int) -> list[Involvement]:
    rows = db.session.execute(
        select(ObservedTeaching.observer_id, Run.code)
        .join(Run, Run.id == ObservedTeaching.run_id)
        .where(ObservedTeaching.person_id.in_(people.aliases(person_id)))
        .distinct()
        .order_by(Run.code)
    )
    return _assessed(rows)


def _panels(person_id: int, path_version_id: int) -> list[Involvement]:
    rows = db.session.execute(
        select(PanelMember.person_id, Panel.held_on)
        .join(Panel, Panel.id == PanelMember.panel_id)
        .where(Panel.person_id == person_id, Panel.path_version_id == path_version_id)
        .order_by(Panel.held_on)
    )
    return _assessed((who, on.isoformat()) for who, on in rows)


def _reviewers(person_id: int, used: Used) -> list[Involvement]:
    rows = db.session.execute(
        select(EvidenceReview.reviewer_id, Evidence.title)
        .join(
            Evidence,
            (Evidence.person_id == EvidenceReview.person_id) & (Evidence.id == EvidenceReview.evidence_id),
        )
        .where(EvidenceReview.person_id == person_id, EvidenceReview.evidence_id.in_(used.evidence))
        .distinct()
        .order_by(Evidence.title)
    )
    return _assessed(rows)


def _assessed(rows: Iterable[tuple[int, str]]) -> list[Involvement]:
    return [Involvement(who, Part.ASSESSED, about) for who, about in rows]


def _deciders(application: Application) -> list[Involvement]:
    rows = db.session.execute(
        select(Decision.decider_id, Decision.code).where(
            Decision.application_id.in_(_line_of(application)), Decision.person_id == application.person_id
        )
    )
    return [Involvement(row.decider_id, Part.DECIDED, row.code) for row in rows]


def _line_of(application: Application) -> tuple[int, ...]:
    """The application and the one whose decision a reissue carries on."""
    origin = snapshot_of(application).get("decided_as")
    return (application.id,) if origin is None else (application.id, int(origin))


def _signatories(application: Application) -> list[Involvement]:
    """Who signed or is asked to sign; a sign-off taken away or voided binds nobody."""
    wanted = select(SignOff.signatory_id, SignOff.function).where(
        SignOff.application_id == application.id, SignOff.state.not_in(ENDED)
    )
    parts = {"HR": Part.SIGNS_HR, "TRAINING": Part.SIGNS_TRAINING}
    return [Involvement(row.signatory_id, parts[row.function.value]) for row in db.session.execute(wanted)]
