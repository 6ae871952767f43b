"""A queue as a landing page shows it: how much waits, since when, where to go, what comes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

FIRST = 3
"""How many lines of a queue a landing page shows."""


@dataclass(frozen=True)
class Item:
    """One line of a queue."""

    text: str
    url: str
    note: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Queue:
    """Something that waits: how much of it, since when, where to deal with it, and what comes first."""

    key: str
    count: int
    url: str
    items: tuple[Item, ...]
    oldest: date | None = None


def queue_of(
    key: str, rows: Sequence[object], url: str, items: Iterable[Item], oldest: date | None = None
) -> Queue:
    """The queue of some rows; only the first of their lines are made."""
    first = tuple(item for item, _row in zip(items, rows[:FIRST], strict=False))
    return Queue(key, len(rows), url, first, oldest)
