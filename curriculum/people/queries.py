"""Persons as others read them: names, employer on a day, relations, candidates, search."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, or_, select

from curriculum import clock, refs
from curriculum.access import require
from curriculum.db import db
from curriculum.domain import names
from curriculum.domain.actors import Actor, Key, ScopeKind, Subject
from curriculum.domain.currency import is_current
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import is_unbounded, reaches
from curriculum.domain.powers import Reach
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions
from curriculum.institutions.models import Grade, Institution
from curriculum.people.models import (
    NameKey,
    Person,
    PersonIdentifier,
    PersonName,
    Position,
    Relation,
    ServiceRecord,
)

GONE = (Position.LEFT, Position.RETIRED, Position.DECEASED)


def get(person_id: int) -> Person:
    """A person's file; refuses NOT_FOUND."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="person")
    return person


def person_ref(person_id: int) -> str:
    """The opaque reference of a person in addresses."""
    return refs.seal(person_id)


def find_by_ref(ref: str) -> int | None:
    """The person of a reference, None when nobody has it."""
    person_id = refs.unseal(ref)
    return person_id if person_id is not None and db.session.get(Person, person_id) is not None else None


def get_by_ref(ref: str) -> int:
    """The person of a reference; refuses NOT_FOUND."""
    person_id = find_by_ref(ref)
    if person_id is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="person")
    return person_id


def find_by_number(value: str) -> int | None:
    """The person who has this personnel number."""
    wanted = select(PersonIdentifier.person_id).where(
        PersonIdentifier.scheme == "personnel_no", PersonIdentifier.value == value.strip()
    )
    return db.session.scalars(wanted).one_or_none()


