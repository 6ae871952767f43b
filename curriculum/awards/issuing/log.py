"""The public log in the database: leaves, tiles, checkpoints, recomputation (ecosystem.md finding 2)."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import bindparam, func, select, text

from certificates.errors import LogError
from certificates.log.checkpoint import Checkpoint, LogKey, read_body
from certificates.log.entry import Entry, Record
from certificates.log.log import Health, Log, fsck
from certificates.log.note import COSIGNATURE, read_vkey, split
from certificates.log.tiles import ENTRIES, HEIGHT, WIDTH, Tile, hashes_of, tile_root, write_entries
from certificates.log.tree import Tree
from certificates.log.witness import Cosigned, adopt, cosignatures
from curriculum import clock
from curriculum.awards.issuing import outside, vouching
from curriculum.awards.issuing.vouching import WITNESS as WITNESS
from curriculum.awards.issuing.vouching import witnesses as witnesses
from curriculum.awards.models import LogCheckpoint, LogLeaf, LogNode, SigningKey
from curriculum.db import db, new_id
from curriculum.db.prepared import Prepared

logger = logging.getLogger("cursus.issuing")

_LAST = Prepared(select(LogLeaf.index).order_by(LogLeaf.index.desc()).limit(1))
_KNOWN = Prepared(select(LogLeaf.index).where(LogLeaf.hash == bindparam("hash")))
_LEAVES = Prepared(
    select(LogLeaf.hash)
    .where(LogLeaf.index >= bindparam("start"), LogLeaf.index < bindparam("end"))
    .order_by(LogLeaf.index)
)
_NODES = Prepared(
    select(LogNode.hash)
    .where(LogNode.level == bindparam("level"))
    .where(LogNode.index >= bindparam("start"), LogNode.index < bindparam("end"))
    .order_by(LogNode.index)
)


@dataclass(frozen=True)
class TableStore:
    """A `LogStore` over `log_leaf`; `record` is what the next leaf commits to, kept and never published."""

    record: str = ""

    def size(self) -> int:
        """Return the number of leaves."""
        row = _LAST.one()
        return 0 if row is None else row.index + 1

    def append(self, leaf: bytes) -> int:
        """Append inside the running transaction; a leaf that is there keeps its index."""
        if not self.record:
            raise LogError(problem="record_missing")
        one_writer()
        known = _KNOWN.one(hash=leaf.hex())
        return add(leaf, self.record) if known is None else known.index

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """Return a stretch of leaves, in order."""
        return [bytes.fromhex(row.hash) for row in _LEAVES.all(start=start, end=end)]


def one_writer() -> None:
    """Hold the log against other issuers until the transaction ends."""
    # SQLite has one writer anyway; elsewhere two issuers would take the same index and one would fail.
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE log_leaf IN EXCLUSIVE MODE"))


def add(leaf: bytes, record: str) -> int:
    """Add a leaf at the end; without record it is one whose issue this database has lost."""
    index = TableStore().size()
    db.session.add(LogLeaf(index=index, hash=leaf.hex(), record=record, appended_at=clock.now()))
    db.session.flush()
    if (index + 1) % WIDTH == 0:
        _note_full_tiles(index + 1)
    return index


def _note_full_tiles(size: int) -> None:
    """Write the root of every full tile that has none: with each 256th leaf one, rarely a second."""
    level = 1
    while size >> (HEIGHT * level):
        last = select(func.max(LogNode.index)).where(LogNode.level == level)
        known = db.session.scalar(last)
        for index in range(0 if known is None else known + 1, size >> (HEIGHT * level)):
            root = tile_root(read_tile(Tile(level - 1, index)))
            db.session.add(LogNode(level=level, index=index, hash=root.hex()))
        db.session.flush()
        level += 1


def read_tile(tile: Tile) -> bytes:
    """The bytes of a tile as any web server may host them: some rows, however large the log is."""
    start, end = tile.index * WIDTH, tile.index * WIDTH + tile.width
    if tile.level > 0:
        return b"".join(_nodes(tile.level, start, end))
    leaves = TableStore().leaves(start, end)
    if len(leaves) != tile.width:
        raise LogError(problem="tile_missing", tile=tile.path)
    return write_entries(leaves) if tile.level == ENTRIES else hashes_of(leaves)


def _nodes(level: int, start: int, end: int) -> Sequence[bytes]:
    found = [bytes.fromhex(row.hash) for row in _NODES.all(level=level, start=start, end=end)]
    if len(found) == end - start:
        return found
    # A database that is older than its tiles; the next full one brings them.
    return [tile_root(read_tile(Tile(level - 1, index))) for index in range(start, end)]


def whole() -> Log:
    """The log with its tree read from tiles: a proof costs some rows, never all leaves."""
    return Log(TableStore(), read_tile)


def enter(record: Record, salt: str, key: LogKey) -> Entry:
    """Append a record and sign the checkpoint that holds it, in the running transaction.

    Refused where a checkpoint kept outside says more than this database, which is an older one then.
    """
    store = TableStore(record.canonical_bytes().decode("utf-8"))
    entry = Log(store).enter(record, salt)
    log = whole()
    kept = outside.notes()
    if kept:
        vouching.demand_continued(kept, log.tree(), key.vkey())
    _sign(log, key)
    return entry


def sign_checkpoint(key: LogKey) -> None:
    """Sign size and root as they stand, one checkpoint a size, and keep it outside after the commit."""
    _sign(whole(), key)


def _sign(log: Log, key: LogKey) -> None:
    note, size = log.checkpoint(key), log.tree().size
    known = db.session.get(LogCheckpoint, size)
    if known is None:
        db.session.add(known := LogCheckpoint(size=size, note=note, signed_at=clock.now()))
        db.session.flush()
    outside.remember_after_commit(known.note)


def sign_again(key: LogKey) -> None:
    """Put this key's signature on the latest checkpoint and the latest witnessed one, above those they bear.

    The tree must still be what they say: a checkpoint that a thief signed gets no other signature.
    """
    tree, latest = whole().tree(), checkpoint()
    for row in (witnessed(), latest):  # the latest last: it is what is kept outside
        if row is None or row.size > tree.size or _bears(row.note, key):
            continue
        said = Checkpoint(key.name, row.size, tree.root(row.size))
        if read_body(row.note).root == said.root:
            row.note = key.sign(said) + row.note.rsplit("\n\n", 1)[1]
            outside.remember_after_commit(row.note)
    if latest is None or latest.size < tree.size:
        sign_checkpoint(key)


def _bears(note: str, key: LogKey) -> bool:
    known = read_vkey(key.vkey())
    return any(one.is_by(known) for one in split(note)[1])


def checkpoint() -> LogCheckpoint | None:
    """The latest signed checkpoint."""
    return db.session.scalars(select(LogCheckpoint).order_by(LogCheckpoint.size.desc()).limit(1)).first()


def witnessed() -> LogCheckpoint | None:
    """The latest checkpoint that bears the signature of a witness."""
    wanted = select(LogCheckpoint).where(LogCheckpoint.witnessed_at.is_not(None))
    return db.session.scalars(wanted.order_by(LogCheckpoint.size.desc()).limit(1)).first()


def checkpoint_over(index: int) -> LogCheckpoint | None:
    """The checkpoint to prove a leaf under: the latest witnessed one that holds it, else the latest."""
    for one in (witnessed(), checkpoint()):
        if one is not None and one.size > index:
            return one
    return None


def add_witness(vkey: str) -> str:
    """Know a witness by its public key from now on, and give its name; the same key again changes nothing."""
    known = read_vkey(vkey, COSIGNATURE)
    if known.vkey() not in witnesses():
        kid = f"{WITNESS}-{known.key_id.hex()}"
        db.session.add(
            SigningKey(
                id=new_id(),
                kid=kid,
                function=WITNESS,
                certificate_pem=known.vkey(),
                algorithm="Ed25519",
                valid_from=clock.now(),
            )
        )
        db.session.flush()
    return known.name


def add_cosignatures(note: str) -> tuple[Cosigned, ...]:
    """Take over what witnesses signed below a checkpoint of ours; strangers' signatures are left out."""
    row = db.session.get(LogCheckpoint, read_body(note).size, with_for_update=True)
    if row is None:
        raise LogError(problem="no_such_checkpoint", size=read_body(note).size)
    row.note, row.witnessed_at = adopt(row.note, note, witnesses()), clock.now()
    db.session.flush()
    outside.remember_after_commit(row.note)
    return cosignatures(row.note, witnesses())


