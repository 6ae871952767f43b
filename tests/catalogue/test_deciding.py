"""Two who decide at once: the second is told what the first did, and nothing is decided twice."""

import threading
import time

import pytest

from curriculum import clock
from curriculum.audit import queries as trail
from curriculum.catalogue import queries, service, steps
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from tests.conftest import NOW
from tests.factories.catalogue import content, make_module, make_theme, outcome
from tests.refusing import refused

pytestmark = pytest.mark.database

PAGE = "/training/modules/BOR-102/1"


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def version(cast):
    """Version 1 of BOR-102, in review; Farid may approve it, and may return it."""
    with transaction():
        module = make_module(owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        made = service.draft_version(cast.chidi, module_id=module.id, content=content())
        service.submit(cast.chidi, made.id)
    return made.id


def at_once(app, first, second) -> list[object]:
    """Begin the second while the first has decided and not yet committed; what each of them met."""
    begun, met = threading.Event(), {}

    def run(name, act, wait):
        try:
            with app.app_context(), clock.moved_to(NOW), transaction():
                act()
                db.session.flush()
                begun.set()
                time.sleep(wait)
        except Refusal as refusal:
            met[name] = refusal.code
        finally:
            begun.set()

    threads = [threading.Thread(target=run, args=("first", first, 0.4))]
    threads[0].start()
    begun.wait()
    threads.append(threading.Thread(target=run, args=("second", second, 0)))
    threads[1].start()
    for one in threads:
        one.join()
    return [met.get("first"), met.get("second")]


def actions(version_id: int) -> list[str]:
    """What the trail says became of the version, oldest first."""
    return [one.event for one in reversed(trail.of_object("module_version", version_id))][2:]


RACES = [
    pytest.param("approve", "return", VersionState.APPROVED, ["version:approved"], id="approve-and-return"),
    pytest.param("return", "approve", VersionState.DRAFT, ["version:returned"], id="return-and-approve"),
    pytest.param("reject", "approve", VersionState.DISCARDED, ["version:rejected"], id="reject-and-approve"),
    pytest.param("approve", "approve", VersionState.APPROVED, ["version:approved"], id="approve-twice"),
]


@pytest.mark.parametrize(("one", "other", "state", "events"), RACES)
def test_of_two_decisions_at_once_one_stands(app, cast, version, one, other, state, events):
    """Both pages showed the version in review; an approval may be taken back, but not unseen."""

    def decide(action: str) -> None:
        reason = "" if action == "approve" else "Outcome 2"
        steps.take(service, cast.farid, version, action, reason, None, seen="in_review.1")

    met = at_once(app, lambda: decide(one), lambda: decide(other))

    assert met == [None, RefusalCode.CHANGED_MEANWHILE]
    db.session.remove()
    assert queries.version(version).state is state
    assert actions(version) == events


def test_publishing_twice_at_once_publishes_once(app, cast, version):
    with transaction():
        service.approve(cast.farid, version)

    met = at_once(
        app, lambda: service.publish(cast.farid, version), lambda: service.publish(cast.farid, version)
    )

    assert met == [None, RefusalCode.WRONG_STATE]
    assert actions(version) == ["version:approved", "version:published"]


UNMARKED = [
    pytest.param("approve", "return", VersionState.APPROVED, id="approve-and-return"),
    pytest.param("approve", "reject", VersionState.APPROVED, id="approve-and-reject"),
    pytest.param("approve", "approve", VersionState.APPROVED, id="approve-twice"),
    pytest.param("return", "approve", VersionState.DRAFT, id="return-and-approve"),
    pytest.param("pilot", "approve", VersionState.PILOT, id="pilot-and-approve"),
    pytest.param("pilot", "return", VersionState.PILOT, id="pilot-and-return"),
]


@pytest.mark.parametrize(("one", "other", "state"), UNMARKED)
def test_without_a_mark_of_two_steps_at_once_one_is_taken(app, cast, version, one, other, state):
    """Decision 0031: a step that says nothing of what it saw leaves from one state alone."""
    with transaction():
        service.opine(cast.farid, version, given_as=GivenAs.THEMATIC, opinion=Opinion.FAVOURABLE)

    def decide(action):
        reason = {"reason": "Outcome 2"} if action in steps.REASONED else {}
        return lambda: getattr(service, steps.REASONED.get(action, action))(cast.farid, version, **reason)

    met = at_once(app, decide(one), decide(other))

    assert met[0] is None
    assert met[1] in (RefusalCode.CHANGED_MEANWHILE, RefusalCode.WRONG_STATE)
    db.session.remove()
    assert queries.version(version).state is state
    assert actions(version)[1:] == [
        {"approve": "version:approved", "return": "version:returned", "pilot": "version:piloted"}[one]
    ]


HOMES = [
    pytest.param("approve", "approved.1", "return", id="approved-returned"),
    pytest.param("approve", "approved.1", "reopen", id="approved-reopened"),
    pytest.param("pilot", "pilot.1", "reject", id="pilot-rejected"),
    pytest.param("pilot", "pilot.1", "approve", id="pilot-approved"),
]


@pytest.mark.parametrize(("before", "mark", "action"), HOMES)
def test_a_step_away_from_home_says_what_it_saw(cast, version, before, mark, action):
    with transaction():
        service.opine(cast.farid, version, given_as=GivenAs.THEMATIC, opinion=Opinion.FAVOURABLE)
        getattr(service, before)(cast.farid, version)
    reason = {"reason": "Outcome 2"} if action in steps.REASONED else {}
    act = getattr(service, steps.REASONED.get(action, action))

    with transaction():
        refused(RefusalCode.CHANGED_MEANWHILE, act, cast.farid, version, **reason)
        act(cast.farid, version, **reason, seen=mark)


MARKS = [
    pytest.param(None, id="no-mark"),
    pytest.param("", id="an-empty-one"),
    pytest.param("in_review.2", id="another-text"),
]


@pytest.mark.parametrize("mark", MARKS)
def test_a_form_without_its_mark_is_late_and_keeps_what_was_typed(visit, cast, version, mark):
    sent = {"action": "return", "reason": "Outcome 2 is too broad"} | ({} if mark is None else {"seen": mark})

    page = visit(f"{PAGE}/step", as_="farid", method="POST", data=sent, status=409)

    assert page.first("textarea", id="reason-return").text == "Outcome 2 is too broad"
    assert page.first("textarea", id="reason-reject").text in (None, "")
    assert page.first("input", name="seen").get("value") == "in_review.1"
    assert queries.version(version).state is VersionState.IN_REVIEW


def test_what_was_typed_for_a_step_that_is_gone_stays_on_the_page(visit, cast, version):
    sent = {"action": "return", "reason": "Outcome 2 is too broad", "seen": "in_review.1"}
    with transaction():
        service.return_(cast.farid, version, reason="Twice the same")

    page = visit(f"{PAGE}/step", as_="farid", method="POST", data=sent, status=409)

    assert page.first("textarea", id="kept").text == "Outcome 2 is too broad"


def test_what_was_typed_by_somebody_who_lost_the_right_is_given_back(visit, cast, version):
    sent = {"action": "return", "reason": "Outcome 2 is too broad", "seen": "in_review.1"}

    page = visit(f"{PAGE}/step", as_="grace", method="POST", data=sent, status=403)

    assert page.first("textarea", id="written").text == "Outcome 2 is too broad"


def test_a_reason_too_long_is_given_back_whole(visit, cast, version):
    sent = {"action": "return", "reason": "x" * 2001, "seen": "in_review.1"}

    page = visit(f"{PAGE}/step", as_="farid", method="POST", data=sent, status=422)

    assert page.first("textarea", id="reason-return").text == "x" * 2001
    assert "2,001 characters" in page.text or "2001 characters" in page.text


def test_saving_at_once_overwrites_nothing(app, cast, version):
    with transaction():
        service.return_(cast.farid, version, reason="Outcome 2")
    texts = [content(outcome(100, critical=True, text=text)) for text in ("First", "Second")]

    met = at_once(app, *(lambda one=one: service.revise(cast.chidi, version, one, seen=1) for one in texts))

    assert met == [None, RefusalCode.CHANGED_MEANWHILE]
    db.session.remove()
    assert [one.text.en for one in queries.version(version).outcomes] == ["First"]


def test_two_begin_the_next_version_at_once(app, cast, version):
    module_id = queries.version(version).module_id
    with transaction():
        service.return_(cast.farid, version, reason="Outcome 2")
        service.discard(cast.chidi, version)

    def begin():
        return service.draft_version(cast.chidi, module_id=module_id, content=content())

    assert at_once(app, begin, begin) == [None, RefusalCode.ALREADY_EXISTS]


def test_a_page_that_was_overtaken_says_who_decided(visit, cast, version):
    shown = seen(visit(PAGE, as_="farid"))
    with transaction():
        service.approve(cast.farid, version)

    sent = {"action": "approve", "seen": shown}
    page = visit(f"{PAGE}/step", as_="farid", method="POST", data=sent, status=409)

    assert "Farid Benkirouane decided in the meantime: this now stands at “Approved”." in page.text
    assert actions(version) == ["version:approved"]


def test_an_opinion_on_another_text_is_not_recorded(visit, cast, version):
    """Returned, rewritten and submitted again, it stands where it stood; the text is another."""
    shown = seen(visit(PAGE, as_="farid"))
    with transaction():
        service.return_(cast.farid, version, reason="Outcome 2")
        service.revise(cast.chidi, version, content(outcome(100, critical=True)))
        service.submit(cast.chidi, version)
    given = {"given_as": "thematic", "opinion": "unfavourable", "note": "Too long", "seen": shown}

    page = visit(f"{PAGE}/opinion", as_="farid", method="POST", data=given, status=409)

    assert page.first("textarea", id="note").text.strip() == "Too long"
    assert list(queries.opinions_on(version)) == []


def seen(page) -> str:
    """What the page of a version says it shows."""
    return page.first("input", name="seen").get("value")


def test_whoever_may_not_decide_learns_nothing_new(cast, version):
    """The refusal of the step comes before what became of the version."""
    mark = "draft.1"

    refused(
        RefusalCode.NOT_PERMITTED,
        service.require_unmoved,
        cast.chidi,
        Permission.VERSION_APPROVE,
        version,
        mark,
    )
