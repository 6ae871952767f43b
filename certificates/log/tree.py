"""Hash arithmetic of RFC 9162: root, inclusion and consistency proofs, and their checks."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Hash a leaf; the prefix keeps leaves and nodes apart."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two nodes into their parent."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Hashed(ABC):
    """A tree that proves: all it needs is its size and the hash of any complete subtree."""

    @property
    @abstractmethod
    def size(self) -> int:
        """Number of leaves."""

    @abstractmethod
    def node(self, level: int, index: int) -> bytes:
        """Return the hash over the leaves from `index << level` on, `1 << level` of them."""

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first `size` leaves, all of them if None."""
        size = self.size if size is None else size
        _demand(0 <= size <= self.size)
        return self._range(0, size) if size else EMPTY

    def _range(self, start: int, end: int) -> bytes:
        width = end - start
        if width & (width - 1) == 0 and start % width == 0:
            level = width.bit_length() - 1
            return self.node(level, start >> level)
        split = start + _split(width)
        return node_hash(self._range(start, split), self._range(split, end))

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """Prove that the leaf at `index` is among the first `size`."""
        size = self.size if size is None else size
        _demand(0 <= index < size <= self.size)
        path, start, end = [], 0, size
        while end - start > 1:
            split = start + _split(end - start)
            if index < split:
                path.append(self._range(split, end))
                end = split
            else:
                path.append(self._range(start, split))
                start = split
        return tuple(reversed(path))

    def consistency(self, old: int, size: int | None = None) -> tuple[bytes, ...]:
        """Prove that the tree of `old` leaves is a beginning of the tree of `size` leaves."""
        size = self.size if size is None else size
        _demand(0 < old <= size <= self.size)
        return tuple(self._consistency(old, 0, size, complete=True))

    def _consistency(self, old: int, start: int, end: int, *, complete: bool) -> list[bytes]:
        if old == end - start:
            return [] if complete else [self._range(start, end)]
        split = _split(end - start)
        if old <= split:
            left = self._consistency(old, start, start + split, complete=complete)
            return [*left, self._range(start + split, end)]
        right = self._consistency(old - split, start + split, end, complete=False)
        return [*right, self._range(start, start + split)]


class Tree(Hashed):
    """A tree in memory that grows at its right end; every complete subtree is hashed once."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        self.extend(leaves)

    @classmethod
    def of_hashes(cls, hashes: Iterable[bytes]) -> Tree:
        """Build the tree over leaves that are hashed already, or over roots of equal subtrees."""
        tree = cls()
        tree.extend_hashes(hashes)
        return tree

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._levels[0])

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree."""
        return self._levels[level][index]

    def append(self, leaf: bytes) -> int:
        """Add a leaf and return its index."""
        self.extend_hashes((leaf_hash(leaf),))
        return self.size - 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add many leaves, level by level: little more than the hashing itself."""
        sha256 = hashlib.sha256
        self.extend_hashes([sha256(b"\x00" + leaf).digest() for leaf in leaves])

    def extend_hashes(self, hashes: Iterable[bytes]) -> None:
        """Add leaves that are hashed already."""
        self._levels[0].extend(hashes)
        sha256, level = hashlib.sha256, 0
        while len(below := self._levels[level]) > 1:
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            nodes = self._levels[level]
            fresh = below[2 * len(nodes) : len(below) & ~1]
            if not fresh:
                break
            pairs = zip(fresh[::2], fresh[1::2], strict=True)
            nodes.extend([sha256(b"\x01" + left + right).digest() for left, right in pairs])


def inclusion_holds(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Check an inclusion proof (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    first, last, value = index, size - 1, leaf_hash(leaf)
    for step in path:
        if last == 0:
            return False
        if first % 2 or first == last:
            value = node_hash(step, value)
            while first % 2 == 0 and first:
                first, last = first >> 1, last >> 1
        else:
            value = node_hash(value, step)
        first, last = first >> 1, last >> 1
    return last == 0 and value == root


def consistency_holds(old: int, size: int, old_root: bytes, root: bytes, path: Sequence[bytes]) -> bool:
    """Check a consistency proof (RFC 9162, 2.1.4.2)."""
    if old == size:
        return old_root == root and not path
    if not 0 < old < size or not path:
        return False
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    first, last = old - 1, size - 1
    while first % 2:
        first, last = first >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if first % 2 or first == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while first % 2 == 0 and first:
                first, last = first >> 1, last >> 1
        else:
            after = node_hash(after, step)
        first, last = first >> 1, last >> 1
    return last == 0 and before == old_root and after == root


def _split(width: int) -> int:
    """Largest power of two below width."""
    return 1 << ((width - 1).bit_length() - 1)


def _demand(lawful: bool) -> None:
    if not lawful:
        raise IndexError("outside the tree")