def health(verifier: str | None) -> Health:
    """Recompute the whole log, compare it with the latest checkpoint, its tiles and what is kept outside."""
    kept = outside.notes()
    db.session.rollback()  # an older view of the rows would look like an older database
    latest = checkpoint()
    found = fsck(TableStore(), latest.note if latest else None, verifier)
    problems = [*found.problems, *_wrong_nodes()]
    lost = vouching.lost(kept, whole().tree())
    if lost is not None:
        problems.append(f"outside_{lost.facts['problem']}")
    return replace(found, problems=tuple(problems))


def catch_up() -> outside.LogRolledBack | None:
    """At the start of a worker: write the file that a kill left behind, or say why nothing will be issued."""
    kept = outside.notes()
    latest = checkpoint()
    lost = vouching.lost(kept, whole().tree())
    if lost is not None:
        logger.error("nothing is issued, see `cursus doctor`: %s", lost)
    elif latest is not None:
        outside.remember(latest.note)
    db.session.rollback()
    return lost


def is_behind(file: Path) -> outside.LogRolledBack | None:
    """Whether the database is older than the checkpoint kept in a file, or another one altogether."""
    kept = outside.notes(file)
    db.session.rollback()
    return vouching.lost(kept, whole().tree())


def lost_entries() -> int:
    """How many leaves came back from a public copy: their certificates are not in this database."""
    wanted = select(func.count()).select_from(LogLeaf).where(LogLeaf.record == "")
    return db.session.scalar(wanted) or 0


def _wrong_nodes() -> Iterator[str]:
    tree = Tree(TableStore().leaves(0, TableStore().size()))
    for node in db.session.scalars(select(LogNode).order_by(LogNode.level, LogNode.index)):
        beyond = (node.index + 1) << (HEIGHT * node.level) > tree.size
        if beyond or tree.node(HEIGHT * node.level, node.index).hex() != node.hash:
            yield f"tile_wrong {node.level}/{node.index}"
