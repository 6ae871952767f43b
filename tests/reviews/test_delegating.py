"""Lent power: dated, named twice in the trail, and never a way round four eyes."""

from datetime import date, timedelta

import pytest

from curriculum import clock
from curriculum.accounts import queries as accounts
from curriculum.accounts import roles
from curriculum.audit import queries as trail
from curriculum.catalogue import service as catalogue
from curriculum.catalogue import versioning
from curriculum.db import db, transaction
from curriculum.domain.actors import Role
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.refusals import RefusalCode
from curriculum.reviews import queries, queue, service
from tests.catalogue.test_deciding import at_once
from tests.factories.accounts import make_account, make_role
from tests.factories.catalogue import content
from tests.refusing import refused
from tests.reviews.conftest import MODULES, PAGE, newcomer
from tests.stepping import press

pytestmark = pytest.mark.database

FIRST, LAST = date(2026, 11, 21), date(2026, 12, 20)


def lend(actor, login, first=FIRST, last=LAST, institution="CNFGF") -> str:
    with transaction():
        made = service.delegate(
            actor, login=login, institution=institution, from_=first, to=last, reason="On leave"
        )
    return queries.seal(made)


def step(actor, case, action, **more) -> None:
    more.setdefault("seen", versioning.mark(case.version))
    with transaction():
        service.step(actor, MODULES, case.id, action, **more)


def test_the_delegate_decides_under_their_own_name_and_the_trail_names_both(cast, case):
    lend(cast.farid, "bruno")

    step(cast.bruno, case, "approve", seen="in_review.1")

    version = case.version
    assert (version.state, version.approver_id) == (VersionState.APPROVED, cast.bruno.account_id)
    said = [one.event for one in trail.of_object("module_version", case.id, 2)]
    assert said == ["version:approved", "review:step_lent"]
    lent = trail.of_object("module_version", case.id, 2)[1]
    assert (lent.account_id, lent.facts["lender"]) == (cast.bruno.account_id, "Farid Benkirouane")


def test_the_delegate_sees_it_in_the_queue_and_on_the_page(visit, cast, case):
    lend(cast.farid, "bruno")

    rows = [one for one in queue.waiting(cast.bruno) if one.lent_by]

    assert [(one.step, one.lent_by) for one in rows] == [(queue.Step.DECIDE, "Farid Benkirouane")]
    page = visit(PAGE, as_="bruno")
    assert "Farid Benkirouane has lent you the steps of review" in page.text
    press(visit, PAGE, "bruno", "approve")
    assert case.version.state is VersionState.APPROVED


def test_lender_and_delegate_decide_at_once_and_one_is_told(app, cast, case):
    lend(cast.farid, "bruno")

    def decide(actor, action, reason=""):
        return lambda: service.step(actor, MODULES, case.id, action, reason=reason, seen="in_review.1")

    met = at_once(app, decide(cast.bruno, "approve"), decide(cast.farid, "return", "Outcome 2"))

    assert met == [None, RefusalCode.CHANGED_MEANWHILE]
    db.session.remove()
    assert case.version.state is VersionState.APPROVED


@pytest.mark.parametrize("days", [-1, 31], ids=["before", "after"])
def test_outside_its_days_nothing_is_lent(cast, case, days):
    lend(cast.farid, "bruno", FIRST + timedelta(days=1), FIRST + timedelta(days=30))
    with clock.moved_to(clock.now() + timedelta(days=days + 1 if days > 0 else 0)), transaction():
        refused(RefusalCode.NOT_PERMITTED, service.step, cast.bruno, MODULES, case.id, "approve")


def test_taken_back_it_holds_no_more(cast, case):
    ref = lend(cast.farid, "bruno")
    with transaction():
        refused(RefusalCode.NOT_PERMITTED, service.end_delegation, cast.elif_, queries.delegation(ref))
        service.end_delegation(cast.farid, queries.delegation(ref))
        refused(RefusalCode.NOT_PERMITTED, service.step, cast.bruno, MODULES, case.id, "approve")


def test_who_no_longer_holds_the_role_lends_nothing(cast, case):
    lend(cast.farid, "bruno")
    with transaction():
        (role,) = accounts.roles_of([cast.farid.account_id])
        roles.end_role(cast.omar, role.id, reason="Moved on")
    with clock.moved_to(clock.now() + timedelta(days=1)), transaction():
        refused(RefusalCode.NOT_PERMITTED, service.step, cast.bruno, MODULES, case.id, "approve")


NOT_BY_LOAN = [
    pytest.param("withdraw", "wrong in law", id="withdraw"),
    pytest.param("discard", "", id="discard"),
    pytest.param("submit", "", id="submit"),
]


@pytest.mark.parametrize(("action", "reason"), NOT_BY_LOAN)
def test_what_is_not_lent(cast, case, action, reason):
    lend(cast.farid, "bruno")

    with transaction():
        refused(RefusalCode.NOT_PERMITTED, service.step, cast.bruno, MODULES, case.id, action, reason=reason)


