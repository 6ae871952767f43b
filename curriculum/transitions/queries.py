"""Plans and their lines: read, counted, filtered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from curriculum.db import db
from curriculum.domain.lifecycles.migration import MigrationState
from curriculum.domain.migration import MoveKind
from curriculum.domain.refusals import found
from curriculum.transitions.models import MigrationLine, MigrationPlan
from curriculum.transitions.vocabulary import LineStanding

L, S = MigrationLine, LineStanding
AT_WORK = (MigrationState.COUNTING, MigrationState.APPLYING, MigrationState.UNDOING)
"""States in which the worker has something to do."""

STANDING: ColumnElement[str] = case(
    (L.kind.is_(None), S.NOT_COUNTED.value),
    (and_(L.moved_at.is_not(None), L.undone_at.is_not(None)), S.MOVED_BACK.value),
    (and_(L.moved_at.is_not(None), L.stays_because.is_not(None)), S.STAYS_MOVED.value),
    (L.moved_at.is_not(None), S.MOVED.value),
    (L.stays_because.is_not(None), S.LEFT.value),
    (L.chosen.is_(True), S.CHOSEN.value),
    else_=S.NOT_CHOSEN.value,
)
"""Where a line stands, as its columns say."""


@dataclass(frozen=True)
class Counts:
    """How many lines of each kind, and how many of them stand where."""

    cells: dict[tuple[MoveKind | None, LineStanding], int]

    @property
    def total(self) -> int:
        """Everybody of the plan."""
        return sum(self.cells.values())

    def of_kind(self, kind: MoveKind | None) -> int:
        """How many the move means this for; None: how many are not judged yet."""
        return sum(count for (one, _), count in self.cells.items() if one is kind)

    def at(self, *standings: LineStanding, kind: MoveKind | None = None) -> int:
        """How many stand at one of these, of one kind or of all."""
        chosen = self.cells.items()
        return sum(n for (k, s), n in chosen if s in standings and (kind is None or k is kind))


def get(code: str, *, lock: bool = False) -> MigrationPlan:
    """The plan with this code; with `lock` held until the transaction ends."""
    wanted = select(MigrationPlan).where(MigrationPlan.code == code)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return found(db.session.scalar(wanted), "migration", code)


def plans_between(from_version_id: int, to_version_id: int) -> Sequence[MigrationPlan]:
    """Every plan for a pair of versions, newest first."""
    wanted = select(MigrationPlan).where(
        MigrationPlan.from_version_id == from_version_id, MigrationPlan.to_version_id == to_version_id
    )
    return db.session.scalars(wanted.order_by(MigrationPlan.id.desc())).all()


def at_work() -> Sequence[MigrationPlan]:
    """The plans that the worker has to do with, oldest first."""
    wanted = select(MigrationPlan).where(MigrationPlan.state.in_(AT_WORK))
    return db.session.scalars(wanted.order_by(MigrationPlan.id)).all()


def counts(plan: MigrationPlan) -> Counts:
    """How far a plan is: one statement for any number of people."""
    wanted = select(L.kind, STANDING.label("standing"), func.count()).where(L.plan_id == plan.id)
    rows = db.session.execute(wanted.group_by(L.kind, "standing"))
    return Counts({(kind, LineStanding(standing)): count for kind, standing, count in rows})


def lines_of(plan: MigrationPlan, kind: MoveKind | None = None) -> Select[MigrationLine]:
    """The lines of a plan, by person; of one kind if one is given."""
    wanted = select(L).where(L.plan_id == plan.id).order_by(L.person_id)
    return wanted if kind is None else wanted.where(L.kind == kind)


def first_chosen(plan: MigrationPlan, limit: int) -> Sequence[int]:
    """The first persons of a plan who are to be moved."""
    wanted = select(L.person_id).where(L.plan_id == plan.id, STANDING.in_((S.CHOSEN.value,)))
    return db.session.scalars(wanted.order_by(L.person_id).limit(limit)).all()


def some(plan: MigrationPlan, limit: int, *where: Any) -> Sequence[MigrationLine]:
    """So many lines of a plan that the worker may take, held; another worker takes others."""
    wanted = select(L).where(L.plan_id == plan.id, *where).order_by(L.person_id).limit(limit)
    return db.session.scalars(wanted.with_for_update(skip_locked=True)).all()


def standing_of(line: MigrationLine) -> LineStanding:
    """Where one line stands, as `STANDING` says it in the database."""
    if line.kind is None:
        return S.NOT_COUNTED
    if line.moved_at is not None:
        if line.undone_at is not None:
            return S.MOVED_BACK
        return S.MOVED if line.stays_because is None else S.STAYS_MOVED
    if line.stays_because is not None:
        return S.LEFT
    return S.CHOSEN if line.chosen else S.NOT_CHOSEN
