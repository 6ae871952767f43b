"""What carries over between versions, modules and countries, and which top-ups open the way (S05, S06)."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from curriculum.domain.proof import ProofLevel


class Degree(StrEnum):
    """How much of an outcome another one stands for."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Equivalence(NamedTuple):
    """A decided line of a mapping table; `source` None is an outcome that has no forerunner."""

    source: str | None
    target: str
    degree: Degree
    top_up: str | None = None


class TopUp(NamedTuple):
    """A top-up somebody has done; its level counts only where nothing carries over (degree none)."""

    ref: str
    target: str
    code: str
    on: date
    level: ProofLevel = ProofLevel.DECLARED


class Gate(NamedTuple):
    """A top-up that must be recorded before a partial equivalence carries anything."""

    target: str
    top_up: str


class Carry(NamedTuple):
    """A way from an older outcome to a target; no gates means in full."""

    source: str
    gates: tuple[Gate, ...]


def carries(target: str, equivalences: Iterable[Equivalence]) -> tuple[Carry, ...]:
    """Find every outcome that can stand for the target, over any number of versions, with its gates."""
    into: dict[str, list[Equivalence]] = {}
    for line in equivalences:
        if line.source is not None and _carries(line):
            into.setdefault(line.target, []).append(line)
    found: list[Carry] = []
    _follow(target, (), into, {target}, found)
    return tuple(found)


def _carries(line: Equivalence) -> bool:
    # A partial line that names no top-up can never be completed, so it carries nothing.
    return line.degree is Degree.FULL or (line.degree is Degree.PARTIAL and line.top_up is not None)


def _follow(
    target: str,
    gates: tuple[Gate, ...],
    into: dict[str, list[Equivalence]],
    seen: set[str],
    found: list[Carry],
) -> None:
    for line in into.get(target, ()):
        if line.source is None or line.source in seen:
            continue
        opened = gates
        if line.degree is Degree.PARTIAL and line.top_up is not None:
            opened = (Gate(target, line.top_up), *gates)
        found.append(Carry(line.source, opened))
        _follow(line.source, opened, into, seen | {line.source}, found)


def sources(equivalences: Iterable[Equivalence]) -> dict[str, frozenset[str]]:
    """For each outcome those that something of it is taken over from, in one step."""
    into: dict[str, set[str]] = {}
    for line in equivalences:
        if line.source is not None and line.degree is not Degree.NONE:
            into.setdefault(line.target, set()).add(line.source)
    return {target: frozenset(found) for target, found in into.items()}


def without_source(target: str, equivalences: Iterable[Equivalence]) -> tuple[str, ...]:
    """List top-ups of a target that nothing carries into: new matter of the new version (S06)."""
    return tuple(
        line.top_up
        for line in equivalences
        if line.target == target and line.degree is Degree.NONE and line.top_up is not None
    )
