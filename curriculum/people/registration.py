"""What it takes to open a person's file, and the rows it becomes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from curriculum import clock
from curriculum.db import acting, new_id
from curriculum.domain import names
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.people.bulk import Bulk, Row
from curriculum.people.models import (
    NameKey,
    NameKind,
    Person,
    PersonIdentifier,
    PersonName,
    Position,
    ServiceRecord,
)
from curriculum.people.places import Places

EARLIEST_BIRTH = date(1920, 1, 1)


@dataclass(frozen=True)
class NewName:
    """One spelling: script as ISO 15924 (Latn, Arab, Cyrl), given and family name."""

    script: str
    given: str
    family: str
    is_primary: bool = True
    kind: NameKind = NameKind.OFFICIAL


@dataclass(frozen=True)
class NewPerson:
    """A person as HR hands them over; codes are those of the institutions room."""

    names: tuple[NewName, ...]
    personnel_no: str
    institution: str
    hired_on: date
    birth_date: date | None = None
    sex: str | None = None
    unit: str | None = None
    post: str | None = None
    grade: str | None = None
    position: Position = Position.ACTIVE
    home_institution: str | None = None
    left_on: date | None = None
    preferred_language: str = "fr"
    source: str = "import"


_STAMP = ("created_at", "created_by")
PERSONS = Bulk(Person, "id", "birth_date", "sex", "preferred_language", "identity_protected", *_STAMP)
NAMES = Bulk(
    PersonName,
    *("person_id", "id", "script", "given", "family", "folded", "kind", "is_primary", "source"),
    *_STAMP,
)
IDENTIFIERS = Bulk(PersonIdentifier, "id", "person_id", "scheme", "issuer", "value", *_STAMP)
SERVICES = Bulk(
    ServiceRecord,
    *("person_id", "id", "institution_id", "unit_id", "post_profile_id", "grade_id", "position"),
    *("from_", "to", "home_institution_id", "source"),
    *_STAMP,
)
KEYS = Bulk(NameKey, "key", "person_id")


@dataclass
class Rows:
    """The rows of many persons, table by table, for one insert each; values in the order of its columns."""

    persons: list[Row] = field(default_factory=list)
    names: list[Row] = field(default_factory=list)
    keys: list[Row] = field(default_factory=list)
    identifiers: list[Row] = field(default_factory=list)
    services: list[Row] = field(default_factory=list)

    def write(self) -> None:
        """Insert them, those that others refer to first."""
        PERSONS.write(self.persons)
        NAMES.write(self.names)
        KEYS.write(self.keys)
        IDENTIFIERS.write(self.identifiers)
        SERVICES.write(self.services)


# All that directs or hides text but joins no letters: on a certificate it would print another name.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


def as_written(name: str) -> str:
    """A name as it is kept: what anybody can see of it, with one space between words."""
    return " ".join(_UNSEEN.sub("", name).split())


def search_text(given: str, family: str) -> str:
    """What the search box compares: the sounds of a name, the same in every script."""
    return " ".join(names.fold(given).elements + names.fold(family).elements)


def check(persons: Sequence[NewPerson], today: date) -> None:
    """Refuse the first person that cannot be: no name, impossible dates, a number used twice."""
    seen: set[str] = set()
    for one in persons:
        number = one.personnel_no.strip()
        if not number or not one.names or not all(as_written(n.given + n.family) for n in one.names):
            raise Refusal(RefusalCode.VALUE_MISSING, field="name or personnel number", number=number)
        if number in seen:
            raise Refusal(RefusalCode.IDENTIFIER_TAKEN, number=number)
        seen.add(number)
        if one.birth_date is not None and not EARLIEST_BIRTH <= one.birth_date < min(today, one.hired_on):
            raise Refusal(
                RefusalCode.DATES_CONTRADICT, number=number, field="birth date", found=one.birth_date
            )
        if one.hired_on > today:
            raise Refusal(RefusalCode.DATE_IN_FUTURE, number=number, field="hired on", found=one.hired_on)


def rows_of(persons: Sequence[NewPerson], places: Places) -> Rows:
    """The rows of the persons, with fresh keys."""
    rows = Rows()
    stamp = (clock.now(), acting.get())
    for one in persons:
        person_id = new_id()
        rows.persons.append((person_id, one.birth_date, one.sex, one.preferred_language, False, *stamp))
        number = one.personnel_no.strip()
        rows.identifiers.append((new_id(), person_id, "personnel_no", "XV", number, *stamp))
        rows.services.append(_service(one, person_id, places) + stamp)
        rows.names += [_name(name, person_id) + stamp for name in one.names]
        keys = {key for name in one.names for key in names.match_keys(name.given, name.family)}
        rows.keys += [(key, person_id) for key in keys]
    # In the order of the index they go to: a tenth of the pages are touched.
    rows.keys.sort()
    return rows


def _service(one: NewPerson, person_id: int, places: Places) -> Row:
    return (
        person_id,
        new_id(),
        places.institution(one.institution),
        places.unit(one.unit),
        places.post(one.post),
        places.grade(one.grade),
        one.position,
        one.hired_on,
        one.left_on,
        places.institution(one.home_institution) if one.home_institution else None,
        one.source,
    )


def _name(name: NewName, person_id: int) -> Row:
    given, family = as_written(name.given), as_written(name.family)
    folded = search_text(given, family)
    return (person_id, new_id(), name.script, given, family, folded, name.kind, name.is_primary, "hr")
