"""The log in a folder: one file of 32-byte leaves, only ever appended to, safe under kill -9."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from certificates.errors import LogError

LEAF_BYTES = 32


class FileStore:
    """A `LogStore` over `<folder>/leaves`; several processes may append."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "leaves"
        self._known: dict[bytes, int] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def size(self) -> int:
        """Return the number of whole leaves; a half-written last one is not there yet."""
        try:
            return self._path.stat().st_size // LEAF_BYTES
        except FileNotFoundError:
            return 0

    def append(self, leaf: bytes) -> int:
        """Append durably; the same leaf again returns the index it has."""
        if len(leaf) != LEAF_BYTES:
            raise LogError(problem="leaf_size", found=len(leaf))
        with self._locked() as file:
            self._learn()
            if leaf not in self._known:
                self._write(file, leaf)
            return self._known[leaf]

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """Return a stretch of leaves."""
        if start >= end:
            return []
        try:
            with self._path.open("rb") as file:
                file.seek(start * LEAF_BYTES)
                data = file.read((end - start) * LEAF_BYTES)
        except OSError as error:
            raise LogError(problem="unreadable") from error
        whole = len(data) - len(data) % LEAF_BYTES
        return [data[n : n + LEAF_BYTES] for n in range(0, whole, LEAF_BYTES)]

    @contextmanager
    def _locked(self) -> Iterator[int]:
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)

    def _learn(self) -> None:
        """Read what other processes have appended since."""
        for leaf in self.leaves(len(self._known), self.size()):
            self._known.setdefault(leaf, len(self._known))

    def _write(self, file: int, leaf: bytes) -> None:
        index = self.size()
        # cut off the half leaf of a writer that was killed before it was told "stored"
        os.ftruncate(file, index * LEAF_BYTES)
        os.pwrite(file, leaf, index * LEAF_BYTES)
        os.fsync(file)
        self._known[leaf] = index
