"""Pages of the review: the queue, a version with its talk, threads, suggestions, questions, delegations."""

from datetime import date, timedelta

import pytest

from curriculum import clock
from curriculum.catalogue import service as catalogue
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.version import VersionState
from curriculum.reviews import queries, service
from curriculum.reviews.models import Said
from tests.factories.paths import content as path_content
from tests.reviews.conftest import MODULES, PAGE
from tests.stepping import press

pytestmark = pytest.mark.database

QUEUE = "/training/review"


def about(case, number=1, field="") -> str:
    """Where a thread about an outcome is begun."""
    return f"{PAGE}/thread?part=outcomes&key={case.outcomes[number - 1]}&field={field}"


def post(visit, path, who, status=302, **data):
    return visit(path, as_=who, method="POST", data=data, status=status)


def entries(case) -> list[tuple[Said, str]]:
    """All that was said about the version, thread by thread."""
    rows = queries.threads_on(MODULES, case.id)
    said = queries.comments_in([one.id for one in rows])
    return [(one.said, one.text) for row in rows for one in said[row.id]]


def first_thread(case) -> str:
    return queries.seal(queries.threads_on(MODULES, case.id)[0])


def first_suggestion(case) -> str:
    (row,) = queries.threads_on(MODULES, case.id)
    return queries.seal(queries.comments_in([row.id])[row.id][0])


def test_a_version_shows_its_parts_its_threads_and_its_steps(visit, case):
    page = visit(PAGE, as_="farid")

    assert page.h1 == "Review of BOR-102 v1"
    for words in ("This is the first version", "Outcome O1", "Assess (fr)", "Contact hours", "Approve"):
        assert words in page.text
    assert "Reject for good" in page.text
    assert "its number is not used again" in page.text


def test_the_page_of_the_version_leads_to_the_review(visit, case):
    page = visit("/training/modules/BOR-102/1", as_="farid")

    assert PAGE in [one.get("href") for one in page.all("a")]


def test_a_thread_is_begun_answered_and_settled_by_plain_forms(visit, case):
    post(visit, about(case), "farid", text="Who assesses this?")
    thread = f"/training/review/threads/{first_thread(case)}"
    post(visit, thread, "chidi", text="The centre.", do="reply")
    post(visit, thread, "farid", text="", do="settle")

    page = visit(PAGE, as_="chidi")
    assert "Who assesses this?" in page.text
    assert entries(case) == [
        (Said.COMMENT, "Who assesses this?"),
        (Said.COMMENT, "The centre."),
        (Said.SETTLED, ""),
    ]


def test_what_was_typed_comes_back_with_what_is_wrong(visit, case):
    page = post(visit, about(case), "farid", 422, text=" ")
    assert "“comment” is empty. Fill it in." in page.text

    long = "x" * 4001
    page = post(visit, about(case), "farid", 422, text=long)
    assert page.first("textarea", name="text").text.strip() == long


def test_a_suggestion_is_made_and_taken_by_one_press(visit, cast, case):
    new = {"french": "Évaluer une alerte", "english": "Assess an alert", "text": "Say which"}
    post(visit, about(case, 1, "text"), "farid", **new)
    with transaction():
        catalogue.return_(cast.farid, case.id, reason="See the suggestion")

    page = visit(PAGE, as_="chidi")
    assert "Take it into the draft" in page.text
    seen = page.first("input", name="seen").get("value")
    post(visit, f"/training/review/suggestions/{first_suggestion(case)}/take", "chidi", seen=seen)

    db.session.remove()
    assert case.version.outcomes[0].text.en == "Assess an alert"
    assert "took the suggestion into the draft" in visit(PAGE, as_="farid").text


def test_the_weight_is_suggested_as_a_number_and_declined_with_a_reason(visit, cast, case):
    post(visit, about(case, 1, "weight"), "farid", number="70", text="")
    decline = f"/training/review/suggestions/{first_suggestion(case)}/decline"

    page = post(visit, decline, "chidi", 422, reason="")
    assert "70" in page.text
    post(visit, decline, "chidi", reason="Then the second is too light")

    assert entries(case)[-1] == (Said.DECLINED, "Then the second is too light")


def test_a_number_that_is_none_is_refused_in_words(visit, case):
    page = post(visit, about(case, 1, "weight"), "farid", 422, number="seventy")
    assert page.all("p", class_="field-error")
    page = post(visit, about(case, 1, "weight"), "farid", 422, number="700")
    assert "Number must be between 1 and 100." in page.text


@pytest.mark.parametrize("path", [f"{PAGE}/thread?part=outcomes&key=none", f"{QUEUE}/threads/{'0' * 26}"])
def test_what_is_not_there_is_not_found(visit, case, path):
    visit(path, as_="farid", status=404)


@pytest.mark.parametrize("who", ["amina", "dalia", "grace"])
def test_strangers_to_the_draft_see_nothing_of_it(visit, case, who):
    visit(PAGE, as_=who, status=403)
    assert "Nothing waits for you" in visit(QUEUE, as_=who).text


def test_how_a_version_was_argued_stays_with_the_reviewers_after_publication(visit, cast, case):
    """Who may read what is published does not read the talk, nor what HR said of it."""
    post(visit, about(case), "farid", text="Secret talk")
    heard = {"given_as": GivenAs.HR, "opinion": Opinion.UNFAVOURABLE, "note": "Secret opinion"}
    with transaction():
        catalogue.opine(cast.elif_, case.id, **heard)
        catalogue.approve(cast.farid, case.id)
        catalogue.publish(cast.farid, case.id)

    for who in ("amina", "dalia", "hugo"):
        visit(PAGE, as_=who, status=403)
        visit(f"/training/review/threads/{first_thread(case)}", as_=who, status=403)
        page = visit("/training/modules/BOR-102/1", as_=who)
        assert "Secret opinion" not in page.text
        assert "/training/review/" not in page.text
    assert "Secret talk" in visit(PAGE, as_="elif").text
    assert "Secret opinion" in visit("/training/modules/BOR-102/1", as_="elif").text


