from datetime import date

import pytest

from curriculum import refs
from curriculum.db import transaction
from curriculum.domain.proof import Depth
from curriculum.donors import queries, service
from tests.factories.catalogue import make_module, make_theme, outcome, published
from tests.factories.donors import make_offering, make_programme

pytestmark = pytest.mark.database


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def offering(cast):
    """NORD-02 claims O1 and O2 of BOR-102, proposed by Bruno; O3 is left to nobody."""
    with transaction():
        theme = make_theme("T5")
        module = make_module(owner=Owner(cast.institution("CNFGF")), theme=theme)
        outcomes = (outcome(20), outcome(35, critical=True), outcome(45, critical=True))
        version = published(module, cast.chidi, cast.farid, *outcomes)
        made = make_offering(programme=make_programme(donor="D-X"))
        for one in version.outcomes[:2]:
            service.propose_claim(cast.bruno, made.id, one.id, Depth.ASSESSED)
    return made


def claims(offering) -> list[queries.ClaimRow]:
    return queries.claims_of(offering.id)


def test_consequence_is_shown_before_anybody_decides(visit, offering):
    page = visit("/training/offerings/NORD-02", as_="farid")

    assert "Accepting what is proposed closes O1, O2 = 55 % of the weight; O3 remain open: 45 %." in page.text
    assert len([one for one in page.all("form") if one.get("action", "").endswith("/accept")]) == 2


def test_accepting_and_rejecting_by_the_owner(visit, offering):
    first, second = (refs.seal(claim.id) for claim in claims(offering))

    visit(f"/training/claims/{first}/accept", as_="farid", method="POST", status=302)
    visit(
        f"/training/claims/{second}/reject",
        as_="farid",
        method="POST",
        data={"reason": "Only named in passing"},
        status=302,
    )

    assert [(one.state, one.reason) for one in claims(offering)] == [
        ("accepted", None),
        ("rejected", "Only named in passing"),
    ]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("dalia", 403),  # I-09: a donor never accepts
        ("ines", 403),  # HR has no say in coverage
        ("grace", 403),  # no role
        (None, 403),  # nobody signed in
    ],
)
def test_who_may_not_accept(visit, offering, who, status):
    ref = refs.seal(claims(offering)[0].id)

    visit(f"/training/claims/{ref}/accept", as_=who, method="POST", status=status)

    assert [one.state for one in claims(offering)] == ["proposed", "proposed"]


def test_accepting_with_a_note(visit, offering):
    ref = refs.seal(claims(offering)[0].id)
    note = {"note": "  Only with the practical part  "}

    visit(f"/training/claims/{ref}/accept", as_="farid", method="POST", data=note, status=302)

    assert (claims(offering)[0].state, claims(offering)[0].reason) == (
        "accepted",
        "Only with the practical part",
    )
    assert "Only with the practical part" in visit("/training/offerings/NORD-02", as_="dalia").text


def test_rejecting_without_a_reason_is_told_on_the_page(visit, offering):
    ref = refs.seal(claims(offering)[0].id)

    visit(f"/training/claims/{ref}/reject", as_="farid", method="POST", data={}, status=302)
    page = visit("/training/offerings/NORD-02", as_="farid")

    assert "A reason is needed" in page.text


def test_a_forged_reference_is_not_found(visit, offering):
    visit("/training/claims/0000/accept", as_="farid", method="POST", status=404)


def test_designer_proposes_by_ticking_outcomes(visit, cast, offering):
    sent = {"depth": "practised", "outcomes": ["BOR-102.v1.O3"]}

    visit("/training/offerings/NORD-02/claims", as_="chidi", method="POST", data=sent, status=302)

    found = claims(offering)[-1]
    assert (found.outcome_code, found.depth, found.proposed_by) == (
        "BOR-102.v1.O3",
        Depth.PRACTISED,
        cast.chidi.account_id,
    )


FOUND = [
    pytest.param({}, ["BOR-102", "SAR-101"], id="everything"),
    pytest.param({"find": "sar-101"}, ["BOR-102", "SAR-101"], id="what is claimed stays"),
    pytest.param({"find": "nothing of it"}, ["BOR-102"], id="no other"),
    pytest.param(
        {"find": "x", "outcomes": ["SAR-101.v1.O1"]}, ["BOR-102", "SAR-101"], id="what is ticked stays"
    ),
]


@pytest.mark.parametrize(("sent", "codes"), FOUND)
def test_modules_are_found_by_title_and_nothing_ticked_is_lost(visit, cast, offering, sent, codes):
    with transaction():
        other = make_module("SAR-101", owner=Owner(cast.institution("CNFGF")), theme=make_theme("T9"))
        published(other, cast.chidi, cast.farid)
    before = len(claims(offering))

    page = visit(
        "/training/offerings/NORD-02/claims", as_="chidi", method="POST", data={"do": "find", **sent}
    )

    said = [" ".join("".join(one.itertext()).split()) for one in page.all("summary")]
    ticked = [
        one.get("value") for one in page.all("input", name="outcomes") if one.get("checked") is not None
    ]
    assert said == [f"{code} · Title" for code in codes]
    assert ticked == sent.get("outcomes", [])
    assert len(claims(offering)) == before


def test_designer_enters_an_offering(visit, offering):
    sent = {
        "programme": "HORIZON-F",
        "code": "NORD-06",
        "title_fr": "Documents",
        "title_en": "Documents",
        "activity_type": "training",
        "hours": "12.5",
        "languages": ["en"],
        "mode": "",
        "assessment_kind": "test",
        "pass_mark": "60",
        "start": "2027-02-01",
        "end": "2027-02-03",
    }

    answer = visit("/training/offerings/new", as_="chidi", method="POST", data=sent, status=303)

    made = queries.get_offering("NORD-06")
    assert (answer.location, made.hours, made.start) == (
        "/training/offerings/NORD-06",
        1250,
        date(2027, 2, 1),
    )


def test_cost_is_hidden_from_other_donors(visit, cast, offering):
    assert "Total cost" in visit("/training/offerings/NORD-02", as_="chidi").text
    assert "Total cost" not in visit("/training/offerings/NORD-02", as_="hugo").text


def test_map_says_how_much_of_a_module_is_covered(visit, cast, offering):
    with transaction():
        for claim in claims(offering):
            service.accept_claim(cast.chidi, claim.id)

    moved = visit("/training/coverage", as_="clara", status=302)
    page = visit(moved.location, as_="clara")

    assert "Covered: 55%" in page.text


@pytest.mark.parametrize("address", ["/training/offerings", "/training/coverage/map"])
def test_lists_ask_as_often_for_three_as_for_one(visit, cast, counted, offering, address):
    asked_for_one = _asked(visit, counted, address)
    with transaction():
        for number in (7, 8):
            make_offering(f"NORD-0{number}", programme=queries.get_programme("HORIZON-F"))
            module = make_module(
                f"BOR-20{number}", owner=Owner(cast.institution("CNFGF")), theme=make_theme(f"T{number}")
            )
            published(module, cast.chidi, cast.farid)

    assert _asked(visit, counted, address) == asked_for_one


def _asked(visit, counted, address) -> int:
    visit(address, as_="clara")
    with counted() as asked:
        visit(address, as_="clara")
    return asked.count
