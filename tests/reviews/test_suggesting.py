"""Suggestions: taken by one press into the draft, never over another text, or declined with a reason."""

import pytest

from curriculum.audit import queries as trail
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import service as catalogue_service
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.refusals import RefusalCode
from curriculum.domain.sheets import Place
from curriculum.reviews import queries, service
from curriculum.reviews.models import Said
from curriculum.reviews.suggesting import Suggestion
from tests.catalogue.test_deciding import at_once
from tests.factories.catalogue import content, outcome
from tests.refusing import refused
from tests.reviews.conftest import MODULES, text

pytestmark = pytest.mark.database

WAS, SHALL_BE = text("Assess (fr)", "Assess"), text("Évaluer une alerte", "Assess an alert")


@pytest.fixture
def draft(cast, case):
    """Returned to Chidi with a suggestion of Farid's for the text of the first outcome."""
    with transaction():
        thread = service.open_thread(
            cast.farid, MODULES, case.id, case.place(1, "text"), "Say which", Suggestion(WAS, SHALL_BE)
        )
        catalogue_service.return_(cast.farid, case.id, reason="See the suggestion")
    return queries.seal(queries.comments_in([thread.id])[thread.id][0])


def last(case) -> Said:
    """What was said last about the version."""
    threads = queries.threads_on(MODULES, case.id)
    return queries.comments_in([one.id for one in threads])[threads[0].id][-1].said


def test_taken_it_is_in_the_draft_and_the_trail_names_both(cast, case, draft):
    before = case.version.revision
    with transaction():
        service.take(cast.chidi, queries.comment(draft), seen=before)
    db.session.remove()

    version = case.version
    assert version.outcomes[0].text.en == "Assess an alert"
    assert (version.revision, version.outcomes[0].key) == (before + 1, case.outcomes[0])
    assert last(case) is Said.TAKEN
    assert queries.open_threads("modules", [case.id]) == {}
    thread = queries.threads_on(MODULES, case.id)[0]
    (event, *_rest) = trail.of_object("review_thread", thread.id)
    assert (event.event, event.account_id) == ("review:suggestion_taken", cast.chidi.account_id)
    assert event.facts["by"] == "Farid Benkirouane"


def test_who_suggested_may_still_approve_and_who_took_may_not(cast, case, draft):
    """Two people read the text that was taken (ADR 0024); its writer is who took it."""
    with transaction():
        service.take(cast.chidi, queries.comment(draft))
        catalogue_service.submit(cast.chidi, case.id)
        refused(RefusalCode.NOT_PERMITTED, catalogue_service.approve, cast.chidi, case.id)
        catalogue_service.approve(cast.farid, case.id)

    assert case.version.writers == [str(cast.chidi.account_id)]


def test_another_text_is_not_overwritten(cast, case, draft):
    with transaction():
        kept = catalogue.version(case.id)
        mine = content(outcome(60, critical=True, text="Mine"), outcome(40), completion=kept_completion(kept))
        catalogue_service.revise(cast.chidi, case.id, with_keys(mine, case))

    with transaction():
        refused(RefusalCode.SUGGESTION_OUTDATED, service.take, cast.chidi, queries.comment(draft))

    assert case.version.outcomes[0].text.en == "Mine"


def kept_completion(version):
    """The dull completion of the factory, whatever the version says."""
    return content().completion


def with_keys(mine, case):
    """The content with the keys of the version's outcomes."""
    from dataclasses import replace

    rows = tuple(replace(one, key=key) for one, key in zip(mine.outcomes, case.outcomes, strict=True))
    return replace(mine, outcomes=rows)


NOT_TAKEN = [
    pytest.param("farid", RefusalCode.NOT_PERMITTED, id="the-reviewer-takes-his-own"),
    pytest.param("elif_", RefusalCode.NOT_PERMITTED, id="HR"),
]


@pytest.mark.parametrize(("who", "code"), NOT_TAKEN)
def test_only_who_writes_the_draft_takes(cast, draft, who, code):
    with transaction():
        refused(code, service.take, getattr(cast, who), queries.comment(draft))


def test_declined_with_a_reason_and_only_so(cast, case, draft):
    with transaction():
        refused(RefusalCode.REASON_MISSING, service.decline, cast.chidi, queries.comment(draft), reason=" ")
        service.decline(cast.chidi, queries.comment(draft), reason="The verb is enough")

    assert last(case) is Said.DECLINED
    assert queries.open_threads("modules", [case.id]) == {case.id: 1}
    with transaction():
        refused(RefusalCode.WRONG_STATE, service.take, cast.chidi, queries.comment(draft))


def test_pressed_twice_it_is_taken_once(app, cast, case, draft):
    def take():
        return service.take(cast.chidi, queries.comment(draft))

    assert at_once(app, take, take) == [None, RefusalCode.WRONG_STATE]
    db.session.remove()
    assert case.version.revision == 2


def test_a_page_that_was_overtaken_takes_nothing(cast, case, draft):
    with transaction():
        refused(RefusalCode.CHANGED_MEANWHILE, service.take, cast.chidi, queries.comment(draft), seen=7)


def test_in_review_it_waits_for_the_draft(cast, case, draft):
    with transaction():
        catalogue_service.submit(cast.chidi, case.id)
        refused(RefusalCode.WRONG_STATE, service.take, cast.chidi, queries.comment(draft))

    assert case.version.state is VersionState.IN_REVIEW


BAD = [
    pytest.param(case_field, before, after, code, id=name)
    for name, case_field, before, after, code in [
        ("nothing-changes", "weight", 60, 60, RefusalCode.SUGGESTION_OUTDATED),
        ("another-began", "weight", 50, 70, RefusalCode.SUGGESTION_OUTDATED),
        ("too-heavy", "weight", 60, 101, RefusalCode.VALUE_INVALID),
        ("weightless", "weight", 60, 0, RefusalCode.VALUE_INVALID),
        ("a-number-for-a-text", "text", WAS, {"de": "Nein"}, RefusalCode.VALUE_INVALID),
    ]
]


@pytest.mark.parametrize(("field", "before", "after", "code"), BAD)
def test_what_cannot_be_suggested(cast, case, field, before, after, code):
    offered = (cast.farid, MODULES, case.id, case.place(1, field), "", Suggestion(before, after))

    with transaction():
        refused(code, service.open_thread, *offered)


def test_hours_of_the_version_are_suggested_too(cast, case):
    place = Place("", "", "hours.contact")
    with transaction():
        thread = service.open_thread(cast.farid, MODULES, case.id, place, "", Suggestion(2400, 1800))
        catalogue_service.return_(cast.farid, case.id, reason="Fewer hours")
        service.take(cast.chidi, queries.comments_in([thread.id])[thread.id][0])

    assert case.version.hours_contact == 1800
