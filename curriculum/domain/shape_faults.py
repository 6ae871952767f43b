"""Plain data held against a JSON Schema: every fault with its place, what was found, what was expected.

The words of JSON Schema that `shapes.schema` writes, and no others: any other word is a bug and is told.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any, Final, NamedTuple

MOST: Final = 200
ROOT: Final = "$"


class Misfit(NamedTuple):
    """One part of the data that is not as the schema has it."""

    place: str
    """As JSONPath writes it: `$.modules[2].versions[0].state`."""
    found: str
    expected: str


def misfits(schema: Mapping[str, Any], data: object) -> tuple[Misfit, ...]:
    """Everything in the data that the schema does not allow, from top to bottom; the first 200."""
    return tuple(islice(_Held(schema).check(schema, data, ROOT), MOST))


def within(place: str, part: str | int) -> str:
    """The place of a part of what stands at a place."""
    if isinstance(part, int):
        return f"{place}[{part}]"
    return f"{place}.{part}" if re.fullmatch(r"[A-Za-z_]\w*", part) else f"{place}[{json.dumps(part)}]"


def short(value: object) -> str:
    """A value as a reader recognises it: its beginning, or what kind of thing it is."""
    if isinstance(value, Mapping):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        return f"[{len(value)}]"
    said = json.dumps(value, ensure_ascii=False)
    return said if len(said) <= 60 else f"{said[:57]}…"


_TYPES: Final[Mapping[str, Callable[[Any], bool]]] = {
    "object": lambda data: isinstance(data, Mapping),
    "array": lambda data: isinstance(data, list),
    "string": lambda data: isinstance(data, str),
    "boolean": lambda data: isinstance(data, bool),
    "null": lambda data: data is None,
    "number": lambda data: isinstance(data, int | float) and not isinstance(data, bool),
    # 3.0 is a whole number for JSON Schema and none for a column: only what is written whole counts.
    "integer": lambda data: isinstance(data, int) and not isinstance(data, bool),
}
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_TOLD: Final = frozenset({"$schema", "$id", "$defs", "title", "description"})


class _Held:
    """One schema with the definitions it refers to."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self.named = root.get("$defs", {})

    def check(self, schema: Mapping[str, Any], data: Any, place: str) -> Iterator[Misfit]:
        """What is wrong at this place and below it; of the wrong kind, nothing else is asked."""
        if (kind := schema.get("type")) is not None and not _TYPES[kind](data):
            yield Misfit(place, short(data), kind)
            return
        for word, value in schema.items():
            if word not in _TOLD and word != "type":
                yield from _WORDS[word](self, value, data, place, schema)

    def ref(self, value: str, data: Any, place: str, _schema: Mapping[str, Any]) -> Iterator[Misfit]:
        yield from self.check(self.named[value.removeprefix("#/$defs/")], data, place)

    def any_of(self, value: Any, data: Any, place: str, _schema: Mapping[str, Any]) -> Iterator[Misfit]:
        found = [list(self.check(one, data, place)) for one in value]
        if not all(found):
            return
        # The faults of the choice that goes furthest: of "text or nothing" those of the text.
        deepest = max(found, key=lambda one: max(len(fault.place) for fault in one))
        if any(fault.place != place for fault in deepest):
            yield from deepest
        else:
            expected = " / ".join(dict.fromkeys(one[0].expected for one in found))
            yield Misfit(place, short(data), expected)

    def properties(self, value: Any, data: Any, place: str, _schema: Mapping[str, Any]) -> Iterator[Misfit]:
        for name, inner in value.items():
            if name in data:
                yield from self.check(inner, data[name], within(place, name))

    def required(self, value: Any, data: Any, place: str, schema: Mapping[str, Any]) -> Iterator[Misfit]:
        for name in value:
            if name not in data:
                yield Misfit(within(place, name), "", self.kind(schema["properties"][name]))

    def kind(self, schema: Mapping[str, Any]) -> str:
        """What kind of thing a schema asks for."""
        if "$ref" in schema:
            return self.kind(self.named[schema["$ref"].removeprefix("#/$defs/")])
        kinds = map(self.kind, schema["anyOf"]) if "anyOf" in schema else (str(schema.get("type", "…")),)
        return " / ".join(kinds)

    def additional(self, value: Any, data: Any, place: str, schema: Mapping[str, Any]) -> Iterator[Misfit]:
        known = schema.get("properties", {})
        for name in data if value is False else ():
            if name not in known:
                yield Misfit(within(place, name), short(name), ", ".join(known))

    def items(self, value: Any, data: Any, place: str, _schema: Mapping[str, Any]) -> Iterator[Misfit]:
        for number, one in enumerate(data):
            yield from self.check(value, one, within(place, number))

    def places(self, value: Any, data: Any, place: str, _schema: Mapping[str, Any]) -> Iterator[Misfit]:
        for number, (inner, one) in enumerate(zip(value, data, strict=False)):
            yield from self.check(inner, one, within(place, number))

    def least(self, value: int, data: Any, place: str, _schema: Mapping[str, Any]) -> Iterator[Misfit]:
        if len(data) < value:
            yield Misfit(place, short(data), f"[{value}]")

    def most(self, value: int, data: Any, place: str, _schema: Mapping[str, Any]) -> Iterator[Misfit]:
        if len(data) > value:
            yield Misfit(place, short(data), f"[{value}]")

    def minimum(self, value: int, data: Any, place: str, _schema: Mapping[str, Any]) -> Iterator[Misfit]:
        if data < value:
            yield Misfit(place, short(data), f"≥ {value}")

    def maximum(self, value: int, data: Any, place: str, _schema: Mapping[str, Any]) -> Iterator[Misfit]:
        if data > value:
            yield Misfit(place, short(data), f"≤ {value}")

    def enum(self, value: Any, data: Any, place: str, _schema: Mapping[str, Any]) -> Iterator[Misfit]:
        if data not in value:
            yield Misfit(place, short(data), ", ".join(map(str, value)))

    def pattern(self, value: str, data: Any, place: str, schema: Mapping[str, Any]) -> Iterator[Misfit]:
        """The whole text has to be so, unlike in the standard; the description says what it is like."""
        if not re.fullmatch(value, data):
            yield Misfit(place, short(data), str(schema.get("description", value)))

    def const(self, value: Any, data: Any, place: str, _schema: Mapping[str, Any]) -> Iterator[Misfit]:
        if data != value or isinstance(data, bool) is not isinstance(value, bool):
            yield Misfit(place, short(data), str(value))

    def format(self, value: str, data: Any, place: str, _schema: Mapping[str, Any]) -> Iterator[Misfit]:
        if not _is_day(data) if value == "date" else not _is_moment(data):
            shown = "2026-11-21" if value == "date" else "2026-11-21T10:00:00+00:00"
            yield Misfit(place, short(data), shown)


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


_WORDS: Final[Mapping[str, Callable[..., Iterator[Misfit]]]] = {
    "$ref": _Held.ref,
    "anyOf": _Held.any_of,
    "properties": _Held.properties,
    "required": _Held.required,
    "additionalProperties": _Held.additional,
    "items": _Held.items,
    "prefixItems": _Held.places,
    "minItems": _Held.least,
    "maxItems": _Held.most,
    "minimum": _Held.minimum,
    "maximum": _Held.maximum,
    "enum": _Held.enum,
    "pattern": _Held.pattern,
    "const": _Held.const,
    "format": _Held.format,
}
