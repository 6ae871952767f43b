"""Rows of a batch read by its mapping: values, problems, what the file says of one person twice."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from curriculum.domain import names
from curriculum.domain.matching import IncomingPerson, KnownName, KnownPerson, number_key
from curriculum.domain.names import CLOSE
from curriculum.domain.resemblance import Ground, resemblance
from curriculum.intake.reading import values as reading
from curriculum.intake.reading.columns import Field
from curriculum.intake.reading.values import Fault, Problem, Values
from curriculum.intake.sources import Line


@dataclass(frozen=True)
class ReadRow:
    """A line with what was read of it."""

    number: int
    cells: tuple[str, ...]
    values: Values


def read_rows(
    lines: Iterable[Line],
    headings: Sequence[str],
    mapping: Mapping[str, Field],
    *,
    most_hours: int,
    today: date,
) -> list[ReadRow]:
    """Read every line by the mapping; numbers that two people share are found across lines."""
    fields = [mapping.get(heading, Field.NOT_USED) for heading in headings]
    read = [
        ReadRow(line.number, line.cells, _values(line.cells, fields, most_hours, today)) for line in lines
    ]
    shared = _numbers_of_two(read)
    return [_with_shared(row, shared) for row in read]


def _values(cells: tuple[str, ...], fields: Sequence[Field], most_hours: int, today: date) -> Values:
    texts: dict[Field, str] = {
        field: cell for field, cell in zip(fields, cells, strict=False) if field is not Field.NOT_USED
    }
    values = reading.read(texts, most_hours=most_hours, today=today)
    # More cells than headings: a separator stands inside a value, and nothing after it can be trusted.
    if any(cell.strip() for cell in cells[len(fields) :]):
        found = str(max(place for place, cell in enumerate(cells, start=1) if cell.strip()))
        fault = Fault(Problem.CELLS_TOO_MANY, Field.NOT_USED, found, str(len(fields)))
        return replace(values, faults=(*values.faults, fault))
    return values


def _numbers_of_two(rows: Sequence[ReadRow]) -> dict[str, list[int]]:
    """Personnel numbers that stand beside two different names, with the lines."""
    holders: dict[str, list[ReadRow]] = defaultdict(list)
    for row in rows:
        if key := number_key(row.values.personnel_no):
            holders[key].append(row)
    return {
        key: [row.number for row in held]
        for key, held in holders.items()
        if any(not _is_one_name(held[0].values, other.values) for other in held[1:])
    }


def _is_one_name(one: Values, other: Values) -> bool:
    """Say whether two lines with one number name one person, by what a link by number asks for (J2)."""
    numbers = frozenset({one.personnel_no or ""})
    known = KnownPerson(0, (KnownName(one.given or "", one.family or ""),), one.birth_date, numbers)
    said = IncomingPerson(other.given or "", other.family or "", other.birth_date, other.personnel_no)
    view = resemblance(said, known)
    return view.name.weaker >= CLOSE or Ground.FAMILY_NAME_CHANGED in view.grounds


def _with_shared(row: ReadRow, shared: Mapping[str, list[int]]) -> ReadRow:
    lines = shared.get(number_key(row.values.personnel_no))
    if lines is None:
        return row
    others = ", ".join(str(number) for number in lines if number != row.number)
    fault = Fault(Problem.NUMBER_OF_TWO, Field.PERSONNEL_NO, row.values.personnel_no or "", others)
    return replace(row, values=replace(row.values, faults=(*row.values.faults, fault)))


def identity(
    given: str | None, family: str | None, birth_date: date | None, number: str | None
) -> tuple[str, ...]:
    """What a row says of who somebody is, without spelling's accidents of case and punctuation."""
    folded = (" ".join(names.fold(part or "").elements) for part in (given, family))
    return (*folded, birth_date.isoformat() if birth_date else "", number_key(number))


def fingerprint(said: tuple[str, ...]) -> str:
    """The identity as a hash: under it a "different" is remembered (J2)."""
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()
