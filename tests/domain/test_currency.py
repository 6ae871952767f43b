from datetime import date

import pytest

from curriculum.domain.currency import Period, add_months, is_current, merged, valid_until, whole_months
from curriculum.domain.progress import assess
from tests.domain.builders import dossier, own

FND = "LP-FND-MIG.v1"
DAT = [f"DAT-202.v1.O{n}" for n in range(1, 5)]


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        pytest.param(date(2024, 5, 2), 36, date(2027, 5, 2), id="same-day"),
        pytest.param(date(2024, 1, 31), 1, date(2024, 2, 29), id="a-day-the-month-lacks"),
        pytest.param(date(2026, 3, 31), -1, date(2026, 2, 28), id="backwards"),
        pytest.param(date(2025, 12, 15), 1, date(2026, 1, 15), id="over-the-year"),
    ],
)
def test_months_are_added(day: date, months: int, moved: date) -> None:
    assert add_months(day, months) == moved


@pytest.mark.parametrize(
    ("from_", "months", "until"),
    [
        pytest.param(date(2024, 5, 2), 36, date(2027, 5, 1), id="S17-certificate-of-36-months"),
        pytest.param(date(2024, 2, 29), 12, date(2025, 2, 27), id="leap-day"),
        pytest.param(date(2024, 5, 2), None, date.max, id="no-limit"),
    ],
)
def test_validity_ends_the_day_before(from_: date, months: int | None, until: date) -> None:
    assert valid_until(from_, months) == until


@pytest.mark.parametrize(
    ("until", "on", "current"),
    [
        pytest.param(date(2027, 5, 1), date(2027, 5, 1), True, id="S17-last-day-included"),
        pytest.param(date(2027, 5, 1), date(2027, 5, 2), False, id="S17-day-after"),
        pytest.param(None, date(2099, 1, 1), True, id="never-ends"),
    ],
)
def test_until_is_inclusive(until: date | None, on: date, *, current: bool) -> None:
    assert is_current(until, on) is current


@pytest.mark.parametrize(
    ("applied_on", "weight"),
    [
        pytest.param(date(2026, 5, 1), 100, id="S11-24-months-less-a-day-counts"),
        pytest.param(date(2026, 5, 2), 0, id="S11-a-day-later-it-does-not"),
    ],
)
def test_S11_evidence_is_judged_on_the_day_of_application(applied_on: date, weight: int) -> None:
    held = own(*DAT, on=date(2024, 5, 2), minutes=6 * 60)

    progress = assess(dossier(FND, held, applied_on=applied_on), date(2026, 9, 1))

    assert progress.component("C4").modules[0].weight == weight


def test_I19_evidence_that_ends_while_signatures_are_awaited_still_counts() -> None:
    held = own(*DAT, on=date(2024, 5, 2), minutes=6 * 60)
    waiting, without = date(2026, 9, 1), dossier(FND, held)

    assert assess(without, waiting).component("C4").modules[0].met is False
    assert (
        assess(dossier(FND, held, applied_on=date(2026, 4, 1)), waiting).component("C4").modules[0].met
        is True
    )


@pytest.mark.parametrize(
    ("periods", "months"),
    [
        pytest.param([Period(date(2024, 1, 1), date(2024, 12, 31))], 12, id="a-year"),
        pytest.param([Period(date(2024, 1, 1), date(2024, 12, 30))], 11, id="one-day-short"),
        pytest.param([Period(date(2025, 1, 1))], 12, id="still-running"),
        pytest.param(
            [Period(date(2024, 1, 1), date(2024, 6, 30)), Period(date(2024, 3, 1), date(2024, 12, 31))],
            12,
            id="overlap-counts-once",
        ),
        pytest.param(
            [Period(date(2024, 1, 1), date(2024, 1, 15)), Period(date(2024, 3, 1), date(2024, 3, 16))],
            1,
            id="31-left-over-days-are-a-month",
        ),
        pytest.param([Period(date(2026, 6, 1))], 0, id="not-yet-begun"),
        pytest.param([], 0, id="nothing"),
    ],
)
def test_months_are_counted_without_counting_a_day_twice(periods: list[Period], months: int) -> None:
    assert whole_months(periods, date(2025, 12, 31)) == months


def test_touching_periods_are_joined_within_the_window() -> None:
    periods = [Period(date(2024, 1, 1), date(2024, 1, 31)), Period(date(2024, 2, 1), date(2024, 5, 1))]

    joined = merged(periods, until=date(2024, 3, 1), since=date(2024, 1, 10))

    assert joined == (Period(date(2024, 1, 10), date(2024, 3, 1)),)
