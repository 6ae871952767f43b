"""11g: a graduation as the worker issues it, piece by piece: memory stays flat, the archive's too."""

import resource
from itertools import islice
from pathlib import Path

from sqlalchemy import func, select

from curriculum.awards.graduation import archives, running, standing, writing
from curriculum.awards.graduation.gathering import start
from curriculum.awards.issuing import log, opened, seals
from curriculum.awards.models import Certificate as Issued
from curriculum.awards.models.graduations import Graduation as Batch
from curriculum.db import db, transaction
from tests.awards import signed_off
from tests.bench import instances
from tests.bench.harness import timed
from tests.bench.operations.certificate import Certificate
from tests.cast import Cast

COUNT = {"quick": 300, "full": 10_000}
ROUNDS = {"quick": 13, "full": 25}
"""As many pieces as the harness may ask for; what is left is issued before the check."""
FLAT = 50
"""MB by which the memory of the worker may grow from the first piece to the last, archive included."""


def memory() -> float:
    """What this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


class Graduation(Certificate):
    """Issued in order from one batch, with log, register and mails; the floor is that of operation 11."""

    op, title = "11g", "Graduation, one process"

    def setup(self, size: str, folder: Path) -> None:
        self.all, self.count = COUNT[size], COUNT[size] // ROUNDS[size]
        self.folder, self.seen = folder, list[float]()
        self.app = instances.make_app(folder)
        self.context = self.app.app_context()
        self.context.push()
        cast = Cast()
        cast.enter()
        signed_off.open_keys(folder / "keys")
        signed_off.make_batch(self.all)
        with transaction():
            self.code = start(cast.farid, "Bench", institution="CNFGF").code
        self.due = running._one_by_one(opened.seals(), set())
        self._make_floor()

    def ours(self) -> float:
        rate = self.count / timed(lambda: sum(islice(self.due, self.count)))
        self.seen.append(memory())
        return rate

    def check(self) -> None:
        """All are issued once, the log is in order, the archive is whole, and memory stayed flat."""
        while sum(islice(self.due, self.count)):
            self.seen.append(memory())
        assert writing.write_due(self.folder / "graduations") == 1
        self.seen.append(memory())
        graduation = db.session.scalars(select(Batch).where(Batch.code == self.code)).one()
        figures = standing.together(standing.figures_by_employer(graduation).values())
        assert (figures[standing.Standing.ISSUED], figures.left) == (self.all, 0)
        assert db.session.scalar(select(func.count()).select_from(Issued)) == self.all
        assert log.health(seals.authority().log).problems == ()
        assert (self.folder / "graduations" / archives.name_of(graduation, "MINT")).stat().st_size > 0
        assert self.growth() <= FLAT, f"{self.growth():.0f} MB more"

    def growth(self) -> float:
        """By how much memory grew after the first piece."""
        return max(self.seen) - self.seen[0]

    def extras(self) -> dict[str, object]:
        """How memory went."""
        return {"memory_mb": [round(one) for one in self.seen]}
