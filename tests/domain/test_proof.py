from decimal import Decimal

import pytest

from curriculum.domain.proof import (
    ActivityType,
    Depth,
    Result,
    awaits_result,
    from_activity,
    from_assessment,
    from_claim,
    result_of,
)


@pytest.mark.parametrize(
    ("depth", "result", "level"),
    [
        pytest.param(Depth.INTRODUCED, Result.PASSED, 1, id="introduced-stays-attendance-even-when-passed"),
        pytest.param(Depth.PRACTISED, Result.MISSING, 2, id="practice-needs-no-result"),
        pytest.param(Depth.PRACTISED, Result.FAILED, 2, id="practice-is-attested-not-graded"),
        pytest.param(Depth.ASSESSED, Result.PASSED, 3, id="S01-individual-pass"),
        pytest.param(Depth.ASSESSED, Result.FAILED, 1, id="below-the-pass-mark"),
        pytest.param(Depth.ASSESSED, Result.MISSING, 1, id="S03-no-individual-result"),
    ],
)
def test_accepted_claim_yields_its_level(depth: Depth, result: Result, level: int) -> None:
    assert from_claim(depth, result) == level


def test_claim_nobody_attests_is_a_declaration() -> None:
    assert from_claim(Depth.ASSESSED, Result.PASSED, attested=False) == 0


@pytest.mark.parametrize(
    ("passed", "score", "mark", "result"),
    [
        pytest.param(None, 60, None, Result.PASSED, id="60-is-the-mark-unless-set"),
        pytest.param(None, Decimal("59.9"), None, Result.FAILED, id="just-below"),
        pytest.param(None, 69, 70, Result.FAILED, id="the-offering's-own-mark"),
        pytest.param(None, None, 60, Result.MISSING, id="nothing-individual"),
        pytest.param(True, 10, 60, Result.PASSED, id="an-explicit-verdict-goes-first"),
        pytest.param(False, 90, 60, Result.FAILED, id="also-when-it-is-no"),
    ],
)
def test_list_is_read_as_a_result(
    passed: bool | None, score: int | Decimal | None, mark: int | None, result: Result
) -> None:
    assert result_of(passed, score, mark) is result


@pytest.mark.parametrize(
    ("depth", "result", "waits"),
    [
        pytest.param(Depth.ASSESSED, Result.MISSING, True, id="S03-the-donor-owes-scores"),
        pytest.param(Depth.ASSESSED, Result.FAILED, False, id="a-fail-is-a-result"),
        pytest.param(Depth.PRACTISED, Result.MISSING, False, id="practice-has-none"),
    ],
)
def test_only_an_assessed_claim_waits_for_results(depth: Depth, result: Result, *, waits: bool) -> None:
    assert awaits_result(depth, result) is waits


@pytest.mark.parametrize(
    ("activity", "level"),
    [
        (ActivityType.TRAINING, 1),
        (ActivityType.ELEARNING, 1),
        (ActivityType.STUDY_VISIT, 1),
        (ActivityType.NETWORKING, 1),
        (ActivityType.PEER_EXCHANGE, 1),
        (ActivityType.MENTORING, 2),
        (ActivityType.TWINNING, 2),
        (ActivityType.ON_THE_JOB, 2),
        (ActivityType.EXPERT_DEPLOYMENT, 2),
    ],
)
def test_activity_without_a_claim_yields_its_default(activity: ActivityType, level: int) -> None:
    assert from_activity(activity, attested=True) == level
    assert from_activity(activity, attested=False) == 1


@pytest.mark.parametrize(
    ("passed", "authorised", "level"),
    [
        pytest.param(True, True, 4, id="our-own-authorised-assessor"),
        pytest.param(True, False, 3, id="somebody-else's"),
        pytest.param(False, True, 1, id="a-fail-proves-presence"),
    ],
)
def test_assessment_yields_its_level(level: int, *, passed: bool, authorised: bool) -> None:
    assert from_assessment(passed=passed, authorised=authorised) == level
