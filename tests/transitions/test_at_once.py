"""Two steps on one enrolment at once: the second sees what the first did, and the database refuses twins."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from curriculum import clock
from curriculum.db import db, new_id, transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.refusals import RefusalCode
from curriculum.paths import queries as paths
from curriculum.paths.models import ComponentAssignment, PathEnrolment
from curriculum.transitions import service
from tests.refusing import refused

pytestmark = pytest.mark.database
E = EnrolmentState


@pytest.fixture
def mine(setting):
    with transaction():
        [row] = setting.enrol(E.ACTIVE, person_id=setting.cast.amina.person_id)
        return row.id


def read_before(setting, enrolment_id):
    """The row as another request had read it before anybody wrote."""
    row = paths.enrolment(setting.cast.amina.person_id, enrolment_id)
    db.session.expunge(row)
    return row


def test_second_of_two_moves_is_refused(setting, mine):
    stale = read_before(setting, mine)
    with transaction():
        service.move(setting.cast.amina, paths.enrolment(setting.cast.amina.person_id, mine), 2)
    with transaction():
        again = db.session.merge(stale, load=False)
        refused(RefusalCode.WRONG_STATE, service.move, setting.cast.amina, again, 2)

    rows = db.session.scalars(select(PathEnrolment).order_by(PathEnrolment.id))
    assert [(one.path_version_id, one.state) for one in rows] == [
        (setting.old, E.TRANSITIONED),
        (setting.new, E.ACTIVE),
    ]


def moved_enrolment(setting, mine):
    return PathEnrolment(
        person_id=setting.cast.amina.person_id,
        id=new_id(),
        path_version_id=setting.new,
        moved_from_id=mine,
        state=E.ACTIVE,
        designated_on=date(2026, 1, 12),
        entry_grounds={},
        exemptions=[],
    )


def assignment(setting, mine):
    return ComponentAssignment(
        person_id=setting.cast.amina.person_id,
        id=new_id(),
        enrolment_id=mine,
        component="C1",
        module="BOR-101.v1",
        reason="As agreed",
        decided_at=clock.now(),
    )


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(moved_enrolment, id="one-enrolment-of-a-move"),
        pytest.param(assignment, id="one-override-of-a-module"),
    ],
)
def test_database_refuses_twins(setting, mine, make):
    with transaction():
        db.session.add(make(setting, mine))
    with pytest.raises(IntegrityError), transaction():
        db.session.add(make(setting, mine))


def test_move_taken_back_may_be_made_again(setting, mine):
    with transaction():
        back = moved_enrolment(setting, mine)
        back.state = E.TRANSITIONED
        db.session.add_all([back, moved_enrolment(setting, mine)])

    rows = db.session.scalars(select(PathEnrolment.state).where(PathEnrolment.moved_from_id == mine))
    assert sorted(rows) == [E.ACTIVE, E.TRANSITIONED]
