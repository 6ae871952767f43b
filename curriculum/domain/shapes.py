"""Typed values as JSON and back: what a class holds says the schema, the plain data and how it is read.

One description, the class itself, gives all three, so that a field more is in the file by itself.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

Schema = dict[str, Any]

LARGEST: Final = 2**31 - 1
"""No whole number of a file is larger than the columns of a database hold."""

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_SIMPLE: Final[Mapping[Any, Schema]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    NoneType: {"type": "null"},
    Any: {},
    object: {},
}


def schema(kind: type[Any], address: str, title: str) -> Schema:
    """The JSON Schema (2020-12) of a class: every class it is made of stands once, under its name."""
    named: dict[str, Schema] = {}
    root = _schema(kind, named)
    return {"$schema": DIALECT, "$id": address, "title": title, **root, "$defs": dict(sorted(named.items()))}


def _schema(kind: Any, named: dict[str, Schema]) -> Schema:
    if kind in _SIMPLE:
        return dict(_SIMPLE[kind])
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return {"anyOf": [_schema(one, named) for one in inner]}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object"}
    if origin in (list, frozenset) or (origin is tuple and inner[-1] is Ellipsis):
        return {"type": "array", "items": _schema(inner[0], named)}
    if origin is tuple:
        return _places([_schema(one, named) for one in inner])
    return _class(kind, named)


def _places(places: list[Schema]) -> Schema:
    count = len(places)
    return {"type": "array", "prefixItems": places, "minItems": count, "maxItems": count}


def _class(kind: Any, named: dict[str, Schema]) -> Schema:
    if issubclass(kind, StrEnum):
        return {"type": "string", "enum": [one.value for one in kind]}
    if issubclass(kind, tuple):
        return _places([_schema(one, named) for one in get_type_hints(kind).values()])
    if not (isinstance(kind, type) and is_dataclass(kind)):
        raise TypeError(f"no schema for {kind!r}")
    name = str(kind.__name__)
    if name not in named:
        named[name] = {}
        named[name] = _object(kind, named)
    return {"$ref": f"#/$defs/{name}"}


def _object(kind: Any, named: dict[str, Schema]) -> Schema:
    hints = get_type_hints(kind)
    return {
        "type": "object",
        "properties": {one.name: _schema(hints[one.name], named) for one in fields(kind)},
        "required": [one.name for one in fields(kind) if _must(one)],
        "additionalProperties": False,
    }


def _must(field: Field[Any]) -> bool:
    """Whether a field has no value of its own: a file may leave out what has."""
    return field.default is MISSING and field.default_factory is MISSING


def plain(value: object) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple | frozenset) else value


def filled(kind: Any, data: Any) -> Any:
    """Plain data with every field that it left out, as the class has it by itself."""
    if data is None or kind is Any:
        return data
    if (inner := _choice(kind)) is not kind:
        return filled(inner, data)
    if get_origin(kind) in (tuple, list, frozenset) and isinstance(data, list):
        return [filled(one, value) for one, value in zip(_kinds(kind, len(data)), data, strict=False)]
    if not (is_dataclass(kind) and isinstance(data, Mapping)):
        return data
    hints = get_type_hints(kind)
    return {one.name: filled(hints[one.name], _given(one, data)) for one in fields(kind)}


def _given(field: Field[Any], data: Mapping[str, Any]) -> Any:
    if field.name in data:
        return data[field.name]
    return plain(field.default if field.default_factory is MISSING else field.default_factory())


def made(kind: Any, data: Any) -> Any:
    """The value that filled plain data stands for."""
    if data is None or kind in (Any, object):
        return data
    if (inner := _choice(kind)) is not kind:
        return made(inner, data)
    if get_origin(kind) in (tuple, list, frozenset):
        parts = (made(one, value) for one, value in zip(_kinds(kind, len(data)), data, strict=True))
        return get_origin(kind)(parts)
    if kind in (date, datetime):
        return kind.fromisoformat(data)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: made(hints[name], value) for name, value in data.items()})  # type: ignore[operator]
    return kind(data) if isinstance(kind, type) and issubclass(kind, StrEnum) else data


def _choice(kind: Any) -> Any:
    """The kind itself, without "or nothing"; what may be several kinds of thing stays as it is."""
    if get_origin(kind) in (Union, UnionType):
        kinds = [one for one in get_args(kind) if one is not NoneType]
        return kinds[0] if len(kinds) == 1 else Any
    return kind


def _kinds(kind: Any, count: int) -> list[Any]:
    inner = get_args(kind)
    return [inner[0]] * count if inner[-1] is Ellipsis or get_origin(kind) is not tuple else list(inner)
