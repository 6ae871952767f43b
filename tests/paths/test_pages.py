from datetime import date

import pytest

from curriculum.db import transaction
from curriculum.domain.proof import Depth
from curriculum.donors import queries as donor_queries
from curriculum.donors import service as donors
from curriculum.paths import queries, service
from tests.factories.catalogue import make_module, make_theme, outcome
from tests.factories.catalogue import published as published_module
from tests.factories.donors import make_offering, make_programme
from tests.factories.paths import content, module_component, published

pytestmark = pytest.mark.database


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def velmaria(cast):
    """BOR-102 v1 and v2 published at CNFGF, LP-TRN-BOR v1 on v2; NORD-02 claims O1, proposed by Bruno."""
    with transaction():
        theme = make_theme("T5")
        module = make_module(owner=Owner(cast.institution("CNFGF")), theme=theme)
        for until in (None, date(2027, 12, 31)):
            version = published_module(
                module,
                cast.chidi,
                cast.farid,
                outcome(55, critical=True, text="Examine a passport"),
                outcome(45, text="Compare faces"),
                teach_out_until=until,
            )
        component = module_component(module, number=2)
        published("LP-TRN-BOR", cast.chidi, cast.elif_, cast.farid, component)
        offering = make_offering(programme=make_programme(donor="D-X"))
        for one in version.outcomes:
            donors.propose_claim(cast.bruno, offering.id, one.id, Depth.ASSESSED)
    return version


def test_catalogue_lists_what_is_published(visit, velmaria):
    page = visit("/catalogue")

    assert page.h1 == "Catalogue"
    assert page.links() == {
        "Trainer": "/catalogue/paths/LP-TRN-BOR",
        "Title": "/catalogue/modules/BOR-102",
    }
    assert page.response.headers.get("Set-Cookie") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bor-102", ["Title"]),  # by code, in any case
        ("trainer", ["Trainer"]),
        ("trâiner", ["Trainer"]),  # accents never hide anything
        ("trainer pool", ["Trainer"]),  # every word, anywhere
        ("visa", ["Show the whole catalogue"]),  # nothing, and a way back
    ],
)
def test_catalogue_is_searched_by_words(visit, velmaria, text, found):
    assert list(visit(f"/catalogue?q={text}").links()) == found


def test_path_page_says_what_is_asked_and_what_is_missing_in_law(visit, velmaria):
    page = visit("/catalogue/paths/LP-TRN-BOR")

    assert "No legal basis is recorded" in page.text
    assert page.links()["Title"] == "/catalogue/modules/BOR-102?version=2"
    assert "at least: Assessed by an outside source" in page.text


def test_module_page_shows_coverage_by_accepted_claims_only(visit, cast, velmaria):
    before = visit("/catalogue/modules/BOR-102").rows(1)
    claim = donor_queries.claims_of(donor_queries.get_offering("NORD-02").id)[0]
    with transaction():
        donors.accept_claim(cast.chidi, claim.id)

    after = visit("/catalogue/modules/BOR-102").rows(1)

    assert before == [["O1", "no donor's course yet"], ["O2", "no donor's course yet"]]
    assert after == [["O1", "NORD-02: Assessed"], ["O2", "no donor's course yet"]]


def test_earlier_version_is_shown_as_replaced(visit, velmaria):
    page = visit("/catalogue/modules/BOR-102?version=1")

    assert "This version was replaced. Whoever is on it may finish it until 31 December 2027." in page.text


@pytest.mark.parametrize(
    "address",
    [
        "/catalogue/modules/BOR-102?version=3",  # never written
        "/catalogue/modules/NOPE",
        "/catalogue/paths/NOPE",
        "/catalogue/paths/LP-TRN-BOR?version=9",
    ],
)
def test_what_is_not_published_is_not_found(visit, velmaria, address):
    visit(address, status=404)


def test_draft_is_invisible_to_the_public(visit, cast, velmaria):
    with transaction():
        path = service.create_path(cast.chidi, code="LP-SECRET", owner="CNFGF")
        service.draft_version(cast.chidi, path_id=path.id, content=content())

    assert len(queries.versions_of(queries.get_path("LP-SECRET").id)) == 1
    visit("/catalogue/paths/LP-SECRET", status=404)


def test_chosen_language_stays_without_a_cookie(visit, velmaria):
    page = visit("/catalogue?lang=fr")

    assert page.first("html").get("lang") == "fr"
    assert page.links()["Title (fr)"] == "/catalogue/modules/BOR-102?lang=fr"


def test_designer_sees_the_way_of_a_path(visit, velmaria):
    page = visit("/training/paths/LP-TRN-BOR/1", as_="chidi")

    assert page.h1 == "Trainer"
    assert page.links()["Draft the next version"] == "/training/paths/LP-TRN-BOR/next"


def test_hr_designates_an_official(visit, cast, velmaria):
    sent = {"number": "VM-200037-X", "path": "LP-TRN-BOR", "on": "2026-11-20", "release_terms": "20 %"}

    answer = visit("/training/paths/nominations/new", as_="ines", method="POST", data=sent, status=302)
    page = visit(answer.location, as_="ines")

    nothing = "–not given"
    dates = ["20 November 2026", "no date"]
    assert page.rows() == [["Amina Mezgouri", "Nominated", *dates, nothing, nothing]]


def test_nobody_else_sees_who_is_on_a_path(visit, cast, velmaria):
    with transaction():
        service.nominate(
            cast.ines,
            person_id=cast.person("amina"),
            path_version_id=queries.get_version("LP-TRN-BOR", 1).id,
            on=date(2026, 11, 20),
        )

    seen = visit("/training/paths/LP-TRN-BOR/1/people", as_="farid")
    hidden = visit("/training/paths/LP-TRN-BOR/1/people", as_="elif")

    assert [row[0] for row in seen.rows()] == ["Amina Mezgouri"]
    assert "Nobody to show" in hidden.text
    visit("/training/paths/LP-TRN-BOR/1/people", as_="grace", status=403)


@pytest.mark.parametrize(
    "sent", [{}, {"given_as": "hr"}, {"opinion": "no"}], ids=["empty", "half", "unknown"]
)
def test_an_opinion_on_a_path_that_cannot_be_read_is_asked_for_again(visit, velmaria, sent):
    visit("/training/paths/LP-TRN-BOR/1/opinion", as_="farid", method="POST", data=sent, status=422)

    assert "no" not in [one.opinion for one in queries.opinions_on(queries.get_version("LP-TRN-BOR", 1).id)]


def test_version_page_says_whether_and_in_what_time_it_can_be_done(visit, cast, velmaria):
    page = visit("/training/paths/LP-TRN-BOR/1", as_="chidi")

    assert "Yes: whoever finishes the modules and meets every count completes this path." in page.text
    assert page.rows(0)[-1] == ["In all", "30 h", "30 h"]
    assert "Donors' courses cover 0" in page.text
