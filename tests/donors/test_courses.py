"""A donor's course from plan to end, its syllabus as a file, the results asked of the donor."""

from dataclasses import fields
from datetime import date

import pytest

from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.lifecycles.offering import OfferingState
from curriculum.domain.refusals import RefusalCode
from curriculum.donors import queries, results, service, syllabus
from curriculum.donors.content import NewOffering
from tests.factories.catalogue import both
from tests.factories.donors import make_offering, propose
from tests.refusing import refused

pytestmark = pytest.mark.database
R, S = RefusalCode, OfferingState
PDF = b"%PDF-1.7 Programme"


@pytest.fixture
def course(deal):
    made = make_offering("NORD-06", programme=deal["programme"])
    made.state = S.PLANNED
    return made


def test_course_goes_from_plan_to_end(deal, course):
    states = [
        service.step(deal["dalia"], course.id, action).state for action in ("confirm", "deliver", "close")
    ]

    assert states == [S.CONFIRMED, S.DELIVERED, S.CLOSED]


def test_course_is_not_told_as_held_before_its_last_day(deal, course):
    course.start, course.end, course.state = date(2026, 11, 20), date(2026, 11, 22), S.CONFIRMED

    refused(R.NOT_HELD_YET, service.step, deal["dalia"], course.id, "deliver")


@pytest.mark.parametrize(
    ("who", "action", "reason", "code"),
    [
        pytest.param("dalia", "cancel", " ", R.REASON_MISSING, id="I-17-no-reason"),
        pytest.param("dalia", "deliver", "", R.WRONG_STATE, id="planned-is-not-held"),
        pytest.param("hugo", "confirm", "", R.NOT_PERMITTED, id="I-09-another-donor"),
        pytest.param("farid", "confirm", "", R.NOT_PERMITTED, id="who-signs-does-not-plan"),
    ],
)
def test_step_is_refused(deal, course, who, action, reason, code):
    refused(code, service.step, deal[who], course.id, action, reason)


def test_cancelled_course_covers_nothing(deal, version):
    service.accept_claim(deal["chidi"], propose(deal, version).id)
    deal["offering"].state = S.CONFIRMED
    assert [one.depth is None for one in queries.coverage_of([version.id])[version.id].outcomes] == [
        False,
        True,
        True,
    ]

    service.step(deal["dalia"], deal["offering"].id, "cancel", "No money")

    assert [one.depth for one in queries.coverage_of([version.id])[version.id].outcomes] == [None] * 3


@pytest.mark.parametrize(
    "who", [pytest.param("dalia", id="I-09-donor"), pytest.param("chidi", id="I-09-owner")]
)
def test_how_it_is_assessed_stays_while_claims_rest_on_it(deal, version, who):
    """A lower pass mark would change what results of the past are worth."""
    claim = service.accept_claim(deal["chidi"], propose(deal, version).id)
    course = deal["offering"]
    course.state = S.CONFIRMED

    refused(
        R.CLAIMS_REST_ON_IT, service.change_offering, deal[who], course.id, announced(course, pass_mark=0)
    )
    service.supersede_claims(deal["chidi"], course.id, "New syllabus")
    refused(
        R.CLAIMS_REST_ON_IT, service.change_offering, deal[who], course.id, announced(course, pass_mark=0)
    )
    service.review_superseded(deal["chidi"], course.id, "Nothing rests on it")

    assert service.change_offering(deal[who], course.id, announced(course, pass_mark=50)).pass_mark == 50
    assert claim.state is ClaimState.SUPERSEDED


def test_dates_change_while_claims_rest_on_the_course(deal, version):
    service.accept_claim(deal["chidi"], propose(deal, version).id)
    course = deal["offering"]
    course.state = S.CONFIRMED

    moved = announced(course, end=date(2027, 12, 3))

    assert service.change_offering(deal["dalia"], course.id, moved).end == date(2027, 12, 3)


