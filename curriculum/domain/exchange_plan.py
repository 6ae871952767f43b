"""What taking a curriculum in would do, object by object, before anything is done (decision 0026)."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from curriculum.domain.exchange import Entry, Kind, Name, names_of
from curriculum.domain.lifecycles.version import MODULE_VERSION, VersionState
from curriculum.domain.sheets import Difference, compare

Plain = Mapping[str, Any]


class Fate(StrEnum):
    """What becomes of an object of the file."""

    NEW = "new"
    CHANGED = "changed"
    EQUAL = "equal"
    LEFT = "left"
    REFUSED = "refused"


class Why(StrEnum):
    """Why an object is left or refused."""

    DIFFERS_HERE = "differs_here"
    STANDS_DIFFERENTLY = "stands_differently"
    EARLIER = "earlier"
    OPEN_HERE = "open_here"
    NEEDS = "needs"
    NOT_PERMITTED = "not_permitted"
    OPERATOR_ONLY = "operator_only"
    PUBLISHED_DIFFERS = "published_differs"
    UNDER_REVIEW = "under_review"
    ANOTHER_PUBLISHED = "another_published"
    DECIDED_OTHERWISE = "decided_otherwise"


class Line(NamedTuple):
    """One object of the file and its fate."""

    entry: Entry
    fate: Fate
    why: Why | None = None
    about: str = ""
    """What it needs, or what is in its way."""
    differences: tuple[Difference, ...] = ()


VERSIONS: Final = frozenset({Kind.MODULE_VERSION, Kind.PATH_VERSION})
_FROZEN: Final = frozenset({VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.WITHDRAWN})
_OPEN: Final = frozenset(VersionState) - _FROZEN - {VersionState.DISCARDED}
_STEPS: Final = frozenset((row.from_, row.to) for row in MODULE_VERSION.transitions if row.from_ in _FROZEN)
_OPERATORS: Final = frozenset({Kind.CLAIM, Kind.OVERLAP, Kind.COMPETENCE})
"""Decisions of others about versions that are in force: only whoever restores states takes them over."""


def plan(
    wanted: Iterable[Entry],
    here: Iterable[Entry],
    *,
    restores: bool,
    may: Callable[[Entry], bool] = lambda entry: True,
) -> tuple[Line, ...]:
    """Tell what becomes of every object; `restores` is the operator's import, which takes states over."""
    return _Plan(tuple(wanted), tuple(here), restores, may).lines()


