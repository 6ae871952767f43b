"""What somebody might try: the wrong role, order, account or text; nothing of it decides anything."""

from datetime import date, timedelta

import pytest

from curriculum import clock
from curriculum.accounts import queries as accounts
from curriculum.accounts import roles
from curriculum.catalogue import service as modules
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.db import db, transaction
from curriculum.domain.actors import Role
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.refusals import RefusalCode
from curriculum.reviews import queries, service
from curriculum.reviews.models import Said
from tests.catalogue.test_deciding import at_once
from tests.factories.accounts import make_account, make_role
from tests.factories.catalogue import content, outcome
from tests.refusing import refused
from tests.reviews.conftest import MODULES, PAGE, newcomer

pytestmark = pytest.mark.database

TODAY = date(2026, 11, 21)
LAST = date(2026, 12, 20)

WRONG_ORDER = [
    pytest.param("publish", "in_review.1", RefusalCode.WRONG_STATE, id="publish-before-approval"),
    pytest.param("pilot", "in_review.1", RefusalCode.CONDITION_NOT_MET, id="pilot-without-an-opinion"),
    pytest.param("withdraw", "in_review.1", RefusalCode.WRONG_STATE, id="withdraw-what-is-not-published"),
    pytest.param("supersede", "in_review.1", RefusalCode.VALUE_INVALID, id="what-only-the-system-does"),
    pytest.param("approve", "approved.1", RefusalCode.CHANGED_MEANWHILE, id="the-mark-of-another-state"),
]


@pytest.mark.parametrize(("action", "mark", "code"), WRONG_ORDER)
def test_steps_out_of_order_are_refused(cast, case, action, mark, code):
    with transaction():
        refused(code, service.step, cast.farid, MODULES, case.id, action, reason="Because", seen=mark)

    assert case.version.state is VersionState.IN_REVIEW


@pytest.mark.parametrize("who", ["bruno", "elif_", "clara", "dalia", "grace", "amina", "chidi", "omar"])
def test_nobody_without_the_role_decides(cast, case, who):
    with transaction():
        wanted = (getattr(cast, who), MODULES, case.id, "approve")
        refused(RefusalCode.NOT_PERMITTED, service.step, *wanted, seen="in_review.1")


def test_the_author_does_not_approve_under_a_second_account(cast, case):
    with transaction():
        second = make_account("chidi2", person_id=cast.chidi.person_id, display_name="Chidi again")
        make_role(second, Role.TRAINING_SIGNATORY)
    again = accounts.actor_of(second.id, TODAY)

    with transaction():
        for act in (modules.approve, lambda actor, key: service.step(
            actor, MODULES, key, "approve", seen="in_review.1"
        )):  # fmt: skip
            refused(RefusalCode.CONFLICT_OF_INTEREST, act, again, case.id)


def test_what_is_lent_is_not_lent_on(cast, case):
    days = {"institution": "CNFGF", "from_": TODAY, "to": LAST, "reason": "On leave"}
    with transaction():
        service.delegate(cast.farid, login="bruno", **days)
        refused(RefusalCode.NOT_PERMITTED, service.delegate, cast.bruno, login="leila", **days)


def test_whose_mandate_has_ended_gives_no_opinion_though_asked(cast, case):
    noor = newcomer("noor", Role.EXTERNAL_REVIEWER)
    with transaction():
        service.ask(cast.chidi, MODULES, case.id, login="noor", given_as=GivenAs.EXTERNAL, due_on=LAST)
        (role,) = accounts.roles_of([noor.account_id])
        roles.end_role(cast.omar, role.id, reason="Her term is over")
    tomorrow = clock.now() + timedelta(days=1)

    with clock.moved_to(tomorrow), transaction():
        late = accounts.actor_of(noor.account_id, clock.today())
        said = {"given_as": GivenAs.EXTERNAL, "opinion": Opinion.FAVOURABLE}
        refused(RefusalCode.NOT_PERMITTED, service.opine, late, MODULES, case.id, **said)
        refused(RefusalCode.NOT_PERMITTED, service.open_thread, late, MODULES, case.id, case.place(), "Hm")
    assert modules.queries.opinions_on(case.id) == []


def test_a_thread_about_an_outcome_that_is_deleted_goes_on(visit, cast, case):
    with transaction():
        thread = service.open_thread(cast.farid, MODULES, case.id, case.place(2), "Superfluous")
        modules.return_(cast.farid, case.id, reason="See the thread")
        modules.revise(cast.chidi, case.id, content(outcome(100, critical=True, text="Assess")))
        service.reply(cast.chidi, queries.thread(queries.seal(thread)), "Gone")
        refused(RefusalCode.NOT_FOUND, service.open_thread, cast.farid, MODULES, case.id, case.place(2), "?")

    page = visit(PAGE, as_="farid")
    assert "About parts that are gone" in page.text
    assert "Gone" in page.text


def test_a_comment_as_long_as_a_book_is_refused_and_given_back(visit, case):
    sent = {"text": "x" * 100_000}

    page = visit(f"{PAGE}/thread?part=&key=", as_="farid", method="POST", data=sent, status=422)

    assert page.first("textarea", id="text").text.strip() == sent["text"]
    assert queries.threads_on(MODULES, case.id) == []


def test_a_script_in_a_comment_is_text(visit, case):
    sent = {"text": "<script>alert(1)</script><img src=x onerror=alert(2)>"}

    visit(f"{PAGE}/thread?part=&key=", as_="farid", method="POST", data=sent, status=302)
    page = visit(PAGE, as_="farid")

    assert sent["text"] in page.text
    assert [one for one in page.all("img") if one.get("src") == "x"] == []


def test_a_comment_for_a_version_that_closed_meanwhile_is_given_back(visit, cast, case):
    with transaction():
        modules.reject(cast.farid, case.id, reason="Not our field")

    sent = {"text": "Too late"}
    page = visit(f"{PAGE}/thread?part=&key=", as_="farid", method="POST", data=sent, status=409)

    assert page.first("textarea", id="text").text.strip() == "Too late"


def test_a_comment_of_somebody_who_may_no_longer_look_is_given_back(visit, case):
    page = visit(f"{PAGE}/thread?part=&key=", as_="grace", method="POST", data={"text": "Mine"}, status=403)

    assert page.first("textarea", id="written").text.strip() == "Mine"


def test_settled_twice_at_once_is_settled_once(app, cast, case):
    with transaction():
        thread = service.open_thread(cast.farid, MODULES, case.id, case.place(), "Too broad")
        ref = queries.seal(thread)

    def settle():
        service.settle(cast.farid, queries.thread(ref))

    assert at_once(app, settle, settle) == [None, RefusalCode.WRONG_STATE]
    db.session.remove()
    said = queries.comments_in([queries.thread(ref).id])
    assert [one.said for each in said.values() for one in each] == [Said.COMMENT, Said.SETTLED]


def test_an_opinion_pressed_twice_is_recorded_with_both_and_changes_nothing(visit, cast, case):
    """An opinion may be given again, and the last one stands; the question is answered once."""
    given = {"given_as": "thematic", "opinion": "favourable", "seen": "in_review.1"}
    for _ in range(2):
        visit(f"{PAGE}/opinion", as_="bruno", method="POST", data=given, status=302)

    assert {one.opinion for one in modules.queries.opinions_on(case.id)} == {"favourable"}
    assert case.version.state is VersionState.IN_REVIEW
