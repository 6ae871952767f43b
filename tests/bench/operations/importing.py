"""1: a register of officials from CSV, validated, with match keys, number and service record."""

import csv
import io
import shutil
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from curriculum.db import db, transaction
from curriculum.domain.actors import EVERYWHERE, Actor, Grant, Role
from curriculum.people import register_file, service
from curriculum.people.models import PersonIdentifier
from tests.bench import instances
from tests.bench.harness import timed

HR = Actor(account_id=None, grants=(Grant(Role.HR_OFFICER, EVERYWHERE, date(2020, 1, 1)),))
COUNT = {"quick": 1_000, "full": 10_000}
TABLES = ("person", "person_name", "name_key", "person_identifier", "service_record")


class Floor:
    """The same tables with the same indexes, and rows like those ours wrote, only the keys new."""

    def __init__(self, database: Path) -> None:
        self.raw = sqlite3.connect(database, isolation_level=None)
        self.raw.execute("PRAGMA journal_mode=WAL")
        self.raw.execute("PRAGMA synchronous=FULL")
        self.raw.execute("PRAGMA foreign_keys=ON")
        self.rows = {table: self._like_ours(table) for table in TABLES}
        self.next = 1

    def _like_ours(self, table: str) -> tuple[str, list[str], list[tuple[Any, ...]]]:
        found = self.raw.execute(f"SELECT * FROM {table} ORDER BY 1 DESC LIMIT 20000")
        columns = [one[0] for one in found.description]
        names, marks = ", ".join(f'"{one}"' for one in columns), ", ".join("?" * len(columns))
        return f"INSERT INTO {table} ({names}) VALUES ({marks})", columns, found.fetchall()

    def write(self, content: str, keys_each: float) -> None:
        """Read the file and write as many rows of each table as ours did."""
        numbers = [row["personnel_no"] for row in csv.DictReader(io.StringIO(content))]
        first, self.next = self.next, self.next + len(numbers)
        self.raw.execute("BEGIN IMMEDIATE")
        for table, (statement, columns, rows) in self.rows.items():
            count = round(len(numbers) * keys_each) if table == "name_key" else len(numbers)
            self.raw.executemany(
                statement,
                [
                    self._row(columns, rows[number % len(rows)], first + number % len(numbers), number)
                    for number in range(count)
                ],
            )
        self.raw.execute("COMMIT")

    def _row(self, columns: list[str], like: tuple[Any, ...], key: int, number: int) -> list[Any]:
        fresh = {"id": key, "person_id": key, "value": f"F{key}", "key": f"{like[0]}{number}"}
        return [fresh.get(name, value) for name, value in zip(columns, like, strict=True)]


class ImportOfficials:
    """CSV in, files of officials out."""

    op, title, unit, faster_is = "1", "Import officials, CSV", "officials/s", "more"

    def setup(self, size: str, folder: Path) -> None:
        self.count, self.seed = COUNT[size], 0
        self.app = instances.with_velmaria(folder)
        self.context = self.app.app_context()
        self.context.push()
        before = self._counted()
        self._import(self._file())
        after = self._counted()
        self.keys_each = (after["name_key"] - before["name_key"]) / self.count
        db.session.remove()
        db.engine.dispose()
        shutil.copy(folder / "data" / "cursus.db", folder / "raw.db")
        self.floor = Floor(folder / "raw.db")

    def _counted(self) -> dict[str, int]:
        tables = db.metadata.tables
        return {one: db.session.scalar(select(func.count()).select_from(tables[one])) or 0 for one in TABLES}

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
        return self.count / timed(lambda: self.floor.write(content, self.keys_each))

    def check(self) -> None:
        """As many numbers as lines were imported: every second file was the floor's."""
        ours = select(func.count()).select_from(PersonIdentifier)
        stored = db.session.scalar(ours.where(PersonIdentifier.value.startswith("B-"))) or 0
        assert stored >= self.count * self.seed // 2
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
        self.floor.raw.close()
