"""Evaluations after a run: windows, means, gain and what is hidden, with a reason per row."""

from datetime import date
from fractions import Fraction

import pytest

from curriculum.domain.evaluation import (
    Gain,
    Mean,
    Moment,
    Window,
    gain,
    mean,
    median_gain,
    response_pct,
    window,
)

START, END = date(2026, 11, 23), date(2026, 11, 30)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param(
            Moment.PRE_TEST, Window(date(2026, 10, 23), END), id="before: a month ahead, while taught"
        ),
        pytest.param(Moment.POST_TEST, Window(END, date(2026, 12, 30)), id="after: a month to answer"),
        pytest.param(Moment.REACTION, Window(END, date(2026, 12, 30)), id="reaction: asked on the last day"),
        pytest.param(
            Moment.FOLLOW_UP,
            Window(date(2027, 2, 28), date(2027, 5, 30)),
            id="K20: three to six months later",
        ),
    ],
)
def test_people_are_asked_within_a_window(moment, expected):
    assert window(moment, START, END) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2026, 11, 29), False, id="the day before it opens"),
        pytest.param(END, True, id="the first day counts"),
        pytest.param(date(2026, 12, 30), True, id="so does the last"),
        pytest.param(date(2026, 12, 31), False, id="the day after"),
    ],
)
def test_window_holds_both_of_its_days(day, expected):
    assert window(Moment.REACTION, START, END).is_open(day) is expected


@pytest.mark.parametrize(
    ("values", "expected", "low"),
    [
        pytest.param([], Mean(0, None), False, id="nobody answered"),
        pytest.param([1, 1, 1, 1], Mean(4, None), False, id="I-24: four are hidden, however low"),
        pytest.param([1, 2, 3, 4, 5], Mean(5, 300), False, id="five are shown; the middle is not low"),
        pytest.param([2, 3, 3, 3, 3], Mean(5, 280), True, id="below the middle is low"),
        pytest.param([4, 4, 4, 5, 5, 5, 5, 5], Mean(8, 463), False, id="462.5 goes up"),
    ],
)
def test_mean_is_hidden_below_five_answers(values, expected, low):
    assert mean(values) == expected
    assert mean(values).is_low is low


@pytest.mark.parametrize(
    ("answers", "asked", "expected"),
    [
        pytest.param(7, 12, 58, id="K20: 58.3 per cent"),
        pytest.param(1, 8, 13, id="12.5 goes up"),
        pytest.param(0, 0, None, id="nobody was asked"),
    ],
)
def test_response_rate_stands_beside_every_mean(answers, asked, expected):
    assert response_pct(answers, asked) == expected


@pytest.mark.parametrize(
    ("pre", "post", "expected"),
    [
        pytest.param(40, 70, Fraction(1, 2), id="K19: half of what was to learn"),
        pytest.param(70, 40, Fraction(-1), id="somebody did worse"),
        pytest.param(100, 100, None, id="nothing was to learn"),
    ],
)
def test_gain_is_of_what_was_to_learn(pre, post, expected):
    assert gain(pre, post) == expected


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        pytest.param([(40, 70)] * 4, Gain(4, None), id="I-24: four persons are hidden"),
        pytest.param(
            [(0, 10), (0, 20), (0, 50), (0, 60), (0, 90)], Gain(5, 50), id="K19: the median, not the mean"
        ),
        pytest.param([(40, 70)] * 5 + [(100, 100)], Gain(5, 50), id="who knew it all is left out"),
        pytest.param([(40, 70)] * 3 + [(0, 25)] * 3, Gain(6, 38), id="between two halves: 37.5 goes up"),
    ],
)
def test_median_gain_of_the_same_persons(pairs, expected):
    assert median_gain(pairs) == expected
