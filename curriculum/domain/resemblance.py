"""How one known person compares with what a row says: grounds for and against (domain.md J2)."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from curriculum.domain.actors import Key
from curriculum.domain.currency import is_current
from curriculum.domain.names import ALIKE, Likeness, PartLikeness, compare
from curriculum.domain.scripts import Script, script_of


class Ground(StrEnum):
    """What speaks for or against; labels.py says it in words."""

    NUMBER_EQUAL = "number_equal"
    NUMBER_DIFFERENT = "number_different"
    NUMBER_UNKNOWN = "number_unknown"
    BIRTH_DATE_EQUAL = "birth_date_equal"
    BIRTH_DATE_PLACEHOLDER = "birth_date_placeholder"
    BIRTH_DATE_SWAPPED = "birth_date_swapped"
    BIRTH_DATE_DIFFERENT = "birth_date_different"
    BIRTH_DATE_UNKNOWN = "birth_date_unknown"
    NAME_EQUAL = "name_equal"
    NAME_AGREES = "name_agrees"
    NAME_RESEMBLES = "name_resembles"
    NAME_DIFFERS = "name_differs"
    GIVEN_AND_FAMILY_SWAPPED = "given_and_family_swapped"
    FAMILY_NAME_CHANGED = "family_name_changed"
    INITIALS_ONLY = "initials_only"
    FEMININE_ENDING = "feminine_ending"
    ELEMENT_LEFT_OUT = "element_left_out"
    OTHER_SCRIPT = "other_script"
    INSTITUTION_THEN = "institution_then"
    UNIT_THEN = "unit_then"
    INSTITUTION_OTHER = "institution_other"
    RIVAL = "rival"


@dataclass(frozen=True, slots=True)
class IncomingPerson:
    """The person a row speaks of, as far as it says. `institution` and `unit` are codes; `on` when."""

    given: str
    family: str
    birth_date: date | None = None
    number: str | None = None
    institution: str | None = None
    unit: str | None = None
    on: date | None = None


class KnownName(NamedTuple):
    """One name a person bears or bore, in one script. A patronymic counts as a further given name."""

    given: str
    family: str
    patronymic: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """Where somebody served, and when; `to` is inclusive, None means still."""

    institution: str
    units: frozenset[str]
    from_: date
    to: date | None = None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of the register: every name in every script, old ones too."""

    person_id: Key
    names: tuple[KnownName, ...]
    birth_date: date | None = None
    numbers: frozenset[str] = field(default_factory=frozenset)
    service: tuple[Service, ...] = ()


@lru_cache(maxsize=1 << 16)
def number_key(number: str | None) -> str:
    """Fold a personnel number: case, spaces and punctuation are no part of it."""
    return "".join(sign for sign in (number or "").upper() if sign.isalnum())


def is_placeholder(birth_date: date) -> bool:
    """Say whether it is 1 January, which offices write when they know the year alone."""
    return (birth_date.month, birth_date.day) == (1, 1)


@dataclass(frozen=True, slots=True)
class NameResemblance:
    """How one known name compares with the written one."""

    name: KnownName
    given: PartLikeness
    family: PartLikeness
    is_swapped: bool = False

    @property
    def degree(self) -> float:
        """Give the mean of both parts, for the order of the cards only."""
        return (self.given.degree + self.family.degree) / 2

    @property
    def weaker(self) -> float:
        """Give the likeness of the part that agrees less."""
        return min(self.given.degree, self.family.degree)

    @property
    def standing(self) -> tuple[float, float]:
        """Order two comparisons: by the weaker part once that resembles, else by both together."""
        return (self.weaker if self.weaker >= ALIKE else 0.0, self.degree)

    @property
    def is_strong(self) -> bool:
        """Say whether both parts are taken for the same."""
        return self.given.is_strong and self.family.is_strong


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How one person compares with the row."""

    person: KnownPerson
    name: NameResemblance
    grounds: tuple[Ground, ...]


def resemblance(incoming: IncomingPerson, person: KnownPerson) -> Resemblance:
    """Weigh number, birth date, name and place of one person against the row."""
    name = _best_name(incoming, person)
    facts = (_number_ground(incoming, person), _date_ground(incoming.birth_date, person.birth_date))
    grounds = facts + _name_grounds(incoming, name, facts) + _place_grounds(incoming, person)
    return Resemblance(person, name, grounds)


def _best_name(incoming: IncomingPerson, person: KnownPerson) -> NameResemblance:
    """Compare with the person's names in the same kind of script; only without one, across."""
    is_arabic = is_in_arabic(incoming.given or incoming.family)
    same = [name for name in person.names if is_in_arabic(name.given or name.family) is is_arabic]
    views = [compare_names(incoming, name) for name in same or person.names]
    return max(views, key=lambda v: (v.standing, not v.is_swapped), default=_NO_NAME)


_NO_NAME = NameResemblance(KnownName("", ""), PartLikeness(0.0), PartLikeness(0.0))


