"""How long an achievement counts and on which day that is judged; "until" is inclusive (domain.md 2.6)."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

FOREVER = date.max
ONE_DAY = timedelta(days=1)


class Period(NamedTuple):
    """A stretch of civil days, both ends included; `to` None means still running."""

    from_: date
    to: date | None = None


def add_months(day: date, months: int) -> date:
    """Move a date by whole months; a day the month does not have becomes its last day (31/01 + 1 = 28/02)."""
    years, month0 = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month0 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@lru_cache(maxsize=65_536)
def valid_until(effective_from: date, months: int | None) -> date:
    """Give the last day something counts: effective date + months - 1 day (S17); None months is for ever."""
    return FOREVER if months is None else add_months(effective_from, months) - ONE_DAY


def is_current(until: date | None, on: date) -> bool:
    """Tell whether something still counts on a day; the last day is included, None never ends (S11)."""
    return until is None or on <= until


def judged_on(on: date, applied_on: date | None) -> date:
    """Choose the day on which currency is judged: the application's once there is one (I-19)."""
    return on if applied_on is None else applied_on


def merged(periods: Iterable[Period], until: date, since: date = date.min) -> tuple[Period, ...]:
    """Join overlapping or touching periods, cut to the window, so that no day counts twice."""
    joined: list[tuple[date, date]] = []
    for start, end in sorted((max(p.from_, since), min(p.to or until, until)) for p in periods):
        if start > end:
            continue
        if joined and start <= joined[-1][1] + ONE_DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(Period(start, end) for start, end in joined)


def whole_months(periods: Iterable[Period], until: date, since: date = date.min) -> int:
    """Count full months of service or experience up to a day; 31 left-over days make one more."""
    months = days = 0
    for start, end in merged(periods, until, since):
        full = _full_months(start, end or until)
        months += full
        days += ((end or until) + ONE_DAY - add_months(start, full)).days
    return months + days // 31


def _full_months(start: date, end: date) -> int:
    after = end + ONE_DAY
    months = (after.year - start.year) * 12 + after.month - start.month
    return months if add_months(start, months) <= after else months - 1
