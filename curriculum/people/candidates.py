"""Who of the register a received row may mean: found in bulk by number, birth date and name keys (J2)."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeAlias, TypeVar

from sqlalchemy import ColumnElement, func, or_, select
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
from curriculum.domain.sieve import Sieve
from curriculum.institutions.models import Institution, OrgUnit
from curriculum.people.models import NameKey, Person, PersonIdentifier, PersonName, Position, ServiceRecord

AT_ONCE = 500
"""Rows looked up together: eight statements for each such part."""
_T = TypeVar("_T")
_BORDER = re.compile(r"(?<=[A-Z])(?=\d)|(?<=\d)(?=[A-Z])")
_GONE = (Position.LEFT, Position.RETIRED, Position.DECEASED)


def candidates(incoming: Sequence[IncomingPerson]) -> list[list[KnownPerson]]:
    """For each row the persons worth comparing, in no order; merged files are left out."""
    return _in_parts(incoming, _everybody_alike)


def bearing_on_a_link(incoming: Sequence[IncomingPerson]) -> list[list[KnownPerson]]:
    """For each row only those who could carry a link without a human, or stand in its way.

    They share its number or its birth date; or their own birth date is not known to the day, and a
    name of theirs may be meant. On many rows this settles what a search by name alone would not change.
    """
    return _in_parts(incoming, _named_undated)


_Wanted: TypeAlias = list[set[int]]
_ByName: TypeAlias = Callable[[Sequence[IncomingPerson], _Wanted], _Wanted]


def _in_parts(incoming: Sequence[IncomingPerson], by_name: _ByName) -> list[list[KnownPerson]]:
    found: list[list[KnownPerson]] = []
    for start in range(0, len(incoming), AT_ONCE):
        found += _part(incoming[start : start + AT_ONCE], by_name)
    return found


def _part(incoming: Sequence[IncomingPerson], by_name: _ByName) -> list[list[KnownPerson]]:
    by_number = _by_number({number_key(one.number) for one in incoming} - {""})
    by_date = _by_date({day for one in incoming for day in search_dates(one.birth_date)})
    held = [by_number.get(number_key(one.number), set()) for one in incoming]
    dated = [{p for day in search_dates(one.birth_date) for p in by_date.get(day, ())} for one in incoming]
    alike = _sifted(incoming, by_name(incoming, held), dated)
    wanted = [a | b for a, b in zip(held, alike, strict=True)]
    known = known_persons({person for row in wanted for person in row})
    return [[known[person] for person in sorted(row) if person in known] for row in wanted]


def _everybody_alike(incoming: Sequence[IncomingPerson], held: _Wanted) -> _Wanted:
    """Bearers of any key of the row's name."""
    keys = [names.match_keys(one.given, one.family) for one in incoming]
    return _bearers(keys)


def _named_undated(incoming: Sequence[IncomingPerson], held: _Wanted) -> _Wanted:
    """Bearers of a key whose birth date is unknown, or known as a year: no date tells them from the row.

    A number that somebody holds is stronger than any namesake; such rows need no search by name.
    """
    keys = [
        () if holders or not search_dates(one.birth_date) else names.match_keys(one.given, one.family)
        for one, holders in zip(incoming, held, strict=True)
    ]
    undated = _undated({one.birth_date.year for one in incoming if one.birth_date is not None})
    return [row & undated for row in _bearers(keys)] if undated else [set() for _ in keys]


def _undated(years: Collection[int]) -> set[int]:
    """Persons whose birth date is unknown, or known as one of these years."""
    first_days = [date(year, 1, 1) for year in sorted(years)]
    wanted = select(Person.id).where(or_(Person.birth_date.is_(None), Person.birth_date.in_(first_days)))
    return set(db.session.scalars(wanted))


def _bearers(keys: Sequence[Collection[str]]) -> _Wanted:
    wanted = select(NameKey.key, NameKey.person_id)
    by_key: dict[str, list[int]] = defaultdict(list)
    for part in _parts(sorted({key for row in keys for key in row})):
        for key, person_id in db.session.execute(wanted.where(NameKey.key.in_(part))):
            by_key[key].append(person_id)
    return [{person for key in row for person in by_key.get(key, ())} for row in keys]


def _sifted(incoming: Sequence[IncomingPerson], named: _Wanted, dated: _Wanted) -> _Wanted:
    """Of those who share a key or a birth date with a row, the ones it may mean; most share nothing else."""
    spellings = _spellings_of({person for row in (*named, *dated) for person in row})
    kept = []
    for one, by_name, by_date in zip(incoming, named, dated, strict=True):
        keeps = Sieve(one).keeps
        kept.append(
            {person for person in by_name - by_date if keeps(spellings[person])}
            | {person for person in by_date if keeps(spellings[person], near_date=True)}
        )
    return kept


def _spellings_of(person_ids: Collection[int]) -> dict[int, list[KnownName]]:
    found: dict[int, list[KnownName]] = defaultdict(list)
    columns = select(PersonName.person_id, PersonName.given, PersonName.family, PersonName.patronymic)
    for part in _parts(sorted(person_ids)):
        for person_id, given, family, patronymic in db.session.execute(
            columns.where(PersonName.person_id.in_(part))
        ):
            found[person_id].append(KnownName(given, family, patronymic or ""))
    return found


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


def _by_date(days: Collection[date]) -> dict[date, list[int]]:
    """Persons born on a day."""
    found: dict[date, list[int]] = defaultdict(list)
    if days:
        born = select(Person.birth_date, Person.id).where(Person.birth_date.in_(sorted(days)))
        for day, person_id in db.session.execute(born):
            if day is not None:
                found[day].append(person_id)
    return found


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


def _parts(wanted: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Thousands at a time: both databases limit how much one statement may ask."""
    return (wanted[start : start + 20_000] for start in range(0, len(wanted), 20_000))


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
