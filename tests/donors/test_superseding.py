"""A donor's syllabus changes: claims are superseded, reviewed, made anew; nothing counts less before (J1)."""

import pytest

from curriculum import announcements
from curriculum.announcements import ClaimChanged
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.refusals import RefusalCode
from curriculum.donors import queries, service
from tests.factories.donors import propose
from tests.refusing import refused

pytestmark = pytest.mark.database


def accepted(deal, version, *numbers: int):
    claims = [propose(deal, version, number) for number in numbers]
    for claim in claims:
        service.accept_claim(deal["chidi"], claim.id)
    return claims


def supersede(deal, who="dalia", reason="New syllabus of January 2027"):
    return service.supersede_claims(deal[who], deal["offering"].id, reason)


def waiting(deal):
    return [one.outcome_id for one in queries.awaiting_review(deal["offering"].id)]


def test_a_changed_syllabus_changes_no_figure_before_the_review(deal, version, monkeypatch):
    """J1, bad case: claims are superseded, nothing is recalculated until reviewed (I-09 for the donor)."""
    accepted(deal, version, 1, 2)
    heard = []
    monkeypatch.setattr(announcements, "announce", lambda session, one: heard.append(one))

    supersede(deal)

    assert heard == []
    assert waiting(deal) == [version.outcomes[0].id, version.outcomes[1].id]


def test_superseded_claim_may_be_made_anew_and_its_decision_is_the_review(deal, version, monkeypatch):
    accepted(deal, version, 1, 2)
    supersede(deal)
    again = propose(deal, version, 1)
    heard = []
    monkeypatch.setattr(announcements, "announce", lambda session, one: heard.append(one))

    service.accept_claim(deal["chidi"], again.id)

    assert heard == [ClaimChanged(deal["offering"].id)]
    assert waiting(deal) == [version.outcomes[1].id]
    held = queries.accepted_claims([deal["offering"].id])[deal["offering"].id]
    assert [one.id for one in held] == [again.id]


def test_refusing_the_new_claim_ends_the_old_one_too(deal, version, monkeypatch):
    accepted(deal, version, 1)
    supersede(deal)
    again = propose(deal, version, 1)
    heard = []
    monkeypatch.setattr(announcements, "announce", lambda session, one: heard.append(one))

    service.reject_claim(deal["chidi"], again.id, "No longer taught")

    assert (heard, waiting(deal)) == ([ClaimChanged(deal["offering"].id)], [])


def test_rejected_claim_may_be_made_anew(deal, version):
    service.reject_claim(deal["chidi"], propose(deal, version).id, "The syllabus is missing")

    assert propose(deal, version).state is ClaimState.PROPOSED


def test_owner_ends_the_review_and_figures_change(deal, version, monkeypatch):
    accepted(deal, version, 1, 2)
    supersede(deal, who="chidi")
    heard = []
    monkeypatch.setattr(announcements, "announce", lambda session, one: heard.append(one))

    closed = service.review_superseded(deal["chidi"], deal["offering"].id, "Too far from the outcome")

    assert [one.reviewed_at is None for one in closed] == [False, False]
    assert (heard, waiting(deal)) == ([ClaimChanged(deal["offering"].id)], [])


@pytest.mark.parametrize(
    ("who", "reason", "code"),
    [
        pytest.param("dalia", "over", RefusalCode.NOT_PERMITTED, id="I-09-the-donor"),
        pytest.param("stranger", "over", RefusalCode.NOT_PERMITTED, id="another-owner"),
        pytest.param("chidi", " ", RefusalCode.REASON_MISSING, id="I-17-no-reason"),
    ],
)
def test_review_is_ended_by_the_owner_with_a_reason(deal, version, who, reason, code):
    accepted(deal, version, 1)
    supersede(deal)

    refused(code, service.review_superseded, deal[who], deal["offering"].id, reason)
    assert waiting(deal) == [version.outcomes[0].id]


@pytest.mark.parametrize(
    ("who", "reason", "code"),
    [
        pytest.param("hugo", "new", RefusalCode.NOT_PERMITTED, id="I-09-another-donor"),
        pytest.param("chidi", "", RefusalCode.REASON_MISSING, id="I-17-no-reason"),
    ],
)
def test_claims_are_superseded_by_their_people_with_a_reason(deal, version, who, reason, code):
    [claim] = accepted(deal, version, 1)

    refused(code, supersede, deal, who, reason)
    assert claim.state is ClaimState.ACCEPTED


def test_there_must_be_something_to_supersede_or_review(deal, version):
    propose(deal, version)

    refused(RefusalCode.NOT_FOUND, supersede, deal)
    refused(RefusalCode.NOT_FOUND, service.review_superseded, deal["chidi"], deal["offering"].id, "over")
