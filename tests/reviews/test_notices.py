"""Mails of the review: one for an event, in the reader's language, never to whoever caused it."""

from datetime import date

import pytest
from sqlalchemy import select

from curriculum.accounts import queries as accounts
from curriculum.catalogue import service as modules
from curriculum.catalogue.content import GivenAs
from curriculum.db import db, transaction
from curriculum.domain.actors import Role
from curriculum.reviews import queries, service
from curriculum.reviews.suggesting import Suggestion
from curriculum.tasks.models import Mail
from tests.factories.accounts import make_account
from tests.reviews.conftest import MODULES, PAGE, newcomer, text

pytestmark = pytest.mark.database

CAST = ("chidi", "farid", "bruno", "clara", "elif")


@pytest.fixture
def mailboxes(cast, case):
    """The cast with an address each; Chidi reads French."""
    with transaction():
        for login in CAST:
            account = accounts.by_login(login)
            account.email, account.locale = f"{login}@example.org", "fr" if login == "chidi" else "en"


def told() -> list[tuple[str, str, str]]:
    """To whom, what and in which language, in the order of writing."""
    rows = db.session.scalars(select(Mail).order_by(Mail.id)).all()
    return [(one.to.partition("@")[0], one.template, one.language) for one in rows]


DECISIONS = [
    pytest.param("approve", {}, "version_approved", id="approved"),
    pytest.param("return_", {"reason": "Outcome 2"}, "version_returned", id="returned"),
    pytest.param("reject", {"reason": "Not our field"}, "version_rejected", id="rejected"),
]


@pytest.mark.parametrize(("act", "more", "template"), DECISIONS)
def test_the_author_is_told_what_was_decided(cast, case, mailboxes, act, more, template):
    with transaction():
        getattr(modules, act)(cast.farid, case.id, **more)

    assert told() == [("chidi", template, "fr")]
    mail = db.session.scalars(select(Mail)).one()
    assert mail.facts["link"].endswith(PAGE)
    assert "Outcome 2" not in str(mail.facts)


def test_each_decision_is_told_again(cast, case, mailboxes):
    with transaction():
        modules.return_(cast.farid, case.id, reason="Outcome 2")
        modules.submit(cast.chidi, case.id)
    with transaction():
        modules.return_(cast.farid, case.id, reason="Outcome 1")

    assert told() == [("chidi", "version_returned", "fr")] * 2


def test_an_answer_is_told_to_those_in_the_thread_and_to_nobody_else(cast, case, mailboxes):
    with transaction():
        thread = service.open_thread(cast.bruno, MODULES, case.id, case.place(), "Too broad")
        assert told() == []
        service.reply(cast.elif_, thread, "Not for HR")
        service.reply(cast.farid, thread, "I agree")

    assert told() == [
        ("bruno", "thread_answered", "en"),
        *((who, "thread_answered", "en") for who in ("bruno", "elif")),
    ]


def test_settled_reopened_and_declined_are_answers_too(cast, case, mailboxes):
    with transaction():
        wanted = Suggestion(text("Assess (fr)", "Assess"), text("Évaluer", "Judge"))
        place = case.place(1, "text")
        thread = service.open_thread(cast.bruno, MODULES, case.id, place, "Verb", wanted)
        service.settle(cast.farid, thread)
        service.reopen(cast.bruno, thread, "No")
        (said,) = [one for one in queries.comments_in([thread.id])[thread.id] if one.suggestion]
        service.decline(cast.chidi, said, reason="It is the verb of the law")

    assert [who for who, _, _ in told()] == ["bruno", "farid", "bruno", "farid"]


def test_who_may_no_longer_read_it_is_not_told(cast, case, mailboxes):
    noor = newcomer("noor", Role.EXTERNAL_REVIEWER, email="noor@example.org")
    with transaction():
        asked = service.ask(
            cast.chidi, MODULES, case.id, login="noor", given_as=GivenAs.EXTERNAL, due_on=date(2026, 12, 1)
        )
        thread = service.open_thread(noor, MODULES, case.id, case.place(), "Too broad")
        service.take_back(cast.chidi, asked)
        service.reply(cast.farid, thread, "It is not")

    assert told() == [("noor", "opinion_asked", "en")]


def test_who_is_lent_power_is_told_with_its_days(cast, case, mailboxes):
    days = {"from_": date(2026, 11, 21), "to": date(2026, 12, 20)}
    with transaction():
        service.delegate(cast.farid, login="bruno", institution="CNFGF", reason="On leave", **days)

    mail = db.session.scalars(select(Mail)).one()
    assert (mail.to, mail.template) == ("bruno@example.org", "steps_lent")
    assert (mail.facts["institution"], mail.facts["first"], mail.facts["last"]) == (
        "CNFGF",
        "2026-11-21",
        "2026-12-20",
    )


def test_a_second_account_of_the_actor_is_the_actor(cast, case, mailboxes):
    with transaction():
        thread = service.open_thread(cast.farid, MODULES, case.id, case.place(), "Too broad")
        second = make_account("farid2", person_id=cast.farid.person_id, email="farid2@example.org")
        accounts.by_login("farid").email = None
    other = accounts.actor_of(second.id, date(2026, 11, 21))
    assert other.person_id == cast.farid.person_id
    with transaction():
        service.reply(cast.bruno, thread, "Is it?")
        service.reply(cast.farid, thread, "It is")

    assert told() == [("bruno", "thread_answered", "en")]
