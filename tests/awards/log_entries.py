"""Entries of the public log, made as others issue, and taken away as a restore does."""

from pathlib import Path

from sqlalchemy import text

from certificates.log.checkpoint import read_body
from certificates.log.entry import Record, make_salt
from curriculum.awards.issuing import log
from curriculum.db import transaction
from tests.conftest import NOW


def enter(key, count: int = 1) -> None:
    """Issues of others: entries with their checkpoints, one transaction each."""
    for _ in range(count):
        salt = make_salt()
        with transaction():
            log.enter(Record(f"TRN-2026-{salt[:8]}", "a" * 64, "b" * 64, NOW), salt, key)


def size_of(path: Path) -> int:
    return read_body(path.read_text()).size


def cut_leaves(size: int) -> None:
    """Take the end of the log away, as a restore does."""
    with transaction() as session:
        session.execute(text(f'DELETE FROM log_leaf WHERE "index" >= {size}'))
        session.execute(text(f"DELETE FROM log_checkpoint WHERE size > {size}"))
