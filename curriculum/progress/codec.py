"""Progress as JSON and back, a line a component: stored, compared line by line, read where lines differ."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from curriculum.domain.changes import Change
from curriculum.domain.standing import (
    ComponentStanding,
    Excluded,
    Explained,
    Mark,
    ModuleStanding,
    Progress,
)

Coder = Callable[[Any], Any]


# Named tuples, enumerations over text and numbers: the JSON encoder in C knows them all but dates.
_json = json.JSONEncoder(default=date.isoformat, separators=(",", ":")).encode


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


class Written(NamedTuple):
    """A standing as it is stored: the head, a line for each component, and what is left out.

    Its shape belongs to `RULES_VERSION`. Achievements are rows of their own and not repeated here.
    """

    head: str
    components: tuple[str, ...]
    excluded: str

    @classmethod
    def of(cls, progress: Progress, known: Mapping[str, str] = MappingProxyType({})) -> "Written":
        """Write a progress down; `known` are lines of components that it leaves unexplained."""
        head = _json([getattr(progress, name) for name in _Head._fields])
        fresh = {component.code: _json(component) for component in progress.components}
        lines = tuple(known.get(mark.code) or fresh[mark.code] for mark in progress.marks)
        return cls(head, lines, _json(progress.excluded))

    @classmethod
    def read(cls, text: str) -> "Written":
        """Take a stored text apart; a line break stands nowhere else in it."""
        head, *components, _, excluded = text.split("\n")
        return cls(head[1:-2], tuple(one.removesuffix(",") for one in components if one), excluded[:-1])

    @property
    def text(self) -> str:
        """The whole, ready to be stored: plain JSON for everybody else."""
        return "".join((f"[{self.head},[\n", ",\n".join(self.components), f"\n],\n{self.excluded}]"))

    def says_the_same(self, other: "Written") -> bool:
        """Whether two written standings differ in nothing but the day they were computed."""
        if self[1:] != other[1:]:
            return False
        return self.head == other.head or _timeless(json.loads(self.head)) == _timeless(
            json.loads(other.head)
        )


def _timeless(head: list[Any]) -> tuple[Any, ...]:
    return head[1], head[4:]


def encode(progress: Progress) -> str:
    """The text that is stored of a progress."""
    return Written.of(progress).text


def says_the_same(one: str, other: str) -> bool:
    """Whether two stored texts differ in nothing but the day they were computed."""
    return one == other or Written.read(one).says_the_same(Written.read(other))


def decode(text: str) -> Progress:
    """The progress that `encode` wrote; its parts are read when asked for."""
    written = Written.read(text)
    head: _Head = _decoder(_Head)(json.loads(written.head))

    def explain() -> Explained:
        return Explained(tuple(map(_component, written.components)), (), _left_out(written))

    return Progress(*head, explain=explain)


def decode_beside(before: Written, now: Written, progress: Progress) -> Progress:
    """What was written, for `diff` with `progress` as written now: what reads the same is taken from there.

    Components that `progress` leaves unexplained are left out, and so is what was missing: `diff` does not
    look at it.
    """
    head: _Head = _decoder(_Head)(json.loads(before.head))
    lines = dict(zip((mark.code for mark in head.marks), before.components, strict=True))
    fresh = dict(zip((mark.code for mark in progress.marks), now.components, strict=True))

    def explain() -> Explained:
        components = tuple(
            one if lines[one.code] == fresh[one.code] else _beside(lines[one.code], fresh[one.code], one)
            for one in progress.components
        )
        return Explained(components, (), _left_out(before))

    return Progress(*head, explain=explain)


_MODULES = ComponentStanding._fields.index("modules")
_GAPS = ComponentStanding._fields.index("missing"), ModuleStanding._fields.index("missing")


def _beside(line: str, fresh: str, component: ComponentStanding) -> ComponentStanding:
    """A component from its line; modules that read the same as in the fresh line are those of `component`."""
    values, now = json.loads(line), json.loads(fresh)
    same = {raw[0]: (raw, one) for raw, one in zip(now[_MODULES], component.modules, strict=True)}
    modules = []
    for raw in values[_MODULES]:
        known, module = same.get(raw[0], (None, None))
        if module is None or known != raw:
            raw[_GAPS[1]] = []
            module = _decoder(ModuleStanding)(raw)
        modules.append(module)
    values[_GAPS[0]] = values[_MODULES] = []
    found: ComponentStanding = _decoder(ComponentStanding)(values)
    return found._replace(modules=tuple(modules))


def _component(line: str) -> ComponentStanding:
    found: ComponentStanding = _decoder(ComponentStanding)(json.loads(line))
    return found


def _left_out(written: Written) -> tuple[Excluded, ...]:
    found: tuple[Excluded, ...] = _decoder(tuple[Excluded, ...])(json.loads(written.excluded))
    return found


def plain(change: Change) -> list[Any]:
    """A change as JSON."""
    coded: list[Any] = json.loads(_json(change))
    return coded


def change_of(values: list[Any]) -> Change:
    """The change that `plain` wrote."""
    change: Change = _decoder(Change)(values)
    return change
