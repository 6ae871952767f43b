"""What it takes to open a person's file, and the rows it becomes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from curriculum import clock
from curriculum.db import acting, new_id
from curriculum.domain import names
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.people.models import NameKind, Position
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


@dataclass
class Rows:
    """The rows of many persons, table by table, for one insert each."""

    persons: list[dict[str, Any]] = field(default_factory=list)
    names: list[dict[str, Any]] = field(default_factory=list)
    keys: list[dict[str, Any]] = field(default_factory=list)
    identifiers: list[dict[str, Any]] = field(default_factory=list)
    services: list[dict[str, Any]] = field(default_factory=list)


def search_text(given: str, family: str) -> str:
    """What the search box compares: the sounds of a name, the same in every script."""
    return " ".join(names.fold(given).elements + names.fold(family).elements)


def check(persons: Sequence[NewPerson], today: date) -> None:
    """Refuse the first person that cannot be: no name, impossible dates, a number used twice."""
    seen: set[str] = set()
    for one in persons:
        number = one.personnel_no.strip()
        if not number or not one.names or not all(n.given.strip() or n.family.strip() for n in one.names):
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
    stamp = {"created_at": clock.now(), "created_by": acting.get(), "updated_at": None, "updated_by": None}
    for one in persons:
        person_id = new_id()
        rows.persons.append(
            {
                "id": person_id,
                "birth_date": one.birth_date,
                "sex": one.sex,
                "preferred_language": one.preferred_language,
                "identity_protected": False,
                "merged_into": None,
                **stamp,
            }
        )
        rows.identifiers.append(
            {
                "id": new_id(),
                "person_id": person_id,
                "scheme": "personnel_no",
                "issuer": "XV",
                "value": one.personnel_no.strip(),
                "valid_from": None,
                "valid_to": None,
                **stamp,
            }
        )
        rows.services.append(_service(one, person_id, places) | stamp)
        rows.names.extend(_name(name, person_id) | stamp for name in one.names)
        keys = {key for name in one.names for key in names.match_keys(name.given, name.family)}
        rows.keys.extend({"key": key, "person_id": person_id} for key in keys)
    return rows


def _service(one: NewPerson, person_id: int, places: Places) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "id": new_id(),
        "institution_id": places.institution(one.institution),
        "unit_id": places.unit(one.unit),
        "post_profile_id": places.post(one.post),
        "grade_id": places.grade(one.grade),
        "position": one.position,
        "from_": one.hired_on,
        "to": one.left_on,
        "end_reason": None,
        "home_institution_id": places.institution(one.home_institution) if one.home_institution else None,
        "source": one.source,
    }


def _name(name: NewName, person_id: int) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "id": new_id(),
        "script": name.script,
        "given": name.given.strip(),
        "family": name.family.strip(),
        "folded": search_text(name.given, name.family),
        "patronymic": None,
        "kind": name.kind,
        "valid_from": None,
        "valid_to": None,
        "is_primary": name.is_primary,
        "source": "hr",
    }
