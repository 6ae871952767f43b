"""Donors' plans of the next twelve months, with the warning of a clash."""

from datetime import date

import pytest

from curriculum.db import transaction
from curriculum.domain.proof import Depth
from curriculum.donors import service
from curriculum.donors.models import OfferingState
from tests.factories.catalogue import make_module, make_theme, published
from tests.factories.donors import make_offering, make_programme

pytestmark = pytest.mark.database
PLANS = "/training/coverage/plans"


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


def plan(code, programme, start, state=OfferingState.PLANNED):
    made = make_offering(code, programme=programme)
    made.start = made.end = start
    made.state = state
    return made


@pytest.fixture
def planned(cast):
    """Two donors plan the same outcome in spring; past, far and cancelled ones are no plans."""
    with transaction():
        module = make_module(owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        version = published(module, cast.chidi, cast.farid)
        nord, ffms = make_programme(donor="D-X"), make_programme("FIDU", "D-Y")
        clashing = (
            plan("NORD-06", nord, date(2027, 2, 1)),
            plan("FFMS-04", ffms, date(2027, 5, 3), OfferingState.CONFIRMED),
        )
        for one in clashing:
            service.propose_claim(cast.bruno, one.id, version.outcomes[0].id, Depth.ASSESSED)
        plan("NORD-01", nord, date(2026, 11, 20))
        plan("NORD-02", nord, date(2027, 11, 21))
        plan("NORD-03", nord, date(2027, 3, 1), OfferingState.CANCELLED)
        plan("NORD-04", nord, date(2027, 11, 20))


def test_plans_in_their_order_with_the_clash_on_both(visit, planned):
    rows = visit(PLANS, as_="clara").rows()

    clash = "Taught twice in half a year {} BOR-102.v1.O1"
    assert [(row[0], row[-1]) for row in rows] == [
        ("NORD-06 Planned", clash.format("FFMS-04")),
        ("FFMS-04 Confirmed", clash.format("NORD-06")),
        ("NORD-04 Planned", "none"),
    ]


def test_warning_says_how_many(visit, planned):
    assert "1 clash between two plans." in visit(PLANS, as_="dalia").text


def test_nothing_is_planned(visit, cast):
    assert cast.dalia.account_id

    assert "Nothing is planned" in visit(PLANS, as_="dalia").text


@pytest.mark.parametrize("page", ["/training/offerings", "/training/coverage/map"])
def test_plans_are_reached(visit, planned, page):
    assert visit(page, as_="clara").links()["Plans of the next twelve months"] == PLANS
