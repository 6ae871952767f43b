"""Work that waits as a row until it is due: when it is tried again, and when a clock that was set back lies.

A row says when it is due. What failed is put off by a pause; so no row is due later than the longest pause,
but for what somebody holds back. Whatever is, was written while the clock ran ahead, and is due now.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

LONGEST_PAUSE = timedelta(hours=1)
HELD = datetime(9999, 12, 31, tzinfo=UTC)
"""When something is due that somebody holds back: no worker ever gets there."""


def pause(attempts: int) -> timedelta:
    """How long what failed so many times waits: two minutes, then twice as long each time, up to an hour."""
    return min(timedelta(minutes=2 ** min(attempts, 6)), LONGEST_PAUSE)


def ripe(
    due_at: InstrumentedAttribute[Any], now: datetime, longest: timedelta = LONGEST_PAUSE
) -> ColumnElement[bool]:
    """Due now, or put off for longer than anything is: the clock was set back since, by days perhaps."""
    return or_(due_at <= now, and_(due_at > now + longest, due_at < HELD))
