"""The one plain shape of a version, and what is done with two or three of them: compare, merge (J1, §2.9).

A sheet holds only what JSON holds. Rows that have an identity of their own (outcomes, parts of the
assessment, components) stand in lists of mappings with a `key`; a text in two languages is a mapping too.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

Plain = Mapping[str, Any]
"""A version as plain data: text, whole numbers, yes or no, nothing, lists and mappings of these."""


class Change(StrEnum):
    """What became of a part of a version, in the words of the trade."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"
    WEIGHT = "weight"
    HOURS = "hours"
    PREREQUISITES = "prerequisites"
    ASSESSMENT = "assessment"
    OTHER = "other"


class Place(NamedTuple):
    """Where in a sheet: the list, the key of the row, the field; each empty where it does not apply."""

    part: str
    key: str
    field: str


class Difference(NamedTuple):
    """One thing that two sheets do not say alike; codes and values, never a sentence."""

    change: Change
    part: str
    """The list the row stands in; empty for the version itself."""
    key: str
    field: str
    """With dots for what lies inside ("text.fr"); empty for a whole row, "order" for a list."""
    before: object
    after: object

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(self.part, self.key, self.field)


class Merged(NamedTuple):
    """Three sheets made one; what two people changed differently stays as theirs and is listed."""

    sheet: dict[str, Any]
    clashes: tuple[Difference, ...]
    """`before` is theirs, `after` is mine."""


ORDER: Final = "order"
LANGUAGES: Final = frozenset({"fr", "en"})
_ABSENT: Final = object()


def compare(before: Plain, after: Plain) -> tuple[Difference, ...]:
    """Tell what became of the first sheet in the second; nothing and absent are the same."""
    return tuple(_differences(before, after))


def merge(base: Plain, theirs: Plain, mine: Plain, choose_mine: frozenset[Place] = frozenset()) -> Merged:
    """Put what two people made of one sheet together, field by field.

    What only one of them changed is taken; what both changed alike is theirs and mine; where they differ
    theirs stands, because it is saved already, unless that place is among `choose_mine`.
    """
    return _Merge(choose_mine).whole(base, theirs, mine)


def _differences(before: Plain, after: Plain) -> Iterator[Difference]:
    for name in _names(before, after):
        was, now = before.get(name), after.get(name)
        if _keyed(was, now):
            yield from _rows(name, was or [], now or [])
        else:
            yield from _fields("", "", name, was, now)


def _rows(part: str, was: Sequence[Plain], now: Sequence[Plain]) -> Iterator[Difference]:
    before, after = _by_key(was), _by_key(now)
    for key in [*before, *(key for key in after if key not in before)]:
        if key not in after:
            yield Difference(Change.REMOVED, part, key, "", before[key], None)
        elif key not in before:
            yield Difference(Change.ADDED, part, key, "", None, after[key])
        else:
            for name in _names(before[key], after[key]):
                yield from _fields(part, key, name, before[key].get(name), after[key].get(name))
    # Places among the rows that both have: what is added in front of a row does not move it.
    order_was, order_now = [key for key in before if key in after], [key for key in after if key in before]
    for key in _moved(order_was, order_now):
        places = (order_was.index(key) + 1, order_now.index(key) + 1)
        yield Difference(Change.MOVED, part, key, "", *places)


def _fields(part: str, key: str, field: str, was: object, now: object) -> Iterator[Difference]:
    """The leaves that differ; a mapping is looked into, a plain list is one leaf."""
    if isinstance(was, Mapping) or isinstance(now, Mapping):
        inner_was = was if isinstance(was, Mapping) else {}
        inner_now = now if isinstance(now, Mapping) else {}
        for name in _names(inner_was, inner_now):
            yield from _fields(part, key, f"{field}.{name}", inner_was.get(name), inner_now.get(name))
    elif was != now:
        yield Difference(_kind(part, field), part, key, field, was, now)


def _kind(part: str, field: str) -> Change:
    first, _dot, last = field.rpartition(".")
    if last in LANGUAGES and first:
        return Change.REWORDED
    if field == "weight":
        return Change.WEIGHT
    if field.startswith("hours"):
        return Change.HOURS
    if field.startswith(("prerequisites", "entry_requirements")):
        return Change.PREREQUISITES
    return Change.ASSESSMENT if part == "assessments" else Change.OTHER


