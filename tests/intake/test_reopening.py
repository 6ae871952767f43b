"""A decision is taken back: what counted because of it counts no more, the row waits again (J2)."""

import pytest
from sqlalchemy import select

from curriculum.audit import queries as trail
from curriculum.db import db, transaction
from curriculum.delivery import queries as delivery
from curriculum.domain.lifecycles.import_batch import BatchState
from curriculum.domain.lifecycles.import_row import UNDECIDED, RowState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.evidence import service as proving
from curriculum.evidence.models import Evidence
from curriculum.intake import queries, service
from curriculum.intake.service import Decision
from tests.factories.intake import AMINA, PAVEL, make_world, matched

pytestmark = pytest.mark.database

STRANGER = ("Body", "Some", "", "", "3", "")


@pytest.fixture
def world(app):
    return make_world()


@pytest.fixture
def batch(world):
    """Two rows count, a third keeps the list open."""
    one = matched(world, AMINA, PAVEL, STRANGER)
    with transaction():
        return service.apply(world.designer, one.id)


def reopen(world, batch, number=2, reason="it is her sister"):
    with transaction():
        return service.reopen(world.designer, batch.id, number, reason)


def hours(world, number):
    return [figure.hours for figure in delivery.figures_of(world.persons[number])]


def evidence():
    return set(db.session.scalars(select(Evidence.person_id).where(Evidence.withdrawn_at.is_(None))))


def test_reopened_row_counts_no_more_and_the_others_do(world, batch):
    row = reopen(world, batch)

    assert (row.state, row.person_id, row.applied_at) == (RowState.CANDIDATE, None, None)
    assert (hours(world, "VM-1"), hours(world, "VM-2")) == ([], [2160])
    assert evidence() == {world.persons["VM-2"]}


def test_reopened_row_shows_its_candidates_again(world, batch):
    reopen(world, batch)

    cards = queries.candidates_of(batch.id, 2)
    assert [card.person_id for card in cards] == [world.persons["VM-1"]]


def test_reopened_row_may_be_linked_again_and_counts_once(world, batch):
    reopen(world, batch)
    with transaction():
        link = {"person_id": world.persons["VM-1"]}
        service.decide(world.designer, batch.id, 2, Decision.LINK, **link)

    assert hours(world, "VM-1") == [2400]
    assert evidence() == {world.persons["VM-1"], world.persons["VM-2"]}


def test_row_that_an_application_uses_is_not_reopened(world, batch):
    wanted = select(Evidence.id).where(Evidence.person_id == world.persons["VM-1"])
    with transaction():
        proving.hold(db.session.scalars(wanted).all(), 77, person_id=world.persons["VM-1"])

    with pytest.raises(Refusal) as caught:
        reopen(world, batch)

    assert caught.value.code is RefusalCode.EVIDENCE_HELD
    assert hours(world, "VM-1") == [2400]


def test_reopening_needs_a_reason_and_changes_nothing_without(world, batch):
    with pytest.raises(Refusal) as caught:
        reopen(world, batch, reason=" ")

    assert (caught.value.code, hours(world, "VM-1")) == (RefusalCode.REASON_MISSING, [2400])


def test_reopening_says_about_whom(world, batch):
    reopen(world, batch)

    told = [one for one in trail.of_object("batch", batch.id) if one.event == "row:reopened"]
    assert [(one.about_person_id, one.reason) for one in told] == [
        (world.persons["VM-1"], "it is her sister")
    ]


@pytest.fixture
def applied(world):
    """Every row is decided and counts."""
    one = matched(world, AMINA, PAVEL)
    with transaction():
        return service.apply(world.designer, one.id)


def test_row_of_an_applied_list_is_reopened_and_opens_the_list(world, applied):
    assert (applied.state, hours(world, "VM-1")) == (BatchState.APPLIED, [2400])

    row = reopen(world, applied)

    batch = queries.batch(applied.id)
    assert (row.state, row.applied_at) == (RowState.CANDIDATE, None)
    assert (batch.state, batch.applied_at) == (BatchState.MATCHED, None)
    assert (hours(world, "VM-1"), hours(world, "VM-2")) == ([], [2160])
    assert [row.number for row in queries.rows_of(batch.id, UNDECIDED)] == [2]
    assert queries.count_undecided(world.designer) == 1


def test_evidence_of_a_reopened_row_is_withdrawn_and_kept(world, applied):
    reopen(world, applied)

    kept = dict(db.session.execute(select(Evidence.person_id, Evidence.withdrawn_at.is_(None))).all())
    assert kept == {world.persons["VM-1"]: False, world.persons["VM-2"]: True}


def test_list_is_applied_again_once_its_row_is_decided(world, applied):
    reopen(world, applied)
    with transaction():
        service.decide(world.designer, applied.id, 2, Decision.IGNORE)

    batch = queries.batch(applied.id)
    assert (batch.state, batch.applied_at is None) == (BatchState.APPLIED, False)
    assert (hours(world, "VM-1"), hours(world, "VM-2")) == ([], [2160])


@pytest.mark.parametrize("reason", ["", "  "])
def test_applied_list_is_not_opened_without_a_reason(world, applied, reason):
    with pytest.raises(Refusal) as caught:
        reopen(world, applied, reason=reason)

    assert caught.value.code is RefusalCode.REASON_MISSING
    assert (queries.batch(applied.id).state, hours(world, "VM-1")) == (BatchState.APPLIED, [2400])


def test_held_row_of_an_applied_list_is_not_reopened(world, applied):
    wanted = select(Evidence.id).where(Evidence.person_id == world.persons["VM-1"])
    with transaction():
        proving.hold(db.session.scalars(wanted).all(), 77, person_id=world.persons["VM-1"])

    with pytest.raises(Refusal) as caught:
        reopen(world, applied)

    assert caught.value.code is RefusalCode.EVIDENCE_HELD
    assert (queries.batch(applied.id).state, hours(world, "VM-1")) == (BatchState.APPLIED, [2400])


def test_nobody_but_the_desk_reopens(world, applied):
    with pytest.raises(Refusal) as caught, transaction():
        service.reopen(world.dalia, applied.id, 2, "not mine to say")

    assert caught.value.code is RefusalCode.NOT_PERMITTED


def test_undone_list_is_not_opened_again(world, applied):
    with transaction():
        service.undo(world.designer, applied.id, "the wrong file")

    with pytest.raises(Refusal) as caught:
        reopen(world, applied)

    assert caught.value.code is RefusalCode.WRONG_STATE


def test_both_openings_are_told(world, applied):
    reopen(world, applied)

    told = [one.event for one in trail.of_object("batch", applied.id) if one.reason == "it is her sister"]
    assert sorted(told) == ["batch:reopened", "evidence:rows_withdrawn", "row:reopened"]
