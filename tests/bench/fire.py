"""Issuance under fire: two workers, kill -9 again and again, then a look at everything that was made.

`python -m tests.bench.fire` runs it in full: 5,000 certificates, 200 kills. Status 1 when anything was lost,
made twice or differs. `--database` names a PostgreSQL that may be filled; without it, it is SQLite.
"""

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from certificates import Answer, OneRegistered, verify
from certificates.log.checkpoint import read_body
from curriculum import clock
from curriculum.app import create_app
from curriculum.audit import queries as audit
from curriculum.awards import queries
from curriculum.awards.issuing import log, requests, seals
from curriculum.awards.models import (
    Certificate,
    CertificateDocument,
    IssueRequest,
    LogCheckpoint,
    LogLeaf,
    StatusEvent,
)
from curriculum.config import settings
from curriculum.db import db
from curriculum.verify import queries as verification
from tests.awards import signed_off
from tests.awards.issuing_worker import NOW, environ

ROOT = Path(__file__).parents[2]
FULL = (5_000, 200)
KINDS = ("credential", "code", "pdf")
PATIENCE = 120.0
"""Seconds without a further certificate after which the workers count as hanging."""


class Workers:
    """Worker processes over one instance, forked from a warm one."""

    def __init__(self, instance: Path, database_url: str | None = None) -> None:
        command = [sys.executable, "-m", "tests.awards.issuing_worker", str(instance)]
        pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
        self.parent = subprocess.Popen(
            [*command, *([database_url] if database_url else [])],
            cwd=ROOT,
            stdin=pipe,
            stdout=pipe,
            stderr=quiet,
            text=True,
            bufsize=1,
        )

    def start(self) -> int:
        self.parent.stdin.write("go\n")
        return int(self.parent.stdout.readline())

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


def ended(worker: int, seconds: float) -> bool:
    """Whether a worker is gone within that time."""
    until = time.monotonic() + seconds
    while lives(worker):
        if time.monotonic() > until:
            return False
        time.sleep(0.005)
    return True


@contextmanager
def deployment(folder: Path, count: int, database_url: str | None = None, empty=None) -> Iterator[None]:
    """A deployment with so many applications that bear both signatures, and its context."""
    (folder / "data").mkdir(parents=True)
    app = create_app(settings(environ(folder, database_url)))
    with app.app_context(), clock.moved_to(NOW):
        db.create_all()
        if empty is not None:
            empty(app)
        signed_off.open_keys(folder / "keys")
        signed_off.make_batch(count)
        yield
        db.session.remove()
        db.engine.dispose()


def done() -> int:
    wanted = select(func.count()).select_from(IssueRequest).where(IssueRequest.done_at.is_not(None))
    found = db.session.scalar(wanted) or 0
    db.session.rollback()
    return found


