"""Feedback: said by anybody with a role, answered by the owner with reasons, read by whoever gave it."""

import pytest

from curriculum import refs
from curriculum.db import db, transaction
from curriculum.desk import owning
from curriculum.domain.actors import OPERATOR
from curriculum.domain.lifecycles.feedback import FeedbackState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.exchange import service as exchange
from curriculum.feedback import queries, service
from curriculum.feedback.models import Feedback
from curriculum.feedback.queries import Thing
from tests.factories.exchange import as_file, document
from tests.refusing import refused

pytestmark = pytest.mark.database


@pytest.fixture
def house(cast):
    """CNFGF with a published module and path; Farid signs for training there, Chidi designs."""
    assert cast.chidi
    assert cast.farid
    assert cast.amina
    with transaction():
        exchange.import_(OPERATOR, as_file(document()), restores=True)
    return cast


@pytest.fixture
def said(house):
    with transaction():
        about = queries.about(Thing.MODULE, "BOR-901")
        return service.give(house.amina, about, "The exercise at the border post was too short.").id


def test_official_says_it_and_reads_what_came_of_it(visit, house):
    assert "/feedback/module/BOR-901" in visit("/catalogue/modules/BOR-901").links().values()
    data = {"text": "Too short."}

    visit("/feedback/module/BOR-901", as_="amina", method="POST", data=data, status=303)

    page = visit("/feedback", as_="amina")
    assert "Too short." in page.text
    assert "Not answered yet" in page.text


def test_owner_proposes_a_change_and_names_the_version_that_carries_it(visit, house, said):
    ref = refs.seal(said)
    assert "BOR-901" in visit("/training/feedback", as_="farid").text

    answer = {"decision": "plan", "answer": "Two hours more in the next version."}
    visit(f"/training/feedback/{ref}/answer", as_="farid", method="POST", data=answer, status=303)
    data = {"version": "BOR-901 v2"}
    visit(f"/training/feedback/{ref}/carried", as_="farid", method="POST", data=data, status=303)

    page = visit("/feedback", as_="amina")
    assert "Two hours more in the next version." in page.text
    assert "BOR-901 v2" in page.text
    assert "BOR-901 v2" in visit(f"/training/feedback/{ref}", as_="farid").text


def test_answer_without_a_reason_is_refused_and_kept_open(visit, house, said):
    data = {"decision": "decline", "answer": ""}

    visit(f"/training/feedback/{refs.seal(said)}/answer", as_="farid", method="POST", data=data, status=422)

    db.session.expire_all()
    assert db.session.get(Feedback, said).state is FeedbackState.OPEN


def test_others_neither_read_nor_answer(visit, house, said):
    assert house.ines
    refused(RefusalCode.NOT_PERMITTED, service.decline, house.ines, said, answer="No.")
    visit("/training/feedback", as_="amina", status=403)
    visit(f"/training/feedback/{refs.seal(said)}", as_="ines", status=403)
    assert queries.given_by(house.ines.account_id) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("  ", RefusalCode.VALUE_MISSING, id="nothing said"),
        pytest.param("x" * 4001, RefusalCode.VALUE_TOO_LONG, id="too long"),
    ],
)
def test_what_is_not_feedback_is_refused(house, text, code):
    refused(code, service.give, house.amina, queries.about(Thing.PATH, "LP-901"), text)


def test_version_that_carries_it_is_published(house, said):
    with transaction():
        service.plan(house.farid, said, answer="Yes.")

    with pytest.raises(Refusal) as unknown:
        service.carry(house.farid, said, code="BOR-901", version=9)
    assert unknown.value.code is RefusalCode.NOT_FOUND
    refused(RefusalCode.NOT_FOUND, queries.about, Thing.MODULE, "BOR-000")
    assert queries.versions_carrying(queries.about(Thing.PATH, "LP-901")) == [("LP-901", 1)]


def test_what_nobody_answered_waits_for_the_owner_the_oldest_first(house, said):
    with transaction():
        service.give(house.amina, queries.about(Thing.PATH, "LP-901"), "Later.")

    [queue] = owning.feedback(house.farid)

    assert [(one.text, one.note) for one in queue.items] == [
        ("BOR-901", "The exercise at the border post was too short."),
        ("LP-901", "Later."),
    ]
    assert (queue.count, queue.url) == (2, "/training/feedback?state=open")
    assert owning.feedback(house.amina) == []


@pytest.mark.parametrize(
    ("who", "address", "shown"),
    [
        pytest.param("chidi", "/training/modules/BOR-901/2", True, id="staff, on the page of the version"),
        pytest.param("ines", "/feedback/module/BOR-901", True, id="HR, where feedback is given"),
        pytest.param("amina", "/feedback/module/BOR-901", False, id="an official reads the own list"),
        pytest.param(None, "/catalogue/modules/BOR-901", False, id="the public reads nothing of it"),
    ],
)
def test_staff_reads_what_became_of_it_without_names(visit, house, said, who, address, shown):
    assert who is None or getattr(house, who)
    with transaction():
        service.plan(house.farid, said, answer="Two hours more.")
        service.carry(house.farid, said, code="BOR-901", version=2)
        service.give(house.amina, queries.about(Thing.MODULE, "BOR-901"), "More maps.")

    page = visit(address, as_=who)

    assert ("1 piece of feedback is not answered yet." in page.text) is shown
    assert ("Two hours more. The change stands in BOR-901 v2" in page.text) is shown
    assert "More maps." not in page.text
    assert "Mezgouri" not in page.text.partition("You said, we did")[2]
