"""Who of the register a received row may mean: found in bulk by number, birth date and name keys (J2)."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, or_, select

from curriculum.db import db, table
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
_ASKED: BindParameter[Any] = bindparam("asked", expanding=True)
_KEY, _NAME, _PERSON = table(NameKey).c, table(PersonName).c, table(Person).c
_HELD, _SERVED = table(PersonIdentifier).c, table(ServiceRecord).c
_WORDS = _NAME.given, _NAME.family, func.coalesce(_NAME.patronymic, "")
_BEARERS = select(_KEY.key, _KEY.person_id).where(_KEY.key.in_(_ASKED))
_SPELLINGS = select(_NAME.person_id, *_WORDS).where(_NAME.person_id.in_(_ASKED))
_BORN = (
    select(_PERSON.birth_date, _PERSON.id, *_WORDS)
    .join(table(PersonName), _NAME.person_id == _PERSON.id)
    .where(_PERSON.birth_date.in_(_ASKED))
)
_NAMES = (
    select(_PERSON.id, _PERSON.birth_date, *_WORDS)
    .join(table(PersonName), _NAME.person_id == _PERSON.id)
    .where(_PERSON.id.in_(_ASKED), _PERSON.merged_into.is_(None))
    .order_by(_PERSON.id, _NAME.is_primary.desc(), _NAME.id)
)
# Asked for the scheme, SQLite walks through every number of it.
_NUMBERS = select(_HELD.person_id, _HELD.scheme, _HELD.value).where(_HELD.person_id.in_(_ASKED))
_HOME, _ABOVE = table(Institution).alias(), table(OrgUnit).alias()
_SERVICES = (
    select(
        _SERVED.person_id,
        _SERVED.from_,
        _SERVED.to,
        table(Institution).c.code,
        _HOME.c.code,
        table(OrgUnit).c.code,
        _ABOVE.c.code,
    )
    .join(table(Institution), table(Institution).c.id == _SERVED.institution_id)
    .outerjoin(_HOME, _HOME.c.id == _SERVED.home_institution_id)
    .outerjoin(table(OrgUnit), table(OrgUnit).c.id == _SERVED.unit_id)
    .outerjoin(_ABOVE, _ABOVE.c.id == table(OrgUnit).c.parent_id)
    .where(_SERVED.person_id.in_(_ASKED), _SERVED.position.not_in(_GONE))
)


def candidates(incoming: Sequence[IncomingPerson]) -> list[list[KnownPerson]]:
    """For each row the persons worth comparing, in no order; merged files are left out."""
    return _in_parts(incoming, _everybody_alike)


def of_number_or_date(incoming: Sequence[IncomingPerson]) -> list[list[KnownPerson]]:
    """For each row those who share its number, or its birth date and a part of its name."""
    return _in_parts(incoming, _of_number_or_date)


def undated_namesakes(incoming: Sequence[IncomingPerson]) -> list[list[KnownPerson]]:
    """For each row its namesakes whose birth date is not known to the day: no date tells them from it."""
    return _in_parts(incoming, _undated_namesakes)


_Wanted: TypeAlias = list[set[int]]
_Who: TypeAlias = Callable[[Sequence[IncomingPerson]], _Wanted]


def _in_parts(incoming: Sequence[IncomingPerson], who: _Who) -> list[list[KnownPerson]]:
    found: list[list[KnownPerson]] = []
    for start in range(0, len(incoming), AT_ONCE):
        wanted = who(incoming[start : start + AT_ONCE])
        known = known_persons({person for row in wanted for person in row})
        found += [[known[person] for person in sorted(row) if person in known] for row in wanted]
    return found


def _everybody_alike(incoming: Sequence[IncomingPerson]) -> _Wanted:
    named = _bearers(incoming, _BEARERS)
    return [a | b for a, b in zip(_of_number_or_date(incoming), named, strict=True)]


def _of_number_or_date(incoming: Sequence[IncomingPerson]) -> _Wanted:
    by_number = _by_number({number_key(one.number) for one in incoming} - {""})
    born = _born({day for one in incoming for day in search_dates(one.birth_date)})
    held = (by_number.get(number_key(one.number), set()) for one in incoming)
    return [a | _born_alike(one, born) for a, one in zip(held, incoming, strict=True)]


def _undated_namesakes(incoming: Sequence[IncomingPerson]) -> _Wanted:
    years = {one.birth_date.year for one in incoming if one.birth_date is not None}
    undated = or_(_PERSON.birth_date.is_(None), _PERSON.birth_date.in_([date(year, 1, 1) for year in years]))
    return _bearers(incoming, _BEARERS.join(table(Person), _PERSON.id == _KEY.person_id).where(undated))


def _bearers(incoming: Sequence[IncomingPerson], who: Select[Any]) -> _Wanted:
    """Of those who bear any key of a row's name, the ones it may mean; most share nothing else with it."""
    sought = [names.search_keys(one.given, one.family) for one in incoming]
    keys = [(*one.narrow, *one.wide) for one in sought]
    by_key: dict[str, list[int]] = defaultdict(list)
    for part in _parts(sorted({key for row in keys for key in row})):
        for key, person_id in _rows(who, part):
            by_key[key].append(person_id)
    found = [set().union(*(by_key.get(key, ()) for key in row)) for row in keys]
    spellings = _spellings_of(set().union(*found))
    return [
        {person for person in row if keeps(spellings[person])}
        for row, keeps in zip(found, (Sieve(one).keeps for one in incoming), strict=True)
    ]


def _spellings_of(person_ids: Collection[int]) -> dict[int, list[KnownName]]:
    found: dict[int, list[KnownName]] = defaultdict(list)
    for part in _parts(sorted(person_ids)):
        for person_id, *name in _rows(_SPELLINGS, part):
            found[person_id].append(KnownName(*name))
    return found


_Born: TypeAlias = dict[date, dict[int, list[KnownName]]]


def _born(days: Collection[date]) -> _Born:
    """Persons born on a day, with their names."""
    found: _Born = {day: defaultdict(list) for day in days}
    for part in _parts(sorted(days)):
        for day, person_id, *name in _rows(_BORN, part):
            found[day][person_id].append(KnownName(*name))
    return found


def _born_alike(incoming: IncomingPerson, born: _Born) -> set[int]:
    """Of those born on the day of a row, or on the one that swaps with it, those it may mean."""
    keeps, days = Sieve(incoming).keeps, search_dates(incoming.birth_date)
    return {person for day in days for person, named in born[day].items() if keeps(named, near_date=True)}


def _rows(statement: Select[Any], asked: Sequence[Any]) -> Sequence[Any]:
    """The rows of a statement over tables that asks for many values at once."""
    return db.session.connection().execute(statement, {"asked": asked}).all()


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
        for person_id, birth_date, *name in _rows(_NAMES, part):
            births[person_id] = birth_date
            spellings[person_id].append(KnownName(*name))
    return spellings, births


def _numbers(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for part in _parts(ids):
        for person_id, scheme, value in _rows(_NUMBERS, part):
            if scheme == "personnel_no":
                found[person_id].append(value)
    return found


def _services(ids: Sequence[int]) -> dict[int, list[Service]]:
    """Where they served; a seconded person served at home and where they were sent."""
    found: dict[int, list[Service]] = defaultdict(list)
    for part in _parts(ids):
        for person_id, from_, to, institution, lender, unit, upper in _rows(_SERVICES, part):
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