def announced(course, **values):
    """What is announced of a course, with some of it changed."""
    told = {one.name: getattr(course, one.name) for one in fields(NewOffering) if hasattr(course, one.name)}
    return NewOffering(**told | {"programme": "HORIZON-F"} | values)


def test_first_syllabus_supersedes_nothing(deal, version):
    claim = propose(deal, version)
    service.accept_claim(deal["chidi"], claim.id)

    kept = syllabus.keep(deal["dalia"], deal["offering"].id, name="plan.pdf", content=PDF)

    assert (kept.kind, kept.content, claim.state) == ("pdf", PDF, ClaimState.ACCEPTED)


def test_new_syllabus_supersedes_what_was_accepted_and_the_old_one_stays(deal, version):
    claim, offering = propose(deal, version), deal["offering"].id
    service.accept_claim(deal["chidi"], claim.id)
    syllabus.keep(deal["dalia"], offering, name="plan.pdf", content=PDF)

    syllabus.keep(deal["dalia"], offering, name="plan 2.pdf", content=PDF + b"2", reason="Two days less")

    assert claim.state is ClaimState.SUPERSEDED
    assert [(one.name, one.content, one.ended_at is None) for one in syllabus.kept(offering)] == [
        ("plan 2.pdf", PDF + b"2", True),
        ("plan.pdf", PDF, False),
    ]


@pytest.mark.parametrize(
    ("who", "content", "reason", "code"),
    [
        pytest.param("dalia", PDF, "new", R.ALREADY_EXISTS, id="the-same-bytes"),
        pytest.param("dalia", PDF + b"2", " ", R.REASON_MISSING, id="I-17-no-reason"),
        pytest.param("dalia", b"MZ\x90", "new", R.FORMAT_UNKNOWN, id="a-program"),
        pytest.param("dalia", b"", "new", R.FILE_EMPTY, id="empty"),
        pytest.param("hugo", PDF + b"2", "new", R.NOT_PERMITTED, id="I-09-another-donor"),
    ],
)
def test_syllabus_is_refused(deal, version, who, content, reason, code):
    service.accept_claim(deal["chidi"], propose(deal, version).id)
    syllabus.keep(deal["dalia"], deal["offering"].id, name="plan.pdf", content=PDF)

    refused(code, syllabus.keep, deal[who], deal["offering"].id, name="a.pdf", content=content, reason=reason)


@pytest.fixture
def covered(deal, version):
    service.accept_claim(deal["chidi"], propose(deal, version).id)
    return deal["offering"].id


def test_requested_results_are_told_until_they_come(deal, covered):
    results.request_results(deal["chidi"], covered, on=date(2026, 6, 12), whom="D-NORD, Oslo")
    assert results.requested([covered, 1]) == [
        results.Requested("NORD-02", both("D-NORD"), "D-NORD, Oslo", date(2026, 6, 12))
    ]

    results.settle_request(deal["farid"], covered)

    assert results.requested([covered]) == []


@pytest.mark.parametrize(
    ("who", "on", "code"),
    [
        pytest.param("chidi", date(2026, 11, 22), R.DATE_IN_FUTURE, id="tomorrow"),
        pytest.param("dalia", date(2026, 6, 12), R.NOT_PERMITTED, id="I-09-the-donor"),
        pytest.param("stranger", date(2026, 6, 12), R.NOT_PERMITTED, id="another-owner"),
    ],
)
def test_request_is_refused(deal, covered, who, on, code):
    refused(code, results.request_results, deal[who], covered, on=on, whom="D-NORD")


def test_donor_is_asked_once_at_a_time(deal, covered):
    results.request_results(deal["chidi"], covered, on=date(2026, 6, 12), whom="D-NORD")

    refused(
        R.ALREADY_EXISTS, results.request_results, deal["farid"], covered, on=date(2026, 6, 13), whom="D-NORD"
    )
