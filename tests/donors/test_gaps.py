"""The gap board: critical outcomes nobody covers times the people whose post asks for them (K04)."""

from datetime import date

import pytest

from curriculum.catalogue import queries as catalogue
from curriculum.db import db, new_id, transaction
from curriculum.domain.mapping import Post
from curriculum.domain.proof import Depth
from curriculum.donors import queries, service
from curriculum.donors.mapping.needs import posts_on, speakers_on
from curriculum.institutions.models import PostProfile
from curriculum.people.models import Person, Position, ServiceRecord
from tests.factories.catalogue import both, make_module, make_theme, outcome, published
from tests.factories.donors import make_offering, make_programme

pytestmark = pytest.mark.database
TODAY = date(2026, 11, 21)


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


def serves(post: PostProfile, institution: int, *, merged_into: int | None = None, **values) -> int:
    """Somebody who holds the post since 2020, unless the values say otherwise."""
    person = Person(id=new_id(), merged_into=merged_into)
    db.session.add(person)
    db.session.flush()
    given = {"from_": date(2020, 1, 1), "institution_id": institution, "post_profile_id": post.id} | values
    db.session.add(ServiceRecord(id=new_id(), person_id=person.id, **given))
    return person.id


@pytest.fixture
def board(cast):
    """BOR-102 has one critical outcome; guards need it: two serve, and five others do not count."""
    institution = cast.institution("CNFGF")
    with transaction():
        post = PostProfile(id=new_id(), code="P-GUARD", title=both("Guard"), required_modules=["BOR-102"])
        db.session.add(post)
        db.session.flush()
        first = serves(post, institution)
        serves(post, institution, to=TODAY)
        serves(post, institution, to=date(2026, 11, 20))
        serves(post, institution, from_=date(2027, 1, 1))
        serves(post, institution, position=Position.RETIRED)
        serves(post, institution, merged_into=first)
        serves(post, institution, post_profile_id=None)
        module = make_module(owner=Owner(institution), theme=make_theme("T5"))
        published(module, cast.chidi, cast.farid, outcome(60, critical=True), outcome(40))


def test_only_people_in_service_hold_a_post(board):
    assert posts_on(TODAY) == [Post("P-GUARD", frozenset({"BOR-102"}), 2)]


def test_board_lists_the_gap_with_its_people(visit, board):
    page = visit("/training/coverage/gaps", as_="chidi")

    assert page.rows() == [["BOR-102.v1.O1", "Do it", "2", "Guard (2)"]]
    assert visit("/training/coverage/map", as_="chidi").links()["Gap board: who needs what nobody teaches"]


@pytest.mark.parametrize(("who", "status"), [("amina", 403), ("clara", 200), (None, 302)])
def test_who_may_count_people(visit, board, who, status):
    visit("/training/coverage/gaps", as_=who, status=status)


def test_nothing_is_missing(visit, cast):
    assert cast.chidi.account_id

    assert "No gap" in visit("/training/coverage/gaps", as_="chidi").text


def test_people_by_language_and_module(board):
    assert speakers_on(TODAY) == {"BOR-102": {"fr": 2}}


def test_language_that_no_course_serves_is_told(visit, board, cast):
    """J1.4: NORD-02 is held in English, those who need BOR-102 are written to in French."""
    with transaction():
        offering = make_offering(programme=make_programme(donor="D-X"))
        one = catalogue.outcomes_by_code(["BOR-102.v1.O2"])["BOR-102.v1.O2"]
        claim = service.propose_claim(cast.bruno, offering.id, one.id, Depth.ASSESSED)
        service.accept_claim(cast.chidi, claim.id)

    assert "BOR-102 French 2 English" in visit("/training/coverage/gaps", as_="chidi").text

    with transaction():
        queries.get_offering("NORD-02").languages = ["en", "fr"]
    assert (
        "they teach in a language of those who need it" in visit("/training/coverage/gaps", as_="chidi").text
    )