def _moved(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The fewest rows that have to move to bring one order into the other, in the new order."""
    place = {key: number for number, key in enumerate(before)}
    stays = _rising([place[key] for key in after])
    return [key for number, key in enumerate(after) if number not in stays]


def _rising(numbers: Sequence[int]) -> frozenset[int]:
    """Where the longest rising run of these numbers lies, as far to the left as it can."""
    ends: list[int] = []
    last: list[int] = []
    behind: list[int] = []
    for index, number in enumerate(numbers):
        at = bisect_left(ends, number)
        behind.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [number]
        last[at : at + 1] = [index]
    found, index = set(), last[-1] if last else -1
    while index >= 0:
        found.add(index)
        index = behind[index]
    return frozenset(found)


class _Merge:
    """One merge with the clashes it meets."""

    def __init__(self, choose_mine: frozenset[Place]) -> None:
        self.choose_mine = choose_mine
        self.clashes: list[Difference] = []

    def whole(self, base: Plain, theirs: Plain, mine: Plain) -> Merged:
        sheet = {}
        for name in _names(base, theirs, mine):
            values = [one.get(name, _ABSENT) for one in (base, theirs, mine)]
            if _keyed(*values):
                merged: object = self.rows(name, *(_list(one) for one in values))
            else:
                merged = self.value(Place("", "", name), *values)
            if merged is not _ABSENT:
                sheet[name] = merged
        return Merged(sheet, tuple(self.clashes))

    def value(self, place: Place, base: object, theirs: object, mine: object) -> object:
        """One field: who changed it is right; both, and it is looked into or is a clash."""
        if theirs in (base, mine):
            return mine
        if mine == base:
            return theirs
        if isinstance(theirs, Mapping) and isinstance(mine, Mapping):
            return self.mapping(place, base if isinstance(base, Mapping) else {}, theirs, mine)
        return self.clash(_kind(place.part, place.field), place, theirs, mine)

    def mapping(self, place: Place, base: Plain, theirs: Plain, mine: Plain) -> dict[str, object]:
        found = {}
        for name in _names(base, theirs, mine):
            inside = place._replace(field=f"{place.field}.{name}" if place.field else name)
            merged = self.value(inside, *(one.get(name, _ABSENT) for one in (base, theirs, mine)))
            if merged is not _ABSENT:
                found[name] = merged
        return found

    def rows(
        self, part: str, base: Sequence[Plain], theirs: Sequence[Plain], mine: Sequence[Plain]
    ) -> list[object]:
        """A list of rows with keys: each row by itself, then the order."""
        sides = [_by_key(one) for one in (base, theirs, mine)]
        kept = {}
        for key in _names(*sides):
            row = self.row(Place(part, key, ""), *(side.get(key, _ABSENT) for side in sides))
            if row is not _ABSENT:
                kept[key] = row
        order = self.order(Place(part, "", ORDER), *(list(side) for side in sides))
        return [kept[key] for key in order if key in kept]

    def row(self, place: Place, base: object, theirs: object, mine: object) -> object:
        """A row that one removed and the other changed is a clash as a whole."""
        removed_by_one = (theirs is _ABSENT) is not (mine is _ABSENT)
        if removed_by_one and base is not _ABSENT and base not in (theirs, mine):
            change = Change.REMOVED if mine is _ABSENT else Change.ADDED
            return self.clash(change, place, theirs, mine)
        return self.value(place, base, theirs, mine)

    def order(self, place: Place, base: list[str], theirs: list[str], mine: list[str]) -> list[str]:
        """The order of whoever moved rows, with the rows that the other has besides, each after its own."""
        common = [key for key in base if key in theirs and key in mine]
        by_them = [key for key in theirs if key in common]
        by_me = [key for key in mine if key in common]
        first, second = (mine, theirs) if by_them == common else (theirs, mine)
        if common not in (by_them, by_me) and by_them != by_me:
            chosen = self.clash(Change.MOVED, place, theirs, mine)
            first, second = (mine, theirs) if chosen == mine else (theirs, mine)
        return _woven(first, second)

    def clash(self, change: Change, place: Place, theirs: object, mine: object) -> object:
        shown = [None if one is _ABSENT else one for one in (theirs, mine)]
        self.clashes.append(Difference(change, *place, *shown))
        return mine if place in self.choose_mine else theirs


def _woven(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """The first order with what only the second has, each after the row it follows there."""
    found = list(first)
    for number, key in enumerate(second):
        if key not in found:
            found.insert(found.index(second[number - 1]) + 1 if number else 0, key)
    return found


def _names(*sheets: Mapping[str, Any]) -> list[str]:
    """Every name in any of them, each once, in the order they are met."""
    return list(dict.fromkeys(name for sheet in sheets for name in sheet))


def _by_key(rows: Sequence[Plain]) -> dict[str, Plain]:
    return {row["key"]: row for row in rows}


def _list(value: object) -> Sequence[Plain]:
    return value if isinstance(value, list | tuple) else ()


def _keyed(*values: object) -> bool:
    """Whether these are lists of rows with keys; an empty list beside one is."""
    rows = [row for value in values if isinstance(value, list | tuple) for row in value]
    return bool(rows) and all(isinstance(row, Mapping) and "key" in row for row in rows)
