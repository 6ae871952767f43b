"""Every fact that may count for some persons, read in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, select

from curriculum.assessment.models import AssessmentResult, ObservedTeaching, Panel, PanelMember, ResultState
from curriculum.catalogue.models import Theme
from curriculum.db import db
from curriculum.delivery.models import AttendanceFigure, Run, TeachingLog
from curriculum.domain.lifecycles.evidence import EvidenceState
from curriculum.evidence.models import CpdRecord, Evidence, EvidenceOutcome, Experience

IDS: BindParameter[int] = bindparam("ids", expanding=True)
COUNTING = (EvidenceState.ACCEPTED, EvidenceState.PARTLY_ACCEPTED, EvidenceState.INVALIDATED)


@dataclass
class Facts:
    """The rows about one person, table by table."""

    evidence: list[Row[Any]] = field(default_factory=list)
    reviewed: list[Row[Any]] = field(default_factory=list)
    figures: list[Row[Any]] = field(default_factory=list)
    results: list[Row[Any]] = field(default_factory=list)
    teaching: list[Row[Any]] = field(default_factory=list)
    observations: list[Row[Any]] = field(default_factory=list)
    panels: list[Row[Any]] = field(default_factory=list)
    experience: list[Row[Any]] = field(default_factory=list)
    cpd: list[Row[Any]] = field(default_factory=list)


_STATEMENTS = {
    "evidence": select(
        Evidence.person_id,
        Evidence.id,
        Evidence.type,
        Evidence.issued_on,
        Evidence.offering_id,
        Evidence.run_id,
        Evidence.path_version_id,
        Evidence.score,
        Evidence.state,
        Evidence.valid_until,
    ).where(Evidence.person_id.in_(IDS), Evidence.withdrawn_at.is_(None), Evidence.state.in_(COUNTING)),
    "reviewed": select(
        EvidenceOutcome.person_id,
        EvidenceOutcome.evidence_id,
        EvidenceOutcome.outcome_id,
        EvidenceOutcome.proof_level,
    ).where(EvidenceOutcome.person_id.in_(IDS)),
    "figures": select(
        AttendanceFigure.person_id,
        AttendanceFigure.run_id,
        AttendanceFigure.hours,
        Run.code,
        Run.offering_id,
        Run.module_version_id,
        Run.outcome_ids,
        Run.end,
    )
    .join(Run, Run.id == AttendanceFigure.run_id)
    .where(AttendanceFigure.person_id.in_(IDS)),
    "results": select(
        AssessmentResult.person_id,
        AssessmentResult.id,
        AssessmentResult.kind,
        AssessmentResult.module_version_id,
        AssessmentResult.spec_id,
        AssessmentResult.run_id,
        AssessmentResult.outcome_ids,
        AssessmentResult.top_up,
        AssessmentResult.passed,
        AssessmentResult.assessed_on,
    ).where(AssessmentResult.person_id.in_(IDS), AssessmentResult.state == ResultState.VERIFIED),
    "teaching": select(
        TeachingLog.person_id,
        TeachingLog.id,
        TeachingLog.run_id,
        TeachingLog.role,
        TeachingLog.hours,
        TeachingLog.taught_on,
    ).where(TeachingLog.person_id.in_(IDS), TeachingLog.confirmed_by.is_not(None)),
    "observations": select(
        ObservedTeaching.person_id,
        ObservedTeaching.id,
        ObservedTeaching.observer_id,
        ObservedTeaching.observed_on,
        ObservedTeaching.overall,
    ).where(
        ObservedTeaching.person_id.in_(IDS),
        ObservedTeaching.signed_by_observer_at.is_not(None),
        ObservedTeaching.signed_by_observed_at.is_not(None),
    ),
    "panels": select(
        Panel.person_id,
        Panel.id,
        Panel.path_version_id,
        Panel.held_on,
        Panel.favourable,
        PanelMember.person_id.label("member_id"),
    )
    .join(PanelMember, PanelMember.panel_id == Panel.id)
    .where(Panel.person_id.in_(IDS)),
    "experience": select(
        Experience.person_id, Experience.id, Theme.code.label("theme"), Experience.from_, Experience.to
    )
    .join(Theme, Theme.id == Experience.theme_id)
    .where(Experience.person_id.in_(IDS)),
    "cpd": select(
        CpdRecord.person_id, CpdRecord.id, CpdRecord.type, CpdRecord.done_on, CpdRecord.points
    ).where(CpdRecord.person_id.in_(IDS), CpdRecord.accepted_by.is_not(None)),
}


def facts_of(person_ids: Iterable[int]) -> dict[int, Facts]:
    """The facts of each person; somebody without any has empty ones."""
    ids = sorted(set(person_ids))
    found: dict[int, Facts] = defaultdict(Facts)
    for name, statement in _STATEMENTS.items():
        for row in db.session.execute(statement, {"ids": ids}):
            getattr(found[row.person_id], name).append(row)
    return found
