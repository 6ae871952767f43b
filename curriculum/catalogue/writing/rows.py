"""Rows of a form added, moved and removed by buttons: what was typed is shown again, nothing is stored.

A button is called `do` and says what it does to which row: `add:outcomes`, `up:outcomes-2`,
`remove:assessments-0-criteria-1`. Any form whose rows are WTForms' `FieldList` may use it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from curriculum.catalogue.keyed import new_key

Pairs = Sequence[tuple[str, str]]
"""A form as it was sent: names and values, in their order."""

MOST = 60
"""More rows than this no list of ours has; a form that asks for more stays as it is."""

_ADD = re.compile(r"add:([a-z_]+(?:-[0-9]{1,3}-[a-z_]+)*)")
_ROW = re.compile(r"(up|down|remove):([a-z_]+(?:-[0-9]{1,3}-[a-z_]+)*)-([0-9]{1,3})")


class Changed(NamedTuple):
    """A form whose rows were changed, and the row to go on in; without one the list itself."""

    pairs: Pairs
    list_: str
    row: int | None
    rows: int

    def focus(self, deed: str) -> str:
        """What has the focus now: the same button, where it is still there, else the row or the list."""
        if self.row is None:
            return f"{self.list_}-add"
        last = self.rows - 1
        buttons = {"up": "up" if self.row else "down", "down": "down" if self.row < last else "up"}
        return f"{self.list_}-{self.row}" + (f"-{buttons[deed]}" if deed in buttons else "")


def is_deed(do: str) -> bool:
    """Whether a button asks for something with rows."""
    return bool(_ADD.fullmatch(do) or _ROW.fullmatch(do))


def changed(pairs: Pairs, do: str) -> Changed:
    """The form after the deed; a row that is not there changes nothing."""
    if (added := _ADD.fullmatch(do)) is not None:
        return _added(pairs, added[1])
    found = _ROW.fullmatch(do)
    if found is None:
        raise ValueError(f"no deed with rows: {do!r}")
    deed, list_, row = found[1], found[2], int(found[3])
    numbers = _numbers(pairs, list_)
    if row not in numbers:
        return Changed(pairs, list_, None, len(numbers))
    place = numbers.index(row)
    order, now = _DEEDS[deed](numbers, place)
    return Changed(_in_order(pairs, list_, order), list_, now, len(order))


def _added(pairs: Pairs, list_: str) -> Changed:
    numbers = _numbers(pairs, list_)
    tidy = _in_order(pairs, list_, numbers)
    if len(numbers) >= MOST:
        return Changed(tidy, list_, None, len(numbers))
    new = (f"{list_}-{len(numbers)}-key", new_key())
    return Changed([*tidy, new], list_, len(numbers), len(numbers) + 1)


Deed = Callable[[list[int], int], tuple[list[int], int | None]]


def _moved(step: int) -> Deed:
    def move(numbers: list[int], place: int) -> tuple[list[int], int]:
        to = min(max(place + step, 0), len(numbers) - 1)
        rest = numbers[:place] + numbers[place + 1 :]
        return [*rest[:to], numbers[place], *rest[to:]], to

    return move


def _removed(numbers: list[int], place: int) -> tuple[list[int], int | None]:
    left = numbers[:place] + numbers[place + 1 :]
    return left, min(place, len(left) - 1) if left else None


_DEEDS: dict[str, Deed] = {"up": _moved(-1), "down": _moved(1), "remove": _removed}


def _numbers(pairs: Iterable[tuple[str, str]], list_: str) -> list[int]:
    """The numbers that rows of the list bear, in order."""
    row = _of(list_)
    return sorted({int(found[1]) for name, _value in pairs if (found := row.fullmatch(name))})


def _in_order(pairs: Pairs, list_: str, order: Sequence[int]) -> Pairs:
    """The form with these rows of the list, numbered anew in this order; others are left out."""
    row, places = _of(list_), {number: place for place, number in enumerate(order)}
    kept: list[tuple[str, str]] = []
    for name, value in pairs:
        found = row.fullmatch(name)
        if found is None:
            kept.append((name, value))
        elif int(found[1]) in places:
            kept.append((f"{list_}-{places[int(found[1])]}-{found[2]}", value))
    return kept


def _of(list_: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(list_)}-([0-9]{{1,3}})-(.+)", re.DOTALL)
