"""A plan is drawn: everybody who may move, judged in pieces, so that ten thousand keep nobody waiting."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, update

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import core, db, new_id, table, wake_worker
from curriculum.domain.actors import SYSTEM, Actor
from curriculum.domain.lifecycles.migration import MIGRATION, MigrationState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.migration import Move, MoveKind
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import queries as paths
from curriculum.paths.models import PathVersion
from curriculum.transitions import judging, queries
from curriculum.transitions.models import MigrationLine, MigrationPlan

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
PROPOSED = frozenset({MoveKind.UNCHANGED, MoveKind.GAINS, MoveKind.COMPLETES})
"""Whoever loses nothing and has nothing to make up is chosen from the start; the others by somebody."""

_LINES = table(MigrationLine)


def draw(actor: Actor, from_version_id: int, to_version_id: int) -> MigrationPlan:
    """Take everybody who may move between two versions of a path, and judge the first of them at once."""
    old, new = paths.version(from_version_id), paths.version(to_version_id)
    require(actor, Permission.MIGRATION_PREPARE, paths.subject(new.id))
    require_pair(old, new)
    require_published(new)
    movers = judging.movers(old.id)
    if not movers:
        raise Refusal(RefusalCode.NOTHING_WAITS, institution=old.path.code)
    plan = MigrationPlan(
        id=new_id(),
        code=_new_code(),
        from_version_id=old.id,
        to_version_id=new.id,
        state=MIGRATION.start,
        drawn_by=actor.row_id,
        drawn_on=clock.today(),
    )
    db.session.add(plan)
    db.session.flush()
    _enter(plan, movers)
    _record(actor, plan, old, new, len(movers))
    if count_piece(plan):
        wake_worker()
    return plan


def _record(actor: Actor, plan: MigrationPlan, old: PathVersion, new: PathVersion, count: int) -> None:
    audit.record(
        actor,
        "migration:begun",
        "migration",
        plan.id,
        code=plan.code,
        count=count,
        path=old.path.code,
        before=old.version,
        after=new.version,
    )


def require_pair(old: PathVersion, new: PathVersion) -> None:
    """Refuse a move that leads to another path, or back."""
    if new.path_id != old.path_id or new.version <= old.version:
        raise Refusal(RefusalCode.VALUE_INVALID, field="version", found=new.version, expected=old.version + 1)


def require_published(new: PathVersion) -> None:
    """Refuse a move to what is not published yet, or was withdrawn or replaced since."""
    if new.state is not VersionState.PUBLISHED:
        code = f"{new.path.code} v{new.version}"
        raise Refusal(RefusalCode.VERSION_NOT_PUBLISHED, code=code, state=new.state)


def count_piece(plan: MigrationPlan) -> bool:
    """Judge the next lines of a plan; gives whether any are left."""
    rows = queries.some(plan, judging.CHUNK, MigrationLine.kind.is_(None))
    judge_lines(plan, rows)
    if len(rows) == judging.CHUNK:
        return True
    step = MIGRATION.advance(plan.state, "count")
    plan.state = step.state
    audit.record(SYSTEM, step.event, "migration", plan.id, code=plan.code, count=queries.counts(plan).total)
    return False


def judge_lines(plan: MigrationPlan, rows: Sequence[MigrationLine]) -> None:
    """Write into some lines what the move means today; who is no longer there is left out with the reason."""
    movers = judging.movers_by_id([row.enrolment_id for row in rows])
    found = {one.mover.id: one.move for one in judging.judged(movers, plan.to_version_id, clock.today())}
    for row in rows:
        write(row, found[row.enrolment_id])


def write(row: MigrationLine, move: Move) -> None:
    """Keep a move in its line; who loses or must make something up is chosen by a person only."""
    row.kind, row.before, row.after = move.kind, move.before, move.after
    row.gains, row.losses = list(move.gains), list(move.losses)
    row.bridging = plain(move)
    row.chosen = move.kind in PROPOSED


def plain(move: Move) -> list[list[Any]]:
    """What is to be made up, as JSON holds it."""
    return [[one.code.value, one.subject, one.detail, int(one.have), int(one.need)] for one in move.bridging]


def discard(actor: Actor, code: str) -> MigrationPlan:
    """Give a plan up before anybody was moved."""
    plan = queries.get(code, lock=True)
    advance(actor, plan, "discard")
    return plan


def advance(actor: Actor, plan: MigrationPlan, action: str, reason: str = "") -> None:
    """Take a step of the plan's table, with its permission on the newer version, and record it."""
    row = MIGRATION.find(plan.state, action)
    if row is not None and row.permission is not None:
        require(actor, row.permission, paths.subject(plan.to_version_id))
    said = reason.strip()
    step = MIGRATION.advance(plan.state, action, set(row.needs) if row is not None and said else ())
    plan.state = MigrationState(step.state)
    count = queries.counts(plan).total
    audit.record(actor, step.event, "migration", plan.id, reason=said or None, code=plan.code, count=count)


def choose(actor: Actor, code: str, *, shown: Sequence[int], ticked: Sequence[int]) -> None:
    """Choose among the people that a page showed: those ticked, and no other of them."""
    plan = _to_choose(actor, code)
    _set_chosen(plan, sorted(set(shown) & set(ticked)), chosen=True)
    _set_chosen(plan, sorted(set(shown) - set(ticked)), chosen=False)


def choose_kind(actor: Actor, code: str, kind: MoveKind, *, chosen: bool) -> None:
    """Choose everybody of one kind, or nobody of it."""
    plan = _to_choose(actor, code)
    mine = (_LINES.c.plan_id == plan.id, _LINES.c.kind == kind)
    core(update(_LINES).where(*mine).values(chosen=chosen))


def _to_choose(actor: Actor, code: str) -> MigrationPlan:
    plan = queries.get(code, lock=True)
    require(actor, Permission.MIGRATION_PREPARE, paths.subject(plan.to_version_id))
    if plan.state is not MigrationState.DRAWN:
        raise Refusal(RefusalCode.WRONG_STATE, object="migration", state=plan.state, action="choose")
    return plan


def _set_chosen(plan: MigrationPlan, enrolment_ids: Sequence[int], *, chosen: bool) -> None:
    if enrolment_ids:
        mine = (_LINES.c.plan_id == plan.id, _LINES.c.enrolment_id.in_(enrolment_ids))
        core(update(_LINES).where(*mine).values(chosen=chosen))


def _enter(plan: MigrationPlan, movers: Sequence[judging.Mover]) -> None:
    blank: dict[str, Any] = {
        "plan_id": plan.id,
        "kind": None,
        "chosen": False,
        "gains": [],
        "losses": [],
        "bridging": [],
    }
    rows = [{"person_id": one.person_id, "enrolment_id": one.id, "was": one.state, **blank} for one in movers]
    for start in range(0, len(rows), judging.CHUNK):
        core(insert(_LINES), rows[start : start + judging.CHUNK])


def _new_code() -> str:
    return f"M-{clock.today().year}-" + "".join(secrets.choice(ALPHABET) for _ in range(6))
