"""Whose word counts for a checkpoint kept outside: a log key in other hands vouches for no later one.

A thief of the key can sign any checkpoint. What it signed counts where a witness signed it before the theft,
where this register dated it before, or where the next key has signed the same size and root.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from certificates.errors import LogError
from certificates.log.checkpoint import Checkpoint, read_body
from certificates.log.tree import Hashed
from certificates.log.vouching import vouching
from curriculum.awards.issuing import outside
from curriculum.awards.issuing.outside import LogRolledBack
from curriculum.awards.models import LogCheckpoint, SigningKey
from curriculum.db import db

LOG, WITNESS = "log", "witness"
"""Functions of the keys that sign our checkpoints for us, and for another institution."""


def witnesses() -> list[str]:
    """The public keys of the witnesses whose signatures count here."""
    wanted = select(SigningKey.certificate_pem).where(SigningKey.function == WITNESS)
    return list(db.session.scalars(wanted.order_by(SigningKey.id)))


def log_keys() -> dict[str, datetime | None]:
    """Every key that ever signed checkpoints here, and since when it was in other hands."""
    wanted = select(SigningKey.certificate_pem, SigningKey.compromised_at)
    return {row[0]: row[1] for row in db.session.execute(wanted.where(SigningKey.function == LOG))}


def read(note: str, signing: str | None = None) -> Checkpoint | LogRolledBack:
    """Read a checkpoint under a key whose word counts for it; `signing` is the key that signs now."""
    row = _row(note)
    known = note if row is None else row.note
    counted = vouching(known, log_keys(), witnesses(), None if row is None else row.signed_at)
    found = outside.read(known, {*counted, *([signing] if signing else ())})
    if isinstance(found, LogRolledBack) and isinstance(outside.read(note, log_keys()), Checkpoint):
        return LogRolledBack(problem="outside_unreadable", why="log_key_compromised")
    return found


def lost(kept: Iterable[str], tree: Hashed, signing: str | None = None) -> LogRolledBack | None:
    """What the database lacks of checkpoints kept outside; None where it continues them."""
    for note in kept:
        found = outside.lacks(read(note, signing), tree)
        if found is not None:
            return found
    return None


def demand_continued(kept: Iterable[str], tree: Hashed, signing: str | None = None) -> None:
    """Refuse to go on where the database does not continue what is kept outside."""
    found = lost(kept, tree, signing)
    if found is not None:
        raise found


def _row(note: str) -> LogCheckpoint | None:
    """The checkpoint of this register that says the same, by whomever it is signed."""
    try:
        said = read_body(note)
        row = db.session.get(LogCheckpoint, said.size)
        return row if row is not None and read_body(row.note) == said else None
    except LogError:
        return None