def numbers_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Personnel numbers by person."""
    wanted = select(PersonIdentifier.person_id, PersonIdentifier.value).where(
        PersonIdentifier.scheme == "personnel_no", PersonIdentifier.person_id.in_(set(person_ids))
    )
    return {row.person_id: row.value for row in db.session.execute(wanted)}


def names_of(person_id: int) -> Sequence[PersonName]:
    """All spellings of one person, primary ones first."""
    wanted = select(PersonName).where(PersonName.person_id == person_id)
    return db.session.scalars(wanted.order_by(PersonName.is_primary.desc(), PersonName.id)).all()


def names_by_script(person_id: int) -> dict[str, str]:
    """Full primary name by script, as it may be printed."""
    return {n.script: f"{n.given} {n.family}".strip() for n in names_of(person_id) if n.is_primary}


_DISPLAY = (
    select(PersonName.person_id, PersonName.given, PersonName.family, PersonName.script)
    .where(PersonName.is_primary, PersonName.person_id.in_(bindparam("ids", expanding=True)))
    .order_by(PersonName.script)
)


def display_names(person_ids: Iterable[int]) -> dict[int, str]:
    """One name for each person: the Latin spelling, or the first there is."""
    wanted = {one for one in person_ids if one is not None}
    shown: dict[int, str] = {}
    if not wanted:
        return shown
    for row in db.session.execute(_DISPLAY, {"ids": sorted(wanted)}):
        if row.script == "Latn" or row.person_id not in shown:
            shown[row.person_id] = f"{row.given} {row.family}".strip()
    return shown


def display_name(person_id: int) -> str:
    """One name for one person."""
    return display_names([person_id]).get(person_id, "")


def services_of(person_id: int) -> Sequence[ServiceRecord]:
    """Service records of one person, oldest first."""
    wanted = select(ServiceRecord).where(ServiceRecord.person_id == person_id).order_by(ServiceRecord.from_)
    return db.session.scalars(wanted).all()


def service_on(person_id: int, on: date) -> ServiceRecord | None:
    """The record in force on a day, None where the person served nobody."""
    return _in_force(services_of(person_id), on)


def _in_force(records: Iterable[ServiceRecord], on: date) -> ServiceRecord | None:
    running = [r for r in records if r.from_ <= on and is_current(r.to, on) and r.position not in GONE]
    return max(running, key=lambda r: r.from_, default=None)


def services_on(person_ids: Iterable[int], on: date) -> dict[int, ServiceRecord]:
    """The records in force on a day, by person."""
    by_person: dict[int, list[ServiceRecord]] = defaultdict(list)
    for record in db.session.scalars(
        select(ServiceRecord).where(ServiceRecord.person_id.in_(set(person_ids)))
    ):
        by_person[record.person_id].append(record)
    found = {person_id: _in_force(records, on) for person_id, records in by_person.items()}
    return {person_id: record for person_id, record in found.items() if record is not None}


def employer_id(record: ServiceRecord) -> int:
    """Who employs: of a seconded person the institution at home (J8)."""
    return record.home_institution_id or record.institution_id


def employer_on(person_id: int, on: date) -> Institution | None:
    """The institution that employed a person on a day (I-15)."""
    record = service_on(person_id, on)
    return None if record is None else db.session.get(Institution, employer_id(record))


def service_months(person_id: int, on: date) -> int:
    """Whole months served up to a day, records added up, gaps left out."""
    return sum(
        _months(record.from_, min(record.to or on, on))
        for record in services_of(person_id)
        if record.from_ <= on and record.position not in GONE
    )


def _months(from_: date, to: date) -> int:
    months = (to.year - from_.year) * 12 + to.month - from_.month
    return max(0, months - (to.day < from_.day))


def grade_on(person_id: int, on: date) -> Grade | None:
    """The grade held on a day; None for contract staff."""
    record = service_on(person_id, on)
    return db.session.get(Grade, record.grade_id) if record is not None and record.grade_id else None


_ALIASES = select(Person.id, Person.merged_into).where(
    or_(Person.id == bindparam("person_id"), Person.merged_into == bindparam("person_id"))
)


def aliases(person_id: int) -> frozenset[int]:
    """The person and every record merged into it or that it was merged into (I-01)."""
    return _aliases(person_id, db.session.execute(_ALIASES, {"person_id": person_id}).all())


def aliases_of(person_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """What `aliases` says of each of several persons, read at once."""
    wanted = select(Person.id, Person.merged_into)
    rows = db.session.execute(
        wanted.where(or_(Person.id.in_(person_ids), Person.merged_into.in_(person_ids)))
    ).all()
    near = defaultdict(list)
    for row in rows:
        for key in {row.id, row.merged_into} - {None}:
            near[key].append(row)
    return {one: _aliases(one, near[one]) for one in person_ids}


def _aliases(person_id: int, rows: Iterable[Any]) -> frozenset[int]:
    """Of rows around a person: the record itself, what was merged into it, what it was merged into."""
    found = list(rows)
    into = {row.merged_into for row in found if row.id == person_id and row.merged_into is not None}
    return frozenset(row.id for row in found) | into


def relations_of(person_id: int, on: date) -> Sequence[Relation]:
    """Relations in force on a day in which the person stands on either side."""
    wanted = select(Relation).where(
        or_(Relation.person_id == person_id, Relation.about_person_id == person_id),
        Relation.from_ <= on,
        or_(Relation.to.is_(None), Relation.to >= on),
    )
    return db.session.scalars(wanted).all()


def subject(person_id: int, on: date, *, assigned: frozenset[int] = frozenset()) -> Subject:
    """A person as permissions see them: who it is, where they serve that day, who was given the case."""
    record = service_on(person_id, on)
    places: frozenset[int] = frozenset()
    if record is not None:
        places = institutions.lineage(record.institution_id) | institutions.lineage(employer_id(record))
    units = frozenset({record.unit_id} if record is not None and record.unit_id is not None else ())
    return Subject(
        person_ids=aliases(person_id), institutions=places, units=units, assigned=frozenset(assigned)
    )


def visible_to(actor: Actor, text: str = "", *, limit: int = 50) -> list[int]:
    """Persons an actor may find by a name in any script or by a number, best known order, at most `limit`."""
    require(actor, Permission.PERSON_SEARCH)
    return list(db.session.scalars(_search(text).order_by(PersonName.folded).limit(limit)).unique())


def employed_within(actor: Actor, permission: Permission, on: date) -> Select[int] | None:
    """Persons employed where the permission carries; None means everybody."""
    places: set[int] = set()
    for reach, scope in reaches(actor, permission, on):
        if is_unbounded(reach, scope):
            return None
        if reach is Reach.INSTITUTION and scope.kind is ScopeKind.INSTITUTION and isinstance(scope.id, int):
            places |= institutions.descendants(scope.id)
    return select(ServiceRecord.person_id).where(
        or_(ServiceRecord.institution_id.in_(places), ServiceRecord.home_institution_id.in_(places)),
        ServiceRecord.from_ <= on,
        or_(ServiceRecord.to.is_(None), ServiceRecord.to >= on),
    )


def openable(actor: Actor, person_ids: Iterable[int]) -> frozenset[int]:
    """Those of the persons whose file this actor may open today."""
    wanted = set(person_ids)
    if not wanted:
        return frozenset()
    within = employed_within(actor, Permission.PERSON_VIEW, clock.today())
    if within is None:
        return frozenset(wanted)
    found = db.session.scalars(select(Person.id).where(Person.id.in_(wanted), Person.id.in_(within)))
    return frozenset(found)


def _search(text: str) -> Select[int]:
    wanted = select(PersonName.person_id).where(PersonName.is_primary)
    words = text.split()
    if not words:
        return wanted
    number = select(PersonIdentifier.person_id).where(PersonIdentifier.value == text.strip().upper())
    sounds = [sound for word in words for sound in names.fold(word).elements]
    likeness = [PersonName.folded.contains(sound, autoescape=True) for sound in sounds]
    ways = [PersonName.person_id.in_(number)]
    if likeness:
        alike = select(PersonName.person_id).where(*likeness)
        ways.append(PersonName.person_id.in_(alike))
    if len(words) > 1:
        keys = names.match_keys(words[0], " ".join(words[1:]))
        ways.append(PersonName.person_id.in_(select(NameKey.person_id).where(NameKey.key.in_(keys))))
    return wanted.where(or_(*ways))


def matching_search(text: str) -> Select[int]:
    """Ids of persons whose name in any script, or whose number, matches a text: for lists of other rooms."""
    return _search(text)


def all_ids() -> Sequence[int]:
    """Every person who was not merged into another."""
    return db.session.scalars(select(Person.id).where(Person.merged_into.is_(None)).order_by(Person.id)).all()


def employers_of(person_id: int) -> frozenset[Key]:
    """Where a person is employed today, with the ancestors of the place."""
    return today_subject(person_id).institutions


def today_subject(person_id: int, *, assigned: frozenset[int] = frozenset()) -> Subject:
    """`subject` as of today."""
    return subject(person_id, clock.today(), assigned=assigned)
