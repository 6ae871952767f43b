"""The register of officials as a CSV file: one row a person, every problem named by line."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from curriculum.people.models import Position
from curriculum.people.registration import NewName, NewPerson

HEADINGS = {
    "personnel_no": "the number HR knows the person by",
    "given": "given name in Latin letters",
    "family": "family name in Latin letters",
    "given_native": "given name in the script of the civil register, or empty",
    "family_native": "family name in that script, or empty",
    "script": "that script: Arab or Cyrl, or empty",
    "birth_date": "YYYY-MM-DD, or empty",
    "sex": "F, M or empty",
    "institution": "code of the employer",
    "unit": "code of the unit, or empty",
    "post": "code of the post profile, or empty",
    "grade": "code of the grade, empty for contract staff",
    "hired_on": "YYYY-MM-DD",
}


@dataclass(frozen=True)
class Problem:
    """What is wrong in a line: found, expected."""

    line: int
    heading: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.heading}: found {self.found!r}, expected {self.expected}"


def read(content: bytes) -> tuple[list[NewPerson], list[Problem]]:
    """The persons of a UTF-8 file, or every problem; with one problem nothing should be registered."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [Problem(1, "file", f"byte {error.start} is not UTF-8", "a file saved as UTF-8")]
    reader = csv.DictReader(io.StringIO(text))
    missing = [name for name in HEADINGS if name not in (reader.fieldnames or ())]
    if missing:
        return [], [Problem(1, name, "no such column", "a column of this name") for name in missing]
    persons: list[NewPerson] = []
    problems: list[Problem] = []
    for line, row in enumerate(reader, 2):
        found = list(_problems(line, row))
        problems += found
        if not found:
            persons.append(_person(row))
    return persons, problems


def _problems(line: int, row: dict[str, str]) -> Iterator[Problem]:
    for name in ("personnel_no", "family", "institution", "hired_on"):
        if not (row[name] or "").strip():
            yield Problem(line, name, "", HEADINGS[name])
    for name in ("birth_date", "hired_on"):
        if row[name] and _date(row[name]) is None:
            yield Problem(line, name, row[name], "a date that exists, as 1984-02-29")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _person(row: dict[str, str]) -> NewPerson:
    spellings = [NewName("Latn", row["given"].strip(), row["family"].strip())]
    if row["script"]:
        spellings.append(NewName(row["script"], row["given_native"].strip(), row["family_native"].strip()))
    return NewPerson(
        names=tuple(spellings),
        personnel_no=row["personnel_no"].strip(),
        institution=row["institution"],
        hired_on=date.fromisoformat(row["hired_on"].strip()),
        birth_date=_date(row["birth_date"]),
        sex=row["sex"] or None,
        unit=row["unit"] or None,
        post=row["post"] or None,
        grade=row["grade"] or None,
        position=Position.ACTIVE,
    )
