"""A bridging session prepared from what donors leave of a module (J4, step 3)."""

import pytest

from curriculum.db import db, transaction
from curriculum.delivery import queries
from curriculum.domain.proof import Depth
from curriculum.donors import service
from curriculum.institutions import queries as institutions
from tests.factories.catalogue import make_module, make_theme, outcome, published
from tests.factories.donors import make_offering, make_programme

pytestmark = pytest.mark.database


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def half(cast):
    """A donor covers O1 and O2, 55 % of the module; O3 (critical) is left to nobody."""
    assert cast.chidi
    with transaction():
        institutions.get("CNFGF").roles = ["trainer"]
        module = make_module(owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        outcomes = (outcome(20), outcome(35, critical=True), outcome(45, critical=True))
        version = published(module, cast.chidi, cast.farid, *outcomes)
        offering = make_offering(programme=make_programme(donor="D-X"))
        for one in version.outcomes[:2]:
            claim = service.propose_claim(cast.bruno, offering.id, one.id, Depth.PRACTISED)
            service.accept_claim(cast.chidi, claim.id)
        return {"version": version, "code": module.code, "third": version.outcomes[2].id}


def form_of(page) -> dict[str, str | None]:
    chosen = {
        one.get("name"): option.get("value")
        for one in page.all("select")
        for option in one.iter("option")
        if option.get("selected") is not None
    }
    return {one.get("name"): one.get("value") for one in page.all("input")} | chosen


def test_gap_board_leads_to_a_prepared_session_that_opens_as_it_is(visit, half):
    board = visit("/training/coverage/gaps", as_="chidi")
    link = board.links()[f"Prepare it {half['code']}"]
    assert "8 h (of 6 to 10.8 h) → 21.2/24 h (88%)" in board.text
    filled = form_of(visit(link, as_="chidi"))
    assert (filled["module"], filled["outcomes"]) == (f"{half['code']}.v1", "O3")
    assert filled["title_fr"] != filled["title_en"]
    assert "8 hours bring 21.2/24 h = 88%" in visit(link, as_="chidi").text
    sent = {name: value for name, value in filled.items() if value} | {
        "start": "2027-01-11",
        "end": "2027-01-12",
        "language": "fr",
    }

    visit("/runs/new", as_="chidi", method="POST", data=sent, status=303)

    db.session.expire_all()
    run = queries.get(f"{half['code']}-BRIDGE")
    assert (run.outcome_ids, run.hours / 100) == ([half["third"]], float(filled["hours"]))


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("", id="nothing-asked"),
        pytest.param("NO-999.v1", id="no-such-module"),
        pytest.param("x", id="no-version"),
    ],
)
def test_wrong_address_fills_nothing(visit, half, asked):
    filled = form_of(visit(f"/runs/new?bridge={asked}", as_="chidi"))

    assert (filled["outcomes"], filled["hours"]) == ("", "")


def test_page_of_the_module_says_what_remains(visit, half):
    page = visit(f"/training/coverage/modules/{half['code']}", as_="farid")

    assert (
        "A session of our own on O3 would close the module: 45 % of its weight, 8 hours proposed."
        in page.text
    )
    assert "At least 6 hours, so that attendance reaches the 80% asked for." in page.text
    assert "At most 10.8 hours" in page.text
    assert "nobody" in page.text


def test_who_may_not_open_sessions_reads_no_button(visit, cast, half):
    assert (
        "Prepare the bridging session"
        not in visit(f"/training/coverage/modules/{half['code']}", as_="ines").links()
    )
