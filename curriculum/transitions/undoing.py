"""A plan is undone while nothing later depends on it; who cannot go back stays, with the reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from curriculum import clock
from curriculum.assessment.models import AssessmentResult, ObservedTeaching, Panel
from curriculum.audit import queries as trail
from curriculum.db import db, wake_worker
from curriculum.delivery.models import AttendanceFigure, TeachingLog
from curriculum.domain.actors import SYSTEM, Actor
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.migration import MoveKind
from curriculum.domain.refusals import Refusal
from curriculum.evidence.models import CpdRecord, Evidence, Experience
from curriculum.paths import queries as paths
from curriculum.paths import service as path_service
from curriculum.paths.held import held_by_id
from curriculum.paths.models import PathEnrolment, PathVersion
from curriculum.transitions import notices, queries
from curriculum.transitions.applying import PIECE
from curriculum.transitions.drawing import advance
from curriculum.transitions.models import MigrationLine, MigrationPlan
from curriculum.transitions.vocabulary import Stays

S = EnrolmentState
FACTS: tuple[Any, ...] = (
    Evidence,
    AssessmentResult,
    AttendanceFigure,
    TeachingLog,
    ObservedTeaching,
    Panel,
    Experience,
    CpdRecord,
)
"""What may count for a person: entered or decided after the move, it was meant for the newer version."""
STEPS = ("enrolment:held", "enrolment:resumed")
"""What a person did with an enrolment since the move, and undoing it would take back."""


def undo(actor: Actor, code: str, *, reason: str) -> MigrationPlan:
    """Take everybody back whom the plan moved and for whom nothing later depends on it."""
    plan = queries.get(code, lock=True)
    advance(actor, plan, "undo", reason)
    plan.undo_reason, plan.undone_at = reason.strip(), clock.now()
    plan.undone_by = actor.row_id
    wake_worker()
    return plan


def undo_piece(plan: MigrationPlan) -> bool:
    """Take the next people back; gives whether any are left."""
    line = MigrationLine
    _held = paths.version(plan.from_version_id), paths.version(plan.to_version_id)  # read once for a piece
    moved = (line.moved_at.is_not(None), line.undone_at.is_(None), line.stays_because.is_(None))
    rows = queries.some(plan, PIECE, *moved)
    later = _latest_facts([row.person_id for row in rows])
    stepped = trail.latest("enrolment", [row.moved_to_id or 0 for row in rows], STEPS)
    enrolments = held_by_id(_both_ends(rows))
    back = [_undo_one(plan, row, enrolments[row.moved_to_id or 0], later, stepped) for row in rows]
    notices.tell_moved_back([one for one in back if one is not None], plan)
    if len(rows) < PIECE:
        advance(SYSTEM, plan, "finish_undo")
    return len(rows) == PIECE


def _both_ends(rows: Sequence[MigrationLine]) -> set[int]:
    """The enrolments that a move left and led to; read at once, `move_back` finds them at hand."""
    return {one for row in rows for one in (row.enrolment_id, row.moved_to_id) if one is not None}


def _undo_one(
    plan: MigrationPlan,
    row: MigrationLine,
    moved: PathEnrolment,
    later: dict[int, datetime],
    stepped: dict[int, datetime],
) -> PathEnrolment | None:
    row.stays_because = _why_not(row, moved, plan, later.get(row.person_id), stepped.get(moved.id))
    if row.stays_because is not None:
        return None
    try:
        path_service.move_back(moved, was=row.was, reason=plan.undo_reason or "")
    except Refusal:
        row.stays_because = Stays.GONE_ON
        return None
    row.undone_at = clock.now()
    return moved


def _why_not(
    row: MigrationLine,
    moved: PathEnrolment,
    plan: MigrationPlan,
    latest: datetime | None,
    stepped: datetime | None,
) -> Stays | None:
    """What depends on the move by now; None: nothing does."""
    if moved.state is S.APPLIED:
        return Stays.APPLIED
    by_hand = _is_later(stepped, row)
    if by_hand or moved.state not in _as_moved(row, paths.version(plan.to_version_id)):
        return Stays.GONE_ON
    if paths.version(plan.from_version_id).state is VersionState.WITHDRAWN:
        return Stays.WITHDRAWN
    return Stays.NEWER_EVIDENCE if _is_later(latest, row) else None


def _is_later(at: datetime | None, row: MigrationLine) -> bool:
    return at is not None and row.moved_at is not None and at > row.moved_at


def _as_moved(row: MigrationLine, new: PathVersion) -> set[EnrolmentState]:
    """The states that the move itself leads to, and the pause where the newer version was withdrawn since.

    First activity and completion follow from what is on file.
    """
    states = {row.was, S.ACTIVE}
    if row.kind is MoveKind.COMPLETES:
        states.add(S.COMPLETED)
    if new.state is VersionState.WITHDRAWN:
        states.add(S.ON_HOLD)
    return states


def _latest_facts(person_ids: Sequence[int]) -> dict[int, datetime]:
    """When the last fact about each person was entered, or decided or corrected."""
    found: dict[int, datetime] = {}
    for kind in FACTS:
        touched = func.max(func.coalesce(kind.updated_at, kind.created_at))
        wanted = select(kind.person_id, touched).where(kind.person_id.in_(person_ids))
        for person_id, at in db.session.execute(wanted.group_by(kind.person_id)):
            found[person_id] = max(at, found.get(person_id, at))
    return found
