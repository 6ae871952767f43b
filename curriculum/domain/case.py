"""A competence framework as CASE 1.1 writes it (CFPackage): what Cursus reads of it, and written equal.

What Cursus does not use stays where it stood: an item and an association keep their object as it came, and
the shell keeps the rest of the package (definitions, rubrics, extensions), so that what was read is written
back equal, the order of everything included.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

Plain = dict[str, Any]


class LevelScheme(StrEnum):
    """Scales that countries and agencies share; what an item says of them is indicative."""

    EQF = "eqf"
    SQF = "sqf"
    ESQF = "esqf"


class Level(NamedTuple):
    """One level of a shared scale, 1 to 8."""

    scheme: LevelScheme
    rank: int


class AssociationType(StrEnum):
    """The associations of CASE 1.1 that join two competences; a file may name others of its own."""

    IS_CHILD_OF = "isChildOf"
    IS_PEER_OF = "isPeerOf"
    IS_PART_OF = "isPartOf"
    EXACT_MATCH_OF = "exactMatchOf"
    PRECEDES = "precedes"
    IS_RELATED_TO = "isRelatedTo"
    REPLACED_BY = "replacedBy"
    EXEMPLAR = "exemplar"
    HAS_SKILL_LEVEL = "hasSkillLevel"
    IS_TRANSLATION_OF = "isTranslationOf"


class Contribution(StrEnum):
    """What an outcome does for a competence."""

    DEVELOPS = "develops"
    ASSESSES = "assesses"


@dataclass(frozen=True, slots=True)
class Item:
    """One competence, skill or heading; `raw` is the object of the file."""

    id: str
    code: str
    fr: str
    en: str
    type: str
    level: Level | None
    parent: str | None
    raw: Plain


@dataclass(frozen=True, slots=True)
class Association:
    """How two items stand to each other; the second may be of a framework that is not here."""

    id: str
    type: str
    origin: str
    target: str
    is_outward: bool
    raw: Plain


@dataclass(frozen=True, slots=True)
class Package:
    """One framework: its document, its items and associations in their order, and all the rest as it came."""

    id: str
    title: str
    creator: str
    language: str
    adoption: str
    shell: Plain
    items: tuple[Item, ...]
    associations: tuple[Association, ...]

    @property
    def outward(self) -> int:
        """How many associations end in other frameworks."""
        return sum(one.is_outward for one in self.associations)


_LEVEL = re.compile(r"(ESQF|SQF|EQF)[\s:_-]*(?:level|niveau)?[\s:_-]*([1-8])", re.IGNORECASE)


def level_of(text: str) -> Level | None:
    """The level that `EQF 5`, `SQF level 6` or `esqf-4` names; None where it is no shared scale."""
    found = _LEVEL.fullmatch(text.strip())
    return None if found is None else Level(LevelScheme(found[1].lower()), int(found[2]))


class ScaleLevel(NamedTuple):
    """One step of a scale: what it is called and what it says."""

    name: str
    says: str


class Scale(NamedTuple):
    """A scale of a framework: in CASE the criterion of a rubric with its levels."""

    name: str
    levels: tuple[ScaleLevel, ...]


def scales(shell: Plain) -> tuple[Scale, ...]:
    """The scales of a file in their order; what is not shaped as CASE says is left in the file, unread."""
    found = (
        Scale(_first_of(criterion, "description", "category") or _first_of(rubric, "title"), levels)
        for rubric in _objects(body_of(shell).get("CFRubrics"))
        for criterion in _objects(rubric.get("CFRubricCriteria"))
        if (levels := tuple(_scale_levels(criterion)))
    )
    return tuple(found)


def _scale_levels(criterion: Plain) -> Iterator[ScaleLevel]:
    rows = _objects(criterion.get("CFRubricCriterionLevels"))
    for row in sorted(rows, key=_rank):
        if name := _first_of(row, "quality", "description"):
            says = _first_of(row, "description", "feedback")
            yield ScaleLevel(name, says if says != name else "")


def _rank(row: Plain) -> float:
    place = row.get("position")
    return place if isinstance(place, int | float) and not isinstance(place, bool) else _LAST


def _objects(rows: Any) -> list[Plain]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _first_of(row: Plain, *names: str) -> str:
    return next((said.strip() for name in names if (said := _text(row, name)).strip()), "")


def body_of(shell: Plain) -> Plain:
    """The package itself, whether the file wraps it as `CFPackage` or not."""
    wrapped = shell.get("CFPackage")
    return wrapped if isinstance(wrapped, dict) else shell


def assemble(data: Plain) -> Package:
    """The package of data in which no fault was found (`case_faults.find`)."""
    body = body_of(data)
    document = body["CFDocument"]
    rows = body.get("CFItems") or []
    here = {row["identifier"] for row in rows} | {document["identifier"]}
    links = tuple(_association(row, here) for row in body.get("CFAssociations") or [])
    parents = _parents(links, here - {document["identifier"]})
    language = str(document.get("language") or "en")
    return Package(
        document["identifier"],
        document["title"],
        str(document.get("creator") or ""),
        language,
        str(document.get("adoptionStatus") or ""),
        _without_rows(data),
        tuple(_item(row, parents.get(row["identifier"]), language) for row in rows),
        links,
    )


def _item(row: Plain, parent: str | None, spoken: str) -> Item:
    fr, en = statements(row, spoken)
    levels = row.get("educationLevel")
    named = [level_of(one) for one in levels if isinstance(one, str)] if isinstance(levels, list) else []
    return Item(
        row["identifier"],
        _text(row, "humanCodingScheme"),
        fr,
        en,
        _text(row, "CFItemType"),
        next((one for one in named if one is not None), None),
        parent,
        row,
    )


def statements(row: Plain, spoken: str) -> tuple[str, str]:
    """What an item says in French and in English; CASE holds one language, ours adds the other beside it."""
    said, language = _text(row, "fullStatement"), _text(row, "language") or spoken
    extensions = row.get("extensions")
    ours = extensions.get("cursus") if isinstance(extensions, dict) else None
    other = _text(ours, "statement") if isinstance(ours, dict) else ""
    return (said, other) if language.lower().startswith("fr") else (other, said)


def _text(row: Plain, name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _association(row: Plain, here: set[str]) -> Association:
    origin, target = row["originNodeURI"]["identifier"], row["destinationNodeURI"]["identifier"]
    return Association(row["identifier"], row["associationType"], origin, target, target not in here, row)


def _parents(links: Sequence[Association], items: set[str]) -> dict[str, str]:
    """Where each item hangs: its first parent; one of several is enough for a tree on a page."""
    parents: dict[str, str] = {}
    for link in links:
        if link.type == AssociationType.IS_CHILD_OF and link.target in items:
            parents.setdefault(link.origin, link.target)
    return parents


def _without_rows(data: Plain) -> Plain:
    body = dict(body_of(data))
    for name in ("CFItems", "CFAssociations"):
        if body.get(name):
            body[name] = []
    return {**data, "CFPackage": body} if body_of(data) is not data else body


def folded(text: str) -> str:
    """Letters as a search compares them: without case and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