@dataclass
class Fire:
    """Two workers at work until all is issued; they are killed at random, spread over the whole of it."""

    folder: Path
    count: int
    kills: int
    database_url: str | None = None
    chance: random.Random = field(default_factory=lambda: random.Random(20261121))
    killed: int = 0
    wrong_outside: int = 0

    def run(self) -> None:
        workers = Workers(self.folder, self.database_url)
        try:
            pair = [workers.start(), workers.start()]
            while self.killed < self.kills and self._wait_for_more():
                place = self.chance.randrange(2)
                self._kill(pair[place])
                pair[place] = workers.start()
            for worker in pair:
                assert ended(worker, PATIENCE + self.count)
            assert ended(workers.start(), PATIENCE + self.count)  # what the last kill left behind
        finally:
            workers.close()

    def _wait_for_more(self) -> bool:
        """Wait until some more are issued, then a moment; False where nothing is left, or nothing moves."""
        before = done()
        share = 2 * (self.count - before) / (self.kills - self.killed)
        wanted = min(before + int(self.chance.uniform(0, share)), self.count - 1)
        now, until = before, time.monotonic() + PATIENCE
        while now < wanted and time.monotonic() < until:
            time.sleep(0.02)
            now, last = done(), now
            until = until if now == last else time.monotonic() + PATIENCE
        time.sleep(self.chance.uniform(0, 0.25))
        return wanted <= now < self.count

    def _kill(self, worker: int) -> None:
        if lives(worker):
            os.kill(worker, signal.SIGKILL)
            assert ended(worker, 10)
            self.killed += 1
        self.wrong_outside += not self._outside_is_published()

    def _outside_is_published(self) -> bool:
        """What is kept outside was committed before: the file is never ahead of the database."""
        file = self.folder / "keys" / "checkpoint"
        if not file.exists():
            return True
        note = file.read_text()
        stored = db.session.scalar(
            select(LogCheckpoint.note).where(LogCheckpoint.size == read_body(note).size)
        )
        db.session.rollback()
        return stored == note

    def signed(self) -> dict[tuple[str, str], Counter[str]]:
        """How often any worker made which digest, by number and kind: more than one is a differing byte."""
        found: dict[tuple[str, str], Counter[str]] = {}
        for path in self.folder.glob("signed-*"):
            for line in path.read_text().splitlines():
                number, kind, digest = line.split(" ")
                found.setdefault((number, kind), Counter())[digest] += 1
        return found

    def faults(self) -> list[str]:
        """All that is not as it must be, in words; nothing where issuing stood the fire."""
        db.session.rollback()
        certificates = list(db.session.scalars(select(Certificate)))
        return [name for name, wrong in self._looked_at(certificates) if wrong]

    def _looked_at(self, certificates: list[Certificate]) -> Iterator[tuple[str, object]]:
        yield "lost", len({one.statement_id for one in certificates}) != self.count
        yield "twice", len(certificates) != self.count or count_of(LogLeaf) != self.count
        yield "events", count_of(StatusEvent) != self.count
        yield "differing bytes", self._differing(certificates)
        yield "failure noted", set(db.session.scalars(select(IssueRequest.last_error))) != {None}
        yield "place in the lists", len(_places()) != self.count
        yield "log", log.health(seals.authority().log).problems
        yield (
            "outside",
            self.wrong_outside
            or (self.folder / "keys" / "checkpoint").read_text() != (log.checkpoint().note),
        )
        yield "audit", audit.broken_links()
        yield (
            "does not verify",
            [one.number for one in certificates[:: max(1, self.count // 5)] if not valid(one)],
        )

    def _differing(self, certificates: list[Certificate]) -> bool:
        """Every repeat of every worker, the register, and the stored files agree to the byte."""
        signed = self.signed()
        made = {key: set(digests) for key, digests in signed.items()}
        codes = {number: made.pop((number, "code")) for number, kind in [*made] if kind == "code"}
        wanted = {(one.number, "pdf"): {one.pdf_sha256} for one in certificates}
        wanted |= {(one.number, "credential"): {one.credential_sha256} for one in certificates}
        stored = {
            (number, kind): {hashlib.sha256(data).hexdigest()}
            for number, *files in _documents()
            for kind, data in zip(("pdf", "credential"), files, strict=True)
        }
        return made != wanted or stored != wanted or {len(one) for one in codes.values()} != {1}

    def figures(self) -> dict[str, int]:
        signed = self.signed()
        repeats = {
            kind: sum(sum(made.values()) - 1 for (_, one), made in signed.items() if one == kind)
            for kind in KINDS
        }
        return {"certificates": done(), "kills": self.killed} | {
            f"made again ({kind})": number for kind, number in repeats.items()
        }


def count_of(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def _places() -> set[tuple[int, int]]:
    rows = db.session.execute(select(IssueRequest.status_list, IssueRequest.status_index))
    return {(row.status_list, row.status_index) for row in rows}


def _documents() -> Iterator[tuple[str, bytes, bytes]]:
    joined = select(Certificate.number, CertificateDocument.pdf, CertificateDocument.credential).join(
        Certificate, Certificate.id == CertificateDocument.certificate_id
    )
    yield from db.session.execute(joined.execution_options(yield_per=100))


def valid(certificate: Certificate) -> bool:
    """Whether the stored document verifies as any checker would."""
    register = OneRegistered(verification.find_by_number(certificate.number).registered)
    report = verify(
        queries.document(certificate),
        register=register,
        trust=seals.trust(),
        log=log.TableStore(),
        at=clock.now(),
    )
    return report.answer is Answer.VALID


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m tests.bench.fire", description=__doc__)
    arguments.add_argument("--count", type=int, default=FULL[0])
    arguments.add_argument("--kills", type=int, default=FULL[1])
    arguments.add_argument("--database", help="address of an empty PostgreSQL")
    chosen = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="cursus-fire-"))
    try:
        with deployment(folder / "instance", chosen.count, chosen.database):
            fire = Fire(folder / "instance", chosen.count, chosen.kills, chosen.database)
            start = time.monotonic()
            fire.run()
            for name, number in (fire.figures() | {"seconds": int(time.monotonic() - start)}).items():
                print(f"{name:22} {number:8,}", flush=True)
            faults = fire.faults()
            print("faults:", ", ".join(faults) or "none")
            for statement_id, attempts, error in requests.waiting():
                print(f"not issued: {statement_id} after {attempts} attempts, {error}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return int(bool(faults) or fire.killed < chosen.kills)


if __name__ == "__main__":
    sys.exit(main())
