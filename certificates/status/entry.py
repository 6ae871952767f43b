"""Where a certificate stands in the status lists: one index, the same in every list (credentials.md §2)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from certificates.credential.errors import CredentialError

SIZE = 131_072
"""Places of one list: the least that the public validator accepts, and enough to hide in."""
PURPOSES = ("revocation", "suspension")
_MOST_LISTS = 1_000_000

Draw = Callable[[int], int]


@dataclass(frozen=True)
class StatusEntry:
    """A list's number, counted from 1, and an index in it."""

    list: int
    index: int

    def __post_init__(self) -> None:
        if not 1 <= self.list <= _MOST_LISTS or not 0 <= self.index < SIZE:
            raise CredentialError(problem="status_entry", list=self.list, index=self.index)

    def address(self, base: str, purpose: str = "revocation") -> str:
        """Give the public address of the list for one purpose."""
        return list_address(base, purpose, self.list)


def list_address(base: str, purpose: str, number: int) -> str:
    """Give the public address of a list."""
    if purpose not in PURPOSES:
        raise CredentialError(problem="purpose", found=purpose[:50])
    return f"{base}/status/{purpose}/{number}"


def draw_index(draw: Draw = secrets.randbelow) -> int:
    """Draw a random index: neighbours in a list must say nothing about who was certified together."""
    return draw(SIZE)
