"""Talk about parts of a version: begun, answered, settled, never taken away, even when its part is gone."""

from dataclasses import replace

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from curriculum.audit import queries as trail
from curriculum.catalogue import service as catalogue
from curriculum.db import db, transaction
from curriculum.domain.refusals import RefusalCode
from curriculum.domain.sheets import Place
from curriculum.reviews import queries, service
from curriculum.reviews.models import Said
from tests.catalogue.test_deciding import at_once
from tests.factories.catalogue import content, outcome
from tests.refusing import refused
from tests.reviews.conftest import MODULES

pytestmark = pytest.mark.database


@pytest.fixture
def thread(cast, case) -> str:
    """Farid asks about the first outcome; its reference."""
    with transaction():
        made = service.open_thread(cast.farid, MODULES, case.id, case.place(), "Who assesses this?")
    return queries.seal(made)


def said(thread: str) -> list[tuple[Said, str]]:
    """What was said in a thread, oldest first."""
    row = queries.thread(thread)
    return [(one.said, one.text) for one in queries.comments_in([row.id])[row.id]]


def act(verb, actor, thread, text) -> None:
    """Say something in a thread, as a form does."""
    with transaction():
        verb(actor, queries.thread(thread), text)


def test_a_talk_keeps_all_that_was_said(cast, thread):
    act(service.reply, cast.chidi, thread, "The centre.")
    act(service.settle, cast.farid, thread, "Fine.")
    act(service.reopen, cast.elif_, thread, "Not for HR.")

    assert said(thread) == [
        (Said.COMMENT, "Who assesses this?"),
        (Said.COMMENT, "The centre."),
        (Said.SETTLED, "Fine."),
        (Said.REOPENED, "Not for HR."),
    ]
    events = [one.event for one in reversed(trail.of_object("review_thread", queries.thread(thread).id))]
    assert events == [
        "review:thread_opened",
        "review:replied",
        "review:thread_settled",
        "review:thread_reopened",
    ]


NOT_SAID = [
    pytest.param(service.reply, "chidi", "  ", RefusalCode.VALUE_MISSING, id="nothing"),
    pytest.param(service.reply, "chidi", "x" * 4001, RefusalCode.VALUE_TOO_LONG, id="too-long"),
    pytest.param(service.reopen, "chidi", "", RefusalCode.WRONG_STATE, id="open-already"),
    pytest.param(service.settle, "elif_", "", RefusalCode.NOT_PERMITTED, id="HR-settles-what-others-began"),
    pytest.param(service.reply, "amina", "Me too", RefusalCode.NOT_PERMITTED, id="an-official"),
    pytest.param(service.reply, "dalia", "Ours!", RefusalCode.NOT_PERMITTED, id="a-donor"),
    pytest.param(service.reply, "grace", "Hello", RefusalCode.NOT_PERMITTED, id="no-role"),
]


@pytest.mark.parametrize(("verb", "who", "text", "code"), NOT_SAID)
def test_what_is_not_said(cast, thread, verb, who, text, code):
    actor, row = getattr(cast, who), queries.thread(thread)

    with transaction():
        refused(code, verb, actor, row, text)

    assert said(thread) == [(Said.COMMENT, "Who assesses this?")]


def test_nobody_talks_about_what_is_not_there(cast, case):
    places = [
        Place("outcomes", "none", ""),
        Place("outcomes", case.outcomes[0], "position"),
        Place("x", "", ""),
    ]

    with transaction():
        for place in places:
            refused(RefusalCode.NOT_FOUND, service.open_thread, cast.farid, MODULES, case.id, place, "What?")


def test_published_versions_are_not_talked_about(cast, case, thread):
    with transaction():
        catalogue.approve(cast.farid, case.id)
        catalogue.publish(cast.farid, case.id)
        refused(RefusalCode.WRONG_STATE, service.reply, cast.chidi, queries.thread(thread), "Too late?")


def test_a_thread_outlives_its_part_and_says_so(cast, case, thread, visit):
    """The author removes the outcome; the row it hung on is gone, what was said is not."""
    with transaction():
        catalogue.return_(cast.farid, case.id, reason="See the threads")
        kept = replace(outcome(100, critical=True), key=case.outcomes[1])
        catalogue.revise(cast.chidi, case.id, content(kept))

    page = visit("/training/review/modules/BOR-102/1", as_="farid")

    gone = page.text.partition("About parts that are gone")[2]
    assert "Outcome O1 open its part is gone" in gone
    assert "Who assesses this?" in gone
    act(service.settle, cast.farid, thread, "")
    assert said(thread)[-1] == (Said.SETTLED, "")


STATEMENTS = [
    pytest.param("UPDATE review_comment SET text = 'I said nothing'", id="comment-changed"),
    pytest.param("DELETE FROM review_comment", id="comment-removed"),
    pytest.param("UPDATE review_comment SET by = NULL", id="by-nobody"),
    pytest.param("UPDATE review_thread SET name = ''", id="thread-changed"),
    pytest.param("DELETE FROM review_thread", id="thread-removed"),
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_statement_changes_what_was_said(thread, statement):
    with pytest.raises(IntegrityError, match="what was said"), transaction():
        db.session.execute(sql(statement))

    assert said(thread) == [(Said.COMMENT, "Who assesses this?")]


def test_two_settle_at_once_and_one_is_told(app, cast, case, thread):
    def settle(actor):
        return lambda: service.settle(actor, queries.thread(thread))

    assert at_once(app, settle(cast.farid), settle(cast.chidi)) == [None, RefusalCode.WRONG_STATE]


def test_whoever_began_a_thread_may_settle_it(cast, case):
    with transaction():
        begun = service.open_thread(cast.ines, MODULES, case.id, case.place(2), "Who pays for the days?")
        mine = queries.seal(begun)

    act(service.settle, cast.ines, mine, "")

    assert said(mine)[-1] == (Said.SETTLED, "")


def test_open_threads_are_counted_by_version(cast, case, thread):
    with transaction():
        other = service.open_thread(cast.farid, MODULES, case.id, Place("", "", ""), "Why at all?")
        service.settle(cast.farid, other)

    assert queries.open_threads("modules", [case.id]) == {case.id: 1}