def test_the_author_does_not_approve_with_lent_power(cast, case):
    """ADR 0024: persons are compared, whoever lends and whatever account borrows."""
    lend(cast.farid, "chidi")
    with transaction():
        person = cast.chidi.person_id
        second = make_account("chidi2", person_id=person, display_name="Chidi again")
    lend(cast.farid, "chidi2")

    for actor in (cast.chidi, accounts.actor_of(second.id, FIRST)):
        with transaction():
            asked = (actor, MODULES, case.id, "approve")
            refused(RefusalCode.CONFLICT_OF_INTEREST, service.step, *asked, seen="in_review.1")


@pytest.fixture
def writer(cast, case):
    """Wanda decides at CNFGF and wrote in the draft of BOR-102 v1."""
    both = newcomer("wanda", Role.TRAINING_SIGNATORY, cast.institution("CNFGF"))
    with transaction():
        make_role(accounts.by_login("wanda"), Role.CURRICULUM_DESIGNER)
        catalogue.return_(cast.farid, case.id, reason="Again")
    wanda = accounts.actor_of(both.account_id, FIRST)
    with transaction():
        catalogue.revise(wanda, case.id, content())
        catalogue.submit(wanda, case.id)
    return wanda


def test_who_wrote_in_the_draft_lends_nothing_for_it(cast, case, writer):
    """Wanda may not approve what she wrote, so nobody may for her (risk 6)."""
    lend(writer, "bruno")

    with transaction():
        met = refused(RefusalCode.LENDER_WROTE, service.step, cast.bruno, MODULES, case.id, "approve")

    assert met.facts["by"] == "Wanda"
    assert [one for one in queue.waiting(cast.bruno) if one.lent_by] == []


def test_one_lender_who_wrote_does_not_spoil_another(cast, case, writer):
    lend(writer, "bruno")
    lend(cast.farid, "bruno")

    step(cast.bruno, case, "approve")

    assert trail.of_object("module_version", case.id, 2)[1].facts["lender"] == "Farid Benkirouane"


def test_lent_power_is_not_lent_on(cast, case):
    lend(cast.farid, "bruno")

    with transaction():
        refused(
            RefusalCode.NOT_PERMITTED,
            service.delegate,
            cast.bruno,
            login="leila",
            institution="CNFGF",
            from_=FIRST,
            to=LAST,
            reason="Me too",
        )


def test_lent_power_carries_no_further_than_its_place(cast, case):
    """Farid signs at CNFGF only, and lends no more than that."""
    with transaction():
        refused(
            RefusalCode.NOT_PERMITTED,
            service.delegate,
            cast.farid,
            login="bruno",
            institution="ENAPV",
            from_=FIRST,
            to=LAST,
            reason="Everything",
        )


NOT_LENT = [
    pytest.param("farid", FIRST, LAST, "On leave", RefusalCode.LENT_TO_SELF, id="to-oneself"),
    pytest.param("farid2", FIRST, LAST, "On leave", RefusalCode.LENT_TO_SELF, id="second-account"),
    pytest.param("omar", FIRST, LAST, "On leave", RefusalCode.INCOMPATIBLE_ROLES, id="system-administrator"),
    pytest.param("dalia", FIRST, LAST, "On leave", RefusalCode.PERSON_UNKNOWN, id="donor-without-person"),
    pytest.param("nobody", FIRST, LAST, "On leave", RefusalCode.NOT_FOUND, id="no-such-account"),
    pytest.param("bruno", FIRST, LAST, " ", RefusalCode.REASON_MISSING, id="no-reason"),
    pytest.param("bruno", LAST, FIRST, "On leave", RefusalCode.DATES_CONTRADICT, id="ends-first"),
    pytest.param(
        "bruno", FIRST - timedelta(days=1), LAST, "Late", RefusalCode.DATES_CONTRADICT, id="backdated"
    ),
    pytest.param("bruno", FIRST, date(2027, 6, 1), "Long", RefusalCode.VALUE_INVALID, id="over-six-months"),
]


@pytest.mark.parametrize(("login", "first", "last", "reason", "code"), NOT_LENT)
def test_what_nobody_lends(cast, login, first, last, reason, code):
    wanted = {"login": login, "institution": "CNFGF", "from_": first, "to": last, "reason": reason}
    with transaction():
        make_account("farid2", person_id=cast.person("farid"))

    with transaction():
        refused(code, service.delegate, cast.farid, **wanted)


def test_lent_twice_to_one_for_the_same_days_is_refused(cast):
    lend(cast.farid, "bruno")
    wanted = {"login": "bruno", "institution": "CNFGF", "from_": LAST, "to": LAST, "reason": "More"}

    with transaction():
        refused(RefusalCode.ALREADY_EXISTS, service.delegate, cast.farid, **wanted)
