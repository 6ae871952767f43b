"""The coverage map in the browser: the same figures as the oracles, every cell reachable without a script."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.content import ChangeClass
from curriculum.db import transaction
from curriculum.domain.mapping import Filters, Show
from curriculum.domain.proof import Depth
from curriculum.donors import queries, service
from curriculum.donors.mapping.queries import coverage_map
from curriculum.spreadsheets import harmless
from tests.factories.catalogue import make_module, make_theme, outcome, published
from tests.factories.donors import make_offering, make_programme
from tests.paths.test_velmaria import load

pytestmark = pytest.mark.database
MAP = "/training/coverage/map"


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def offering(cast):
    """NORD-02 covers O1 of BOR-102, proposes O2, and leaves O3 to nobody."""
    with transaction():
        module = make_module(owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        version = published(
            module, cast.chidi, cast.farid, *(outcome(20), outcome(35, critical=True), outcome(45))
        )
        made = make_offering(programme=make_programme(donor="D-X"))
        held, _ = (
            service.propose_claim(cast.bruno, made.id, one.id, Depth.ASSESSED) for one in version.outcomes[:2]
        )
        service.accept_claim(cast.chidi, held.id)
    return made


def lines(page) -> list[list[str]]:
    """The lines of outcomes: first the outcome, then its donors, then its cells."""
    return [row for row in page.rows() if len(row) > 2]


def test_map_of_velmaria_equals_the_oracles(app):
    """79 of 137 outcomes of current versions have no donor, six have two or more (domain.md §5.1)."""
    load()

    drawn = coverage_map().grid

    assert (drawn.outcomes, len(drawn.uncovered), len(drawn.overlaps)) == (137, 79, 6)
    assert sum(map(len, (coverage_map(Filters(show=one)).grid.lines for one in Show))) == 137 + 79 + 6


def test_map_shows_depth_and_totals(visit, offering):
    page = visit(MAP, as_="clara")

    assert [row[1:] for row in lines(page)] == [
        ["1", "● Assessed: NORD-02, BOR-102.v1.O1".replace("● ", "●")],
        ["0", "●Assessed (proposed): NORD-02, BOR-102.v1.O2"],
        ["0", ""],
    ]
    assert [one.text for one in page.first("tr", class_="map-totals")] == ["Outcomes covered", None, "1"]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        pytest.param("", ["O1", "O2", "O3"], id="all"),
        pytest.param("?show=uncovered", ["O2", "O3"], id="uncovered"),
        pytest.param("?critical=1", ["O2"], id="critical"),
        pytest.param("?language=en&module=BOR-102", ["O1", "O2", "O3"], id="in-English"),
        pytest.param("?show=nonsense", ["O1", "O2", "O3"], id="an-address-typed-wrongly"),
    ],
)
def test_filters_stand_in_the_address(visit, offering, asked, shown):
    assert [row[0].split()[0] for row in lines(visit(MAP + asked, as_="clara"))] == shown


@pytest.mark.parametrize("asked", ["?show=overlap", "?language=fr", "?module=NONE-1"])
def test_nothing_matches(visit, offering, asked):
    assert "Nothing matches these filters." in visit(MAP + asked, as_="clara").text


def test_any_cell_opens_without_a_script(visit, offering):
    answer = visit(f"{MAP}/cell?offering=NORD-02&outcome=BOR-102.v1.O3", as_="clara", status=302)

    assert answer.location == f"{MAP}/NORD-02/BOR-102.v1.O3"
    assert "This offering claims nothing here." in visit(answer.location, as_="clara").text


def test_cell_is_written_by_a_plain_form_and_decided_in_it(visit, offering):
    cell = f"{MAP}/NORD-02/BOR-102.v1.O3"

    visit(cell, as_="chidi", method="POST", data={"depth": "practised"}, status=302)
    page = visit(cell, as_="farid")
    accept = next(one.get("action") for one in page.all("form") if "/accept" in one.get("action", ""))
    answer = visit(accept, as_="farid", method="POST", data={"cell": "1"}, status=302)

    found = queries.claims_of(offering.id)[-1]
    assert (answer.location, found.depth, found.state) == (cell, Depth.PRACTISED, "accepted")
    assert "closes O3 = 45 % of the weight; O2 remain open: 35 %" in page.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("NORD-99/BOR-102.v1.O1", 404, id="no-such-offering"),
        pytest.param("NORD-02/BOR-102.v9.O1", 404, id="no-such-outcome"),
        pytest.param("cell", 404, id="nothing-chosen"),
    ],
)
def test_cell_that_is_not_there(visit, offering, address, status):
    visit(f"{MAP}/{address}", as_="clara", status=status)


def test_stranger_may_not_write_a_cell(visit, offering):
    visit(f"{MAP}/NORD-02/BOR-102.v1.O3", as_="ines", method="POST", data={"depth": "practised"}, status=403)

    assert [one.outcome_code for one in queries.claims_of(offering.id)] == ["BOR-102.v1.O1", "BOR-102.v1.O2"]


def test_outcome_of_another_version_is_refused_in_the_map(visit, cast, offering):
    """Newcomers follow version 2; a claim on version 1 is made from the offering, knowingly (I-18)."""
    with transaction():
        module = catalogue.get_module("BOR-102")
        one = outcome(100, critical=True)
        later = {"change_class": ChangeClass.MAJOR, "teach_out_until": date(2027, 12, 31)}
        published(module, cast.chidi, cast.farid, one, **later)
    cell = f"{MAP}/NORD-02/BOR-102.v1.O3"

    visit(cell, as_="chidi", method="POST", data={"depth": "practised"}, status=302)
    page = visit(cell, as_="chidi")

    assert "does not belong to a module version that this offering may cover" in page.text
    assert len(queries.claims_of(offering.id)) == 2
    assert "Propose a depth" not in page.text


def test_unknown_depth_comes_back(visit, offering):
    page = visit(
        f"{MAP}/NORD-02/BOR-102.v1.O3", as_="chidi", method="POST", data={"depth": "deep"}, status=422
    )

    assert page.problems() == ["Not a valid choice."]


EXPECTED = [
    ["Module", "Outcome", "What it says", "Weight", "Critical", "Donors", "Why it is wanted", "NORD-02"],
    ["", "", "Donor", "", "", "", "", "D-X"],
    ["BOR-102 v1", "O2", "able to 35", "35", "critical", "0", "", "Assessed (proposed)"],
    ["", "", "Outcomes covered", "", "", "", "", "0"],
]


def test_files_hold_what_the_filters_leave(visit, offering):
    answer = visit(f"{MAP}.csv?critical=1", as_="clara").response
    book = visit(f"{MAP}.xlsx?critical=1", as_="clara").response

    sheet = openpyxl.load_workbook(io.BytesIO(book.data)).active
    cells = [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
    read = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert read == cells
    assert [[cell for place, cell in enumerate(row) if place != 2] for row in read] == [
        [cell for place, cell in enumerate(row) if place != 2] for row in EXPECTED
    ]
    assert sheet.freeze_panes == "D3"


def test_formula_in_a_text_stays_text_in_csv():
    assert [harmless(one) for one in ("=1+1", "@x", "plain", "5")] == ["'=1+1", "'@x", "plain", "5"]


def test_map_is_reached_from_the_other_pages_of_coverage(visit, offering):
    assert visit("/training/offerings", as_="clara").links()["Coverage map"] == MAP
    version = visit("/training/modules/BOR-102/1", as_="chidi").links()
    assert version["Coverage map of this module"] == f"{MAP}?module=BOR-102"


def test_map_asks_as_often_for_many_as_for_one(visit, cast, counted, offering):
    def asked() -> int:
        visit(MAP, as_="clara")
        with counted() as found:
            visit(MAP, as_="clara")
        return found.count

    for_one = asked()
    with transaction():
        for number in (7, 8):
            make_offering(f"NORD-0{number}", programme=queries.get_programme("HORIZON-F"))
            module = make_module(
                f"BOR-20{number}", owner=Owner(cast.institution("CNFGF")), theme=make_theme(f"T{number}")
            )
            published(module, cast.chidi, cast.farid)

    assert asked() == for_one