class _Plan:
    """One file held against what is here."""

    def __init__(
        self,
        wanted: tuple[Entry, ...],
        here: tuple[Entry, ...],
        restores: bool,
        may: Callable[[Entry], bool],
    ) -> None:
        self.wanted, self.restores, self.may = wanted, restores, may
        self.here = {one.name: one for one in here}
        self.all_here = {(one.kind, str(one.data)) for one in here}
        self.names = set(names_of(here))
        self.numbers = _numbers(here)
        self.chosen = _chosen(wanted, self.here)

    def lines(self) -> tuple[Line, ...]:
        found = []
        for entry in self.wanted:
            line = self.line(entry)
            if line.fate is not Fate.REFUSED and (line.fate is not Fate.LEFT or entry.name in self.here):
                self.names.update(names_of([entry]))
            found.append(line)
        return tuple(self.one_published(found))

    def line(self, entry: Entry) -> Line:
        known = self.here.get(entry.name)
        if known is not None and entry.kind not in VERSIONS:
            return self.known(entry, known)
        if self.is_here(entry, known):
            return Line(entry, Fate.EQUAL)
        for need in entry.needs:
            if need.name not in self.names:
                return Line(entry, Fate.LEFT, Why.NEEDS, need.name.code)
        if entry.kind in _OPERATORS and not self.restores:
            return Line(entry, Fate.LEFT, Why.OPERATOR_ONLY)
        if not self.may(entry):
            return Line(entry, Fate.LEFT, Why.NOT_PERMITTED)
        if entry.kind in VERSIONS:
            return self.version(entry, known) if known is not None else self.fresh(entry)
        return Line(entry, Fate.NEW)

    def is_here(self, entry: Entry, known: Entry | None) -> bool:
        """Whether the very same is here; versions of two modules may say the same and are two."""
        if entry.kind in VERSIONS:
            return known is not None and known.data == entry.data
        return (entry.kind, str(entry.data)) in self.all_here

    def known(self, entry: Entry, known: Entry) -> Line:
        """What has the same code here stays as it is; a decided equivalence is never decided anew."""
        mine, theirs = ({**one.data, "versions": None} for one in (entry, known))
        if mine == theirs:
            return Line(entry, Fate.EQUAL)
        differences = compare(theirs, mine)
        if entry.kind is Kind.EQUIVALENCE:
            same = all(one.field in ("decided_at", "reason") for one in differences)
            return (
                Line(entry, Fate.EQUAL)
                if same
                else Line(entry, Fate.REFUSED, Why.DECIDED_OTHERWISE, "", differences)
            )
        return Line(entry, Fate.LEFT, Why.DIFFERS_HERE, "", differences)

    def version(self, entry: Entry, known: Entry) -> Line:
        """A version that is here: a draft is written anew, anything later is never touched."""
        differences = compare(known.data["content"], entry.data["content"])
        state, wanted = _state(known), _state(entry)
        stands = {} if not self.restores else _standing(known)
        if not differences and (not self.restores or stands == _standing(entry)):
            return Line(entry, Fate.EQUAL)
        if state is VersionState.DRAFT:
            return Line(entry, Fate.CHANGED, None, "", differences)
        if differences:
            why = Why.PUBLISHED_DIFFERS if state in _FROZEN else Why.UNDER_REVIEW
            return Line(entry, Fate.REFUSED, why, state, differences)
        if (state, wanted) in _STEPS and _same_day(known, entry):
            return Line(entry, Fate.CHANGED)
        return Line(entry, Fate.LEFT, Why.STANDS_DIFFERENTLY, state)

    def fresh(self, entry: Entry) -> Line:
        """A version that is not here: all of them by the operator, else the current one as a draft."""
        if self.restores:
            return Line(entry, Fate.NEW)
        numbers = self.numbers.get((entry.kind, entry.owner), {})
        if entry.name not in self.chosen or max(numbers, default=0) > entry.data["version"]:
            return Line(entry, Fate.LEFT, Why.EARLIER)
        if open_ := [number for number, state in numbers.items() if state in _OPEN]:
            return Line(entry, Fate.LEFT, Why.OPEN_HERE, f"{entry.owner} v{open_[0]}")
        return Line(entry, Fate.NEW)

    def one_published(self, found: list[Line]) -> Iterable[Line]:
        """Of a module or path one version is published, however the file came to be."""
        for line in found:
            entry, is_new = line.entry, line.fate is Fate.NEW and self.restores
            will_be = is_new and entry.kind in VERSIONS and _state(entry) is VersionState.PUBLISHED
            if will_be and (other := self.published(entry, found)):
                yield Line(entry, Fate.REFUSED, Why.ANOTHER_PUBLISHED, other)
            else:
                yield line

    def published(self, entry: Entry, found: list[Line]) -> str:
        """The other version that would be published beside it."""
        states = {
            f"{entry.owner} v{number}": state
            for number, state in self.numbers.get((entry.kind, entry.owner), {}).items()
        }
        for line in found:
            if line.entry.owner == entry.owner and line.fate in (Fate.NEW, Fate.CHANGED):
                states[line.entry.code] = _state(line.entry)
        others = (code for code, state in states.items() if state is VersionState.PUBLISHED)
        return next((code for code in others if code != entry.code), "")


def _state(entry: Entry) -> VersionState:
    return VersionState(entry.data["stood"]["state"])


def _same_day(known: Entry, entry: Entry) -> bool:
    """Whether both were published on one day: of what is frozen it is written no more (I-06)."""
    one, other = (each.data["stood"].get("published_on") for each in (known, entry))
    return bool(one == other)


def _standing(entry: Entry) -> Plain:
    """How a version stood; the moment it was published matters less than the day."""
    return {name: value for name, value in entry.data["stood"].items() if name != "published_at"}


def _numbers(here: Iterable[Entry]) -> dict[tuple[Kind, str], dict[int, VersionState]]:
    numbers: dict[tuple[Kind, str], dict[int, VersionState]] = {}
    for one in here:
        if one.kind in VERSIONS:
            numbers.setdefault((one.kind, one.owner), {})[one.data["version"]] = _state(one)
    return numbers


def _chosen(wanted: Iterable[Entry], here: Mapping[Name, Entry]) -> frozenset[Name]:
    """Of each module and path the version that comes in as a draft: the published one, else the latest."""
    best: dict[tuple[Kind, str], Entry] = {}
    for one in wanted:
        if one.kind in VERSIONS and one.name not in here:
            held = best.get((one.kind, one.owner))
            if held is None or _rank(one) > _rank(held):
                best[one.kind, one.owner] = one
    return frozenset(one.name for one in best.values())


def _rank(entry: Entry) -> tuple[bool, int]:
    return _state(entry) is VersionState.PUBLISHED, entry.data["version"]
