"""5, 5t and 12: the own page of an official and the public check, over HTTP, against a bare Flask page."""

import atexit
import shutil
import statistics
import tempfile
from functools import lru_cache
from pathlib import Path

from tests.bench.site import Site

COUNT = {"quick": 48, "full": 300}


@lru_cache(maxsize=1)
def shared_site(size: str) -> Site:
    """One site for all pages: they are only read, and building it costs more than asking it."""
    folder = Path(tempfile.mkdtemp(prefix="cursus-bench-site-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    site = Site(size, folder)
    atexit.register(site.close)
    return site


def percentile(latencies: list[float], share: float) -> float:
    """The latency that this share of the requests stays under."""
    ordered = sorted(latencies)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class _Page:
    faster_is, together = "less", 1

    def setup(self, size: str, folder: Path) -> None:
        self.count = COUNT[size] * (3 if self.together > 1 else 1)
        self.site = shared_site(size)
        self.p50: list[float] = []
        self.p95: list[float] = []
        self._answer(self._path(), 64)

    def _path(self) -> str:
        return "/me"

    def _answer(self, path: str, count: int) -> tuple[float, list[float]]:
        found = self.site.ask(path, count, self.together)
        return count / found["seconds"], found["latencies"]

    def _timed(self) -> None:
        _, latencies = self._answer(self._path(), self.count)
        self.p50.append(percentile(latencies, 0.5))
        self.p95.append(percentile(latencies, 0.95))

    def check(self) -> None:
        """Every answer was 200: the client refuses anything else."""

    def extras(self) -> dict[str, object]:
        """Latencies of all rounds."""
        return {"p50": statistics.median(self.p50[1:]), "p95": statistics.median(self.p95[1:])}

    def teardown(self) -> None:
        """The site stays for the next page, until the run ends."""


class OwnPath(_Page):
    """One after the other, sixteen sessions in turn."""

    op, title, unit = "5", "Own page, p50 (p95 beside)", "ms"

    def ours(self) -> float:
        self._timed()
        return self.p50[-1]

    def limit(self) -> float:
        return percentile(self._answer("/hello", self.count)[1], 0.5)

    def gate(self, ours: float, ratio: float) -> bool:
        """p50 ≤ 12 ms, p95 ≤ 30 ms"""
        return ours <= 12 and statistics.median(self.p95[1:]) <= 30

    def goal(self, ours: float, ratio: float) -> bool:
        """p50 ≤ 5 ms, p95 ≤ 12 ms"""
        return ours <= 5 and statistics.median(self.p95[1:]) <= 12


class OwnPathThroughput(_Page):
    """Sixteen at once, two workers."""

    op, title, unit, faster_is, together = "5t", "Own page, 16 at once", "requests/s", "more", 16

    def ours(self) -> float:
        return self._answer("/me", self.count)[0]

    def limit(self) -> float:
        return self._answer("/hello", 3 * self.count)[0]

    def extras(self) -> dict[str, object]:
        """Nothing beside the rate."""
        return {}

    def gate(self, ours: float, ratio: float) -> bool:
        """≥ 220/s"""
        return ours >= 220

    def goal(self, ours: float, ratio: float) -> bool:
        """≥ 20 % of /hello"""
        return ratio >= 0.20


class VerifyPage(_Page):
    """What whoever scans a certificate waits for."""

    op, title, unit = "12", "Public check, p95", "ms"

    def _path(self) -> str:
        return f"/v/{self.site.token}"

    def ours(self) -> float:
        self._timed()
        return self.p95[-1]

    def limit(self) -> float:
        return percentile(self._answer("/hello", self.count)[1], 0.95)

    def gate(self, ours: float, ratio: float) -> bool:
        """p95 ≤ 15 ms"""
        return ours <= 15

    def goal(self, ours: float, ratio: float) -> bool:
        """p95 ≤ 6 ms"""
        return ours <= 6
