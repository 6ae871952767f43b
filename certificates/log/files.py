"""The log in a folder: one file of 32-byte leaves, only ever appended to, safe under kill -9."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from certificates.errors import LogError

LEAF_BYTES = 32


def read_leaves(path: Path, start: int, end: int) -> list[bytes]:
    """Read a stretch out of a file of leaves; fewer where it is shorter, and no half one."""
    if start >= end:
        return []
    try:
        with path.open("rb") as file:
            file.seek(start * LEAF_BYTES)
            data = file.read((end - start) * LEAF_BYTES)
    except OSError as error:
        raise LogError(problem="unreadable") from error
    whole = len(data) - len(data) % LEAF_BYTES
    return [data[n : n + LEAF_BYTES] for n in range(0, whole, LEAF_BYTES)]


class FileStore:
    """A `LogStore` over `<folder>/leaves`; several processes may append."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "leaves"
        self._known: dict[bytes, int] = {}
        self._size = 0
        folder.mkdir(parents=True, exist_ok=True)

    def size(self) -> int:
        """Return the number of whole leaves; a half-written last one is not there yet."""
        try:
            return self._path.stat().st_size // LEAF_BYTES
        except FileNotFoundError:
            return 0

    def append(self, leaf: bytes) -> int:
        """Append durably; the same leaf again returns the index it has."""
        return self.extend((leaf,))[0]

    def extend(self, leaves: Sequence[bytes]) -> list[int]:
        """Append many durably with one write and one sync; killed meanwhile, a beginning of them is there."""
        for leaf in leaves:
            if len(leaf) != LEAF_BYTES:
                raise LogError(problem="leaf_size", found=len(leaf))
        with self._locked() as file:
            self._learn()
            start = self._size
            fresh = [leaf for leaf in dict.fromkeys(leaves) if leaf not in self._known]
            if fresh:
                self._write(file, start, b"".join(fresh))
                self._known.update(zip(fresh, range(start, start + len(fresh)), strict=True))
                self._size += len(fresh)
            return [self._known[leaf] for leaf in leaves]

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """Return a stretch of leaves."""
        return read_leaves(self._path, start, end)

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
        size = self.size()
        if size < self._size:
            raise LogError(problem="rolled_back", found=size, expected=self._size)
        for index, leaf in enumerate(self.leaves(self._size, size), self._size):
            self._known.setdefault(leaf, index)
        self._size = size

    def _write(self, file: int, index: int, data: bytes) -> None:
        # cut off the half leaf of a writer that was killed before it was told "stored"
        os.ftruncate(file, index * LEAF_BYTES)
        at = index * LEAF_BYTES
        while data:
            done = os.pwrite(file, data, at)
            data, at = data[done:], at + done
        os.fsync(file)
