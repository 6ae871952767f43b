"""What the worker does every night: each round in a transaction of its own."""

from datetime import UTC, date, datetime

import pytest

from curriculum import clock, jobs
from curriculum.accounts.models import SignInSession
from curriculum.awards.models import Function, Mandate
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.mandate import MandateState
from curriculum.paths.models import PathEnrolment
from tests.factories.awards import granted, make_candidacy, make_mandate

pytestmark = pytest.mark.database
S = EnrolmentState


@pytest.fixture
def night(app, monkeypatch):
    """Run the night's rounds as the worker would, on a day."""
    monkeypatch.setattr(jobs, "_app", app)

    def run(on: date) -> None:
        with clock.moved_to(datetime(on.year, on.month, on.day, 2, 30, tzinfo=UTC)):
            jobs.every_night.call_local()
        db.session.remove()  # what the worker wrote is seen by a fresh look

    return run


@pytest.mark.parametrize(
    ("state", "months", "agreed", "after"),
    [
        pytest.param(S.ACTIVE, 24, None, S.LAPSED, id="longest-duration-over"),
        pytest.param(S.ACTIVE, 25, None, S.ACTIVE, id="last-day-still-counts"),
        pytest.param(S.ACTIVE, None, None, S.ACTIVE, id="path-without-an-end"),
        pytest.param(S.ACTIVE, 24, date(2027, 6, 30), S.ACTIVE, id="later-day-agreed"),
        pytest.param(S.ON_HOLD, 24, None, S.ON_HOLD, id="a-pause-does-not-lapse"),
    ],
)
def test_enrolment_ends_when_its_time_is_over(state, months, agreed, after, cast, night):
    case = make_candidacy(cast, max_duration_months=months)
    with transaction():
        enrolment = db.session.get(PathEnrolment, (case.person_id, case.enrolment_id))
        enrolment.state, enrolment.admitted_on, enrolment.target_date = state, date(2025, 1, 6), agreed

    night(date(2027, 2, 5))

    assert db.session.get(PathEnrolment, (case.person_id, case.enrolment_id)).state is after


def test_signature_goes_to_the_successor_by_itself(cast, night):
    case = make_candidacy(cast)
    granted(case)
    with transaction():
        mandate = case.sign_off(Function.HR).mandate_id
        make_mandate(cast, "M-HR-2", "ines", "MINT", Function.HR, from_=date(2026, 11, 22))
        ended = db.session.get(Mandate, mandate)
        ended.state, ended.to = MandateState.ENDED, date(2026, 11, 21)

    night(date(2026, 11, 22))

    assert case.sign_off(Function.HR).signatory_id == cast.person("ines")


def test_ended_sessions_are_forgotten(cast, visit, night):
    cast.enter()
    visit("/training", as_="farid")
    before = db.session.query(SignInSession).count()

    night(date(2026, 12, 24))

    assert (before, db.session.query(SignInSession).count()) == (1, 0)


def test_round_that_fails_keeps_no_other_from_its_work(cast, visit, night, monkeypatch):
    cast.enter()
    visit("/training", as_="farid")
    monkeypatch.setattr(jobs, "ROUNDS", (_fail, jobs.forget_sign_ins))

    night(date(2026, 12, 24))

    assert db.session.query(SignInSession).count() == 0


def _fail() -> None:
    raise ValueError("no paper")
