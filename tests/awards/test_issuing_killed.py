"""R1: two workers, kill -9 at random points: none lost, none twice, no differing byte, the log intact."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from curriculum import clock
from curriculum.app import create_app
from curriculum.audit import queries as audit
from curriculum.awards.issuing import log, seals
from curriculum.awards.models import Certificate, CertificateDocument, IssueRequest, LogLeaf
from curriculum.config import settings
from curriculum.db import db
from tests.awards import signed_off

FULL = os.environ.get("FULL") == "1"
KILLS, BATCH = (200, 400) if FULL else (10, 24)
ROOT = Path(__file__).parents[2]


class Workers:
    """Worker processes over one instance, forked from a warm one."""

    def __init__(self, instance: Path) -> None:
        command = [sys.executable, "-m", "tests.awards.issuing_worker", str(instance)]
        pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
        self.parent = subprocess.Popen(
            command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=quiet, text=True, bufsize=1
        )

    def start(self) -> int:
        self.parent.stdin.write("go\n")
        return int(self.parent.stdout.readline())

    def pair(self) -> tuple[int, int]:
        return self.start(), self.start()

    def close(self) -> None:
        self.parent.stdin.close()
        self.parent.stdout.close()
        self.parent.wait(10)


def lives(worker: int) -> bool:
    try:
        os.kill(worker, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(worker: int, seconds: float) -> bool:
    """Whether a worker ended by itself in that time."""
    until = time.monotonic() + seconds
    while lives(worker):
        if time.monotonic() > until:
            return False
        time.sleep(0.005)
    return True


@pytest.fixture
def workers(instance):
    started = Workers(instance)
    yield started
    started.close()


@pytest.fixture
def instance(tmp_path):
    """A deployment of its own, for processes cannot share the test's clock or connection."""
    (tmp_path / "data").mkdir()
    app = create_app(settings({"CURSUS_INSTANCE": str(tmp_path), "CURSUS_SECRET_KEY": "x" * 40}))
    with app.app_context(), clock.moved_to(datetime(2026, 11, 21, 10, 0, tzinfo=UTC)):
        db.create_all()
        signed_off.open_keys(tmp_path / "keys")
        signed_off.make_batch(BATCH)
        yield tmp_path
        db.session.remove()
        db.engine.dispose()


def kill_at_random(workers: Workers, chance: random.Random, times: int) -> int:
    """Let two run, kill each at a point of its own; gives how many died at work."""
    died = 0
    while died < times and waits():
        for worker in workers.pair():
            if not wait_for(worker, chance.uniform(0.0, 0.8)):
                os.kill(worker, signal.SIGKILL)
                died += 1
                assert wait_for(worker, 10)
    return died


def waits() -> bool:
    found = db.session.scalars(
        select(IssueRequest.statement_id).where(IssueRequest.done_at.is_(None))
    ).first()
    db.session.rollback()
    return found is not None


def test_r1_kill_9_loses_nothing_and_repeats_nothing(instance, workers):
    died = kill_at_random(workers, random.Random(20261121), KILLS)
    assert [wait_for(worker, 120) for worker in workers.pair()] == [True, True]
    db.session.rollback()
    certificates = list(db.session.scalars(select(Certificate)))
    signed = _signed(instance)
    stored = {c.number: c.pdf_sha256 for c in certificates}
    assert died >= KILLS // 2
    assert len(stored) == BATCH
    assert Counter(c.statement_id for c in certificates).most_common(1)[0][1] == 1
    assert {number: {digest} for number, digest in stored.items()} == signed
    assert _documents() == set(stored.values())
    assert len(list(db.session.scalars(select(LogLeaf)))) == BATCH
    assert log.health(seals.authority().log).problems == ()
    assert log.is_behind(instance / "keys" / "checkpoint") is None
    assert audit.broken_links() == []


def _signed(instance: Path) -> dict[str, set[str]]:
    """Every digest any worker ever made, by number: more than one would be a differing byte."""
    found: dict[str, set[str]] = {}
    for path in instance.glob("signed-*"):
        for line in path.read_text().splitlines():
            number, _, digest = line.partition(" ")
            if len(digest) == 64:  # the last line of a killed worker may be cut off
                found.setdefault(number, set()).add(digest)
    return found


def _documents() -> set[str]:
    return {hashlib.sha256(pdf).hexdigest() for pdf in db.session.scalars(select(CertificateDocument.pdf))}
