"""Feedback: said by anybody with a role, read by its owner, and what became of it by whoever gave it."""

import pytest

from curriculum import refs
from curriculum.db import transaction
from curriculum.desk import owning
from curriculum.domain.refusals import RefusalCode
from curriculum.feedback import proposing, queries, service
from curriculum.feedback.queries import Thing
from tests.refusing import refused

pytestmark = pytest.mark.database


def test_official_says_it_and_reads_what_came_of_it(visit, house):
    assert "/feedback/module/BOR-901" in visit("/catalogue/modules/BOR-901").links().values()
    data = {"text": "Too short."}

    visit("/feedback/module/BOR-901", as_="amina", method="POST", data=data, status=303)

    page = visit("/feedback", as_="amina")
    assert "Too short." in page.text
    assert "Not answered yet" in page.text


def test_others_neither_read_nor_answer(visit, house, said):
    assert house.ines
    refused(RefusalCode.NOT_PERMITTED, proposing.decline, house.ines, said, answer="No.")
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


def test_what_was_never_published_is_not_talked_of(house):
    refused(RefusalCode.NOT_FOUND, queries.about, Thing.MODULE, "BOR-000")
    refused(RefusalCode.NOT_FOUND, service.thing_of, "outcome")


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
    ("who", "address", "counted", "shown"),
    [
        pytest.param(
            "chidi", "/training/modules/BOR-901/2", True, True, id="staff, on the page of the version"
        ),
        pytest.param("ines", "/feedback/module/BOR-901", True, False, id="HR reads how much waits"),
        pytest.param("amina", "/feedback/module/BOR-901", False, False, id="an official reads the own list"),
        pytest.param(None, "/catalogue/modules/BOR-901", False, False, id="the public reads nothing of it"),
    ],
)
def test_staff_reads_what_became_of_it_without_names(visit, house, said, who, address, counted, shown):
    assert who is None or getattr(house, who)
    with transaction():
        made = proposing.turn(house.farid, said, code="BOR-901", text="A longer exercise.")
        proposing.decide(house.farid, made.id, accepts=True, reason="Two hours more.")
        proposing.link(house.farid, made.id, 2)
        service.give(house.amina, queries.about(Thing.MODULE, "BOR-901"), "More maps.")

    page = visit(address, as_=who)

    assert ("1 piece of feedback is not answered yet." in page.text) is counted
    assert ("Two hours more. The change stands in BOR-901 v2" in page.text) is shown
    assert "More maps." not in page.text
    assert "Mezgouri" not in page.text.partition("You said, we did")[2]


def test_owner_is_led_from_the_version_to_what_waits(visit, house, said):
    page = visit("/training/modules/BOR-901/2", as_="farid")

    assert "is not answered yet. Feedback on what you own" in page.text
