"""Who of the register a received row may mean: found in bulk by number, birth date and name keys (J2)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Date, String, cast, func, null, select, union_all
from sqlalchemy.orm import aliased

from curriculum.db import db
from curriculum.domain import names
from curriculum.domain.matching import (
    IncomingPerson,
    KnownName,
    KnownPerson,
    Service,
    number_key,
    search_dates,
)
from curriculum.institutions.models import Institution, OrgUnit
from curriculum.people.models import NameKey, Person, PersonIdentifier, PersonName, Position, ServiceRecord

AT_ONCE = 500
"""Rows looked up together: six statements for each such part."""
_BORDER = re.compile(r"(?<=[A-Z])(?=\d)|(?<=\d)(?=[A-Z])")
_GONE = (Position.LEFT, Position.RETIRED, Position.DECEASED)


def candidates(incoming: Sequence[IncomingPerson]) -> list[list[KnownPerson]]:
    """For each row the persons worth comparing, in no order; merged files are left out."""
    found: list[list[KnownPerson]] = []
    for start in range(0, len(incoming), AT_ONCE):
        found += _part(incoming[start : start + AT_ONCE])
    return found


def _part(incoming: Sequence[IncomingPerson]) -> list[list[KnownPerson]]:
    keys = [names.match_keys(one.given, one.family) for one in incoming]
    by_number = _by_number({number_key(one.number) for one in incoming} - {""})
    by_date, by_key = _by_date_and_key(
        {day for one in incoming for day in search_dates(one.birth_date)},
        {key for row in keys for key in row},
    )
    wanted = [
        by_number.get(number_key(one.number), set())
        | {person for day in search_dates(one.birth_date) for person in by_date.get(day, ())}
        | {person for key in row for person in by_key.get(key, ())}
        for one, row in zip(incoming, keys, strict=True)
    ]
    known = known_persons({person for row in wanted for person in row})
    return [[known[person] for person in sorted(row) if person in known] for row in wanted]


def _by_number(numbers: set[str]) -> dict[str, set[int]]:
    """Holders by folded number; the whole register is read only for numbers written in another way."""
    found: dict[str, set[int]] = defaultdict(set)
    spelled = {spelling for number in numbers for spelling in _spellings(number)}
    _hold(found, PersonIdentifier.value.in_(sorted(spelled)))
    if missing := numbers - found.keys():
        folded: ColumnElement[str] = func.upper(PersonIdentifier.value)
        for sign in "- ./":
            folded = func.replace(folded, sign, "")
        _hold(found, folded.in_(sorted(missing)))
    return found


def _spellings(number: str) -> tuple[str, str]:
    """A folded number as it is, and with dashes between letters and digits, as registers write it."""
    return number, _BORDER.sub("-", number)


def _hold(found: dict[str, set[int]], which: ColumnElement[bool]) -> None:
    wanted = select(PersonIdentifier.value, PersonIdentifier.person_id).where(
        PersonIdentifier.scheme == "personnel_no", which
    )
    for value, person_id in db.session.execute(wanted):
        found[number_key(value)].add(person_id)


def _by_date_and_key(
    days: Iterable[date], keys: Iterable[str]
) -> tuple[Mapping[date, set[int]], Mapping[str, set[int]]]:
    """Persons born on a day, and those who bear a name key, in one statement."""
    born = select(Person.id, Person.birth_date, cast(null(), String)).where(
        Person.birth_date.in_(sorted(days))
    )
    named = select(NameKey.person_id, cast(null(), Date), NameKey.key).where(NameKey.key.in_(sorted(keys)))
    by_date: dict[date, set[int]] = defaultdict(set)
    by_key: dict[str, set[int]] = defaultdict(set)
    person_id: int
    day: date | None
    key: str | None
    for person_id, day, key in db.session.execute(union_all(born, named)):
        if key is not None:
            by_key[key].add(person_id)
        elif day is not None:
            by_date[day].add(person_id)
    return by_date, by_key


def known_persons(person_ids: Iterable[int]) -> dict[int, KnownPerson]:
    """Persons as the matching rules see them: every name, number and place of service."""
    ids = sorted(set(person_ids))
    spellings, births = _names(ids)
    numbers, services = _numbers(ids), _services(ids)
    return {
        person_id: KnownPerson(
            person_id,
            tuple(known),
            births[person_id],
            frozenset(numbers.get(person_id, ())),
            tuple(services.get(person_id, ())),
        )
        for person_id, known in spellings.items()
    }


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Thousands at a time: both databases limit how much one statement may ask."""
    return (ids[start : start + 20_000] for start in range(0, len(ids), 20_000))


