"""4F: a CASE framework of 1,000 items read, judged and written equal, against its JSON read and written."""

import json
from pathlib import Path

from curriculum.domain.case import Package, write
from curriculum.domain.case_faults import read
from tests.bench.harness import timed
from tests.factories.frameworks import as_file, package

COUNT = {"quick": 8, "full": 40}
ITEMS = 1000


class FrameworkRoundTrip:
    """The whole way of the core: parsed, every fault looked for, assembled, put together and written."""

    op, title, unit, faster_is = "4F", f"CASE framework of {ITEMS} items and back", "ms", "less"

    def setup(self, size: str, folder: Path) -> None:
        self.count = COUNT[size]
        self.text = as_file(package(ITEMS))

    def ours(self) -> float:
        return timed(lambda: [self._round() for _ in range(self.count)]) * 1000 / self.count

    def _round(self) -> str:
        found = read(self.text)
        assert isinstance(found, Package)
        items, links = [one.raw for one in found.items], [one.raw for one in found.associations]
        return json.dumps(write(found.shell, items, links), ensure_ascii=False)

    def limit(self) -> float:
        def round_() -> str:
            return json.dumps(json.loads(self.text), ensure_ascii=False)

        return timed(lambda: [round_() for _ in range(self.count)]) * 1000 / self.count

    def check(self) -> None:
        """What comes out is what went in."""
        assert self._round().encode() == self.text

    def gate(self, ours: float, ratio: float) -> bool:
        """≤ 5 × reading and writing its JSON"""
        return ratio <= 5

    def goal(self, ours: float, ratio: float) -> bool:
        """≤ 3 × reading and writing its JSON"""
        return ratio <= 3

    def teardown(self) -> None:
        """Nothing was opened."""
