"""Frozen dataclasses to plain JSON values and back; unknown, missing and mistyped fields are refused."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from certificates.errors import StatementError
from certificates.text import Text

T = TypeVar("T")


def plain(value: Any) -> Any:
    """Turn a value into what canonical JSON can hold; None stays, so that absent differs from empty."""
    if isinstance(value, Text):
        return dict(value.by_language)
    if dataclasses.is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


def build(wanted: type[T], value: Any, path: str = "") -> T:
    """Build the dataclass from plain values; every deviation is a StatementError naming the field."""
    hints: dict[str, Any] = _hints(wanted)  # type: ignore[arg-type]  # a class is hashable
    if not isinstance(value, Mapping) or set(value) != set(hints):
        found = sorted(map(str, value)) if isinstance(value, Mapping) else type(value).__name__
        raise StatementError(field=path or wanted.__name__, problem="fields", found=found)
    return wanted(**{name: _built(hint, value[name], f"{path}.{name}") for name, hint in hints.items()})


def _built(hint: Any, value: Any, path: str) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return None if value is None else _built(get_args(hint)[0], value, path)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise StatementError(field=path, problem="not_a_list")
        return tuple(_built(get_args(hint)[0], item, f"{path}[{n}]") for n, item in enumerate(value))
    if hint is Text:
        return _text(value, path)
    if dataclasses.is_dataclass(hint):
        return build(hint, value, path)  # type: ignore[arg-type]
    return _scalar(hint, value, path)


def _text(value: Any, path: str) -> Text:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise StatementError(field=path, problem="not_a_text")
    return Text.from_mapping(value)


def _scalar(hint: Any, value: Any, path: str) -> Any:
    expected = hint if hint in (int, bool) else str
    if type(value) is not expected:
        raise StatementError(field=path, problem="type", found=type(value).__name__)
    try:
        if hint is date:
            return date.fromisoformat(str(value))
        return hint(value)
    except ValueError as error:
        raise StatementError(field=path, problem="value", found=value) from error


@cache
def _hints(wanted: type[Any]) -> dict[str, Any]:
    return get_type_hints(wanted)
