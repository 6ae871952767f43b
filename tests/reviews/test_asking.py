"""Opinions asked of named people: a mail, a target day, an answer; an outsider sees that and nothing else."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from curriculum import clock
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import service as catalogue_service
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.db import db, transaction
from curriculum.domain.actors import Role
from curriculum.domain.refusals import RefusalCode
from curriculum.reviews import queries, queue, service
from curriculum.tasks.models import Mail
from tests.refusing import refused
from tests.reviews.conftest import MODULES, PAGE, newcomer

pytestmark = pytest.mark.database

DUE = date(2026, 12, 1)


@pytest.fixture
def expert(cast):
    """Noor, an expert from outside, with an address."""
    return newcomer("noor", Role.EXTERNAL_REVIEWER, email="noor@example.org", locale="fr")


def ask(actor, case, login, given_as=GivenAs.EXTERNAL, due_on=DUE) -> str:
    with transaction():
        asked = service.ask(actor, MODULES, case.id, login=login, given_as=given_as, due_on=due_on)
    return queries.seal(asked)


def test_asked_once_told_by_mail_and_answered(cast, case, expert):
    ask(cast.chidi, case, "noor")

    mail = db.session.scalars(select(Mail)).one()
    assert (mail.to, mail.template, mail.language) == ("noor@example.org", "opinion_asked", "fr")
    assert mail.facts["link"].endswith(PAGE)
    waits = [(row.step, row.code, row.due) for row in queue.waiting(expert)]
    assert waits == [(queue.Step.OPINION, "BOR-102", DUE)]
    with transaction():
        service.opine(
            expert, MODULES, case.id, given_as=GivenAs.EXTERNAL, opinion=Opinion.FAVOURABLE, note=""
        )
    assert queue.waiting(expert) == []
    assert [one.given_as for one in catalogue.opinions_on(case.id)] == ["external"]


def test_an_outsider_sees_what_was_asked_and_nothing_else(visit, cast, case, expert):
    visit(PAGE, as_="noor", status=403)
    ref = ask(cast.chidi, case, "noor")

    page = visit(PAGE, as_="noor")

    assert "Give an opinion" in page.text
    assert "Nothing for you to do here." in page.text
    visit("/training/modules/BOR-102/1", as_="noor", status=403)
    visit("/training/modules/BOR-102/draft", as_="noor", status=403)
    visit(f"{PAGE}/ask", as_="noor", status=403)
    visit(f"/training/review/requests/{ref}/end", as_="noor", method="POST", status=403)
    with transaction():
        service.take_back(cast.chidi, queries.request(ref))
    visit(PAGE, as_="noor", status=403)


def test_the_coordination_body_sees_a_draft_once_it_is_asked(visit, cast, case):
    visit(PAGE, as_="clara", status=403)
    ask(cast.chidi, case, "clara", GivenAs.COORDINATION)

    assert "Give an opinion" in visit(PAGE, as_="clara").text


def test_an_outsider_comments_and_does_not_write(cast, case, expert):
    place = case.place()
    with transaction():
        refused(RefusalCode.NOT_PERMITTED, service.open_thread, expert, MODULES, case.id, place, "Hm")
    ask(cast.chidi, case, "noor")

    with transaction():
        service.open_thread(expert, MODULES, case.id, place, "Too broad")
        refused(RefusalCode.NOT_PERMITTED, catalogue_service.approve, expert, case.id)
        refused(RefusalCode.NOT_PERMITTED, service.step, expert, MODULES, case.id, "return", reason="No")


def test_an_outsider_binds_nobody(cast, case, expert):
    """The need of a pilot is the thematic unit's opinion; an outsider's is read and no more."""
    ask(cast.chidi, case, "noor")
    with transaction():
        service.opine(
            expert, MODULES, case.id, given_as=GivenAs.EXTERNAL, opinion=Opinion.FAVOURABLE, note=""
        )
        refused(RefusalCode.CONDITION_NOT_MET, catalogue_service.pilot, cast.farid, case.id)


NOT_ASKED = [
    pytest.param("chidi", "elif", GivenAs.COORDINATION, DUE, RefusalCode.CANNOT_SPEAK_FOR, id="other-name"),
    pytest.param("chidi", "grace", GivenAs.HR, DUE, RefusalCode.CANNOT_SPEAK_FOR, id="no-role"),
    pytest.param("chidi", "dalia", GivenAs.EXTERNAL, DUE, RefusalCode.CANNOT_SPEAK_FOR, id="a-donor"),
    pytest.param("chidi", "nobody", GivenAs.HR, DUE, RefusalCode.NOT_FOUND, id="no-such-account"),
    pytest.param(
        "chidi", "clara", GivenAs.COORDINATION, date(2026, 11, 20), RefusalCode.DATES_CONTRADICT, id="past"
    ),
    pytest.param("elif_", "clara", GivenAs.COORDINATION, DUE, RefusalCode.NOT_PERMITTED, id="HR-asks"),
]


@pytest.mark.parametrize(("who", "login", "given_as", "due", "code"), NOT_ASKED)
def test_who_is_not_asked_and_does_not_ask(cast, case, who, login, given_as, due, code):
    wanted = {"login": login, "given_as": given_as, "due_on": due}

    with transaction():
        refused(code, service.ask, getattr(cast, who), MODULES, case.id, **wanted)


def test_nobody_is_asked_twice_before_answering(cast, case):
    ask(cast.chidi, case, "clara", GivenAs.COORDINATION)
    wanted = {"login": "clara", "given_as": GivenAs.COORDINATION, "due_on": DUE}

    with transaction():
        refused(RefusalCode.ALREADY_EXISTS, service.ask, cast.farid, MODULES, case.id, **wanted)


def test_who_has_answered_is_asked_again_and_has_it_before_them_again(cast, case, expert):
    """Each question has the answer given after it, be it in the same moment: the queue, and who waits."""
    for asked_before in (0, 1):
        ask(cast.chidi, case, "noor")
        assert [row.step for row in queue.waiting(expert)] == [queue.Step.OPINION]
        asked = queries.requests_on(MODULES, case.id)
        assert len(asked) == asked_before + 1
        assert queries.unanswered(asked, MODULES) == [asked[-1]]
        with transaction():
            service.opine(
                expert, MODULES, case.id, given_as=GivenAs.EXTERNAL, opinion=Opinion.FAVOURABLE, note=""
            )
        assert queue.waiting(expert) == []

    given = catalogue.opinions_on(case.id)
    found = [queries.answer_to(one, given) for one in queries.requests_on(MODULES, case.id)]
    assert found == list(given)


def test_an_answer_given_on_the_page_of_the_version_counts(cast, case):
    """The opinion is the room's below; wherever it is given, the question is answered."""
    ask(cast.chidi, case, "clara", GivenAs.COORDINATION)
    with transaction():
        catalogue_service.opine(
            cast.clara, case.id, given_as=GivenAs.COORDINATION, opinion=Opinion.FAVOURABLE
        )

    assert queries.unanswered(queries.requests_on(MODULES, case.id), MODULES) == []


def test_past_its_target_day_it_says_so(visit, cast, case):
    ask(cast.chidi, case, "clara", GivenAs.COORDINATION)
    with clock.moved_to(clock.now() + timedelta(days=12)):
        page = visit(PAGE, as_="chidi")

        assert "awaited until 1 December 2026 (12 days) past" in page.text


def test_the_author_follows_what_was_handed_on(visit, cast, case, expert):
    """How far it is, what talk is open, whose opinion is late: on the queue and on the desk."""
    ask(cast.chidi, case, "noor")
    begin = f"{PAGE}/thread?part=outcomes&key={case.outcomes[0]}"
    visit(begin, as_="farid", method="POST", data={"text": "Who assesses this?"}, status=302)
    others = visit("/training/review", as_="farid").text
    with clock.moved_to(clock.now() + timedelta(days=40)):
        page, desk = visit("/training/review", as_="chidi"), visit("/training", as_="chidi")

    assert [row[3:] for row in page.rows()] == [["1", "1 1 late"]]
    assert "BOR-102, version 1 · 1 open thread · 1 opinion late" in desk.text
    assert "Your versions under review" not in others
