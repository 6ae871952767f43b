"""Undoing a plan takes back nobody of whom something was decided since: steps by hand, facts changed (J5)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from curriculum import clock
from curriculum.assessment.models import AssessmentResult
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.paths import queries as paths
from curriculum.paths import service as path_service
from curriculum.transitions import queries, running, service
from curriculum.transitions.vocabulary import Stays
from tests.conftest import NOW

pytestmark = pytest.mark.database
E = EnrolmentState


def resumed(setting, moved):
    path_service.resume(setting.cast.farid, moved)


def away_and_back(setting, moved):
    path_service.hold(setting.cast.farid, moved, reason="Leave")
    path_service.resume(setting.cast.farid, moved)


def decided_anew(setting, moved):
    wanted = select(AssessmentResult).where(AssessmentResult.person_id == moved.person_id)
    db.session.scalars(wanted).one().verified_at = clock.now()


def nothing(setting, moved):
    """Nobody did anything."""


@pytest.mark.parametrize(
    ("was", "since", "why"),
    [
        pytest.param(E.ON_HOLD, resumed, Stays.GONE_ON, id="HR-resumed"),
        pytest.param(E.ACTIVE, away_and_back, Stays.GONE_ON, id="HR-paused-and-resumed"),
        pytest.param(E.ACTIVE, decided_anew, Stays.NEWER_EVIDENCE, id="a-result-of-before-was-decided"),
        pytest.param(E.ON_HOLD, nothing, None, id="nothing-happened"),
    ],
)
def test_who_went_on_since_the_move_is_not_taken_back(setting, was, since, why):
    farid = setting.cast.farid
    with transaction():
        person_id = setting.enrol(was)[0].person_id
        setting.passed(person_id, setting.first[0])
        code = service.draw(farid, setting.old, setting.new).code
        line = db.session.scalars(queries.lines_of(queries.get(code))).one()
        service.choose(farid, code, shown=[line.enrolment_id], ticked=[line.enrolment_id])
    with transaction():
        service.apply(farid, code, reason="Law")
    running.work_due()
    with clock.moved_to(NOW + timedelta(days=1)):
        with transaction():
            since(setting, paths.enrolments_of(person_id)[0])
        with transaction():
            service.undo(farid, code, reason="Too early")
        running.work_due()

    assert db.session.scalars(queries.lines_of(queries.get(code))).one().stays_because == why
    now = paths.enrolments_of(person_id)[1 if why is None else 0]
    assert (now.path_version_id == setting.old, now.state) == (
        why is None,
        was if why is None else E.ACTIVE,
    )
