"""The coverage map: cells, margins, and what its filters leave (K02, K03)."""

import pytest

from curriculum.domain.mapping import (
    Cell,
    Claim,
    Column,
    Filters,
    Row,
    Show,
    grid,
    language_gaps,
)
from curriculum.domain.proof import Depth

ROWS = (
    Row(1, "BOR-102.v2.O1", "BOR-102", 40, critical=True),
    Row(2, "BOR-102.v2.O2", "BOR-102", 60, critical=False),
    Row(3, "ASY-201.v1.O1", "ASY-201", 100, critical=True),
)
COLUMNS = (
    Column(12, "NORD-02", "D-NORD", ("en",)),
    Column(20, "FFMS-01", "D-FFMS", ("fr",)),
    Column(11, "NORD-01", "D-NORD", ("fr", "en")),
)
CLAIMS = (
    Claim(1, 12, Depth.PRACTISED),
    Claim(1, 12, Depth.INTRODUCED),
    Claim(1, 20, Depth.ASSESSED),
    Claim(2, 11, Depth.INTRODUCED),
    Claim(2, 12, Depth.ASSESSED),
    Claim(3, 20, Depth.ASSESSED, accepted=False),
)


def drawn(**filters):
    return grid(ROWS, COLUMNS, CLAIMS, Filters(**filters))


def test_columns_stand_by_donor():
    assert [one.code for one in drawn().columns] == ["FFMS-01", "NORD-01", "NORD-02"]
    assert drawn().donors == (("D-FFMS", 1), ("D-NORD", 2))


def test_cell_shows_the_strongest_claim():
    assert [line.cells for line in drawn().lines] == [
        (Cell(Depth.ASSESSED, True), None, Cell(Depth.PRACTISED, True)),
        (None, Cell(Depth.INTRODUCED, True), Cell(Depth.ASSESSED, True)),
        (Cell(Depth.ASSESSED, False), None, None),
    ]


def test_accepted_is_stronger_than_a_deeper_proposal():
    claims = (Claim(1, 20, Depth.INTRODUCED), Claim(1, 20, Depth.ASSESSED, accepted=False))

    assert grid(ROWS[:1], COLUMNS[1:2], claims).lines[0].cells == (Cell(Depth.INTRODUCED, True),)


def test_totals_of_rows_and_columns_count_accepted_claims_only():
    assert [(line.donors, line.offerings) for line in drawn().lines] == [
        (("D-FFMS", "D-NORD"), 2),
        (("D-NORD",), 2),
        ((), 0),
    ]
    assert drawn().covered == (1, 1, 2)


@pytest.mark.parametrize(
    ("filters", "shown", "uncovered", "overlaps"),
    [
        pytest.param({}, "O1 O2 O1", ["ASY-201.v1.O1"], ["BOR-102.v2.O1"], id="all"),
        pytest.param({"show": Show.UNCOVERED}, "O1", ["ASY-201.v1.O1"], ["BOR-102.v2.O1"], id="figures-stay"),
        pytest.param({"show": Show.OVERLAP}, "O1", ["ASY-201.v1.O1"], ["BOR-102.v2.O1"], id="two-donors"),
        pytest.param({"critical": True}, "O1 O1", ["ASY-201.v1.O1"], ["BOR-102.v2.O1"], id="critical"),
        pytest.param({"language": "en"}, "O1 O2 O1", ["ASY-201.v1.O1"], [], id="one-donor-left-in-English"),
        pytest.param(
            {"language": "fr", "show": Show.UNCOVERED}, "O1", ["ASY-201.v1.O1"], [], id="language-gap"
        ),
        pytest.param({"module": "BOR-102"}, "O1 O2", [], ["BOR-102.v2.O1"], id="one-module"),
        pytest.param({"module": "XXX-999"}, "", [], [], id="no-such-module"),
        pytest.param(
            {"language": "xx", "show": Show.UNCOVERED},
            "O1 O2 O1",
            ["BOR-102.v2.O1", "BOR-102.v2.O2", "ASY-201.v1.O1"],
            [],
            id="language-nobody-teaches-in",
        ),
    ],
)
def test_filters(filters, shown, uncovered, overlaps):
    found = drawn(**filters)

    assert " ".join(line.row.code.rpartition(".")[2] for line in found.lines) == shown
    assert (list(found.uncovered), list(found.overlaps)) == (uncovered, overlaps)


def test_two_courses_of_one_donor_are_no_overlap():
    assert [line.is_overlap for line in drawn().lines] == [True, False, False]


def test_nothing_at_all_is_an_empty_map():
    found = grid((), (), ())

    assert (found.lines, found.covered, found.donors, found.outcomes) == ((), (), (), 0)


@pytest.mark.parametrize(
    ("speakers", "found"),
    [
        pytest.param({"BOR-102": {"ar": 4, "fr": 9}}, [("BOR-102", "ar", 4, ("en", "fr"))], id="J1-gap"),
        pytest.param({"BOR-102": {"en": 4, "fr": 9}}, [], id="all-are-served"),
        pytest.param({"ASY-201": {"ar": 4}}, [], id="nobody-teaches-it-at-all"),
        pytest.param({"BOR-102": {"ar": 0}}, [], id="nobody-needs-it"),
    ],
)
def test_language_gap_is_a_language_of_those_who_need_a_taught_module(speakers, found):
    assert list(language_gaps(drawn(), speakers)) == found
