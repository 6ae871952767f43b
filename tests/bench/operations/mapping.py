"""4C: the coverage map at 150 outcomes by 60 offerings, over HTTP, against a bare Flask page."""

import re

from tests.bench.curriculum import OFFERINGS, OUTCOMES
from tests.bench.operations.pages import VerifyPage, percentile

COUNT = {"quick": 24, "full": 120}


class CoverageMap(VerifyPage):
    """The largest page there is, as a designer opens it."""

    op, title = "4C", f"Coverage map {OUTCOMES} × {OFFERINGS}, p95"
    path = "/training/coverage/map"

    def _path(self) -> str:
        return self.path

    def setup(self, size: str, folder: object) -> None:
        super().setup(size, folder)  # type: ignore[arg-type]
        self.count = COUNT[size]

    def check(self) -> None:
        """The page is as large as its title says."""
        page = self.site.page(self.path)
        assert len(re.findall("<tr data-outcome=", page)) == OUTCOMES
        assert len(re.findall("data-offering=", page)) == OFFERINGS

    def limit(self) -> float:
        return percentile(self._answer("/hello", self.count)[1], 0.95)

    def gate(self, ours: float, ratio: float) -> bool:
        """p95 ≤ 150 ms"""
        return ours <= 150

    def goal(self, ours: float, ratio: float) -> bool:
        """p95 ≤ 75 ms"""
        return ours <= 75
