"""How many hours a path takes: the least and the most by kind, and how much of it donors cover."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from curriculum.domain.groups import Group
from curriculum.domain.path import Path
from curriculum.domain.problems import MODULE_TYPES


class HourKind(StrEnum):
    """How an hour is spent."""

    CONTACT = "contact"
    ONLINE = "online"
    PRACTICE = "practice"
    SELF_STUDY = "self_study"
    ASSESSMENT = "assessment"


Minutes = Mapping[HourKind, int]
"""Minutes by kind."""


class Workload(NamedTuple):
    """The modules of the shortest and of the longest way, and the minutes of both by kind."""

    shortest: tuple[str, ...]
    longest: tuple[str, ...]
    least: Minutes
    most: Minutes


def workload(path: Path, hours: Mapping[str, Minutes]) -> Workload:
    """Add up the hours of the mandatory components, by the shortest and by the longest options.

    A module that several components ask for is followed once.
    """
    groups = [path.groups[one.code] for one in path.components if one.mandatory and one.type in MODULE_TYPES]
    total = {ref: sum(minutes.values()) for ref, minutes in hours.items()}
    shortest = tuple(dict.fromkeys(ref for group in groups for ref in _shortest(group, total)))
    longest = tuple(dict.fromkeys(ref for group in groups for ref in _longest(group, total)))
    return Workload(shortest, longest, _sum(shortest, hours), _sum(longest, hours))


def covered(modules: Iterable[str], hours: Mapping[str, Minutes], weight: Mapping[str, int]) -> int:
    """How many percent of the hours of some modules donors' courses cover, by the weight of outcomes."""
    minutes = {ref: sum(hours[ref].values()) for ref in modules}
    total = sum(minutes.values())
    return sum(spent * weight.get(ref, 0) for ref, spent in minutes.items()) // total if total else 0


def _sum(refs: Iterable[str], hours: Mapping[str, Minutes]) -> Minutes:
    chosen = [hours[ref] for ref in refs if ref in hours]
    return {kind: sum(one.get(kind, 0) for one in chosen) for kind in HourKind}


def _shortest(group: Group, total: Mapping[str, int]) -> Iterator[str]:
    if group.credits:
        yield from _cheapest(group, total)
        return
    yield from group.picked(sorted(_known(group, total), key=total.__getitem__))[: group.least]


def _longest(group: Group, total: Mapping[str, int]) -> Iterator[str]:
    need = group.least or group.most
    yield from group.picked(sorted(_known(group, total), key=lambda ref: -total[ref]))[:need]


def _known(group: Group, total: Mapping[str, int]) -> list[str]:
    return [ref for ref in group.options if ref in total]


def _cheapest(group: Group, total: Mapping[str, int]) -> tuple[str, ...]:
    """The least hours for each number of credits, family after family, up to those asked for."""
    best: dict[int, tuple[int, tuple[str, ...]]] = {0: (0, ())}
    for family in group.families:
        for have, (spent, refs) in list(best.items()):
            for ref in (one for one in family if one in total):
                reached = min(have + group.worth.get(ref, 0), group.credits)
                offer = (spent + total[ref], (*refs, ref))
                best[reached] = min(best.get(reached, offer), offer)
    return best.get(group.credits, (0, ()))[1]
