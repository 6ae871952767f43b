"""Evaluations of a run: when they are asked, what is shown of them, what was learned (domain.md K19, K20)."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from curriculum.domain.currency import add_months

FEWEST = 5
"""Below so many answers nothing is shown: a mean of four is nearly a name (I-24)."""
LOW = 300
"""A mean below the middle of the scale, in hundredths, is something to answer."""
SCALE = range(1, 6)
SCORES = range(101)


class Moment(StrEnum):
    """When somebody is asked about a run."""

    REACTION = "reaction"
    PRE_TEST = "pre_test"
    POST_TEST = "post_test"
    FOLLOW_UP = "follow_up"


TESTS = frozenset({Moment.PRE_TEST, Moment.POST_TEST})
"""Answered by a score; the others by how far each statement holds."""


class Statement(StrEnum):
    """What people say on a scale from one to five, the same after every run."""

    USEFUL = "useful"
    CLEAR = "clear"
    LEVEL = "level"
    USE = "use"


class Window(NamedTuple):
    """The first and the last day on which an evaluation is answered."""

    opens_on: date
    closes_on: date

    def is_open(self, on: date) -> bool:
        """Say whether it may be answered that day."""
        return self.opens_on <= on <= self.closes_on


def window(moment: Moment, start: date, end: date) -> Window:
    """Tell when the people of a run are asked; what stayed in the work, three to six months later (K20)."""
    match moment:
        case Moment.PRE_TEST:
            return Window(add_months(start, -1), end)
        case Moment.FOLLOW_UP:
            return Window(add_months(end, 3), add_months(end, 6))
    return Window(end, add_months(end, 1))


class Mean(NamedTuple):
    """How many answered, and their mean in hundredths; None where too few did (I-24)."""

    answers: int
    hundredths: int | None

    @property
    def is_low(self) -> bool:
        """Whether it lies below the middle of the scale; what is hidden is not low."""
        return self.hundredths is not None and self.hundredths < LOW


def mean(values: Sequence[int]) -> Mean:
    """Tell the mean of some answers; hidden below five (I-24)."""
    if len(values) < FEWEST:
        return Mean(len(values), None)
    return Mean(len(values), _nearest(Fraction(100 * sum(values), len(values))))


def response_pct(answers: int, asked: int) -> int | None:
    """Tell how many of those asked answered, never left out beside a mean (K20); None where nobody was."""
    return _nearest(Fraction(100 * answers, asked)) if asked else None


def gain(pre: int, post: int) -> Fraction | None:
    """Tell how much of what was to learn somebody learned (K19); None: they knew it all before."""
    return None if pre == 100 else Fraction(post - pre, 100 - pre)


class Gain(NamedTuple):
    """How many were tested before and after, and their median gain in percent; None where too few were."""

    persons: int
    pct: int | None


def median_gain(pairs: Iterable[tuple[int, int]]) -> Gain:
    """Tell the median gain of the same persons, tested before and after; hidden below five (K19, I-24)."""
    gains = [one for one in (gain(pre, post) for pre, post in pairs) if one is not None]
    return Gain(len(gains), _nearest(100 * median(gains)) if len(gains) >= FEWEST else None)


def _nearest(value: Fraction) -> int:
    """The nearest whole number, halves upwards."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