def is_in_arabic(text: str) -> bool:
    """Arabic leaves vowels unwritten; Latin and Cyrillic compare sound by sound."""
    return script_of(text) is Script.ARABIC


def compare_names(incoming: IncomingPerson, name: KnownName) -> NameResemblance:
    """Compare part with part, and crosswise when that does not agree."""
    if not incoming.given.strip() or not incoming.family.strip():
        return _compare_whole(f"{incoming.given} {incoming.family}", name)
    straight = NameResemblance(name, _given(incoming.given, name), compare(incoming.family, name.family))
    # Who shares one part in its place has not swapped them.
    if straight.given.is_strong or straight.family.is_strong:
        return straight
    crossed = NameResemblance(
        name, _given(incoming.family, name), compare(incoming.given, name.family), is_swapped=True
    )
    return crossed if crossed.standing > straight.standing else straight


def _compare_whole(written: str, name: KnownName) -> NameResemblance:
    """Compare a name that stands in one column, in whichever order it was written."""
    orders = (f"{name.given} {name.family}", f"{name.family} {name.given}")
    part = max((compare(written, whole) for whole in orders), key=lambda found: found.degree)
    return NameResemblance(name, part, part)


def _given(written: str, name: KnownName) -> PartLikeness:
    """Compare a given name with the known one, or with that and the patronymic."""
    alone = compare(written, name.given)
    if not name.patronymic or alone.is_strong:
        return alone
    return max(alone, compare(written, f"{name.given} {name.patronymic}"), key=lambda part: part.degree)


def _number_ground(incoming: IncomingPerson, person: KnownPerson) -> Ground:
    written, held = number_key(incoming.number), {number_key(number) for number in person.numbers} - {""}
    if not written or not held:
        return Ground.NUMBER_UNKNOWN
    return Ground.NUMBER_EQUAL if written in held else Ground.NUMBER_DIFFERENT


def _date_ground(written: date | None, known: date | None) -> Ground:
    if written is None or known is None:
        return Ground.BIRTH_DATE_UNKNOWN
    if written.year == known.year and (is_placeholder(written) or is_placeholder(known)):
        return Ground.BIRTH_DATE_PLACEHOLDER
    if written == known:
        return Ground.BIRTH_DATE_EQUAL
    return Ground.BIRTH_DATE_SWAPPED if day_month_swapped(written) == known else Ground.BIRTH_DATE_DIFFERENT


def day_month_swapped(day: date) -> date | None:
    """Swap day and month, None when that is no date."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else None


_NOTICED = {
    Likeness.INITIALS_ONLY: Ground.INITIALS_ONLY,
    Likeness.FEMININE_ENDING: Ground.FEMININE_ENDING,
    Likeness.ELEMENT_LEFT_OUT: Ground.ELEMENT_LEFT_OUT,
}


def _name_grounds(
    incoming: IncomingPerson, name: NameResemblance, facts: tuple[Ground, ...]
) -> tuple[Ground, ...]:
    noticed = {part.noticed for part in (name.given, name.family)}
    grounds = [_name_ground(name, noticed, facts)]
    if name.is_swapped:
        grounds.append(Ground.GIVEN_AND_FAMILY_SWAPPED)
    grounds += [ground for likeness, ground in _NOTICED.items() if likeness in noticed]
    if script_of(incoming.given + incoming.family) is not script_of(name.name.given + name.name.family):
        grounds.append(Ground.OTHER_SCRIPT)
    return tuple(grounds)


def _name_ground(name: NameResemblance, noticed: set[Likeness | None], facts: tuple[Ground, ...]) -> Ground:
    if noticed == {Likeness.EQUAL}:
        return Ground.NAME_EQUAL
    if name.is_strong:
        return Ground.NAME_AGREES
    if name.weaker >= ALIKE:
        return Ground.NAME_RESEMBLES
    # A married name: number and full birth date are the same, and so is the given name.
    if facts == (Ground.NUMBER_EQUAL, Ground.BIRTH_DATE_EQUAL) and name.given.is_strong:
        return Ground.FAMILY_NAME_CHANGED
    return Ground.NAME_DIFFERS


def _place_grounds(incoming: IncomingPerson, person: KnownPerson) -> tuple[Ground, ...]:
    """Compare with where the person served at the time: it breaks ties and never blocks (J2)."""
    if incoming.institution is None or not person.service:
        return ()
    there = [s for s in person.service if _served(s, incoming.on) and s.institution == incoming.institution]
    if not there:
        return (Ground.INSTITUTION_OTHER,)
    in_unit = any(incoming.unit in service.units for service in there)
    return (Ground.INSTITUTION_THEN, Ground.UNIT_THEN) if in_unit else (Ground.INSTITUTION_THEN,)


def _served(service: Service, on: date | None) -> bool:
    return on is None or (service.from_ <= on and is_current(service.to, on))
