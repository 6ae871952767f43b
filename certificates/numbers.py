"""Numbers, codes and tokens: making them, and reading what people type (design.md §3.3)."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence

from certificates.errors import CheckCharacterWrong, NumberRefused
from certificates.kinds import by_prefix, kind_named

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 10
CODE_CHARACTERS = 8
TOKEN_BYTES = 18  # 144 bits, which are 24 characters without padding
NUMBER_CHARACTERS = 3 + 4 + RANDOM_CHARACTERS + 1

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")

Draw = Callable[[Sequence[str]], str]


def make_number(kind: str, year: int, draw: Draw = secrets.choice) -> str:
    """Make a number nobody can guess from another: kind, year, ten random characters, check character."""
    if not 2000 <= year <= 9999:
        raise NumberRefused(year=year)
    body = f"{kind_named(kind).prefix}{year}" + _random(RANDOM_CHARACTERS, draw)
    return _spaced(body + check_character(body))


def make_code(draw: Draw = secrets.choice) -> str:
    """Make the eight characters printed beside the number; both together open the public check."""
    return _random(CODE_CHARACTERS, draw)


def make_token() -> str:
    """Make the opaque token of the public address: at least 128 random bits and nothing personal."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def parse_number(typed: str) -> str:
    """Read a number as people type it (case, O for 0, dashes missing) and return it as printed."""
    body = _cleaned(typed)
    if len(body) != NUMBER_CHARACTERS or not body[3:7].isdigit():
        raise NumberRefused(typed=typed)
    by_prefix(body[:3])
    if check_character(body[:-1]) != body[-1]:
        raise CheckCharacterWrong(typed=typed)
    return _spaced(body)


def parse_code(typed: str) -> str:
    """Read a code as people type it and return its eight characters."""
    code = _cleaned(typed)
    if len(code) != CODE_CHARACTERS:
        raise NumberRefused(typed=typed)
    return code


def parse_token(text: str) -> str:
    """Return the token unchanged if it has the shape of one; tokens are never typed, so nothing is mended."""
    if not _TOKEN.fullmatch(text):
        raise NumberRefused(token=text[:64])
    return text


def printed_code(code: str) -> str:
    """Write the code in two groups of four, as on paper."""
    return f"{code[:4]}-{code[4:]}"


def kind_of(number: str) -> str:
    """Say the kind that a number's prefix stands for."""
    return by_prefix(number[:3]).code


def check_character(body: str) -> str:
    """Give the check character: a polynomial over GF(32), so one wrong or any two swapped characters show."""
    state = 0
    for character in body:
        state = _doubled(state ^ _VALUE[character])
    return ALPHABET[state]


def _doubled(value: int) -> int:
    # x is primitive modulo x^5 + x^2 + 1, hence 31 positions all get different weights
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 32 else doubled


def _random(count: int, draw: Draw) -> str:
    return "".join(draw(ALPHABET) for _ in range(count))


def _spaced(body: str) -> str:
    return "-".join((body[:3], body[3:7], body[7:12], body[12:17], body[17]))


def _cleaned(typed: str) -> str:
    """Drop spaces and every kind of dash, fold full-width forms, and mend look-alikes."""
    folded = unicodedata.normalize("NFKC", typed[:200]).upper()
    kept = (c for c in folded if unicodedata.category(c) not in {"Pd", "Zs", "Cf", "Cc"} and c != "\u2212")
    body = "".join(kept).translate(_LOOK_ALIKES)
    if any(character not in _VALUE for character in body):
        raise NumberRefused(typed=typed[:200])
    return body
