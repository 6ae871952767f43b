"""The donor lists as files: what donors send, byte for byte the same, with no truth in them."""

import csv
import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from curriculum.demo import lists

ENCODINGS = {
    "IMP-CEPM-01": ("utf-8", ","),
    "IMP-CEPM-02": ("cp1252", ";"),  # the hinted page holds every name
    "IMP-CEPM-04": ("utf-8-sig", ";"),  # Arabic and Vietnamese names do not fit cp1252
    "IMP-DRZ-01": ("utf-16", ";"),  # the same
    "IMP-NORD-01": ("utf-16", "\t"),  # the same
    "IMP-NORD-05": ("utf-8", "\t"),
    "IMP-AFCT-02": ("utf-8-sig", ";"),
    "IMP-AFCT-03": ("utf-8", ";"),
    "IMP-PMCO-01": ("utf-8-sig", ","),
    "IMP-PMCO-02": ("cp1252", ";"),  # the hinted page holds every name
    "IMP-PMCO-04": ("utf-16", ";"),  # Arabic and Vietnamese names do not fit cp1252
    "IMP-HELI-02": ("utf-8-sig", ";"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lists")
    lists.write_lists(path)
    return path


def table(path: Path) -> list[list[object]]:
    if path.suffix == ".xlsx":
        return [list(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]
    encoding, delimiter = ENCODINGS[path.stem]
    return [list(row) for row in csv.reader(path.read_text(encoding).splitlines(), delimiter=delimiter)]


def bodies(folder: Path) -> Iterator[tuple[lists.DonorList, list[list[object]]]]:
    for entry in lists.donor_lists():
        path = next(folder.glob(f"{entry.list_id}.*"))
        yield entry, table(path)[entry.layout.title_lines :]


def test_twenty_two_files_hold_three_hundred_and_sixty_five_rows(folder: Path) -> None:
    sizes = [len(body) - 1 for _, body in bodies(folder)]

    assert (len(sizes), sum(sizes)) == (22, 365)


def test_every_file_has_the_headings_of_its_donor(folder: Path) -> None:
    assert [body[0] for _, body in bodies(folder)] == [list(e.layout.columns) for e in lists.donor_lists()]


def test_names_survive_every_encoding(folder: Path) -> None:
    for entry, body in bodies(folder):
        fields = list(entry.layout.columns.values())
        families = [
            str(cells[fields.index("family_given")]).split(", ")[0]
            if "family_given" in fields
            else cells[fields.index("family")]
            for cells in body[1:]
        ]

        assert families == [row["family"] for row in entry.rows], entry.list_id


def test_two_writings_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = lists.write_lists(tmp_path)

    assert [hashlib.sha256(w.path.read_bytes()).digest() for w in again] == [
        hashlib.sha256((folder / w.path.name).read_bytes()).digest() for w in again
    ]


def test_shift_moves_course_dates_but_no_birth_date(tmp_path: Path) -> None:
    lists.write_lists(tmp_path, shift_days=10)

    row = table(tmp_path / "IMP-NORD-02.xlsx")[1]

    assert [cell.date() for cell in row if isinstance(cell, date)] == [date(1988, 3, 3), date(2025, 10, 23)]


def test_no_file_or_row_carries_the_truth() -> None:
    text = (lists.DATA / "demo-people.json").read_text("utf-8")

    assert [word for word in ("truth_person_id", "noise", "name_variants_seen") if word in text] == []


def test_no_other_module_reads_the_rows_of_the_lists() -> None:
    package = Path(lists.__file__).parents[1]
    readers = [p.name for p in package.rglob("*.py") if "donor_lists" in p.read_text("utf-8")]

    assert readers == ["lists.py"]
