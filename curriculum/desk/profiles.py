"""Persons as HR reads them: certificates with their status, and where they stand on each path, in bulk."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from curriculum.awards import queries as awards
from curriculum.awards.models import Certificate
from curriculum.db import db
from curriculum.desk.queries import PathName, path_names
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.missing import Missing
from curriculum.paths.models import PathEnrolment
from curriculum.people.models import Person
from curriculum.progress import queries as progress
from curriculum.progress.codec import decode

SHOWN = {
    EnrolmentState.NOMINATED: "info",
    EnrolmentState.ADMITTED: "info",
    EnrolmentState.ACTIVE: "info",
    EnrolmentState.ON_HOLD: "wait",
    EnrolmentState.COMPLETED: "good",
    EnrolmentState.APPLIED: "good",
}
"""How the state of an enrolment is coloured."""


@dataclass(frozen=True)
class Certified:
    """One certificate of a person."""

    number: str
    kind: str
    path: PathName
    effective_from: date
    valid_until: date | None
    status: object


@dataclass(frozen=True)
class Way:
    """One path a person is on, and how far."""

    path: PathName
    state: EnrolmentState
    designated_on: date
    percent: int
    missing: int
    next_step: Missing | None

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self.missing == 0


def certificates_of(person_ids: Collection[int], on: date) -> dict[int, list[Certified]]:
    """Certificates by person, the latest first, those of merged records included; five statements."""
    merged = select(Person.id, Person.merged_into).where(Person.merged_into.in_(person_ids))
    holder = {row.id: row.merged_into for row in db.session.execute(merged)} | {
        one: one for one in person_ids
    }
    wanted = select(Certificate).where(Certificate.person_id.in_(holder))
    rows = db.session.scalars(wanted.order_by(Certificate.effective_from.desc(), Certificate.id.desc())).all()
    statuses = awards.statuses_on(rows, on)
    names = path_names({one.path_version_id for one in rows})
    found: dict[int, list[Certified]] = {one: [] for one in person_ids}
    for one in rows:
        found[holder[one.person_id]].append(
            Certified(
                one.number,
                one.kind,
                names[one.path_version_id],
                one.effective_from,
                one.valid_until,
                statuses[one.id],
            )
        )
    return found


def ways_of(person_ids: Collection[int], on: date) -> dict[int, list[Way]]:
    """Open paths by person, the latest first; three statements while the stored standings hold."""
    enrolments = sorted(progress.open_enrolments(person_ids), key=lambda one: one.id, reverse=True)
    standings = {one.enrolment_id: one for one in progress.standings_of(person_ids)}
    names = path_names({one.path_version_id for one in enrolments})
    found: dict[int, list[Way]] = {one: [] for one in person_ids}
    for one in enrolments:
        stored = standings.get(one.id)
        fresh = stored is not None and progress.is_fresh(stored, on)
        judged = decode(stored.breakdown) if stored and fresh else progress.progress_on(one, on)
        found[one.person_id].append(_way(one, names[one.path_version_id], judged.percent, judged.missing))
    return found


def _way(one: PathEnrolment, name: PathName, percent: int, gaps: Iterable[Missing]) -> Way:
    missing = tuple(gaps)
    step = missing[0] if missing else None
    return Way(name, one.state, one.designated_on, percent, len(missing), step)
