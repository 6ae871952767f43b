"""From records to the one figure: many persons of one run in a handful of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import delete, insert, select, update

from curriculum.db import db
from curriculum.delivery.models import AttendanceFigure, AttendanceRecord, AttendanceSource, FigureState, Run
from curriculum.domain import attendance
from curriculum.domain.attendance import Figure, Settled
from curriculum.domain.lifecycles.attendance import AttendanceState

CHUNK = 500


def settle(run_id: int, person_ids: Iterable[int]) -> frozenset[int]:
    """Settle the figures of some persons of a run anew; gives those whose sources disagree (S10).

    What somebody resolved stands, and so does a dispute somebody raised: only a person ends those.
    """
    wanted = sorted(set(person_ids))
    disputed: set[int] = set()
    for start in range(0, len(wanted), CHUNK):
        disputed |= _settle(run_id, wanted[start : start + CHUNK])
    return frozenset(disputed)


def _settle(run_id: int, person_ids: list[int]) -> set[int]:
    _lock(run_id)
    said = _said(run_id, person_ids)
    known = _known(run_id, person_ids)
    before = {one: figure for one, figure in known.items() if not _is_decided(figure)}
    decided = known.keys() - before.keys()
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for person_id in said.keys() - decided:
        row = {"person_id": person_id, "run_id": run_id, **_figure(said[person_id])}
        (changed if person_id in before else new).append(row)
    _write(run_id, new, changed, silent=known.keys() - said.keys())
    settled = [*new, *changed]
    disputed = {row["person_id"] for row in settled if row["state"] is FigureState.DISPUTED}
    agreed = {row["person_id"] for row in settled} - disputed
    _mark(run_id, disputed, (AttendanceState.RECORDED, AttendanceState.CONFIRMED), AttendanceState.DISPUTED)
    # A source was withdrawn and the rest agrees: nothing is left to dispute.
    _mark(run_id, agreed, (AttendanceState.DISPUTED,), AttendanceState.RECORDED)
    return disputed


def _lock(run_id: int) -> None:
    """Two sources of one run settle one after the other; else neither would see what the other says."""
    db.session.execute(select(Run.id).where(Run.id == run_id).with_for_update(key_share=True))


def _said(run_id: int, person_ids: Collection[int]) -> dict[int, list[tuple[Figure, int]]]:
    """What each live source says of each person, as the engine compares it and as it was written."""
    rows = db.session.execute(
        select(AttendanceRecord.person_id, AttendanceRecord.hours, AttendanceSource.id, AttendanceSource.kind)
        .join(AttendanceSource, AttendanceSource.id == AttendanceRecord.source_id)
        .where(
            AttendanceRecord.run_id == run_id,
            AttendanceRecord.person_id.in_(person_ids),
            AttendanceRecord.withdrawn_at.is_(None),
        )
    )
    said: dict[int, list[tuple[Figure, int]]] = defaultdict(list)
    for person_id, hours, source_id, kind in rows:
        figure = Figure(str(source_id), attendance.SourceKind(kind.value), hours * 60 // 100)
        said[person_id].append((figure, hours))
    return said


def _known(run_id: int, person_ids: Collection[int]) -> dict[int, tuple[FigureState, str | None]]:
    rows = db.session.execute(
        select(AttendanceFigure.person_id, AttendanceFigure.state, AttendanceFigure.reason).where(
            AttendanceFigure.run_id == run_id, AttendanceFigure.person_id.in_(person_ids)
        )
    )
    return {row.person_id: (row.state, row.reason) for row in rows}


def _is_decided(figure: tuple[FigureState, str | None]) -> bool:
    """Whether a person had a say: resolved, or disputed with a reason of their own."""
    state, reason = figure
    return state is FigureState.RESOLVED or (state is FigureState.DISPUTED and reason is not None)


def _figure(said: list[tuple[Figure, int]]) -> dict[str, Any]:
    outcome = attendance.settle(figure for figure, _ in said)
    if isinstance(outcome, Settled):
        # The figure of the source that the engine chose, unrounded.
        exact = min(hours for figure, hours in said if figure.minutes == outcome.minutes)
        return {"hours": exact, "state": FigureState.SETTLED}
    return {"hours": None, "state": FigureState.DISPUTED}


def _write(
    run_id: int, new: list[dict[str, Any]], changed: list[dict[str, Any]], silent: Collection[int]
) -> None:
    if new:
        db.session.execute(insert(AttendanceFigure), new)
    if changed:
        db.session.execute(update(AttendanceFigure), changed)
    if silent:
        # Derived: without any source left there is no figure; the records stay.
        db.session.execute(
            delete(AttendanceFigure).where(
                AttendanceFigure.run_id == run_id, AttendanceFigure.person_id.in_(silent)
            )
        )


def _mark(
    run_id: int, person_ids: Collection[int], from_: tuple[AttendanceState, ...], to: AttendanceState
) -> None:
    if person_ids:
        db.session.execute(
            update(AttendanceRecord)
            .where(
                AttendanceRecord.run_id == run_id,
                AttendanceRecord.person_id.in_(person_ids),
                AttendanceRecord.withdrawn_at.is_(None),
                AttendanceRecord.state.in_([one.value for one in from_]),
            )
            .values(state=to.value)
            .execution_options(synchronize_session=False)
        )


def mark_person(run_id: int, person_id: int, to: AttendanceState) -> None:
    """Write the state of all live records of one person at a run."""
    _mark(run_id, [person_id], tuple(AttendanceState), to)
