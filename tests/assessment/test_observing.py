"""Observed teaching: the grid, both signatures, and who may not watch (domain.md §5.3, I-22)."""

import pytest

from curriculum.assessment import grid, queries, service
from curriculum.db import db, transaction
from curriculum.delivery.models import TrainerRole
from curriculum.domain.actors import Actor
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.people.models import Relation, RelationKind
from tests.conftest import NOW
from tests.factories.assessment import all_at, make_observation
from tests.factories.catalogue import SINCE
from tests.factories.delivery import add_trainer, make_run, make_school, on_file

pytestmark = pytest.mark.database


@pytest.fixture
def school(app):
    with transaction():
        return make_school()


@pytest.fixture
def taught(school):
    """A run with a candidate who teaches beside the trainer."""
    candidate = on_file()
    with transaction():
        run = make_run(school)
        add_trainer(run, candidate, TrainerRole.CO)
    return run, candidate


def refused(act, *args, **values):
    with pytest.raises(Refusal) as caught, transaction():
        act(*args, **values)
    return caught.value.code


@pytest.mark.parametrize(
    ("scores", "overall"),
    [
        pytest.param(all_at(3), 300, id="sufficient throughout"),
        pytest.param(all_at(4, time=3, clarity=3, objectives=3), 370, id="the mean"),
        pytest.param(all_at(4, time=1), 370, id="a weak criterion that is not essential only lowers it"),
        pytest.param(all_at(4, accuracy=2), 299, id="an essential one below 3 keeps the whole below 3"),
        pytest.param(all_at(1), 100, id="never raised by the cap"),
    ],
)
def test_overall_is_the_mean_unless_an_essential_is_weak(scores, overall):
    assert grid.overall(scores) == overall


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        pytest.param({}, RefusalCode.VALUE_MISSING, id="nothing"),
        pytest.param(all_at(3, accuracy=5), RefusalCode.SCORE_OUT_OF_RANGE, id="a level that is not there"),
        pytest.param(all_at(3, charm=4), RefusalCode.VALUE_INVALID, id="a criterion of another grid"),
    ],
)
def test_grid_at_fault_is_refused(scores, code):
    with pytest.raises(Refusal) as caught:
        grid.complete(scores)
    assert caught.value.code is code


def test_seven_of_ten_criteria_are_essential():
    assert (len(grid.Criterion), len(grid.ESSENTIAL)) == (10, 7)


def test_observation_counts_once_both_signed(school, taught):
    run, candidate = taught
    me = Actor(account_id=None, person_id=candidate)
    with transaction():
        seen = make_observation(school.assessor, run, candidate)
    assert [row.is_signed for row in queries.observations_of(candidate)] == [False]

    for signer, signed in ((school.assessor, False), (me, True)):
        with transaction():
            service.sign_observation(signer, candidate, seen.id)
        assert [row.is_signed for row in queries.observations_of(candidate)] == [signed]
    assert refused(service.sign_observation, me, candidate, seen.id) is RefusalCode.ALREADY_SIGNED


def test_third_person_does_not_sign(school, taught):
    run, candidate = taught
    with transaction():
        seen = make_observation(school.assessor, run, candidate)

    code = refused(service.sign_observation, school.verifier, candidate, seen.id)
    assert code is RefusalCode.NOT_DESIGNATED


@pytest.mark.parametrize(
    ("kind", "by_observer", "code"),
    [
        pytest.param(RelationKind.MENTOR, True, RefusalCode.CONFLICT_OF_INTEREST, id="I-22: mentor"),
        pytest.param(
            RelationKind.REPORTING_LINE, False, RefusalCode.CONFLICT_OF_INTEREST, id="I-22: subordinate"
        ),
        pytest.param(RelationKind.RELATIVE, True, RefusalCode.CONFLICT_OF_INTEREST, id="I-04: relative"),
        pytest.param(RelationKind.RELATIVE, False, RefusalCode.CONFLICT_OF_INTEREST, id="I-04: either side"),
        pytest.param(RelationKind.REPORTING_LINE, True, None, id="a superior may watch"),
        pytest.param(RelationKind.MENTOR, False, None, id="one's own mentee may watch"),
    ],
)
def test_observer_stands_in_no_barring_relation(school, taught, kind, by_observer, code):
    run, candidate = taught
    sides = (school.assessor.person_id, candidate)
    declarer, about = sides if by_observer else sides[::-1]
    with transaction():
        db.session.add(
            Relation(person_id=declarer, about_person_id=about, kind=kind, declared_at=NOW, from_=SINCE)
        )

    if code is None:
        with transaction():
            make_observation(school.assessor, run, candidate)
        return
    assert refused(make_observation, school.assessor, run, candidate) is code


def test_nobody_observes_oneself(school, taught):
    """I-01"""
    run, _ = taught
    code = refused(make_observation, school.trainer, run, school.trainer.person_id)
    assert code is RefusalCode.OWN_RECORD


def test_only_who_teaches_there_is_observed(school, taught):
    run, _ = taught
    stranger = on_file("Not Teaching")

    assert refused(make_observation, school.assessor, run, stranger) is RefusalCode.VALUE_INVALID


def test_same_day_is_observed_once_by_one_observer(school, taught):
    run, candidate = taught
    with transaction():
        make_observation(school.assessor, run, candidate)
        make_observation(school.verifier, run, candidate)

    assert refused(make_observation, school.assessor, run, candidate) is RefusalCode.ALREADY_EXISTS
    seen = {row.observer_id for row in queries.observations_of(candidate)}
    assert seen == {school.assessor.person_id, school.verifier.person_id}
