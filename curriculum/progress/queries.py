"""Where people stand: the dossier of an enrolment, the stored standing, and why it changed."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, or_, select

from curriculum import clock
from curriculum.db import db, table
from curriculum.db.prepared import Prepared
from curriculum.domain.assignment import Pin
from curriculum.domain.currency import Period
from curriculum.domain.dossier import CertificateStanding, Dossier, EntryFacts
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.path import Path
from curriculum.domain.progress import RULES_VERSION, Progress, assess
from curriculum.paths import engine
from curriculum.paths.models import Path as PathRow
from curriculum.paths.models import PathEnrolment, PathVersion
from curriculum.people import queries as people
from curriculum.people.models import RelationKind
from curriculum.progress.codec import decode
from curriculum.progress.done import paths_done
from curriculum.progress.dossiers import Reader
from curriculum.progress.facts import facts_of
from curriculum.progress.models import Achievement, HeldCertificate, Standing, StandingChange
from curriculum.progress.terms import terms_of

OPEN = (
    EnrolmentState.NOMINATED,
    EnrolmentState.ADMITTED,
    EnrolmentState.ACTIVE,
    EnrolmentState.ON_HOLD,
    EnrolmentState.COMPLETED,
    EnrolmentState.APPLIED,
)
"""States in which an enrolment has a standing."""

Enrolled = PathEnrolment | Row[Any]
"""An enrolment as an entity, or as a row with what progress needs of it."""

_ENROLMENTS = select(PathEnrolment).where(
    PathEnrolment.person_id.in_(bindparam("ids", expanding=True)), PathEnrolment.state.in_(OPEN)
)
_STANDING = select(Standing).where(
    Standing.person_id == bindparam("person_id"), Standing.enrolment_id == bindparam("enrolment_id")
)
_STANDINGS = select(Standing).where(Standing.person_id.in_(bindparam("ids", expanding=True)))
_CHANGES = (
    select(StandingChange)
    .where(StandingChange.person_id == bindparam("person_id"))
    .order_by(StandingChange.id.desc())
    .limit(bindparam("count"))
)


_HELD, _VERSION, _PATH = table(HeldCertificate), table(PathVersion), table(PathRow)
_CERTIFIED = Prepared(
    select(_PATH.c.code)
    .join(_VERSION, _VERSION.c.path_id == _PATH.c.id)
    .join(_HELD, _HELD.c.path_version_id == _VERSION.c.id)
    .where(
        _HELD.c.person_id == bindparam("person_id"),
        _HELD.c.standing == CertificateStanding.ISSUED,
        _HELD.c.effective_from <= bindparam("day"),
        or_(_HELD.c.valid_until.is_(None), _HELD.c.valid_until >= bindparam("day")),
    )
)


def open_enrolments(person_ids: Iterable[int]) -> list[PathEnrolment]:
    """The enrolments that have a standing."""
    return list(db.session.scalars(_ENROLMENTS, {"ids": sorted(set(person_ids))}))


def path_of(enrolment: Enrolled) -> Path:
    """The path an enrolment is judged by: its version and route, with the modules that a renewal updates."""
    return engine.plan(enrolment.path_version_id, enrolment.renews_path_version_id, enrolment.route)


def reader_of(person_id: int) -> Reader:
    """One person's facts with the terms they are judged by."""
    facts = facts_of([person_id])[person_id]
    return Reader(facts, terms_of([facts]))


