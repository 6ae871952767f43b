"""The latest checkpoint in a file outside the database: a database restored from an older backup is noticed.

The file is written after the commit of each issue, never before. Killed in between, it is older than the
database, which does no harm: the next issue writes it. A database that is older than the file has lost
issues whose holders have their certificates, so nothing is issued until `cursus awards log recover`.
"""

import logging
import threading
from collections.abc import Collection
from pathlib import Path
from typing import ClassVar

from sqlalchemy import event
from sqlalchemy.orm import Session

from certificates.errors import LogError
from certificates.files import alone, write
from certificates.log.checkpoint import LARGEST_NOTE, Checkpoint, read_body, read_checkpoint
from certificates.log.tree import Hashed
from certificates.log.witness import looks_cosigned
from curriculum.db import committed

logger = logging.getLogger("cursus.issuing")

WITNESSED = ".witnessed"
"""Behind the name of the file: the latest checkpoint that a witness has signed as well."""


class LogRolledBack(LogError):
    """The database does not continue what was published: an older one was restored, or it was rewritten."""

    code: ClassVar[str] = "log_rolled_back"


class _Kept(threading.local):
    note: str | None = None


_file: Path | None = None
_signed = _Kept()


def keep_at(file: Path | None) -> None:
    """Keep the latest checkpoint here from now on; None keeps it nowhere."""
    global _file
    _file = file


def notes(file: Path | None = None) -> list[str]:
    """What is kept: the latest checkpoint and the latest witnessed one."""
    file = file or _file
    if file is None:
        return []
    return [note for path in (file, _witnessed(file)) if (note := _read(path)) is not None]


def lacks(known: Checkpoint | LogRolledBack, tree: Hashed) -> LogRolledBack | None:
    """What the database lacks of a checkpoint kept outside; None where it continues it.

    Read what is kept before the tree where issuing may go on: the database is ahead of the file, if at all.
    """
    if isinstance(known, LogRolledBack):
        return known
    if known.size > tree.size:
        return LogRolledBack(problem="rolled_back", found=tree.size, expected=known.size)
    if tree.root(known.size) != known.root:
        return LogRolledBack(problem="rewritten", size=known.size)
    return None


def read(note: str, verifiers: Collection[str]) -> Checkpoint | LogRolledBack:
    """Read a checkpoint signed with any of these keys of the log."""
    why: object = "no_log_key"
    for verifier in sorted(verifiers):
        try:
            return read_checkpoint(note, verifier)
        except LogError as error:
            why = error.facts["problem"]
    return LogRolledBack(problem="outside_unreadable", why=why)


def remember_after_commit(note: str) -> None:
    """Keep this checkpoint once the transaction that signed it has committed."""
    _signed.note = note


@event.listens_for(Session, "after_soft_rollback")
def _forget(_session: Session, _previous: object) -> None:
    _signed.note = None


@committed.connect
def _remember(_session: Session, **_said: object) -> None:
    note, _signed.note = _signed.note, None
    if note is None:
        return
    try:
        remember(note)
    except OSError:  # an older file does no harm, an issue told as failed would
        logger.exception("the latest checkpoint was not kept outside the database")


def remember(note: str) -> None:
    """Keep a checkpoint unless a later one is kept; several workers may do so at once."""
    if _file is None:
        return
    paths = [_file] if not looks_cosigned(note) else [_file, _witnessed(_file)]
    with alone(_file):
        for path in paths:
            before = _read(path)
            if before is None or _size(before) <= _size(note):
                write(path, note.encode())


def _witnessed(file: Path) -> Path:
    return file.with_name(file.name + WITNESSED)


def _size(note: str) -> int:
    """How far a kept note goes; one that cannot be read is never written over."""
    try:
        return read_body(note).size
    except LogError:
        return 2**63


def _read(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_NOTE + 1).decode("utf-8", "replace")
    except FileNotFoundError:
        return None
