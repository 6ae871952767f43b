"""2 and m: donors' rows stored with validation, and compared with a large register."""

import csv
import io
import json
import sqlite3
from datetime import date
from pathlib import Path

from curriculum.db import db, transaction
from curriculum.domain.lifecycles.import_row import RowState
from curriculum.domain.matching import IncomingPerson, Lane, Match
from curriculum.intake import queries
from curriculum.intake import service as intake
from curriculum.intake.bench.verdicts import verdicts
from curriculum.people import queries as people
from curriculum.people import service
from tests.bench import instances, population
from tests.bench.harness import timed
from tests.bench.operations.importing import HR
from tests.factories.intake import as_csv, make_world

ROWS = {"quick": 1_000, "full": 10_000}
REGISTER = {"quick": 10_000, "full": 100_000}
TOLD = {"quick": 150, "full": 1_000}
AT_ONCE = 10_000


def _raw_database(folder: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    return raw


class ImportRows:
    """A donor's CSV in, every row verbatim and read, with its problems."""

    op, title, unit, faster_is = "2", "Import donor rows, CSV", "rows/s", "more"

    def setup(self, size: str, folder: Path) -> None:
        self.count, self.seed = ROWS[size], 0
        self.app = instances.make_app(folder)
        self.context = self.app.app_context()
        self.context.push()
        self.world = make_world()
        self.people = population.register(self.count)
        self.raw = _raw_database(folder)
        self.raw.execute("CREATE TABLE r (a INTEGER PRIMARY KEY, b TEXT)")

    def _file(self) -> bytes:
        self.seed += 1
        return as_csv(*map(_cells, population.lines(self.people, self.count, seed=self.seed)))

    def ours(self) -> float:
        content = self._file()
        return self.count / timed(lambda: self._receive(content))

    def _receive(self, content: bytes) -> None:
        with transaction():
            self.last = intake.receive(
                self.world.designer,
                file_name=f"list-{self.seed}.csv",
                content=content,
                offering_code=self.world.offering.code,
            )

    def limit(self) -> float:
        content = self._file().decode()
        return self.count / timed(lambda: self._raw(content))

    def _raw(self, content: str) -> None:
        rows = [(None, json.dumps(row)) for row in csv.reader(io.StringIO(content), delimiter=";")]
        self.raw.execute("BEGIN IMMEDIATE")
        self.raw.executemany("INSERT INTO r VALUES (?, ?)", rows)
        self.raw.execute("COMMIT")

    def check(self) -> None:
        assert queries.states_of(self.last.id) == {RowState.NEW: self.count}
        assert not any(row.problems for row in queries.rows_of(self.last.id))

    def gate(self, ours: float, ratio: float) -> bool:
        """≥ 5,000/s"""
        return ours >= 5_000

    def goal(self, ours: float, ratio: float) -> bool:
        """≥ 10,000/s"""
        return ours >= 10_000

    def teardown(self) -> None:
        db.session.remove()
        self.context.pop()
        self.raw.close()


def _cells(line: population.Line) -> tuple[str, ...]:
    born = line.birth_date.strftime("%d/%m/%Y") if line.birth_date else ""
    return (line.family, line.given, born, line.number or "", "21,6", "73")


class Matching:
    """Rows beside the register; the floor fetches persons by number and by date and judges nothing."""

    op, title, unit, faster_is = "m", "Match rows with the register", "rows/s", "more"

    def setup(self, size: str, folder: Path) -> None:
        self.app = instances.with_velmaria(folder)
        self.context = self.app.app_context()
        self.context.push()
        known = population.register(REGISTER[size])
        for start in range(0, len(known), AT_ONCE):
            with transaction():
                service.register_many(HR, known[start : start + AT_ONCE])
        self.known, self.seed, self.count = known, 0, TOLD[size]
        self.title = f"Match rows with {len(known):,} officials"
        self._deal()
        self.raw = sqlite3.connect(folder / "data" / "cursus.db")

    def _deal(self) -> None:
        """Fresh rows for every round, so that nothing compared before is only remembered."""
        self.seed += 1
        self.lines = population.lines(self.known, self.count, self.seed)
        self.said = [
            IncomingPerson(one.given, one.family, one.birth_date, one.number, "MINT") for one in self.lines
        ]

    def ours(self) -> float:
        self._deal()
        return len(self.said) / timed(self._match)

    def _match(self) -> None:
        db.session.rollback()
        self.found = [
            verdict
            for start in range(0, len(self.said), 500)
            for verdict in self._judged(self.said[start : start + 500])
        ]

    def _judged(self, part: list[IncomingPerson]) -> list[Match]:
        return verdicts(part, [frozenset()] * len(part))

    def limit(self) -> float:
        return len(self.said) / timed(self._raw)

    def _raw(self) -> None:
        number = "SELECT person_id FROM person_identifier WHERE value = ?"
        day = "SELECT p.id, n.given, n.family FROM person p JOIN person_name n ON n.person_id = p.id"
        for one in self.said:
            self.raw.execute(number, (one.number,)).fetchall()
            self.raw.execute(f"{day} WHERE p.birth_date = ?", (_iso(one.birth_date),)).fetchall()

    def check(self) -> None:
        """No wrong link, and of the rows of known officials 85 % linked or with the right one first."""
        shown = [
            one.person_id or (one.candidates[0].person_id if one.candidates else 0) for one in self.found
        ]
        numbers = people.numbers_of(one for one in shown if isinstance(one, int))
        means = [numbers.get(one) if isinstance(one, int) else None for one in shown]
        linked = [at for at, one in enumerate(self.found) if one.lane is Lane.LINKED]
        known = [at for at, line in enumerate(self.lines) if line.truth is not None]
        assert [at for at in linked if means[at] != self.lines[at].truth] == []
        assert sum(means[at] == self.lines[at].truth for at in known) >= 0.85 * len(known)

    def gate(self, ours: float, ratio: float) -> bool:
        """≥ 500/s"""
        return ours >= 500

    def goal(self, ours: float, ratio: float) -> bool:
        """≥ 1,000/s"""
        return ours >= 1_000

    def teardown(self) -> None:
        db.session.remove()
        self.context.pop()
        self.raw.close()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
