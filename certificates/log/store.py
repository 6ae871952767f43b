"""Where leaves are kept: three methods, so that a file, a table or a bucket can serve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class LogStore(Protocol):
    """Append-only storage of 32-byte leaves, numbered from 0 without gaps."""

    def size(self) -> int:
        """Return the number of leaves that are safely stored."""

    def append(self, leaf: bytes) -> int:
        """Store a leaf durably and return its index; a leaf that is there already keeps its index."""

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """Return the leaves from start (included) to end (excluded), in order."""


class MemoryStore:
    """A store that forgets, for tests and previews."""

    def __init__(self) -> None:
        self._leaves: list[bytes] = []
        self._known: dict[bytes, int] = {}

    def size(self) -> int:
        """Return the number of leaves."""
        return len(self._leaves)

    def append(self, leaf: bytes) -> int:
        """Keep a leaf unless it is there."""
        return self.extend((leaf,))[0]

    def extend(self, leaves: Sequence[bytes]) -> list[int]:
        """Keep leaves unless they are there."""
        for leaf in leaves:
            if self._known.setdefault(leaf, len(self._leaves)) == len(self._leaves):
                self._leaves.append(leaf)
        return [self._known[leaf] for leaf in leaves]

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """Return a stretch of leaves."""
        return self._leaves[start:end]
