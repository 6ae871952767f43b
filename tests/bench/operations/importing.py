"""1: a register of officials from CSV, validated, with match keys, number and service record."""

import csv
import io
import sqlite3
from datetime import date
from pathlib import Path

from curriculum.db import db, transaction
from curriculum.domain.actors import EVERYWHERE, Actor, Grant, Role
from curriculum.people import register_file, service
from tests.bench import instances
from tests.bench.harness import timed

HR = Actor(account_id=None, grants=(Grant(Role.HR_OFFICER, EVERYWHERE, date(2020, 1, 1)),))
COUNT = {"quick": 2_000, "full": 10_000}


class ImportOfficials:
    """CSV in, files of officials out."""

    op, title, unit, faster_is = "1", "Import officials, CSV", "officials/s", "more"

    def setup(self, size: str, folder: Path) -> None:
        self.count, self.folder, self.seed = COUNT[size], folder, 0
        self.app = instances.with_velmaria(folder)
        self.context = self.app.app_context()
        self.context.push()
        self.raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
        self.raw.execute("PRAGMA journal_mode=WAL")
        self.raw.execute("PRAGMA synchronous=FULL")
        self.raw.execute("CREATE TABLE r (a INTEGER PRIMARY KEY, b TEXT, c TEXT, d TEXT, e TEXT, f TEXT)")
        self.raw.execute("CREATE INDEX x ON r (c)")

    def _file(self) -> bytes:
        self.seed += 1
        out = io.StringIO()
        rows = csv.DictWriter(out, list(register_file.HEADINGS))
        rows.writeheader()
        for one in instances.officials(self.count, self.seed):
            rows.writerow(
                {
                    "personnel_no": one.personnel_no,
                    "given": one.names[0].given,
                    "family": one.names[0].family,
                    "birth_date": one.birth_date,
                    "institution": one.institution,
                    "unit": one.unit,
                    "grade": one.grade,
                    "hired_on": one.hired_on,
                }
            )
        return out.getvalue().encode()

    def ours(self) -> float:
        content = self._file()
        return self.count / timed(lambda: self._import(content))

    def _import(self, content: bytes) -> None:
        persons, problems = register_file.read(content)
        assert not problems
        with transaction():
            service.register_many(HR, persons)

    def limit(self) -> float:
        content = self._file().decode()
        return self.count / timed(lambda: self._raw(content))

    def _raw(self, content: str) -> None:
        rows = [(None, *list(row.values())[:5]) for row in csv.DictReader(io.StringIO(content))]
        self.raw.execute("BEGIN IMMEDIATE")
        self.raw.executemany("INSERT INTO r VALUES (?, ?, ?, ?, ?, ?)", rows)
        self.raw.execute("COMMIT")

    def check(self) -> None:
        from sqlalchemy import func, select

        from curriculum.people.models import PersonIdentifier

        stored = db.session.scalar(select(func.count()).select_from(PersonIdentifier))
        assert stored is not None
        assert stored % self.count == 0

    def gate(self, ours: float, ratio: float) -> bool:
        """≥ 5,000/s"""
        return ours >= 5_000

    def goal(self, ours: float, ratio: float) -> bool:
        """≥ 10 % of the floor"""
        return ratio >= 0.10

    def teardown(self) -> None:
        db.session.remove()
        self.context.pop()
        self.raw.close()
