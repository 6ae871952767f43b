"""The log over its store: append, prove, sign a checkpoint, and recompute everything (`fsck`)."""

from __future__ import annotations

from dataclasses import dataclass

from certificates.errors import LogError
from certificates.log.checkpoint import Checkpoint, LogKey, read_checkpoint
from certificates.log.entry import Entry, Record
from certificates.log.store import LogStore
from certificates.log.tiles import Read, TiledTree
from certificates.log.tree import Hashed, Tree, inclusion_holds


@dataclass(frozen=True)
class Proof:
    """That a leaf stands at an index of a tree of this size."""

    index: int
    size: int
    path: tuple[bytes, ...]

    def holds(self, leaf: bytes, root: bytes) -> bool:
        """Check the proof against a root that somebody vouches for."""
        return inclusion_holds(leaf, self.index, self.size, self.path, root)


@dataclass(frozen=True)
class Health:
    """What `fsck` found; no problems means that everything was recomputed and agrees."""

    size: int
    root: bytes
    problems: tuple[str, ...]


class Log:
    """Reads a store incrementally: asking again after an append costs only the new leaves.

    With `read`, the tree is read from tiles instead: a proof costs a few of them, and no leaf more.
    """

    def __init__(self, store: LogStore, read: Read | None = None) -> None:
        self._store, self._read = store, read
        self._tree = Tree()
        self._tiled: TiledTree | None = None

    def enter(self, record: Record, salt: str) -> Entry:
        """Enter a record; entering it again changes nothing."""
        return Entry(record, salt, self._store.append(record.leaf(salt)))

    def leaf(self, index: int) -> bytes:
        """Return one leaf, or refuse when there is none."""
        found = self._store.leaves(index, index + 1)
        if not found:
            raise LogError(problem="no_such_leaf", index=index)
        return found[0]

    def tree(self) -> Hashed:
        """Return the tree over all leaves stored now."""
        size = self._store.size()
        if self._read is not None:
            if self._tiled is None or self._tiled.size != size:
                self._tiled = TiledTree(size, self._read)
            return self._tiled
        self._tree.extend(self._store.leaves(self._tree.size, size))
        return self._tree

    def prove(self, index: int, size: int | None = None) -> Proof:
        """Prove inclusion in the tree of `size` leaves, of all leaves if None."""
        tree = self.tree()
        size = tree.size if size is None else size
        try:
            return Proof(index, size, tree.inclusion(index, size))
        except IndexError as error:
            raise LogError(problem="no_such_leaf", index=index, size=size) from error

    def checkpoint(self, key: LogKey) -> str:
        """Sign the present size and root."""
        tree = self.tree()
        return key.sign(Checkpoint(key.name, tree.size, tree.root()))


def fsck(store: LogStore, note: str | None = None, verifier: str | None = None) -> Health:
    """Recompute the whole log and compare it with a checkpoint kept elsewhere."""
    leaves = list(store.leaves(0, store.size()))
    tree = Tree(leaves)
    problems = []
    if len(leaves) != store.size():
        problems.append("leaves_missing")
    if len(set(leaves)) != len(leaves):
        problems.append("leaf_twice")
    if note is not None:
        problems += against(tree, note, verifier or "")
    return Health(tree.size, tree.root(), tuple(problems))


def against(tree: Hashed, note: str, verifier: str) -> list[str]:
    """Compare a recomputed tree with a checkpoint kept elsewhere; empty where they agree."""
    try:
        vouched = read_checkpoint(note, verifier)
    except LogError as error:
        return [f"checkpoint_{error.facts['problem']}"]
    if vouched.size > tree.size:
        return ["rolled_back"]
    return [] if tree.root(vouched.size) == vouched.root else ["rewritten"]
