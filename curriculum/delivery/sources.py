"""Everything a run's page shows of attendance: sources side by side, per person, with the one figure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from curriculum import clock
from curriculum.access import is_permitted
from curriculum.db import db
from curriculum.delivery import queries
from curriculum.delivery.models import (
    AttendanceFigure,
    AttendanceRecord,
    AttendanceSource,
    Run,
    RunEnrolment,
    SourceKind,
    TeachingLog,
)
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.attendance import AttendanceState
from curriculum.domain.permissions import Permission
from curriculum.people import queries as people


class Said(NamedTuple):
    """What one source says of one person."""

    hours: int
    state: str
    withdrawn_at: datetime | None


class Participant(NamedTuple):
    """One person of a run: enrolled or not, what each source says by its key, and what counts."""

    person_id: int
    name: str
    is_enrolled: bool
    said: Mapping[int, Said]
    figure: AttendanceFigure | None


class SourceRow(NamedTuple):
    """One source in the order it came."""

    id: int
    kind: SourceKind
    label: str
    received_from: str | None
    received_at: datetime
    file_sha256: str | None


def sources_of(run_id: int) -> list[SourceRow]:
    """The sources of a run, oldest first."""
    wanted = (
        select(
            AttendanceSource.id,
            AttendanceSource.kind,
            AttendanceSource.label,
            AttendanceSource.received_from,
            AttendanceSource.received_at,
            AttendanceSource.file_sha256,
        )
        .where(AttendanceSource.run_id == run_id)
        .order_by(AttendanceSource.received_at, AttendanceSource.id)
    )
    return [SourceRow(*row) for row in db.session.execute(wanted)]


def participants_of(run_id: int) -> list[Participant]:
    """Everybody enrolled on a run or named by a source, by name; four statements whatever their number."""
    records = db.session.scalars(select(AttendanceRecord).where(AttendanceRecord.run_id == run_id)).all()
    figures = {
        figure.person_id: figure
        for figure in db.session.scalars(select(AttendanceFigure).where(AttendanceFigure.run_id == run_id))
    }
    enrolled = set(db.session.scalars(select(RunEnrolment.person_id).where(RunEnrolment.run_id == run_id)))
    said: dict[int, dict[int, Said]] = defaultdict(dict)
    for one in records:
        said[one.person_id][one.source_id] = Said(one.hours, one.state, one.withdrawn_at)
    everybody = enrolled | said.keys()
    names = people.display_names(everybody)
    found = [
        Participant(one, names.get(one, ""), one in enrolled, said.get(one, {}), figures.get(one))
        for one in everybody
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.person_id))


def participants_visible_to(actor: Actor, run: Run) -> list[Participant]:
    """The participants an actor may see: of an own run all, else own staff and oneself (I-14)."""
    everybody = participants_of(run.id)
    if is_permitted(actor, Permission.ATTENDANCE_VIEW, queries.subject(run)):
        return everybody
    shown: set[int] = set()
    if isinstance(actor.person_id, int):
        shown |= people.aliases(actor.person_id)
    # Those employed on the day of the run: the former employer keeps reading its period.
    staff = people.employed_within(actor, Permission.ATTENDANCE_VIEW, min(run.end, clock.today()))
    if staff is not None:
        shown |= set(db.session.scalars(staff))
    return [one for one in everybody if one.person_id in shown]


def waiting_for_confirmation(participants: Iterable[Participant]) -> frozenset[int]:
    """Sources of which a record was neither confirmed nor settled yet."""
    return frozenset(
        source_id
        for one in participants
        for source_id, said in one.said.items()
        if said.state == AttendanceState.RECORDED and said.withdrawn_at is None
    )


def logs_of(run_id: int) -> list[TeachingLog]:
    """Hours taught in a run, confirmed or not."""
    wanted = select(TeachingLog).where(TeachingLog.run_id == run_id)
    return list(db.session.scalars(wanted.order_by(TeachingLog.taught_on, TeachingLog.id)))
