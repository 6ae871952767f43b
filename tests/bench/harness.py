"""Pairs of ours and floor, run in turn; ratios by round, verdicts, one table and one file."""

import hashlib
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

PEERS = json.loads(Path(__file__).with_name("peers.json").read_text("utf-8"))
ROUNDS = {"quick": 7, "full": 15}
MOST = {"quick": 12, "full": 24}
"""Shaky rounds are made up for by further ones, up to so many."""
STEADY = 5
SHAKY = 0.25
"""A round whose calibrator moved by more than this is dropped (performance.md §F.3)."""


class Operation(Protocol):
    """One line of the table: `ours` and `limit` do the same amount of work and give a rate or a time."""

    op: str
    title: str
    unit: str
    faster_is: str  # "more" for rates, "less" for times

    def setup(self, size: str, folder: Path) -> None: ...
    def ours(self) -> float: ...
    def limit(self) -> float: ...
    def check(self) -> None: ...
    def gate(self, ours: float, ratio: float) -> bool: ...
    def goal(self, ours: float, ratio: float) -> bool: ...
    def teardown(self) -> None: ...


@dataclass
class Line:
    """What was measured of one operation."""

    op: str
    title: str
    unit: str
    ours: float
    limit: float
    ratio: float
    quartiles: tuple[float, float]
    peer_ratio: float | None
    gate: str
    goal: str
    verdict: str
    samples: list[dict[str, float]] = field(default_factory=list)
    extras: dict[str, object] = field(default_factory=dict)


def int_loop() -> float:
    """Seconds for a fixed loop of the interpreter."""
    start = time.perf_counter()
    total = 0
    for number in range(600_000):
        total += number & 7
    return time.perf_counter() - start


def sha_chain() -> float:
    """Seconds for a fixed chain of hashes."""
    start = time.perf_counter()
    block = b"cursus"
    for _ in range(100_000):
        block = hashlib.sha256(block).digest()
    return time.perf_counter() - start


def calibrate() -> float:
    """How fast this machine is now, compared with the one the peer was recorded on; 1 is equal."""
    then = PEERS["calibrators"]
    return (then["int_loop_s"] / int_loop() + then["sha_chain_s"] / sha_chain()) / 2


def measure(operation: Operation, size: str) -> Line:
    """Alternate ours and floor, drop shaky rounds, judge the medians."""
    samples: list[dict[str, float]] = []
    operation.ours(), operation.limit()
    while len(samples) < ROUNDS[size] or (len(_steady(samples)) < STEADY and len(samples) < MOST[size]):
        samples.append(_round(operation, len(samples)))
    line = _judge(operation, samples)
    try:
        operation.check()
    except AssertionError:  # a wrong fast answer is no answer
        line.verdict = "fail"
    return line


def _round(operation: Operation, number: int) -> dict[str, float]:
    """One of each, the other one first every second time, and how far the machine drifted meanwhile."""
    before = int_loop()
    first, second = (operation.ours, operation.limit) if number % 2 else (operation.limit, operation.ours)
    one, other = first(), second()
    ours, limit = (one, other) if number % 2 else (other, one)
    return {"ours": ours, "limit": limit, "ratio": ours / limit, "drift": abs(int_loop() / before - 1)}


def _steady(samples: list[dict[str, float]]) -> list[dict[str, float]]:
    return [one for one in samples if one["drift"] <= SHAKY]


def _judge(operation: Operation, samples: list[dict[str, float]]) -> Line:
    steady = _steady(samples)
    kept = steady if len(steady) >= STEADY else samples
    ours = statistics.median(one["ours"] for one in kept)
    ratio = statistics.median(one["ratio"] for one in kept)
    low, _, high = statistics.quantiles([one["ratio"] for one in kept], n=4)
    verdict = "fail"
    if operation.gate(ours, ratio):
        verdict = "goal" if operation.goal(ours, ratio) else "gate"
    if len(steady) < STEADY:
        verdict = "inconclusive"
    return Line(
        operation.op,
        operation.title,
        operation.unit,
        ours,
        statistics.median(one["limit"] for one in kept),
        ratio,
        (low, high),
        _peer_ratio(operation, ours),
        str(operation.gate.__doc__),
        str(operation.goal.__doc__),
        verdict,
        samples,
        operation.extras() if hasattr(operation, "extras") else {},
    )


def _peer_ratio(operation: Operation, ours: float) -> float | None:
    peer = PEERS["operations"].get(operation.op)
    if peer is None:
        return None
    speed = calibrate()
    return ours / (peer["value"] * speed) if operation.faster_is == "more" else peer["value"] / speed / ours


def table(lines: list[Line]) -> str:
    """The report as a Markdown table."""
    rows = [
        "| op | what | ours | floor | ours/floor | ours/peer (scaled) | gate | goal | verdict |",
        "|" + "---|" * 9,
    ]
    for one in lines:
        peer = "–" if one.peer_ratio is None else f"{one.peer_ratio:.1f}×"
        spread = f"{one.ratio:.3f} ({one.quartiles[0]:.3f}–{one.quartiles[1]:.3f})"
        rows.append(
            f"| {one.op} | {one.title} | {one.ours:,.1f} {one.unit} | {one.limit:,.1f} | {spread} | {peer} "
            f"| {one.gate} | {one.goal} | **{one.verdict}** |"
        )
    return "\n".join(rows)


def timed(work: Callable[[], object]) -> float:
    """Seconds a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cpu_seconds(work: Callable[[], object]) -> float:
    """Processor seconds: for a figure per core, where other work must not count."""
    start = time.process_time()
    work()
    return time.process_time() - start
