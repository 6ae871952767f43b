"""Which column holds what: found by the donor's earlier lists, else guessed from the heading and shown."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.intake.sources import Line


class Field(StrEnum):
    """What a column may hold."""

    GIVEN = "given"
    FAMILY = "family"
    FAMILY_GIVEN = "family_given"
    """Both parts in one column, the family name before a comma."""
    BIRTH_DATE = "birth_date"
    PERSONNEL_NO = "personnel_no"
    ORGANISATION = "organisation"
    HOURS = "hours"
    SCORE = "score"
    NOT_USED = "not_used"


Mapped = Mapping[str, Field]

_HEADINGS_WITHIN = 15
"""Title lines above the headings that a list may have."""

# The order settles headings that hold two of the words ("Nom de famille et prénom").
_WORDS: tuple[tuple[Field, str], ...] = (
    (Field.FAMILY_GIVEN, r"\b(family|surname|last name|nom)\b.*\b(given|first|forenames?|prenoms?)\b"),
    (Field.FAMILY_GIVEN, r"\b(full name|nom complet|participants?|stagiaires?|agents?)\b"),
    (Field.BIRTH_DATE, r"\b(birth|birthday|dob|born|naissance|nee? le|ne e le)\b"),
    (Field.PERSONNEL_NO, r"\b(matricule|(personnel|staff|employee|service|id) (no|nr|number|id)|id)\b"),
    (Field.PERSONNEL_NO, r"\b(numero d agent|numero d identification|n d agent)\b"),
    (
        Field.NOT_USED,
        r"\b(course|cours|session|formation|start|debut|end|fin) ?(date)?\b|\bdate (du|de|of)\b",
    ),
    (Field.HOURS, r"\b(hours?|heures?|hrs|attendance|presence|assiduite|duration|duree)\b"),
    (Field.SCORE, r"\b(score|mark|marks|note|result|resultat|evaluation|points)\b"),
    (Field.GIVEN, r"\b(given|first name|forenames?|prenoms?)\b"),
    (Field.FAMILY, r"\b(family|surname|last name|nom|name)\b"),
    (
        Field.ORGANISATION,
        r"\b(organi[sz]ation|employer|employeur|agency|agence|structure|service|administration|"
        r"ministry|ministere|institution|unite?|organisme|direction|entity|entite)\b",
    ),
)
_SEARCHED = tuple((field, re.compile(pattern)) for field, pattern in _WORDS)


@dataclass(frozen=True)
class Headings:
    """The line that names the columns, and what is believed of them."""

    number: int
    names: tuple[str, ...]
    mapping: dict[str, Field]
    guessed: tuple[str, ...]
    """Headings nobody has confirmed for this donor yet."""


def folded(heading: str) -> str:
    """A heading without case, accents and punctuation: how it is remembered."""
    plain = unicodedata.normalize("NFKD", heading.casefold())
    letters = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join(letters.split())


def guess(heading: str) -> Field | None:
    """What a heading most likely names; None where no word of it is known."""
    text = folded(heading)
    return next((field for field, pattern in _SEARCHED if pattern.search(text)), None)


def find_headings(lines: Sequence[Line], known: Mapping[str, Field]) -> Headings:
    """The heading line below any title lines, with its columns; refuses COLUMN_MISSING and NO_ROWS."""
    top = lines[:_HEADINGS_WITHIN]
    best = max(top, key=lambda line: (_named(line.cells, known), -line.number))
    if max((len(_filled(line.cells)) for line in top), default=0) < 2:
        raise Refusal(
            RefusalCode.COLUMN_MISSING, column=Field.FAMILY, found=_quote(top[0].cells), expected=_EXPECTED
        )
    if _named(best.cells, known) < 2:
        # Nobody knows these words: the fullest line is taken, and a person says what it means.
        best = max(top, key=lambda line: (len(_filled(line.cells)), -line.number))
    if best is lines[-1]:
        raise Refusal(RefusalCode.NO_ROWS, found=0)
    names = unique(best.cells)
    mapping, guessed = suggest(names, known)
    return Headings(best.number, names, mapping, guessed)


_EXPECTED = (Field.FAMILY, Field.GIVEN, Field.HOURS)


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell.strip()]


def _quote(cells: Sequence[str]) -> str:
    return " | ".join(cell[:40] for cell in cells[:12])


def _named(cells: Sequence[str], known: Mapping[str, Field]) -> int:
    """How many different fields the cells of a line would name, were it the heading line."""
    # A title is one long cell, a row of data has digits in most of its cells.
    named = {known.get(folded(cell)) or guess(cell) for cell in cells if 0 < len(cell) <= 60 and folded(cell)}
    return len(named - {None, Field.NOT_USED}) if len(_filled(cells)) > 1 else 0


def unique(cells: Sequence[str]) -> tuple[str, ...]:
    """Headings as keys: trimmed, unnamed and repeated ones numbered."""
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"#{place}"
        names.append(name if name not in names else f"{name} ({place})")
    return tuple(names)


def suggest(names: Sequence[str], known: Mapping[str, Field]) -> tuple[dict[str, Field], tuple[str, ...]]:
    """A field for every heading: the donor's profile first, then the words; each field used once."""
    sure = {name: known[folded(name)] for name in names if folded(name) in known}
    mapping, taken = dict(sure), set(sure.values())
    for name in names:
        if name not in mapping:
            field = guess(name)
            mapping[name] = field if field is not None and field not in taken else Field.NOT_USED
            taken.add(mapping[name])
    return {name: mapping[name] for name in names}, tuple(name for name in names if name not in sure)


def check(mapping: Mapped, names: Sequence[str]) -> None:
    """Refuse a mapping by which no row could be read: COLUMN_MISSING, or one field for two columns."""
    found = ", ".join(names)
    fields = [field for field in mapping.values() if field is not Field.NOT_USED]
    if twice := next((field for field in fields if fields.count(field) > 1), None):
        raise Refusal(RefusalCode.VALUE_INVALID, field=twice, value=found, expected=twice)
    if missing := missing_fields(mapping):
        raise Refusal(RefusalCode.COLUMN_MISSING, column=missing[0], found=found, expected=missing)


def missing_fields(mapping: Mapped) -> tuple[Field, ...]:
    """The fields no list can do without and that no column was given to."""
    fields = set(mapping.values())
    name = () if Field.FAMILY_GIVEN in fields else (Field.FAMILY, Field.GIVEN)
    return tuple(field for field in (*name, Field.HOURS) if field not in fields)


def has_spare(mapping: Mapped) -> bool:
    """Whether a column is left whose heading says nothing, so that a person may know what it holds."""
    return any(field is Field.NOT_USED and guess(name) is None for name, field in mapping.items())
