"""The observation grid of domain.md §5.3: ten criteria, four levels, some of them essential."""

from collections.abc import Mapping
from enum import StrEnum

from curriculum.domain.refusals import Refusal, RefusalCode

LEVELS = (1, 2, 3, 4)
SUFFICIENT = 3


class Criterion(StrEnum):
    """What an observer looks at, in the order of the grid."""

    OBJECTIVES = "objectives"
    ALIGNMENT = "alignment"
    ACTIVATION = "activation"
    ACCURACY = "accuracy"
    QUESTIONS = "questions"
    CHECKS = "checks"
    INCLUSION = "inclusion"
    TIME = "time"
    CLARITY = "clarity"
    FEEDBACK = "feedback"


C = Criterion
ESSENTIAL = frozenset(
    {C.OBJECTIVES, C.ALIGNMENT, C.ACTIVATION, C.ACCURACY, C.CHECKS, C.INCLUSION, C.FEEDBACK}
)


def complete(scores: Mapping[str, int]) -> dict[str, int]:
    """The scores in the order of the grid; refuses a missing or foreign criterion and any other level."""
    if foreign := scores.keys() - {one.value for one in Criterion}:
        raise Refusal(RefusalCode.VALUE_INVALID, field="scores", value=sorted(foreign))
    for one in Criterion:
        if one not in scores:
            raise Refusal(RefusalCode.VALUE_MISSING, field=one)
        if scores[one] not in LEVELS:
            raise Refusal(RefusalCode.SCORE_OUT_OF_RANGE, field=one, value=scores[one])
    return {one.value: scores[one] for one in Criterion}


def overall(scores: Mapping[str, int]) -> int:
    """The mean in hundredths of a point; an essential criterion below 3 keeps the whole below 3."""
    whole = complete(scores)
    mean = sum(whole.values()) * 100 // len(whole)
    return min(mean, SUFFICIENT * 100 - 1) if weak_essentials(whole) else mean


def weak_essentials(scores: Mapping[str, int]) -> tuple[Criterion, ...]:
    """Essential criteria judged insufficient, in the order of the grid."""
    return tuple(one for one in Criterion if one in ESSENTIAL and scores[one] < SUFFICIENT)