def dossier(person_id: int, enrolment: PathEnrolment, on: date) -> Dossier:
    """Everything needed to judge one enrolment, entry facts and relations included."""
    entry = enrolment.entry_grounds or {}
    services = people.services_of(person_id)
    relations = people.relations_of(person_id, on)
    grade = people.grade_on(person_id, on)
    led = [
        r.about_person_id
        for r in relations
        if r.kind is RelationKind.REPORTING_LINE and r.person_id == person_id
    ]
    return on_path(
        reader_of(person_id),
        enrolment,
        EntryFacts(
            designated_on=enrolment.designated_on,
            service=tuple(Period(s.from_, s.to) for s in services if s.position not in people.GONE),
            category=None if grade is None else grade.category,
            grade=None if grade is None else grade.code,
            rank=None if grade is None else grade.rank,
            languages=tuple(sorted({people.get(person_id).preferred_language, *enrolment.languages})),
            equivalent_experience=entry.get("equivalent_experience"),
            grounds=tuple(entry.get("grounds", ())),
        ),
        subordinates=tuple(sorted(str(one) for one in led)),
    )


def on_path(reader: Reader, enrolment: Enrolled, entry: EntryFacts, **more: Any) -> Dossier:
    """The dossier of one enrolment from facts already read."""
    return along(reader, enrolment, path_of(enrolment), entry, **more)


def along(reader: Reader, enrolment: Enrolled, path: Path, entry: EntryFacts, **more: Any) -> Dossier:
    """The dossier of one enrolment on a path already at hand."""
    mentor = None if enrolment.mentor_id is None else str(enrolment.mentor_id)
    facts: dict[str, Any] = {"mentor": mentor, "pins": pins_of(enrolment)}
    if path.asks_paths:
        facts["paths_done"] = paths_done(enrolment.person_id)
    return reader.on_path(enrolment.person_id, path, enrolment.path_version_id, entry, **facts, **more)


def pins_of(enrolment: Enrolled) -> tuple[Pin, ...]:
    """What somebody decided that a module counts for."""
    return tuple(Pin(one["module"], one["component"]) for one in enrolment.pins)


def entry_of(enrolment: Enrolled) -> EntryFacts:
    """What progress needs of the entry: the grounds frozen at admission; eligibility asks for more."""
    grounds = (enrolment.entry_grounds or {}).get("grounds", ())
    return EntryFacts(designated_on=enrolment.designated_on, grounds=tuple(grounds))


def find_standing(person_id: int, enrolment_id: int) -> Standing | None:
    """The stored standing, None before the first fact."""
    return db.session.scalars(_STANDING, {"person_id": person_id, "enrolment_id": enrolment_id}).one_or_none()


def standings_of(person_ids: Iterable[int]) -> list[Standing]:
    """Stored standings of some persons."""
    return list(db.session.scalars(_STANDINGS, {"ids": sorted(set(person_ids))}))


def is_fresh(standing: Standing | Row[Any] | None, on: date) -> bool:
    """Whether the stored answer still holds on a day under today's rules."""
    if standing is None or standing.rules_version != RULES_VERSION or on < standing.as_of:
        return False
    return standing.good_until is None or on <= standing.good_until


def progress_on(enrolment: PathEnrolment, on: date | None = None) -> Progress:
    """Where a person stands: the stored answer while it holds, computed from the facts otherwise."""
    on = on or clock.today()
    standing = find_standing(enrolment.person_id, enrolment.id)
    if standing is not None and is_fresh(standing, on):
        return decode(standing.breakdown)
    return computed(enrolment, on)


def computed(enrolment: Enrolled, on: date) -> Progress:
    """Where a person stands, worked out from the facts."""
    return assess(on_path(reader_of(enrolment.person_id), enrolment, entry_of(enrolment)), on)


def certified_on(person_id: int, on: date) -> frozenset[str]:
    """Codes of the paths whose certificate a person holds in force that day."""
    return frozenset(row.code for row in _CERTIFIED.all(person_id=person_id, day=on))


def changes_of(person_id: int, count: int = 20) -> Sequence[StandingChange]:
    """The latest changes of the figure with their causes, newest first."""
    return db.session.scalars(_CHANGES, {"person_id": person_id, "count": count}).all()


def achievements_of(person_id: int) -> Sequence[Achievement]:
    """Outcomes a person holds, whoever taught them."""
    wanted = select(Achievement).where(Achievement.person_id == person_id)
    return db.session.scalars(wanted.execution_options(populate_existing=True)).all()
