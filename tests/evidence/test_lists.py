"""Evidence of lists: stored once, linked to all its sources, undone unless an application holds it."""

import pytest
from sqlalchemy import select

from curriculum.announcements import PersonTouched
from curriculum.audit import queries as trail
from curriculum.db import db, transaction
from curriculum.domain.actors import EVERYWHERE, SYSTEM, Actor, Grant, Role
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.evidence import queries, service
from curriculum.evidence.models import Evidence, EvidenceSource, EvidenceType
from tests.factories.catalogue import SINCE
from tests.factories.delivery import make_run, make_school, on_file
from tests.factories.evidence import a_row

pytestmark = pytest.mark.database


@pytest.fixture
def run(app):
    with transaction():
        return make_run(make_school())


def bring(*rows):
    with transaction():
        return service.record_many(SYSTEM, rows)


DESK = Actor(None, grants=(Grant(Role.HR_OFFICER, EVERYWHERE, SINCE),))


def undo(batch_id, reason="Wrong list."):
    with transaction():
        return service.withdraw_batch(DESK, batch_id, reason)


def counted():
    return len(db.session.scalars(select(Evidence).where(Evidence.withdrawn_at.is_(None))).all())


def test_duplicate_is_stored_once_and_linked_to_both_lists(run):
    person = on_file()

    [first] = bring(a_row(person, run_id=run.id, batch_id=1))
    [second] = bring(a_row(person, run_id=run.id, batch_id=2))

    assert first.id == second.id
    links = db.session.scalars(select(EvidenceSource.batch_id).order_by(EvidenceSource.batch_id))
    assert (counted(), links.all()) == (1, [1, 2])


def test_duplicate_row_of_one_list_is_stored_once(run):
    person = on_file()

    pieces = bring(*[a_row(person, run_id=run.id, batch_id=1)] * 2)

    assert (len({one.id for one in pieces}), counted()) == (1, 1)


@pytest.mark.parametrize(
    ("first", "second", "stored"),
    [
        pytest.param(None, 7500, 2, id="S03: the result comes later"),
        pytest.param(7500, None, 1, id="a later list without result adds nothing"),
        pytest.param(7500, 7500, 1, id="the same result"),
        pytest.param(None, None, 1, id="still no result"),
    ],
)
def test_later_list_adds_what_the_first_lacked(run, first, second, stored):
    person = on_file()

    bring(a_row(person, run_id=run.id, batch_id=1, score=first))
    bring(a_row(person, run_id=run.id, batch_id=2, score=second, type=EvidenceType.ASSESSMENT_RESULT))

    assert counted() == stored


def test_list_leaves_one_event_and_touches_each_person(run):
    persons = [on_file("One"), on_file("Two")]

    with transaction() as session:
        pieces = service.record_many(SYSTEM, [a_row(one, run_id=run.id, batch_id=1) for one in persons])
        touched = set(session.info["announced"])

    assert touched == {PersonTouched(one) for one in persons}
    assert [one.facts for one in trail.of_object("evidence", pieces[0].id)] == [{"count": 2}]


def test_undone_list_counts_no_more_and_stays_on_file(run):
    person = on_file()
    bring(a_row(person, run_id=run.id, batch_id=1))
    assert counted() == 1

    assert undo(1) == 1

    assert (counted(), len(db.session.scalars(select(Evidence)).all())) == (0, 1)
    assert queries.of_person(person) == []


def test_undone_list_leaves_what_another_list_says(run):
    person = on_file()
    bring(a_row(person, run_id=run.id, batch_id=1))
    bring(a_row(person, run_id=run.id, batch_id=2))

    assert (undo(1), counted()) == (0, 1)
    assert (undo(2), counted()) == (1, 0)


def test_list_held_by_an_application_is_not_undone(run):
    person = on_file()
    [piece] = bring(a_row(person, run_id=run.id, batch_id=1))
    with transaction():
        service.hold([piece.id], 77, person_id=person)
        service.hold([piece.id], 77, person_id=person)

    with pytest.raises(Refusal) as caught:
        undo(1)

    assert (caught.value.code, queries.held(1), queries.held(2)) == (RefusalCode.EVIDENCE_HELD, True, False)
    assert counted() == 1


def test_undo_without_reason_is_refused(run):
    bring(a_row(on_file(), run_id=run.id, batch_id=1))

    with pytest.raises(Refusal) as caught:
        undo(1, "  ")
    assert caught.value.code is RefusalCode.REASON_MISSING


def test_who_may_apply_no_list_records_nothing(run):
    person = on_file()

    with pytest.raises(Refusal) as caught, transaction():
        service.record_many(Actor(account_id=5), [a_row(person, run_id=run.id)])

    assert (caught.value.code, counted()) == (RefusalCode.NOT_PERMITTED, 0)
