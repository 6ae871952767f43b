"""The drawing of a path version in words: boxes named, stages titled, and the same as a list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from curriculum import i18n
from curriculum.db import Bilingual
from curriculum.domain.drawing import Drawing, layout, wrapped
from curriculum.domain.layering import Node, Pair
from curriculum.domain.path import TAUGHT, Component, ComponentType, Path
from curriculum.i18n import gettext as _
from curriculum.labels import label
from curriculum.paths import words
from curriculum.paths.models import PathComponent, PathVersion
from curriculum.paths.shown import ComponentLine, Seen

MOST_CODES = 6
_LEARNED = TAUGHT | {ComponentType.MODULE_UPDATE, ComponentType.PATH}
_JUDGED = frozenset({ComponentType.PORTFOLIO, ComponentType.PANEL})


class Entry(NamedTuple):
    """A box in words: what it is, and which boxes come before it."""

    name: str
    after: tuple[str, ...]
    is_optional: bool


class Stage(NamedTuple):
    """A part of the way with its boxes in order."""

    title: str
    entries: tuple[Entry, ...]


class Picture(NamedTuple):
    """What a page or a paper needs to show a drawing: the lengths, and the words."""

    title: str
    drawing: Drawing
    stages: Mapping[int, Stage]
    names: Mapping[str, str]
    is_rtl: bool

    @property
    def back(self) -> tuple[tuple[str, str], ...]:
        """The pairs that lead backwards, by name: what would have to come first stands later."""
        return tuple((self.names[source], self.names[target]) for source, target in self.drawing.back)

    @property
    def alternative(self) -> str:
        """The drawing in one paragraph, for those who cannot see it."""
        parts = [
            f"{one.title}{i18n.colon()}{'; '.join(_said(entry) for entry in one.entries)}"
            for one in self.in_order
        ]
        return ". ".join(parts) + "."

    @property
    def in_order(self) -> tuple[Stage, ...]:
        """The stages, first to last."""
        return tuple(self.stages[number] for number in sorted(self.stages))


def picture(seen: Seen) -> Picture:
    """Draw a path version, a draft too, in the language of this request."""
    version, path, lines = seen
    keys = [row.key for row in version.components]
    titles, places = _stages(version, path)
    names = {key: _name(line) for key, line in zip(keys, lines, strict=True)}
    nodes = [_node(key, line, places[key]) for key, line in zip(keys, lines, strict=True)]
    drawing = layout(nodes, _pairs(version.components, path), rtl=i18n.is_rtl())
    return Picture(i18n.text(version.title), drawing, _listed(drawing, titles, names), names, i18n.is_rtl())


def _said(entry: Entry) -> str:
    if not entry.after:
        return entry.name
    return _("%(name)s (after %(names)s)", name=entry.name, names=", ".join(entry.after))


def _node(key: str, line: ComponentLine, stage: int) -> Node:
    """A box: a module under its code, everything else under its kind with its title or what it asks for."""
    component = line.component
    is_module = component.type is ComponentType.MODULE and bool(line.modules)
    head = line.modules[0].code if is_module else label(component.type)
    own = line.modules[0].title if is_module else line.title
    lines = wrapped(i18n.text(own) if own else words.asks(component))
    codes = () if is_module else _codes(line)
    return Node(key, head, (*lines, *codes), stage, component.type.value, not component.mandatory)


def _codes(line: ComponentLine) -> tuple[str, ...]:
    """The modules to choose from, two to a line; more than six are counted."""
    codes = [module.code for module in line.modules]
    if len(codes) > MOST_CODES:
        codes = [*codes[: MOST_CODES - 1], "…"]
    return tuple(" · ".join(codes[start : start + 2]) for start in range(0, len(codes), 2))


def _name(line: ComponentLine) -> str:
    component = line.component
    if line.title:
        return i18n.text(line.title)
    if component.type is ComponentType.MODULE and line.modules:
        return f"{line.modules[0].code} {i18n.text(line.modules[0].title)}"
    return label(component.type)


def _stages(version: PathVersion, path: Path) -> tuple[dict[int, str], dict[str, int]]:
    """Titles by number and the number of each component's stage: the author's, or what follows from types."""
    if not version.stages:
        titles = {0: _("Learning"), 1: _("Practice"), 2: _("Judgement")}
        pairs = zip(version.components, path.components, strict=True)
        return titles, {row.key: _part_of(component) for row, component in pairs}
    numbers = {one["key"]: number for number, one in enumerate(version.stages)}
    titles = {number: i18n.text(Bilingual(**one["title"])) for number, one in enumerate(version.stages)}
    outside = len(numbers)
    return (
        titles | {outside: _("Outside the stages")},
        {row.key: numbers.get(row.stage, outside) for row in version.components},
    )


def _part_of(component: Component) -> int:
    if component.type in _LEARNED:
        return 0
    return 2 if component.type in _JUDGED else 1


def _pairs(rows: Sequence[PathComponent], path: Path) -> Iterator[Pair]:
    """What comes before what: prerequisites of modules, and the spacing the author asks for."""
    holding: dict[str, list[str]] = {}
    codes = [_module_codes(component, path) for component in path.components]
    for row, own in zip(rows, codes, strict=True):
        for code in own:
            holding.setdefault(code, []).append(row.key)
    for row, component, own in zip(rows, path.components, codes, strict=True):
        before = [code for code in _needed(component, path) if code not in own]
        yield from ((key, row.key) for code in before for key in holding.get(code, ()))
        yield from ((one["component"], row.key) for one in row.rule.get("after", ()))


def _module_codes(component: Component, path: Path) -> frozenset[str]:
    return frozenset(module.code for ref in component.options if (module := path.module(ref)) is not None)


def _needed(component: Component, path: Path) -> Iterable[str]:
    modules = (module for ref in component.offered if (module := path.module(ref)) is not None)
    wanted = (module.prerequisites for module in modules)
    return dict.fromkeys(code for one in wanted for code in (*one.all, *one.any))


def _listed(drawing: Drawing, titles: Mapping[int, str], names: Mapping[str, str]) -> dict[int, Stage]:
    before: dict[str, list[str]] = {}
    for way in drawing.ways:
        before.setdefault(way.target, []).append(names[way.source])
    found = {}
    for number, boxes in groupby(drawing.boxes, lambda box: box.node.stage):
        entries = (
            Entry(names[box.node.key], tuple(before.get(box.node.key, ())), box.node.is_optional)
            for box in boxes
        )
        found[number] = Stage(titles[number], tuple(entries))
    return found
