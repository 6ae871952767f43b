"""What a judgement says beside its marks: how long it lasts, what was taught, what evidence may reach."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from curriculum.domain.dossier import AssessmentRecord, CpdRecord
from curriculum.domain.judging import judge
from curriculum.domain.progress import achievements, assess
from curriculum.domain.proof import Result
from tests.domain.builders import TODAY, dossier, followed, modules, own, path
from tests.domain.test_invariants import FEW, dossiers

O1 = "ASY-201.v1.O1"


@FEW
@given(dossiers)
def test_answer_is_the_same_until_the_last_day_it_lasts(facts):
    last = judge(facts, TODAY).lasts_until or TODAY + timedelta(days=5000)
    then, now = assess(facts, last), assess(facts, TODAY)

    assert (then.marks, then.components, then.excluded) == (now.marks, now.components, now.excluded)


@pytest.mark.parametrize(
    ("more", "last"),
    [
        pytest.param({}, None, id="nothing on file"),
        pytest.param(own(O1, on=date(2025, 6, 2)), date(2030, 6, 1), id="an outcome of 60 months"),
        pytest.param(
            {"assessments": (AssessmentRecord("result:1", "ASY-201.v1", date(2025, 6, 2), True, "part"),)},
            date(2030, 6, 1),
            id="a part of an own test",
        ),
        pytest.param(
            {"assessments": (AssessmentRecord("result:1", "ASY-201.v1", date(2025, 6, 2), False),)},
            None,
            id="a test failed",
        ),
    ],
)
def test_judgement_lasts_until_the_first_record_lapses(more, last):
    assert judge(dossier("LP-TRN-ASY.v1", more), TODAY).lasts_until == last


def test_points_that_do_not_suffice_lapse_too():
    points = {"cpd": (CpdRecord("cpd:1", "learned", date(2025, 6, 2), 100),)}
    judged = judge(dossier("LP-REF-TRN.v1", points), TODAY)

    assert judged.lasts_until == date(2028, 6, 1)
    assert assess(judged.case.dossier, date(2028, 6, 2)).marks != judged.marks


def test_taught_says_hours_whatever_was_proven():
    facts = dossier("LP-TRN-ASY.v1", followed("CEPM-01", Result.FAILED))
    disputed = replace(facts, attendances=tuple(one._replace(minutes=None) for one in facts.attendances))
    nothing = dossier("LP-TRN-ASY.v1")

    taught = [judge(one, TODAY).taught for one in (facts, disputed, nothing)]

    # One module of eight asks for no hours, and everybody has those.
    assert taught[1:] == [12, 12]
    assert taught[0] > 12


def test_evidence_may_change_what_shares_a_module_with_what_it_reaches():
    known = path("LP-TRN-BOR.v2")
    together = [one.code for one in known.components if {"BOR-102.v2"} & set(one.options)]

    assert together
    assert known.touched_by(["BOR-102.v2.O1"]) >= set(together)
    assert known.touched_by([]) == known.touched_by(["nothing"]) == frozenset()


@FEW
@given(dossiers)
def test_achievements_of_some_outcomes_are_those_among_all(facts):
    code = next(iter(modules()["BOR-102.v2"].outcomes)).code
    reached = {facts.path.plan.slots[number].code for number in facts.path.plan.reached([code])}

    some = achievements(facts, TODAY, [code])

    assert some == tuple(one for one in achievements(facts, TODAY) if one.outcome in reached)
