"""4P: a path of 60 components with electives that share their options, checked until it can be completed."""

from dataclasses import replace
from pathlib import Path as Folder

from curriculum.domain.module import ModuleVersion, Outcome, Prerequisites
from curriculum.domain.path import Component, ComponentType, Path, PathKind, Spacing
from curriculum.domain.problems import ProblemCode, never_begun, problems
from curriculum.domain.problems_of_ways import way_problems
from curriculum.domain.satisfying import on_every_route, satisfiable
from tests.bench.harness import timed

COUNT = {"quick": 20, "full": 100}
COMPONENTS, OPTIONS, CHOOSE = 60, 12, 2
ROUTES = ("standard", "fast_track")


class Checking:
    """The whole check of the core; the floor is one topological pass over the same modules."""

    op, title, unit, faster_is = "4P", "Path of 60 components checked", "ms", "less"

    def setup(self, size: str, folder: Folder) -> None:
        self.count = COUNT[size]
        self.path = path(CHOOSE)

    def ours(self) -> float:
        return timed(lambda: [self._check() for _ in range(self.count)]) * 1000 / self.count

    def _check(self) -> None:
        # A new value each time: nothing that the path remembers of itself may help.
        fresh = replace(self.path)
        problems(fresh)
        assert list(way_problems(fresh)) == []
        on_every_route(fresh)

    def limit(self) -> float:
        passes = timed(lambda: [never_begun(self.path.modules) for _ in range(self.count)])
        return passes * 1000 / self.count

    def check(self) -> None:
        """It can be completed, and with one unit more it cannot."""
        assert satisfiable(self.path).possible
        first, *others = self.path.components
        more = replace(self.path, components=(first._replace(choose=3), *others), routes=())
        assert [one.code for one in satisfiable(more).reasons] == [ProblemCode.CONTESTED]

    def gate(self, ours: float, ratio: float) -> bool:
        """≤ 50 ms"""
        return ours <= 50

    def goal(self, ours: float, ratio: float) -> bool:
        """≤ 30 ms"""
        return ours <= 30

    def teardown(self) -> None:
        """Nothing was opened."""


def path(choose: int) -> Path:
    """As many modules as are asked for, each an option of six electives, each after the one before.

    Every component waits a month for the two before it; every other one is on both routes of the path.
    """
    modules = tuple(_module(number) for number in range(COMPONENTS * choose))
    refs = [one.ref for one in modules]
    components = tuple(
        Component(
            f"C{number}",
            ComponentType.ELECTIVE_GROUP,
            tuple(refs[(number * choose + step) % len(refs)] for step in range(OPTIONS)),
            choose,
            routes=ROUTES[: 1 + number % 2],
            after=tuple(Spacing(f"C{earlier}", 1) for earlier in (number - 1, number - 2) if earlier >= 0),
        )
        for number in range(COMPONENTS)
    )
    return Path("LP", 1, PathKind.TRAINER, components, modules, routes=ROUTES, longest_months=120)


def _module(number: int) -> ModuleVersion:
    outcomes = (Outcome(f"M{number}.O1", 60, critical=True), Outcome(f"M{number}.O2", 40))
    before = Prerequisites(all=(f"M{number - 1}",)) if number else Prerequisites()
    return ModuleVersion(f"M{number}", 1, outcomes, 600, prerequisites=before)
