"""What a list brought for one person is taken back, and nothing else of it (J2)."""

import pytest
from sqlalchemy import select

from curriculum.announcements import PersonTouched
from curriculum.audit import queries as trail
from curriculum.db import db, transaction
from curriculum.domain.actors import EVERYWHERE, SYSTEM, Actor, Grant, Role
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.evidence import service
from curriculum.evidence.models import Evidence
from tests.factories.catalogue import SINCE
from tests.factories.delivery import make_run, make_school, on_file
from tests.factories.evidence import a_row

pytestmark = pytest.mark.database

DESK = Actor(None, grants=(Grant(Role.HR_OFFICER, EVERYWHERE, SINCE),))


@pytest.fixture
def run(app):
    with transaction():
        return make_run(make_school())


def bring(*rows):
    with transaction():
        return service.record_many(SYSTEM, rows)


def take_back(batch_id, *persons, actor=DESK, reason="somebody else"):
    with transaction() as session:
        count = service.withdraw_rows(actor, batch_id, persons, reason)
        return count, set(session.info.get("announced", ()))


def counted():
    wanted = select(Evidence.person_id).where(Evidence.withdrawn_at.is_(None))
    return set(db.session.scalars(wanted))


def test_one_person_is_taken_back_and_the_others_stay(run):
    one, other = on_file("One"), on_file("Two")
    bring(a_row(one, run_id=run.id, batch_id=1), a_row(other, run_id=run.id, batch_id=1))

    assert take_back(1, one) == (1, {PersonTouched(one)})
    assert counted() == {other}


def test_what_another_list_says_too_still_counts(run):
    one = on_file()
    bring(a_row(one, run_id=run.id, batch_id=1))
    bring(a_row(one, run_id=run.id, batch_id=2))

    assert (take_back(1, one), counted()) == ((0, set()), {one})
    assert (take_back(2, one), counted()) == ((1, {PersonTouched(one)}), set())


def test_taken_back_may_come_again(run):
    one = on_file()
    bring(a_row(one, run_id=run.id, batch_id=1))
    take_back(1, one)

    bring(a_row(one, run_id=run.id, batch_id=1))

    assert counted() == {one}


def test_held_by_an_application_of_that_person_only(run):
    one, other = on_file("One"), on_file("Two")
    [piece, _] = bring(a_row(one, run_id=run.id, batch_id=1), a_row(other, run_id=run.id, batch_id=1))
    with transaction():
        service.hold([piece.id], 77, person_id=one)

    with pytest.raises(Refusal) as caught:
        take_back(1, one)

    assert caught.value.code is RefusalCode.EVIDENCE_HELD
    assert take_back(1, other)[0] == 1
    assert counted() == {one}


def test_taking_back_leaves_one_event(run):
    one = on_file()
    bring(a_row(one, run_id=run.id, batch_id=1))

    take_back(1, one)

    said = [(event.event, event.about_person_id, event.facts) for event in trail.of_object("batch", 1)]
    assert said == [("evidence:rows_withdrawn", one, {"count": 1})]


@pytest.mark.parametrize(
    ("actor", "reason", "code"),
    [
        pytest.param(DESK, " ", RefusalCode.REASON_MISSING, id="no reason"),
        pytest.param(Actor(account_id=5), "why", RefusalCode.NOT_PERMITTED, id="somebody without a role"),
    ],
)
def test_not_without_reason_nor_right(run, actor, reason, code):
    one = on_file()
    bring(a_row(one, run_id=run.id, batch_id=1))

    with pytest.raises(Refusal) as caught:
        take_back(1, one, actor=actor, reason=reason)

    assert (caught.value.code, counted()) == (code, {one})
