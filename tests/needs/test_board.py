"""The board of needs in the browser: posts by outcomes, who has them, what comes first (J1.1)."""

import csv
import io
from datetime import date

import pytest

from curriculum.db import db, new_id, transaction
from curriculum.institutions.models import PostProfile
from tests.factories.catalogue import both
from tests.needs.conftest import TODAY, holds, serves

pytestmark = pytest.mark.database
NEEDS = "/training/needs"


def board(visit, asked: str = "", as_: str = "chidi") -> list[list[str]]:
    """The lines of the board: outcome, people, level asked for, how many have it, priority."""
    page = visit(f"{NEEDS}?{asked}", as_=as_)
    rows = page.rows() if page.all("table") else []
    return [[row[1].split()[1], row[2], row[3], row[4], row[7][:1]] for row in rows]


@pytest.fixture
def proven(guards):
    """Of O1: two have it, one in practice only, one until yesterday; of O2 nobody has anything."""
    with transaction():
        holds(guards[0], "BOR-102.v1.O1")
        holds(guards[1], "BOR-102.v1.O1", level=4, until=TODAY)
        holds(guards[2], "BOR-102.v1.O1", level=2)
        holds(guards[3], "BOR-102.v1.O1", until=date(2026, 11, 20))


def test_only_evidence_that_counts_today_at_the_level_counts(visit, proven):
    assert board(visit) == [
        ["O1", "8", "Assessed by an outside source", "2 (25%)", "1"],
        ["O2", "8", "Assessed by an outside source", "0 (0%)", "2"],
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param("institution=MINT", "6 2 (33%)", id="the-employer"),
        pytest.param("institution=MAEC", "2 too few to show", id="I-24-two-are-not-told"),
        pytest.param("institution=NOPE", "8 2 (25%)", id="no-such-institution"),
        pytest.param("theme=T5", "8 2 (25%)", id="its-theme"),
        pytest.param("theme=T1", "", id="another-theme"),
        pytest.param("post=P-GUARD", "8 2 (25%)", id="its-post"),
        pytest.param("post=P-OTHER", "", id="another-post"),
        pytest.param("module=BOR-102", "8 2 (25%)", id="its-module"),
        pytest.param("module=ASY-201", "", id="another-module"),
        pytest.param("uncovered=1", "8 2 (25%)", id="no-donor-teaches-it"),
    ],
)
def test_filters_stand_in_the_address(visit, proven, asked, found):
    assert [" ".join(line[1:4:2]) for line in board(visit, asked)][:1] == ([found] if found else [])


@pytest.mark.parametrize(
    ("who", "people"),
    [
        pytest.param("ines", "6", id="HR-of-MINT-counts-its-own"),
        pytest.param("clara", "8", id="coordination-counts-the-country"),
        pytest.param("dalia", "8", id="J11-donors-read-the-country"),
    ],
)
def test_who_counts_whom(visit, proven, who, people):
    assert board(visit, as_=who)[0][1] == people
    assert board(visit, "institution=MINT", as_=who)[0][1] == "6"


def test_hr_cannot_ask_for_the_people_of_another_employer(visit, proven):
    assert board(visit, "institution=MAEC", as_="ines")[0][1] == "6"


def test_every_line_leads_to_the_map_and_gaps_to_their_board(visit, proven):
    links = visit(NEEDS, as_="chidi").links()

    assert links["BOR-102 O1 Guard"] == "/training/coverage/map?module=BOR-102"
    assert links["none: on the gap board BOR-102.v1.O1"] == "/training/coverage/gaps"
    assert "none: on the gap board BOR-102.v1.O2" not in links


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/training", NEEDS),
        ("/training/coverage/map", NEEDS),
        ("/training/coverage/map?module=BOR-102", f"{NEEDS}?module=BOR-102"),
        ("/training/coverage/gaps", f"{NEEDS}?uncovered=1"),
    ],
)
def test_whoever_looks_for_needs_finds_them(visit, proven, address, leads_to):
    assert visit(address, as_="chidi").links()["Needs: what posts ask for, and who has it"] == leads_to


def test_file_says_what_the_page_says(visit, proven):
    sent = visit(f"{NEEDS}.csv?uncovered=1", as_="chidi").response.get_data().decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(sent)))
    assert [len(rows), rows[1]] == [
        3,
        [
            *("P-GUARD", "Guard", "BOR-102 v1", "O1", "Do it", "critical"),
            *("8", "3", "2", "25", "0", "Post profile: BOR-102", "", "1"),
        ],
    ]


def test_nothing_asked_is_said(visit, cast):
    assert cast.chidi.account_id

    assert "Nothing matches these filters." in visit(NEEDS, as_="chidi").text


def test_statements_do_not_grow_with_people_and_posts(visit, proven, counted, cast):
    visit(NEEDS, as_="chidi")
    with counted() as before:
        visit(NEEDS, as_="chidi")
    with transaction():
        for number in range(5):
            post = PostProfile(
                id=new_id(), code=f"P-{number}", title=both("Post"), required_modules=["BOR-102"]
            )
            db.session.add(post)
            db.session.flush()
            serves(post, cast.institution("MINT"))
    with counted() as after:
        visit(NEEDS, as_="chidi")

    assert after.count == before.count
