"""The only place that knows what time it is; the demo and the tests move it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

_moved_to: ContextVar[datetime | None] = ContextVar("moved_to", default=None)


def now() -> datetime:
    """This moment in UTC, to the microsecond."""
    return _moved_to.get() or datetime.now(UTC)


def today() -> date:
    """The civil date now, in UTC."""
    return now().date()


def ticks() -> int:
    """Milliseconds of the machine's clock since 1970; never moved, so that keys stay in order."""
    return time.time_ns() // 1_000_000


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Let `now()` answer `moment` (an aware UTC datetime) inside the block."""
    if moment.utcoffset() != timedelta(0):
        raise ValueError(f"a moment in UTC is needed, found {moment!r}")
    token = _moved_to.set(moment)
    try:
        yield
    finally:
        _moved_to.reset(token)
