"""Donors' plans side by side: what two of them would teach twice, or on the same days (domain.md R10, M2)."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

HALF_YEAR = timedelta(days=183)


class Plan(NamedTuple):
    """An offering that is planned, with the outcomes it claims, decided or not."""

    code: str
    donor: str
    start: date
    end: date
    outcomes: frozenset[str] = frozenset()

    @property
    def modules(self) -> frozenset[str]:
        """The module versions its outcomes belong to."""
        return frozenset(one.rpartition(".")[0] for one in self.outcomes)


class ClashKind(StrEnum):
    """What is wrong with two plans."""

    SAME_DAYS = "same_days"
    TAUGHT_TWICE = "taught_twice"


class Clash(NamedTuple):
    """Two plans that get into each other's way: over which outcomes, or which modules on the same days."""

    kind: ClashKind
    one: str
    other: str
    about: tuple[str, ...]


def clashes(plans: Iterable[Plan]) -> tuple[Clash, ...]:
    """Find pairs that teach a module on the same days, or two donors one outcome within half a year."""
    ordered = sorted(plans, key=lambda plan: (plan.start, plan.code))
    return tuple(clash for one, other in combinations(ordered, 2) for clash in _between(one, other))


def _between(one: Plan, other: Plan) -> Iterable[Clash]:
    modules, outcomes = one.modules & other.modules, one.outcomes & other.outcomes
    if modules and other.start <= one.end:
        yield Clash(ClashKind.SAME_DAYS, one.code, other.code, tuple(sorted(modules)))
    if outcomes and one.donor != other.donor and other.start - one.start <= HALF_YEAR:
        yield Clash(ClashKind.TAUGHT_TWICE, one.code, other.code, tuple(sorted(outcomes)))
