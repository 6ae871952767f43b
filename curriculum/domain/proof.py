"""Proof levels 0-4: how strong a piece of evidence is, and what may raise it (domain.md 2.5, 2.6)."""

from decimal import Decimal
from enum import IntEnum, StrEnum

DEFAULT_PASS_MARK = 60


class ProofLevel(IntEnum):
    """How an outcome is proven, from a mere statement to an assessment by our own assessor."""

    DECLARED = 0
    ATTENDED = 1
    PRACTISED = 2
    ASSESSED_EXTERNALLY = 3
    ASSESSED_BY_AUTHORISED = 4


class Depth(StrEnum):
    """How deep an offering goes into one outcome, as an accepted coverage claim says."""

    INTRODUCED = "introduced"
    PRACTISED = "practised"
    ASSESSED = "assessed"


class Result(StrEnum):
    """What a list says about one person: passed, failed, or nothing individual at all."""

    PASSED = "passed"
    FAILED = "failed"
    MISSING = "missing"


class ActivityType(StrEnum):
    """What kind of activity an offering is (code list of the deployment)."""

    TRAINING = "training"
    ELEARNING = "elearning"
    STUDY_VISIT = "study_visit"
    NETWORKING = "networking"
    PEER_EXCHANGE = "peer_exchange"
    MENTORING = "mentoring"
    TWINNING = "twinning"
    ON_THE_JOB = "on_the_job"
    EXPERT_DEPLOYMENT = "expert_deployment"


# Working beside somebody is practice as soon as the host or supervisor attests it (domain.md 2.6).
PRACTICAL = frozenset(
    {
        ActivityType.MENTORING,
        ActivityType.TWINNING,
        ActivityType.ON_THE_JOB,
        ActivityType.EXPERT_DEPLOYMENT,
    }
)


def result_of(
    passed: bool | None, score: int | Decimal | None, pass_mark: int | None = DEFAULT_PASS_MARK
) -> Result:
    """Read a list's verdict; a list that holds only a score is judged by the pass mark (60 unless set)."""
    if passed is not None:
        return Result.PASSED if passed else Result.FAILED
    if score is None:
        return Result.MISSING
    mark = DEFAULT_PASS_MARK if pass_mark is None else pass_mark
    return Result.PASSED if score >= mark else Result.FAILED


def from_claim(depth: Depth, result: Result, *, attested: bool = True) -> ProofLevel:
    """Give the level an accepted claim yields; "assessed" without an individual pass is attendance (S03)."""
    if not attested:
        return ProofLevel.DECLARED
    if depth is Depth.ASSESSED:
        return ProofLevel.ASSESSED_EXTERNALLY if result is Result.PASSED else ProofLevel.ATTENDED
    return ProofLevel.PRACTISED if depth is Depth.PRACTISED else ProofLevel.ATTENDED


def awaits_result(depth: Depth, result: Result) -> bool:
    """Tell whether the donor still owes an individual result: "waiting for results" (domain.md 2.6)."""
    return depth is Depth.ASSESSED and result is Result.MISSING


def from_activity(activity: ActivityType, *, attested: bool) -> ProofLevel:
    """Give the level an activity yields where no claim was accepted; `attested` by host or supervisor."""
    if attested and activity in PRACTICAL:
        return ProofLevel.PRACTISED
    return ProofLevel.ATTENDED


def from_assessment(*, passed: bool, authorised: bool) -> ProofLevel:
    """Give the level of an assessment: 4 only when passed before our own authorised assessor."""
    if not passed:
        return ProofLevel.ATTENDED
    return ProofLevel.ASSESSED_BY_AUTHORISED if authorised else ProofLevel.ASSESSED_EXTERNALLY
