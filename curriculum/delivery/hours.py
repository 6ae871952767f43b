"""Hours of persons, attended and taught: what their own pages show."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from curriculum.db import Bilingual, db
from curriculum.delivery.models import AttendanceFigure, FigureState, Run, TeachingLog, TrainerRole


class FigureRow(NamedTuple):
    """The one figure of a person at a run; hours None while it is disputed (I-10)."""

    person_id: int
    run_id: int
    run_code: str
    title: Bilingual
    offering_id: int | None
    module_version_id: int | None
    hours: int | None
    state: FigureState
    reason: str | None
    on: date


class TeachingRow(NamedTuple):
    """Hours a person says to have taught; they count once `confirmed_by` names somebody else."""

    person_id: int
    id: int
    run_code: str
    role: TrainerRole
    hours: int
    on: date
    confirmed_by: int | None


def figures_of_many(person_ids: Iterable[int]) -> list[FigureRow]:
    """The figures of some persons, in one statement."""
    wanted = (
        select(
            AttendanceFigure.person_id,
            Run.id,
            Run.code,
            Run.title,
            Run.offering_id,
            Run.module_version_id,
            AttendanceFigure.hours,
            AttendanceFigure.state,
            AttendanceFigure.reason,
            Run.end,
        )
        .join(Run, Run.id == AttendanceFigure.run_id)
        .where(AttendanceFigure.person_id.in_(set(person_ids)))
        .order_by(Run.end.desc(), Run.code)
    )
    return [FigureRow._make(row) for row in db.session.execute(wanted)]


def figures_of(person_id: int) -> list[FigureRow]:
    """The figures of one person, newest first."""
    return figures_of_many([person_id])


def find_figure(person_id: int, run_id: int) -> AttendanceFigure | None:
    """The one figure of a person at a run; None where no source speaks of them."""
    return db.session.get(AttendanceFigure, (person_id, run_id))


def teaching_of_many(person_ids: Iterable[int]) -> list[TeachingRow]:
    """Hours some persons taught, confirmed or not, in one statement."""
    wanted = (
        select(
            TeachingLog.person_id,
            TeachingLog.id,
            Run.code,
            TeachingLog.role,
            TeachingLog.hours,
            TeachingLog.taught_on,
            TeachingLog.confirmed_by,
        )
        .join(Run, Run.id == TeachingLog.run_id)
        .where(TeachingLog.person_id.in_(set(person_ids)))
        .order_by(TeachingLog.taught_on.desc(), TeachingLog.id)
    )
    return [TeachingRow(*row) for row in db.session.execute(wanted)]


def taught(person_id: int) -> list[TeachingRow]:
    """What one person taught and somebody else confirmed."""
    return [row for row in teaching_of_many([person_id]) if row.confirmed_by is not None]
