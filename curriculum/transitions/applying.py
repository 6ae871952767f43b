"""A plan is applied, stopped and gone on with; the worker moves people in pieces, each a transaction.

Killed, nothing is lost and nobody is moved twice: what a line says was committed with the move itself.
"""

from collections.abc import Sequence

from curriculum import clock
from curriculum.db import wake_worker
from curriculum.domain.actors import SYSTEM, Actor
from curriculum.domain.lifecycles.enrolment import MOVABLE
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.migration import Move
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import queries as paths
from curriculum.paths import service as path_service
from curriculum.paths.held import held_by_id
from curriculum.paths.models import PathEnrolment
from curriculum.transitions import judging, notices, queries
from curriculum.transitions.drawing import advance, plain, require_published, write
from curriculum.transitions.models import MigrationLine, MigrationPlan
from curriculum.transitions.vocabulary import LineStanding, Stays

PIECE = 100
"""So many people are moved in one transaction; the bar moves by as many."""


def apply(actor: Actor, code: str, *, reason: str) -> MigrationPlan:
    """Move everybody chosen, with the reason that they can read; the worker does it."""
    plan = queries.get(code, lock=True)
    require_published(paths.locked(plan.to_version_id))
    advance(actor, plan, "apply", reason)
    if not queries.counts(plan).at(LineStanding.CHOSEN):
        raise Refusal(RefusalCode.NOTHING_WAITS)
    plan.reason, plan.applied_at = reason.strip(), clock.now()
    plan.applied_by = actor.row_id
    wake_worker()
    return plan


def stop(actor: Actor, code: str) -> MigrationPlan:
    """Move nobody else; whoever was moved stays so until the plan goes on or is undone."""
    plan = queries.get(code, lock=True)
    advance(actor, plan, "stop")
    return plan


def resume(actor: Actor, code: str) -> MigrationPlan:
    """Go on where it stopped."""
    plan = queries.get(code, lock=True)
    require_published(paths.locked(plan.to_version_id))
    advance(actor, plan, "resume")
    wake_worker()
    return plan


def move_piece(plan: MigrationPlan) -> bool:
    """Move the next people of a plan; gives whether any are left. Nobody is moved to what was withdrawn."""
    if paths.version(plan.to_version_id).state is not VersionState.PUBLISHED:
        advance(SYSTEM, plan, "halt")
        return False
    line = MigrationLine
    _held = paths.version(plan.from_version_id), paths.version(plan.to_version_id)  # read once for a piece
    waiting = (line.chosen.is_(True), line.moved_at.is_(None), line.stays_because.is_(None))
    rows = queries.some(plan, PIECE, *waiting)
    _move(plan, rows)
    if len(rows) < PIECE:
        advance(SYSTEM, plan, "finish")
    return len(rows) == PIECE


def _move(plan: MigrationPlan, rows: Sequence[MigrationLine]) -> None:
    enrolments = held_by_id([row.enrolment_id for row in rows])
    movers = judging.movers_by_id(list(enrolments))
    here = [one for one in movers if one.path_version_id == plan.from_version_id and one.state in MOVABLE]
    now = {one.mover.id: one.move for one in judging.judged(here, plan.to_version_id, clock.today())}
    moved = [_move_one(plan, row, enrolments[row.enrolment_id], now.get(row.enrolment_id)) for row in rows]
    notices.tell_moved([one for one in moved if one is not None])


def _move_one(
    plan: MigrationPlan, row: MigrationLine, enrolment: PathEnrolment, move: Move | None
) -> PathEnrolment | None:
    """Nobody is moved on other terms than the plan showed: what changed since is shown anew instead."""
    if move is None:
        row.stays_because = Stays.GONE_ON
    elif _terms(row) != (move.kind, list(move.losses), plain(move)):
        write(row, move)
        row.stays_because = Stays.CHANGED
    else:
        return _moved(plan, row, enrolment)
    return None


def _moved(plan: MigrationPlan, row: MigrationLine, enrolment: PathEnrolment) -> PathEnrolment | None:
    """What is refused to one person is that line's fate, and keeps nobody else waiting."""
    was = enrolment.state
    try:
        moved = path_service.migrate(enrolment, plan.to_version_id, reason=plan.reason or "")
    except Refusal:
        row.stays_because = Stays.GONE_ON
        return None
    row.was, row.moved_to_id, row.moved_at = was, moved.id, clock.now()
    return moved


def _terms(row: MigrationLine) -> tuple[object, ...]:
    return row.kind, list(row.losses), [list(one) for one in row.bridging]
