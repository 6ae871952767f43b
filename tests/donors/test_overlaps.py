"""An overlap of donors is marked as wanted by the owner of the module, with a reason (K03)."""

import pytest

from curriculum.db import transaction
from curriculum.domain.proof import Depth
from curriculum.domain.refusals import RefusalCode
from curriculum.donors import service
from curriculum.donors.mapping import queries
from curriculum.donors.mapping import service as justifying
from tests.factories.catalogue import make_module, make_theme, published
from tests.factories.donors import make_offering, make_programme
from tests.refusing import refused

pytestmark = pytest.mark.database
PAGE = "/training/coverage/overlaps"
REASON = {"reason": "  One in French, one in English  "}


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def outcome_id(cast) -> int:
    """Two donors cover O1 of BOR-102."""
    with transaction():
        module = make_module(owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        one = published(module, cast.chidi, cast.farid).outcomes[0]
        for code, programme, donor in (("NORD-06", "HORIZON-F", "D-X"), ("FFMS-04", "FIDU", "D-Y")):
            offering = make_offering(code, programme=make_programme(programme, donor))
            claim = service.propose_claim(cast.bruno, offering.id, one.id, Depth.ASSESSED)
            service.accept_claim(cast.chidi, claim.id)
    return one.id


def test_owner_says_why_and_takes_it_back(visit, outcome_id):
    visit(f"{PAGE}/BOR-102.v1.O1", as_="chidi", method="POST", data=REASON, status=302)
    assert queries.justified() == {outcome_id: "One in French, one in English"}
    said = visit(PAGE, as_="clara").rows()[0][3]

    visit(f"{PAGE}/BOR-102.v1.O1", as_="farid", method="POST", data={"step": "reopen"}, status=302)

    assert said == "Wanted One in French, one in English"
    assert (queries.justified(), visit(PAGE, as_="clara").rows()[0][3]) == ({}, "not said")


@pytest.mark.parametrize("who", ["dalia", "ines", "amina"])
def test_others_only_read(visit, outcome_id, who):
    visit(f"{PAGE}/BOR-102.v1.O1", as_=who, method="POST", data=REASON, status=403)

    assert queries.justified() == {}


def test_without_a_reason_it_is_told_on_the_page(visit, outcome_id):
    visit(f"{PAGE}/BOR-102.v1.O1", as_="chidi", method="POST", data={"reason": " "}, status=302)

    assert "A reason is needed" in visit(PAGE, as_="chidi").text


def test_second_note_and_one_that_does_not_stand_are_refused(cast, outcome_id):
    refused(RefusalCode.NOT_FOUND, justifying.reopen_overlap, cast.chidi, outcome_id)
    justifying.justify_overlap(cast.chidi, outcome_id, "wanted")
    refused(RefusalCode.ALREADY_EXISTS, justifying.justify_overlap, cast.farid, outcome_id, "again")


def test_no_overlap_and_the_way_there(visit, cast):
    assert cast.dalia.account_id

    assert "No overlap" in visit(PAGE, as_="dalia").text


def test_map_leads_there(visit, outcome_id):
    found = visit("/training/coverage/map", as_="clara").links()

    assert found["Overlaps: wanted, or to be spoken about"] == PAGE


def test_map_and_its_files_say_what_is_wanted(visit, outcome_id, cast):
    with transaction():
        justifying.justify_overlap(cast.chidi, outcome_id, "One in French, one in English")

    page = visit("/training/coverage/map", as_="clara")
    assert "wanted: One in French, one in English" in page.text
    assert "1 of them wanted" in page.text
    assert "One in French, one in English" in visit("/training/coverage/map.csv", as_="clara").html
