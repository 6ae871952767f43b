"""Writes the 22 donor lists of Velmaria as donors would send them; only this file reads their rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import xlsxwriter

DATA = Path(__file__).parent / "data"
# A workbook remembers when it was made; a fixed moment keeps the bytes of two loads the same.
MADE_AT = datetime(2025, 9, 1, 8, 0, 0, tzinfo=UTC)

Cell: TypeAlias = str | int | float | date | None


@dataclass(frozen=True)
class Coding:
    """How the text of one CSV file is written down."""

    encoding: str
    delimiter: str


@dataclass(frozen=True)
class Layout:
    """A donor's own form: headings in its order and language, the same in all its lists."""

    donor: str
    language: str
    title_lines: int
    date_format: str
    decimal: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Course:
    """What a list says about the course it belongs to."""

    code: str
    title: str
    start: date
    end: date


@dataclass(frozen=True)
class DonorList:
    """One list before it becomes a file."""

    list_id: str
    layout: Layout
    course: Course
    format_hint: str
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class WrittenList:
    """One list as a file on disk, with what its sender would tell the receiver."""

    list_id: str
    donor: str
    offering: str
    path: Path


# Hinted code pages that cannot hold every name give way to Unicode; these say to which (issue 2, Intake).
CSV_CODINGS: Mapping[str, tuple[Coding, ...]] = {
    "IMP-CEPM-01": (Coding("utf-8", ","),),
    "IMP-CEPM-02": (Coding("cp1252", ";"),),
    "IMP-CEPM-04": (Coding("cp1252", ";"), Coding("utf-8-sig", ";")),
    "IMP-DRZ-01": (Coding("cp1252", ";"), Coding("utf-16", ";")),
    "IMP-NORD-01": (Coding("cp1252", ";"), Coding("utf-16", "\t")),
    "IMP-NORD-05": (Coding("utf-8", "\t"),),
    "IMP-AFCT-02": (Coding("utf-8-sig", ";"),),
    "IMP-AFCT-03": (Coding("utf-8", ";"),),
    "IMP-PMCO-01": (Coding("utf-8-sig", ","),),
    "IMP-PMCO-02": (Coding("cp1252", ";"),),
    "IMP-PMCO-04": (Coding("cp1252", ";"), Coding("utf-16", ";")),
    "IMP-HELI-02": (Coding("utf-8-sig", ";"),),
}
CSV_HINTS = ("csv_utf8", "csv_semicolon_cp1252")

TITLES: Mapping[str, tuple[str, ...]] = {
    "fr": ("Liste de présence : {title}", "Du {start} au {end}", "Transmise à l'unité de formation"),
    "en": ("Attendance list: {title}", "From {start} to {end}", "For the training unit"),
}


def write_lists(folder: Path, *, shift_days: int = 0) -> tuple[WrittenList, ...]:
    """Write every donor list; course dates move by the shift, birth dates never (domain.md §5.1)."""
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_write(donor_list, folder) for donor_list in donor_lists(shift_days=shift_days))


def donor_lists(*, shift_days: int = 0) -> Iterator[DonorList]:
    """The 22 lists of the demo file, each with its donor's layout and its course."""
    layouts = read_layouts()
    courses = _courses(timedelta(days=shift_days))
    for entry in _load("demo-people.json")["donor_lists"]:
        course = courses[(entry["offering"], layouts[entry["donor"]].language)]
        rows = tuple(entry["rows"])
        yield DonorList(entry["list_id"], layouts[entry["donor"]], course, entry["format_hint"], rows)


def read_layouts() -> dict[str, Layout]:
    """The column profile of each donor: heading to field, saved once and used for all its lists (J2)."""
    return {donor: Layout(donor=donor, **profile) for donor, profile in _load("list-layouts.json").items()}


def _load(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def _courses(shift: timedelta) -> dict[tuple[str, str], Course]:
    return {
        (offering["code"], language): Course(
            code=offering["code"],
            title=offering["title"][language],
            start=date.fromisoformat(offering["start"]) + shift,
            end=date.fromisoformat(offering["end"]) + shift,
        )
        for offering in _load("demo-curriculum.json")["donor_offerings"]
        for language in ("fr", "en")
    }


def _write(donor_list: DonorList, folder: Path) -> WrittenList:
    as_csv = donor_list.format_hint in CSV_HINTS
    path = folder / f"{donor_list.list_id}.{'csv' if as_csv else 'xlsx'}"
    path.write_bytes(csv_bytes(donor_list) if as_csv else xlsx_bytes(donor_list))
    return WrittenList(donor_list.list_id, donor_list.layout.donor, donor_list.course.code, path)


def csv_bytes(donor_list: DonorList) -> bytes:
    """The list as separated text, in the first of its codings that can hold every name."""
    for coding in CSV_CODINGS[donor_list.list_id]:
        try:
            return _csv_text(donor_list, coding.delimiter).encode(coding.encoding)
        except UnicodeEncodeError:
            continue
    raise ValueError(f"no coding of {donor_list.list_id} holds every name")


def _csv_text(donor_list: DonorList, delimiter: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([title] for title in _titles(donor_list))
    writer.writerow(donor_list.layout.columns)
    for cells in _table(donor_list):
        writer.writerow(_as_text(cell, donor_list.layout) for cell in cells)
    return text.getvalue()


def _as_text(cell: Cell, layout: Layout) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.strftime(layout.date_format)
    return str(cell).replace(".", layout.decimal) if isinstance(cell, float) else str(cell)


def xlsx_bytes(donor_list: DonorList) -> bytes:
    """The list as a workbook: real dates and numbers, titles above the headings where the donor has them."""
    memory = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        memory, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    workbook.set_properties(
        {"title": donor_list.course.title, "author": donor_list.layout.donor, "created": MADE_AT}
    )
    sheet = workbook.add_worksheet("Participants")
    dates = workbook.add_format({"num_format": "dd/mm/yyyy"})
    lines: list[Sequence[Cell]] = [[title] for title in _titles(donor_list)]
    lines.append(list(donor_list.layout.columns))
    lines.extend(_table(donor_list))
    for number, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, datetime.combine(cell, time()), dates)
            elif cell is not None and cell != "":
                sheet.write(number, column, cell)
    workbook.close()
    return memory.getvalue()


def _titles(donor_list: DonorList) -> list[str]:
    layout, course = donor_list.layout, donor_list.course
    start, end = (day.strftime(layout.date_format) for day in (course.start, course.end))
    lines = TITLES[layout.language][: layout.title_lines]
    return [line.format(title=course.title, start=start, end=end) for line in lines]


def _table(donor_list: DonorList) -> Iterator[list[Cell]]:
    for row in donor_list.rows:
        yield [_cell(row, field, donor_list.course) for field in donor_list.layout.columns.values()]


def _cell(row: Mapping[str, Any], field: str, course: Course) -> Cell:
    if field == "family_given":
        return f"{row['family']}, {row['given']}"
    if field == "course_start":
        return course.start
    if field == "birth_date":
        return date.fromisoformat(row["birth_date"]) if row["birth_date"] else None
    value: Cell = row[field]
    return value