def test_reviewers_return_with_a_reason_and_approve_what_they_saw(visit, cast, case):
    press(visit, PAGE, "farid", "return", status=422, reason="")
    assert case.version.state is VersionState.IN_REVIEW
    page = post(visit, f"{PAGE}/step", "farid", 409, action="approve", seen="draft.1")
    assert "decided in the meantime" in page.text
    db.session.remove()
    assert case.version.state is VersionState.IN_REVIEW
    post(visit, f"{PAGE}/step", "farid", action="approve", seen="in_review.1")
    db.session.remove()
    assert case.version.state is VersionState.APPROVED


def test_rejected_for_good_it_is_gone_from_the_queue(visit, case):
    press(visit, PAGE, "farid", "reject", reason="Not our field")
    db.session.remove()

    assert case.version.state is VersionState.DISCARDED
    assert "Nothing waits for you" in visit(QUEUE, as_="farid").text


def test_the_queue_says_what_waits_since_when_and_what_is_late(visit, cast, case):
    with clock.moved_to(clock.now() + timedelta(days=15)):
        page = visit(QUEUE, as_="farid")
        assert "1 version waits for you: 1 is past its target day." in page.text
        assert "(15 days)" in page.text
        assert "BOR-102 v1" in visit(f"{QUEUE}?step=decide&kind=modules&overdue=1", as_="farid").text
        assert "Nothing matches" in visit(f"{QUEUE}?kind=paths", as_="farid").text
        assert "Nothing matches" in visit(f"{QUEUE}?step=publish", as_="farid").text


def test_within_its_days_nothing_is_late(visit, case):
    assert "1 version waits for you." in visit(QUEUE, as_="farid").text
    assert "Nothing matches" in visit(f"{QUEUE}?overdue=1", as_="farid").text


def test_the_author_reads_what_is_to_be_written_and_not_what_is_decided(visit, cast, case):
    assert "Nothing waits for you" in visit(QUEUE, as_="chidi").text
    with transaction():
        catalogue.return_(cast.farid, case.id, reason="Outcome 2")
    assert "Go on writing" in visit(QUEUE, as_="chidi").text


def test_an_opinion_is_asked_on_a_page_and_shown_with_its_day(visit, cast, case):
    page = visit(f"{PAGE}/ask", as_="chidi")
    assert "Clara Montrevel (clara)" in page.text
    wanted = {
        "login": "clara",
        "given_as": "coordination",
        "due_on": "2026-12-01",
        "note": "Both ministries?",
    }
    post(visit, f"{PAGE}/ask", "chidi", **wanted)

    assert "awaited until 1 December 2026" in visit(PAGE, as_="chidi").text
    page = post(visit, f"{PAGE}/ask", "chidi", 422, **(wanted | {"login": "grace"}))
    assert "Grace holds no role that speaks as “Coordination body”" in page.text
    (asked,) = queries.requests_on(MODULES, case.id)
    assert (asked.given_as, asked.due_on) == (GivenAs.COORDINATION, date(2026, 12, 1))


def test_power_is_lent_and_taken_back_on_one_page(visit, cast, case):
    wanted = {"login": "bruno", "institution": "CNFGF", "from_": "2026-11-21", "to": "2026-12-20"}
    page = post(visit, f"{QUEUE}/delegations", "farid", 422, **wanted)
    assert page.all("p", class_="field-error")
    post(visit, f"{QUEUE}/delegations", "farid", **wanted, reason="On leave")

    assert "On leave" in visit(f"{QUEUE}/delegations", as_="bruno").text
    (row,) = queries.delegations_of(cast.bruno.account_id)
    post(visit, f"{QUEUE}/delegations/{queries.seal(row)}/end", "farid")
    assert "ended" in visit(f"{QUEUE}/delegations", as_="farid").text


def test_who_has_nothing_to_lend_is_told(visit, case):
    page = visit(f"{QUEUE}/delegations", as_="chidi")

    assert "you hold nothing that could be lent" in page.text


def test_a_path_is_reviewed_the_same_way(visit, cast, case):
    from curriculum.paths import service as paths

    with transaction():
        path = paths.create_path(cast.chidi, code="LP-TST-ONE", owner="CNFGF")
        paths.draft_version(cast.chidi, path_id=path.id, content=path_content())
    place = "/training/review/paths/LP-TST-ONE/1"

    post(visit, f"{place}/thread?field=title", "farid", french="Formateur", english="Trainer", text="Shorter")

    page = visit(place, as_="chidi")
    assert "Take it into the draft" in page.text
    assert "Shorter" in page.text


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_pages_cost_as_many_statements_for_many_threads_as_for_few(visit, cast, case, counted, lang):
    with transaction():
        service.open_thread(cast.farid, MODULES, case.id, case.place(), "One")
    visit(PAGE, as_="farid", lang=lang)
    with counted() as few:
        visit(PAGE, as_="farid", lang=lang)
    with transaction():
        for number in range(8):
            service.open_thread(cast.farid, MODULES, case.id, case.place(2), f"Thread {number}")
    with counted() as many:
        visit(PAGE, as_="farid", lang=lang)

    assert many.count == few.count


def test_who_wrote_reads_why_it_came_back(visit, cast, case):
    with transaction():
        catalogue.return_(cast.farid, case.id, reason="Outcome 2 is too broad")

    page = visit(PAGE, as_="chidi")

    assert "Farid Benkirouane returned version 1 of BOR-102: Outcome 2 is too broad" in page.text
