"""4M: what a move to a newer version means for everybody on the older one, worked out and written nowhere."""

from pathlib import Path as Folder

from curriculum import clock
from curriculum.db import db
from curriculum.domain.migration import links, move
from curriculum.domain.progress import judge
from curriculum.paths import engine
from curriculum.paths import queries as paths
from curriculum.progress import queries as progress
from curriculum.transitions import judging
from tests.bench import instances
from tests.bench.followers import PATH, Followers
from tests.bench.harness import cpu_seconds, timed

COUNT = {"quick": 500, "full": 10_000}


class OnTheOlder(Followers):
    """The same officials with the same results, on the version that the present one replaced."""

    version = 1


class Migrating:
    """The whole dry run; the floor is judging each person twice, on dossiers that are at hand already."""

    op, title, unit, faster_is = "4M", "Dry run of a migration", "people/s", "more"

    def setup(self, size: str, folder: Folder) -> None:
        self.app = instances.with_velmaria(folder, None)
        self.followers = OnTheOlder(self.app, COUNT[size])
        self.core: list[float] = []
        with self.app.app_context():
            self.old, self.new = (paths.get_version(PATH, number).id for number in (1, 2))
            self.pairs = [self._dossiers(one) for one in judging.movers(self.old)]
            db.session.remove()

    def _dossiers(self, one):
        reader, entry = progress.reader_of(one.person_id), progress.entry_of(one)
        return tuple(
            progress.along(reader, one, engine.plan(version), entry) for version in (self.old, self.new)
        )

    def ours(self) -> float:
        with self.app.app_context():
            spent: list[float] = []
            self.core.append(len(self.pairs) / cpu_seconds(lambda: spent.append(timed(self._run))))
            db.session.remove()
        return len(self.pairs) / spent[0]

    def _run(self) -> None:
        self.found = list(judging.judged(judging.movers(self.old), self.new, clock.today()))

    def limit(self) -> float:
        today = clock.today()
        return len(self.pairs) / timed(lambda: [judge(one, today) for pair in self.pairs for one in pair])

    def check(self) -> None:
        """Everybody was judged, and as one by one."""
        assert len(self.found) == len(self.pairs)
        for one, (before, after) in zip(self.found, self.pairs, strict=True):
            today = clock.today()
            onward = links(before.path, after.path)
            assert one.move == move(judge(before, today), judge(after, today), onward)

    def extras(self) -> dict[str, object]:
        """People a second of one processor: what other work on the machine takes does not count."""
        return {"people_per_cpu_second": round(max(self.core))}

    def gate(self, ours: float, ratio: float) -> bool:
        """≥ 2,000/s"""
        return ours >= 2_000

    def goal(self, ours: float, ratio: float) -> bool:
        """≥ 60 % of the floor"""
        return ratio >= 0.60

    def teardown(self) -> None:
        """Nothing is left open."""