class Placed(NamedTuple):
    """An item with its place in the tree read from top to bottom."""

    item: Item
    place: int
    depth: int


def outline(package: Package) -> tuple[Placed, ...]:
    """The items as a table of contents: parents first, siblings by sequence number, then by the file."""
    order = _orders(package.associations)
    rows = sorted(
        enumerate(package.items), key=lambda one: (order.get((one[1].id, one[1].parent), _LAST), one[0])
    )
    below: dict[str | None, list[Item]] = {}
    for _number, item in rows:
        below.setdefault(item.parent, []).append(item)
    placed: list[Placed] = []
    waiting = [(item, 0) for item in reversed(below.get(None, []))]
    while waiting:
        item, depth = waiting.pop()
        placed.append(Placed(item, len(placed), depth))
        waiting += [(one, depth + 1) for one in reversed(below.get(item.id, []))]
    return tuple(placed)


_LAST = float("inf")


def _orders(links: Sequence[Association]) -> dict[tuple[str, str | None], float]:
    """The sequence numbers of children below their parents; a child of the document has no parent item."""
    orders: dict[tuple[str, str | None], float] = {}
    for link in links:
        number = link.raw.get("sequenceNumber")
        if link.type == AssociationType.IS_CHILD_OF and isinstance(number, int | float):
            orders.setdefault((link.origin, link.target), number)
            orders.setdefault((link.origin, None), number)
    return orders


def write(
    shell: Plain,
    items: Sequence[Plain],
    associations: Sequence[Plain],
    document: Mapping[str, Any] | None = None,
) -> Plain:
    """The package as a file: the shell with its rows in their order; `document` says what changed of it."""
    body = dict(body_of(shell))
    if items:
        body["CFItems"] = list(items)
    if associations:
        body["CFAssociations"] = list(associations)
    if document:
        body["CFDocument"] = {**body["CFDocument"], **document}
    return {**shell, "CFPackage": body} if body_of(shell) is not shell else body
