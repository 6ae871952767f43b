"""Who gives and reads feedback: on sessions of one's own, on what one owns (F15, F22, F23)."""

import pytest

from curriculum.db import db, transaction
from curriculum.domain.actors import Role
from curriculum.domain.refusals import RefusalCode
from curriculum.feedback import proposing, queries, service
from curriculum.feedback.queries import Thing
from tests.counting import statements_of
from tests.factories.delivery import make_run, make_school
from tests.refusing import refused
from tests.reviews.conftest import newcomer

pytestmark = pytest.mark.database

RUN = "BOR-101-2026A"


@pytest.fixture
def run(cast):
    cast.enter()
    with transaction():
        make_run(make_school("SCH1", "XYZ-101"))
    return cast


@pytest.mark.parametrize("who", ["hugo", "dalia", "amina"])
def test_session_of_others_is_neither_shown_nor_talked_of(visit, run, who):
    at = f"/feedback/run/{RUN}"
    visit(f"/runs/{RUN}", as_=who, status=404)

    visit(at, as_=who, status=404)
    visit(at, as_=who, method="POST", data={"text": "Spam."}, status=404)

    refused(RefusalCode.NOT_FOUND, service.give, getattr(run, who), queries.about(Thing.RUN, RUN), "Spam.")


def test_session_is_talked_of_by_whoever_sees_it(visit, run):
    newcomer("trainer", Role.HR_OFFICER)
    visit(f"/runs/{RUN}", as_="trainer")

    visit(f"/feedback/run/{RUN}", as_="trainer", method="POST", data={"text": "Good."}, status=303)


@pytest.fixture
def answered(house, said):
    assert house.bruno
    assert house.clara
    assert house.ines
    with transaction():
        proposing.decline(house.farid, said, answer="THE ANSWER")
    return house


@pytest.mark.parametrize(
    ("who", "reads"),
    [("chidi", True), ("farid", True), ("ines", False), ("clara", False), ("bruno", False)],
)
def test_answers_stand_beside_a_module_for_its_owner_only(visit, answered, who, reads):
    page = visit("/training/modules/BOR-901/2", as_=who)

    assert ("THE ANSWER" in page.text) is reads


def give(house, count: int) -> None:
    with transaction():
        about = queries.about(Thing.MODULE, "BOR-901")
        for number in range(count):
            service.give(house.amina, about, f"Feedback {number}.")
    db.session.remove()


def test_list_of_the_owner_costs_the_same_for_many(house):
    give(house, 2)
    few = statements_of(lambda: queries.to_decide(house.farid))
    give(house, 40)

    assert statements_of(lambda: queries.to_decide(house.farid)) == few
    assert len(queries.to_decide(house.farid)) == 42


def test_list_has_pages(visit, house):
    give(house, 51)

    assert len(visit("/training/feedback", as_="farid").rows()) == 50
    assert len(visit("/training/feedback?page=2", as_="farid").rows()) == 1


def test_list_of_another_house_is_empty(house):
    give(house, 1)
    other = newcomer("other", Role.CURRICULUM_DESIGNER, house.institution("MAEC"))

    assert queries.to_decide(other) == []