def _names(ids: Sequence[int]) -> tuple[dict[int, list[KnownName]], dict[int, date | None]]:
    spellings: dict[int, list[KnownName]] = defaultdict(list)
    births: dict[int, date | None] = {}
    for part in _parts(ids):
        wanted = (
            select(Person.id, Person.birth_date, PersonName.given, PersonName.family, PersonName.patronymic)
            .join(PersonName, PersonName.person_id == Person.id)
            .where(Person.id.in_(part), Person.merged_into.is_(None))
            .order_by(Person.id, PersonName.is_primary.desc(), PersonName.id)
        )
        for person_id, birth_date, given, family, patronymic in db.session.execute(wanted):
            births[person_id] = birth_date
            spellings[person_id].append(KnownName(given, family, patronymic or ""))
    return spellings, births


def _numbers(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for part in _parts(ids):
        wanted = select(PersonIdentifier.person_id, PersonIdentifier.value).where(
            PersonIdentifier.scheme == "personnel_no", PersonIdentifier.person_id.in_(part)
        )
        for person_id, value in db.session.execute(wanted):
            found[person_id].append(value)
    return found


def _services(ids: Sequence[int]) -> dict[int, list[Service]]:
    """Where they served; a seconded person served at home and where they were sent."""
    home, above = aliased(Institution), aliased(OrgUnit)
    found: dict[int, list[Service]] = defaultdict(list)
    for part in _parts(ids):
        wanted = (
            select(
                ServiceRecord.person_id,
                ServiceRecord.from_,
                ServiceRecord.to,
                Institution.code,
                home.code,
                OrgUnit.code,
                above.code,
            )
            .select_from(ServiceRecord)
            .join(Institution, Institution.id == ServiceRecord.institution_id)
            .outerjoin(home, home.id == ServiceRecord.home_institution_id)
            .outerjoin(OrgUnit, OrgUnit.id == ServiceRecord.unit_id)
            .outerjoin(above, above.id == OrgUnit.parent_id)
            .where(ServiceRecord.person_id.in_(part), ServiceRecord.position.not_in(_GONE))
        )
        for person_id, from_, to, institution, lender, unit, upper in db.session.execute(wanted):
            units = frozenset(code for code in (unit, upper) if code)
            found[person_id].append(Service(institution, units, from_, to))
            if lender:
                found[person_id].append(Service(lender, frozenset(), from_, to))
    return found


def spellings_of(person_ids: Iterable[int]) -> dict[int, list[PersonName]]:
    """Every spelling of some persons, primary ones first, in one statement."""
    wanted = select(PersonName).where(PersonName.person_id.in_(set(person_ids)))
    found: dict[int, list[PersonName]] = defaultdict(list)
    for name in db.session.scalars(wanted.order_by(PersonName.is_primary.desc(), PersonName.id)):
        found[name.person_id].append(name)
    return found


def birth_dates_of(person_ids: Iterable[int]) -> dict[int, date | None]:
    """Birth dates by person."""
    wanted = select(Person.id, Person.birth_date).where(Person.id.in_(set(person_ids)))
    return dict(db.session.execute(wanted).all())
