"""Results: graded by one, verified by another, annulled with a reason (domain.md §2.5, I-01)."""

import pytest

from curriculum.announcements import EvidenceInvalidated, PersonTouched
from curriculum.assessment import queries, service
from curriculum.assessment.models import AssessmentResult, ResultKind, ResultState
from curriculum.assessment.steps import RESULT
from curriculum.audit import queries as trail
from curriculum.db import db, transaction
from curriculum.domain.actors import Role
from curriculum.domain.lifecycle import Need
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.people.models import Relation, RelationKind
from tests.conftest import NOW
from tests.factories.assessment import make_result
from tests.factories.catalogue import SINCE, make_actor, within
from tests.factories.delivery import make_run, make_school, on_file

pytestmark = pytest.mark.database


@pytest.fixture
def school(app):
    with transaction():
        return make_school()


@pytest.fixture
def graded(school):
    person = on_file()
    with transaction():
        return make_result(school, person)


def refused(act, *args, **values):
    with pytest.raises(Refusal) as caught, transaction():
        act(*args, **values)
    return caught.value.code


@pytest.mark.parametrize("action", ["verify", "annul"])
@pytest.mark.parametrize("state", list(ResultState))
def test_every_state_answers_every_action(state, action):
    allowed = {
        (ResultState.GRADED, "verify"): ResultState.VERIFIED,
        (ResultState.GRADED, "annul"): ResultState.ANNULLED,
        (ResultState.VERIFIED, "annul"): ResultState.ANNULLED,
    }
    if (state, action) in allowed:
        assert RESULT.advance(state, action, set(Need)).state is allowed[state, action]
        return
    with pytest.raises(Refusal) as caught:
        RESULT.advance(state, action, set(Need))
    assert caught.value.code is RefusalCode.WRONG_STATE


@pytest.mark.parametrize(
    ("score", "passed"),
    [
        pytest.param(6000, True, id="the pass mark itself"),
        pytest.param(5999, False, id="a hundredth below"),
        pytest.param(10_000, True, id="full marks"),
        pytest.param(0, False, id="nothing"),
    ],
)
def test_pass_mark_decides(school, score, passed):
    person = on_file()
    with transaction():
        assert make_result(school, person, score).passed is passed


def test_attempts_are_counted(school):
    person = on_file()
    with transaction():
        attempts = [make_result(school, person, score).attempt for score in (4000, 7000)]

    assert attempts == [1, 2]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        pytest.param({"score": 10_001}, RefusalCode.SCORE_OUT_OF_RANGE, id="above 100"),
        pytest.param({"score": -1}, RefusalCode.SCORE_OUT_OF_RANGE, id="below 0"),
        pytest.param({"assessed_on": NOW.date().replace(day=22)}, RefusalCode.DATE_IN_FUTURE, id="tomorrow"),
        pytest.param({"outcome_ids": [5]}, RefusalCode.VALUE_INVALID, id="outcomes of another module"),
        pytest.param({"spec_id": 5}, RefusalCode.VALUE_INVALID, id="part of another module"),
        pytest.param({"kind": ResultKind.TOP_UP}, RefusalCode.VALUE_MISSING, id="top-up of nothing"),
    ],
)
def test_result_at_fault_is_refused(school, values, code):
    person = on_file()

    assert refused(make_result, school, person, **values) is code


def test_verified_result_names_both_and_is_announced(school, graded):
    with transaction() as session:
        result = service.verify(school.verifier, graded.person_id, graded.id)
        assert PersonTouched(graded.person_id) in session.info["announced"]

    assert (result.state, result.assessor_id, result.verifier_id) == (
        ResultState.VERIFIED,
        school.assessor.person_id,
        school.verifier.person_id,
    )
    assert [one.event for one in trail.about(graded.person_id)] == ["result:verified", "result:graded"]


@pytest.mark.parametrize(
    ("who", "code"),
    [
        pytest.param("assessor", RefusalCode.CONFLICT_OF_INTEREST, id="the grader"),
        pytest.param("designer", RefusalCode.NOT_PERMITTED, id="a designer is no assessor"),
        pytest.param("signatory", RefusalCode.NOT_PERMITTED, id="a signatory is no assessor"),
    ],
)
def test_result_is_not_verified_by(school, graded, who, code):
    assert refused(service.verify, getattr(school, who), graded.person_id, graded.id) is code
    assert db.session.get(AssessmentResult, (graded.person_id, graded.id)).state is ResultState.GRADED


def test_assessor_of_another_house_grades_nobody_here(school):
    person = on_file()
    with transaction():
        elsewhere = make_school("ADV", "POL-201")

    with pytest.raises(Refusal) as caught, transaction():
        service.grade(
            elsewhere.assessor,
            person_id=person,
            module_version_id=school.version.id,
            score=7000,
            assessed_on=NOW.date(),
        )
    assert caught.value.code is RefusalCode.NOT_PERMITTED


def test_nobody_grades_the_own_work(school):
    """I-01"""
    assert refused(make_result, school, school.assessor.person_id) is RefusalCode.OWN_RECORD


def test_relative_does_not_grade(school):
    """I-04"""
    person = on_file()
    with transaction():
        db.session.add(
            Relation(
                person_id=school.assessor.person_id,
                about_person_id=person,
                kind=RelationKind.RELATIVE,
                declared_at=NOW,
                from_=SINCE,
            )
        )

    assert refused(make_result, school, person) is RefusalCode.CONFLICT_OF_INTEREST


def test_annulled_result_is_told_to_the_awards(school, graded):
    with transaction():
        service.verify(school.verifier, graded.person_id, graded.id)

    assert refused(service.annul, school.signatory, graded.person_id, graded.id, " ") is (
        RefusalCode.REASON_MISSING
    )
    with transaction() as session:
        service.annul(school.signatory, graded.person_id, graded.id, "Wrong paper marked.")
        assert EvidenceInvalidated(graded.person_id, graded.id) in session.info["announced"]


def test_run_is_graded_and_verified_part_by_part(school):
    persons = [on_file("One"), on_file("Two")]
    with transaction():
        run = make_run(school)
        service.grade_run(
            school.assessor,
            run_id=run.id,
            spec_id=None,
            scores=dict.fromkeys(persons, 8000),
            assessed_on=NOW.date(),
        )
    assert refused(service.verify_run, school.assessor, run.id) is RefusalCode.CONFLICT_OF_INTEREST

    with transaction():
        service.verify_run(school.verifier, run.id)

    states = {(row.person_id, row.state) for row in queries.results_of_run(run.id)}
    assert states == {(person, ResultState.VERIFIED) for person in persons}


def test_grant_that_ended_authorises_nobody(school):
    person = on_file()
    with transaction():
        late = make_actor("late", Role.ASSESSOR, scope=within(school.centre))
    ended = type(late)(late.account_id, late.person_id, grants=(_ended(late.grants[0]),))

    with pytest.raises(Refusal) as caught, transaction():
        service.grade(
            ended,
            person_id=person,
            module_version_id=school.version.id,
            score=7000,
            assessed_on=NOW.date(),
        )
    assert caught.value.code is RefusalCode.NOT_PERMITTED


def _ended(grant):
    return type(grant)(grant.role, grant.scope, grant.from_, NOW.date().replace(day=20))
