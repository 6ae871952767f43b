"""Progress as plain JSON and back: a standing stores it, so that the next change can be compared with it."""

import json
from collections.abc import Callable
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from curriculum.domain.changes import Change
from curriculum.domain.standing import ComponentStanding, Excluded, Explained, Mark, Progress

Coder = Callable[[Any], Any]


def _plain(value: Any) -> Any:
    # Named tuples, enumerations over text and numbers: the JSON encoder in C knows them all but dates.
    return json.loads(json.dumps(value, default=date.isoformat))


def _same(value: Any) -> Any:
    return value


@cache
def _decoder(kind: Any) -> Coder:
    if kind in (str, int, bool):
        return _same
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if get_origin(kind) is tuple:
        inner = _decoder(get_args(kind)[0])
        return lambda items: tuple(inner(item) for item in items)
    if get_origin(kind) in (Union, UnionType):
        inner = _decoder(_not_none(kind))
        return lambda value: None if value is None else inner(value)
    hints = get_type_hints(kind)
    coders = [_decoder(hints[name]) for name in kind._fields]
    return lambda values: kind(*(code(value) for code, value in zip(coders, values, strict=True)))


def _not_none(kind: Any) -> Any:
    [inner] = [one for one in get_args(kind) if one is not NoneType]
    return inner


class _Head(NamedTuple):
    person: str
    path: str
    on: date
    judged_on: date
    percent: int
    certified: bool
    marks: tuple[Mark, ...]


def encode(progress: Progress) -> list[Any]:
    """Positional JSON: the head, then components and what is left out; its shape belongs to `RULES_VERSION`.

    Achievements are rows of their own and not repeated here.
    """
    head = [getattr(progress, name) for name in _Head._fields]
    coded: list[Any] = _plain([head, progress.components, progress.excluded])
    return coded


def says_the_same(one: list[Any], other: list[Any]) -> bool:
    """Whether two encoded standings differ in nothing but the day they were computed."""
    return one[1:] == other[1:] and one[0][4:] == other[0][4:] and one[0][1] == other[0][1]


def decode(coded: list[Any]) -> Progress:
    """The progress that `encode` wrote; its parts are read when asked for."""
    head: _Head = _decoder(_Head)(coded[0])

    def explain() -> Explained:
        components = _decoder(tuple[ComponentStanding, ...])(coded[1])
        return Explained(components, (), _decoder(tuple[Excluded, ...])(coded[2]))

    return Progress(*head, explain=explain)


def decode_beside(coded: list[Any], other: list[Any], progress: Progress) -> Progress:
    """As `decode`, for a comparison with `progress`, which `other` encodes: equal components are its own."""
    head: _Head = _decoder(_Head)(coded[0])
    known = {component.code: component for component in progress.components}
    same = {one[0]: one for one in other[1]}

    def explain() -> Explained:
        components = tuple(
            known[one[0]] if same.get(one[0]) == one else _decoder(ComponentStanding)(one) for one in coded[1]
        )
        return Explained(components, (), _decoder(tuple[Excluded, ...])(coded[2]))

    return Progress(*head, explain=explain)


def plain(change: Change) -> list[Any]:
    """A change as JSON."""
    coded: list[Any] = _plain(change)
    return coded


def change_of(values: list[Any]) -> Change:
    """The change that `plain` wrote."""
    change: Change = _decoder(Change)(values)
    return change
