"""The public log in the database: leaves, signed checkpoints, recomputation (ecosystem.md finding 2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, text

from certificates.errors import LogError
from certificates.log.checkpoint import LogKey
from certificates.log.entry import Entry, Record
from certificates.log.log import Health, Log, fsck
from curriculum import clock
from curriculum.awards.models import LogCheckpoint, LogLeaf
from curriculum.db import db


@dataclass(frozen=True)
class TableStore:
    """A `LogStore` over `log_leaf`; `record` is what the next leaf commits to, kept and never published."""

    record: str = ""

    def size(self) -> int:
        """Return the number of leaves."""
        last = db.session.scalar(select(func.max(LogLeaf.index)))
        return 0 if last is None else last + 1

    def append(self, leaf: bytes) -> int:
        """Append inside the running transaction; a leaf that is there keeps its index."""
        if not self.record:
            raise LogError(problem="record_missing")
        _one_writer()
        known = db.session.scalar(select(LogLeaf.index).where(LogLeaf.hash == leaf.hex()))
        if known is not None:
            return known
        index = self.size()
        db.session.add(LogLeaf(index=index, hash=leaf.hex(), record=self.record, appended_at=clock.now()))
        db.session.flush()
        return index

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """Return a stretch of leaves, in order."""
        wanted = select(LogLeaf.hash).where(LogLeaf.index >= start, LogLeaf.index < end)
        return [bytes.fromhex(one) for one in db.session.scalars(wanted.order_by(LogLeaf.index))]


def _one_writer() -> None:
    # SQLite has one writer anyway; elsewhere two issuers would take the same index and one would fail.
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE log_leaf IN EXCLUSIVE MODE"))


class _Grown:
    """The tree as its one writer last saw it, so that an append costs the new leaves only."""

    def __init__(self) -> None:
        self.log = Log(TableStore())
        self.last = b""
        self.size = 0

    def follows(self) -> bool:
        """Whether the leaves seen are still the first ones of the table."""
        if self.size == 0:
            return True
        return TableStore().leaves(self.size - 1, self.size) == [self.last]

    def note(self) -> None:
        """Remember where the tree ends."""
        self.size = self.log.tree().size
        self.last = TableStore().leaves(self.size - 1, self.size)[0] if self.size else b""


_grown = _Grown()


def _up_to_date() -> Log:
    """The log with its tree up to the last leaf; a leaf that was rolled back starts it anew."""
    global _grown
    if not _grown.follows():
        _grown = _Grown()
    try:
        _grown.note()
    except BaseException:
        _grown = _Grown()
        raise
    return _grown.log


def enter(record: Record, salt: str, key: LogKey) -> Entry:
    """Append a record and sign the checkpoint that holds it, in the running transaction."""
    store = TableStore(record.canonical_bytes().decode("utf-8"))
    entry = Log(store).enter(record, salt)
    sign_checkpoint(key)
    return entry


def sign_checkpoint(key: LogKey) -> None:
    """Sign size and root as they stand; one checkpoint a size."""
    note = _up_to_date().checkpoint(key)
    size = int(note.splitlines()[1])
    if db.session.get(LogCheckpoint, size) is None:
        db.session.add(LogCheckpoint(size=size, note=note, signed_at=clock.now()))
        db.session.flush()


def checkpoint() -> LogCheckpoint | None:
    """The latest signed checkpoint."""
    return db.session.scalars(select(LogCheckpoint).order_by(LogCheckpoint.size.desc()).limit(1)).first()


def health(verifier: str | None) -> Health:
    """Recompute the whole log and compare it with the latest checkpoint."""
    latest = checkpoint()
    return fsck(TableStore(), latest.note if latest else None, verifier)
