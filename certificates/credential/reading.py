"""JSON from strangers: size, depth, duplicate keys and numbers are bounded before anything reads them."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from certificates.credential.errors import CredentialError

DEEPEST = 12
"""Our own credentials need seven levels."""
LARGEST_NUMBER = 2**31


def parse(data: bytes, largest: int) -> dict[str, Any]:
    """Read one JSON object of at most `largest` bytes; every deviation is a CredentialError."""
    if len(data) > largest:
        raise CredentialError(problem="too_large", length=len(data))
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
    except (ValueError, RecursionError) as error:
        raise CredentialError(problem="not_json") from error
    if not isinstance(value, dict):
        raise CredentialError(problem="not_an_object", found=type(value).__name__)
    _check_depth(value)
    return value


def text(value: Any) -> str:
    """Return a value that must be a text."""
    if not isinstance(value, str):
        raise CredentialError(problem="not_a_text", found=type(value).__name__)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise CredentialError(problem="key_twice")
    return found


def _integer(digits: str) -> int:
    if len(digits) > 10 or abs(int(digits)) > LARGEST_NUMBER:
        _no_number(digits)
    return int(digits)


def _no_number(digits: str) -> NoReturn:
    raise CredentialError(problem="number", found=digits[:20])


def _check_depth(value: dict[str, Any]) -> None:
    level: list[Any] = [value]
    for _ in range(DEEPEST):
        level = [inner for item in level for inner in _inside(item)]
    if level:
        raise CredentialError(problem="too_deep")


def _inside(value: Any) -> list[Any]:
    """Give the containers that a container holds."""
    items = value.values() if isinstance(value, dict) else value
    return [item for item in items if isinstance(item, (dict, list))]
