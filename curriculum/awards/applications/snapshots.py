"""Freeze what an application rests on: the dossier, its standing, the scope it gives (I-05, I-19)."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import rfc8785
from sqlalchemy import select

from curriculum.assessment.models import AssessmentResult, ResultState
from curriculum.awards import queries
from curriculum.awards.applications.history import used_by
from curriculum.awards.models import Application, Certificate
from curriculum.db import db
from curriculum.delivery.models import TeachingLog
from curriculum.domain import eligibility
from curriculum.domain.dossier import Dossier
from curriculum.domain.lifecycles.evidence import EvidenceState
from curriculum.domain.path import ComponentType, PathKind
from curriculum.domain.progress import assess
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.standing import ComponentStanding, ModuleStanding, Progress
from curriculum.donors.models import Offering, Programme
from curriculum.evidence.models import Evidence
from curriculum.paths.models import PathEnrolment

SCHEMA = 1
TEACHING = (PathKind.TRAINER, PathKind.RENEWAL)
TAUGHT = (ComponentType.MODULE, ComponentType.ELECTIVE_GROUP, ComponentType.MODULE_UPDATE)


def judged(enrolment: PathEnrolment, on: date) -> tuple[Dossier, Progress, eligibility.Decision]:
    """The full dossier on a day, certificates held included, where it stands and what that answers."""
    dossier = replace(queries.full_dossier(enrolment, on), applied_on=on)
    standing = assess(dossier, on)
    return dossier, standing, eligibility.decide(dossier, standing, on)


def freeze(
    application: Application, dossier: Dossier, standing: Progress, replaced: Certificate | None
) -> None:
    """Write snapshot and hash into the application; what lapses later does not defeat it (I-19)."""
    refs = used(standing)
    content = {
        "schema": SCHEMA,
        "dossier": dossier.snapshot(),
        "progress": _figures(standing),
        "used": sorted(refs),
        "scope": _scope(dossier, standing, replaced),
        "programmes": programmes_behind(application.person_id, evidence_ids(refs)),
    }
    write(application, content)


def write(application: Application, content: dict[str, Any]) -> None:
    """Keep canonical JSON and its SHA-256."""
    canonical = rfc8785.dumps(content)
    application.snapshot = canonical.decode("utf-8")
    application.snapshot_hash = hashlib.sha256(canonical).hexdigest()


def require_unchanged(application: Application) -> None:
    """Refuse SNAPSHOT_CHANGED where the frozen text and its hash no longer agree."""
    found = hashlib.sha256((application.snapshot or "").encode("utf-8")).hexdigest()
    if found != application.snapshot_hash:
        raise Refusal(RefusalCode.SNAPSHOT_CHANGED, code=application.code, found=found)


def used(standing: Progress) -> set[str]:
    """The trace ids of every record that meets something."""
    refs: set[str] = set()
    for component in standing.components:
        refs.update(component.by)
        for module in counted(component):
            refs.update(module.hours.by)
            refs.update(ref for outcome in module.outcomes if outcome.satisfied for ref in outcome.by)
    return refs


def counted(component: ComponentStanding) -> tuple[ModuleStanding, ...]:
    """The modules that count for a component: the best n of an elective group, all of the others."""
    return component.modules[: max(component.needed, 1)] if component.type in TAUGHT else ()


def evidence_ids(refs: Iterable[str]) -> list[int]:
    """The keys of evidence among trace ids."""
    return sorted(int(ref.split(":", 1)[1]) for ref in refs if ref.startswith("evidence:"))


def _figures(standing: Progress) -> dict[str, Any]:
    return {
        "percent": standing.percent,
        "judged_on": standing.judged_on.isoformat(),
        "components": [
            {"code": one.code, "state": one.state.value, "percent": one.percent, "by": sorted(one.by)}
            for one in standing.components
        ],
    }


def _scope(dossier: Dossier, standing: Progress, replaced: Certificate | None) -> dict[str, Any]:
    """What the certificate would say: module versions used, what may be taught, hours (I-05, I-21)."""
    met = [module for component in standing.components for module in counted(component) if module.met]
    refs = list(dict.fromkeys(module.ref for module in met))
    known = [module for module in (dossier.path.module(ref) for ref in refs) if module is not None]
    teachable = [module.code for module in known if not module.cross_cutting]
    teaches = dossier.path.kind in TEACHING
    return {
        "modules": [{"code": one.code, "version": one.version} for one in known],
        "themes": sorted({one.theme for one in known if not one.cross_cutting} or {m.theme for m in known}),
        "may_teach": _still_taught(teachable, replaced) if teaches else [],
        "languages": _languages(int(dossier.person)) if teaches else [],
        "hours": sum(one.total_minutes for one in known) // 60,
    }


def _still_taught(teachable: list[str], replaced: Certificate | None) -> list[str]:
    """Of a renewal: what the earlier one allowed and is up to date; else all thematic modules."""
    if replaced is None:
        return sorted(set(teachable))
    before = set(queries.statement_of(replaced).scope.may_teach)
    return sorted(before & set(teachable))


def _languages(person_id: int) -> list[str]:
    """The languages in which somebody else confirmed that the person taught; empty: not recorded."""
    wanted = select(TeachingLog.language).where(
        TeachingLog.person_id == person_id,
        TeachingLog.language.is_not(None),
        TeachingLog.confirmed_by.is_not(None),
    )
    return sorted({one for one in db.session.scalars(wanted.distinct()) if one})


def programmes_behind(person_id: int, evidence: list[int]) -> list[str]:
    """Programmes whose courses the evidence comes from: named on the paper, never as issuers (R68)."""
    wanted = (
        select(Programme.code)
        .join(Offering, Offering.programme_id == Programme.id)
        .join(Evidence, Evidence.offering_id == Offering.id)
        .where(Evidence.person_id == person_id, Evidence.id.in_(evidence))
    )
    return list(db.session.scalars(wanted.distinct().order_by(Programme.code)))


def invalidated(application: Application) -> list[int]:
    """Evidence and results of the snapshot that were invalidated, withdrawn or annulled since (J13)."""
    used, person_id = used_by(application), application.person_id
    evidence = select(Evidence.id).where(
        Evidence.person_id == person_id,
        Evidence.id.in_(used.evidence),
        (Evidence.state == EvidenceState.INVALIDATED) | Evidence.withdrawn_at.is_not(None),
    )
    results = select(AssessmentResult.id).where(
        AssessmentResult.person_id == person_id,
        AssessmentResult.id.in_(used.results),
        AssessmentResult.state == ResultState.ANNULLED,
    )
    return sorted({*db.session.scalars(evidence), *db.session.scalars(results)})
