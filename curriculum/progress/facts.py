"""Every fact that may count for some persons, read in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, bindparam, exists, select

from curriculum.assessment.models import AssessmentResult, ObservedTeaching, Panel, PanelMember, ResultState
from curriculum.catalogue.models import Theme
from curriculum.db import table
from curriculum.db.prepared import Prepared
from curriculum.delivery.models import AttendanceFigure, Run, TeachingLog
from curriculum.domain.lifecycles.evidence import EvidenceState
from curriculum.evidence.models import CpdRecord, Evidence, EvidenceOutcome, Experience

IDS: BindParameter[int] = bindparam("ids", expanding=True)
FEW = 40
"""Up to so many people their runs are read with their figures."""
COUNTING = (EvidenceState.ACCEPTED, EvidenceState.PARTLY_ACCEPTED, EvidenceState.INVALIDATED)


@dataclass
class Facts:
    """The rows about one person, table by table."""

    evidence: list[Any] = field(default_factory=list)
    reviewed: list[Any] = field(default_factory=list)
    figures: list[Any] = field(default_factory=list)
    results: list[Any] = field(default_factory=list)
    teaching: list[Any] = field(default_factory=list)
    observations: list[Any] = field(default_factory=list)
    panels: list[Any] = field(default_factory=list)
    experience: list[Any] = field(default_factory=list)
    cpd: list[Any] = field(default_factory=list)


class Figure(NamedTuple):
    """Somebody's figure of attendance with its run; the columns of the statement below."""

    person_id: int
    run_id: int
    hours: int | None
    code: str
    offering_id: int | None
    module_version_id: int | None
    outcome_ids: Any
    end: date


_REVIEWED = table(EvidenceOutcome).c
_FIGURE = table(AttendanceFigure).c
_RESULT = table(AssessmentResult).c
_TAUGHT = table(TeachingLog).c
_OBSERVED = table(ObservedTeaching).c
_MEMBER = table(PanelMember).c
_CPD = table(CpdRecord).c
_SERVED = table(Experience).c
_EVIDENCE = table(Evidence).c
_PANEL = table(Panel).c
_THEME = table(Theme).c
_RUN = table(Run).c

_STATEMENTS = {
    # `Reader` takes these columns by their place.
    "evidence": select(
        _EVIDENCE.person_id,
        _EVIDENCE.id,
        _EVIDENCE.type,
        _EVIDENCE.issued_on,
        _EVIDENCE.offering_id,
        _EVIDENCE.run_id,
        _EVIDENCE.path_version_id,
        _EVIDENCE.score,
        _EVIDENCE.state,
        _EVIDENCE.valid_until,
    ).where(_EVIDENCE.person_id.in_(IDS), _EVIDENCE.withdrawn_at.is_(None), _EVIDENCE.state.in_(COUNTING)),
    "reviewed": select(
        _REVIEWED.person_id,
        _REVIEWED.evidence_id,
        _REVIEWED.outcome_id,
        _REVIEWED.proof_level,
    ).where(_REVIEWED.person_id.in_(IDS)),
    "figures": select(
        _FIGURE.person_id,
        _FIGURE.run_id,
        _FIGURE.hours,
        _RUN.code,
        _RUN.offering_id,
        _RUN.module_version_id,
        _RUN.outcome_ids,
        _RUN.end,
    )
    .join(table(Run), _RUN.id == _FIGURE.run_id)
    .where(_FIGURE.person_id.in_(IDS)),
    "results": select(
        _RESULT.person_id,
        _RESULT.id,
        _RESULT.kind,
        _RESULT.module_version_id,
        _RESULT.spec_id,
        _RESULT.run_id,
        _RESULT.outcome_ids,
        _RESULT.top_up,
        _RESULT.passed,
        _RESULT.assessed_on,
    ).where(_RESULT.person_id.in_(IDS), _RESULT.state == ResultState.VERIFIED),
    "teaching": select(
        _TAUGHT.person_id,
        _TAUGHT.id,
        _TAUGHT.run_id,
        _TAUGHT.role,
        _TAUGHT.hours,
        _TAUGHT.taught_on,
    ).where(_TAUGHT.person_id.in_(IDS), _TAUGHT.confirmed_by.is_not(None)),
    "observations": select(
        _OBSERVED.person_id,
        _OBSERVED.id,
        _OBSERVED.observer_id,
        _OBSERVED.observed_on,
        _OBSERVED.overall,
    ).where(
        _OBSERVED.person_id.in_(IDS),
        _OBSERVED.signed_by_observer_at.is_not(None),
        _OBSERVED.signed_by_observed_at.is_not(None),
    ),
    "panels": select(
        _PANEL.person_id,
        _PANEL.id,
        _PANEL.path_version_id,
        _PANEL.held_on,
        _PANEL.favourable,
        _MEMBER.person_id.label("member_id"),
    )
    .join(table(PanelMember), _MEMBER.panel_id == _PANEL.id)
    .where(_PANEL.person_id.in_(IDS)),
    "experience": select(_SERVED.person_id, _SERVED.id, _THEME.code.label("theme"), _SERVED.from_, _SERVED.to)
    .join(table(Theme), _THEME.id == _SERVED.theme_id)
    .where(_SERVED.person_id.in_(IDS)),
    "cpd": select(_CPD.person_id, _CPD.id, _CPD.type, _CPD.done_on, _CPD.points).where(
        _CPD.person_id.in_(IDS), _CPD.accepted_by.is_not(None)
    ),
}


# Most people have evidence and attendance only: for one person, ask first which tables have anything.
_ALWAYS = frozenset({"evidence", "figures"})
_SOMETIMES = {name: statement for name, statement in _STATEMENTS.items() if name not in _ALWAYS}
_PRESENT = Prepared(select(*(exists(statement).label(name) for name, statement in _SOMETIMES.items())))
_ATTENDED = Prepared(
    select(_FIGURE.person_id, _FIGURE.run_id, _FIGURE.hours).where(_FIGURE.person_id.in_(IDS))
)
_RUNS = Prepared(
    select(_RUN.id, _RUN.code, _RUN.offering_id, _RUN.module_version_id, _RUN.outcome_ids, _RUN.end).where(
        _RUN.id.in_(IDS)
    )
)
_READ = {name: Prepared(statement) for name, statement in _STATEMENTS.items()}


def facts_of(person_ids: Iterable[int]) -> dict[int, Facts]:
    """The facts of each person; somebody without any has empty ones."""
    ids = sorted(set(person_ids))
    found: dict[int, Facts] = defaultdict(Facts)
    for name in _STATEMENTS if len(ids) > 1 else _present(ids):
        rows = _figures(ids) if name == "figures" and len(ids) > FEW else _READ[name].all(ids=ids)
        for row in rows:
            getattr(found[row[0]], name).append(row)
    return found


def _figures(ids: list[int]) -> Iterator[Figure]:
    """The figures of many people: they went to the same runs, of which each is read once."""
    attended = _ATTENDED.all(ids=ids)
    runs = {row[0]: row[1:] for row in _RUNS.all(ids=sorted({run_id for _, run_id, _ in attended}))}
    return (Figure(*row, *runs[row[1]]) for row in attended)


def _present(ids: list[int]) -> list[str]:
    """The tables that hold anything about these persons."""
    some = _PRESENT.one(ids=ids)
    return [name for name in _STATEMENTS if name in _ALWAYS or getattr(some, name)]
