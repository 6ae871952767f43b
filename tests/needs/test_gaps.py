"""The gap board: critical outcomes nobody covers times the people whose post asks for them (K04)."""

import pytest

from curriculum.catalogue import queries as catalogue
from curriculum.db import transaction
from curriculum.domain.proof import Depth
from curriculum.donors import queries, service
from curriculum.needs.serving import holders_on, speakers_on
from tests.factories.donors import make_offering, make_programme
from tests.needs.conftest import TODAY

pytestmark = pytest.mark.database


def test_only_people_in_service_hold_a_post(guards, cast):
    assert holders_on(TODAY) == {"P-GUARD": 8}
    assert holders_on(TODAY, {cast.institution("MAEC")}) == {"P-GUARD": 2}
    assert speakers_on(TODAY) == {"P-GUARD": {"fr": 8}}


def test_board_lists_the_gap_with_its_people(visit, guards):
    page = visit("/training/coverage/gaps", as_="chidi")

    assert page.rows() == [["BOR-102.v1.O1", "Do it", "8", "Guard (8)"]]
    assert visit("/training/coverage/map", as_="chidi").links()["Gap board: who needs what nobody teaches"]


@pytest.mark.parametrize(("who", "status"), [("amina", 403), ("clara", 200), (None, 302)])
@pytest.mark.parametrize("address", ["/training/coverage/gaps", "/training/needs", "/training/needs.csv"])
def test_who_may_count_people(visit, guards, address, who, status):
    visit(address, as_=who, status=status)


def test_nothing_is_missing(visit, cast):
    assert cast.chidi.account_id

    assert "No gap" in visit("/training/coverage/gaps", as_="chidi").text


def test_language_that_no_course_serves_is_told(visit, guards, cast):
    """J1.4: NORD-02 is held in English, those who need BOR-102 are written to in French."""
    with transaction():
        offering = make_offering(programme=make_programme(donor="D-X"))
        one = catalogue.outcomes_by_code(["BOR-102.v1.O2"])["BOR-102.v1.O2"]
        claim = service.propose_claim(cast.bruno, offering.id, one.id, Depth.ASSESSED)
        service.accept_claim(cast.chidi, claim.id)

    assert "BOR-102 French 8 English" in visit("/training/coverage/gaps", as_="chidi").text

    with transaction():
        queries.get_offering("NORD-02").languages = ["en", "fr"]
    assert (
        "they teach in a language of those who need it" in visit("/training/coverage/gaps", as_="chidi").text
    )
