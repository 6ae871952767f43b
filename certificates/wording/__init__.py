"""The legal text on a certificate, one reviewed file per language; its version is part of what is signed.

A language is a file here: `es.toml` with its own version and every key of `fr.toml` is all it takes.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from certificates.errors import StatementError, WordingChanged

_FOLDER = files(__name__)


@cache
def languages() -> tuple[str, ...]:
    """Name every language that has a file, in the order of their codes."""
    names = (file.name for file in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


LANGUAGES = languages()


def reference(of: Iterable[str] | None = None) -> str:
    """Name the wording in force in these languages: code, version and digest of each, in one order.

    A statement names the languages of its face only, so that a language more changes nothing for it.
    """
    return "+".join(_named(language) for language in sorted(set(languages() if of is None else of)))


def demand(signed: str, of: Iterable[str] | None = None) -> None:
    """Refuse to print a statement that was signed off under other words than those in force."""
    in_force = reference(of)
    if not set(in_force.split("+")) <= set(signed.split("+")):
        raise WordingChanged(signed=signed, in_force=in_force)


def words(language: str, section: str) -> dict[str, str]:
    """Return the words of one section in one language; an unknown name is a programming error."""
    found: dict[str, str] = _file(language)[section]
    return found


@cache
def reads_from_right(language: str) -> bool:
    """Say whether a language is written from right to left."""
    return words(language, "script")["direction"] == "rtl"


def kept(language: str, text: str) -> str:
    """Hold a number, code or reference together where a line runs from right to left."""
    return f"\u200e{text}\u200e" if reads_from_right(language) else text


def written_date(language: str, day: date) -> str:
    """Write a date in words, so that no reader takes the month for the day."""
    said = words(language, "dates")
    number = said["first"] if day.day == 1 else str(day.day)
    return said["format"].format(day=number, month=said[f"m{day.month}"], year=day.year)


def written_decimal(language: str, value: Fraction) -> str:
    """Write an amount with two decimals at most and none that say nothing."""
    digits = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return digits.replace(".", words(language, "script")["decimal"])


def language_name(language: str, code: str) -> str:
    """Name a language in a language; an unlisted code is printed as it is."""
    return words(language, "language_names").get(code, code)


@cache
def _file(language: str) -> dict[str, Any]:
    return tomllib.loads(_bytes(language).decode("utf-8"))


@cache
def _named(language: str) -> str:
    version = _file(language)["version"]
    return f"{language}:{version}:{hashlib.sha256(_bytes(language)).hexdigest()[:16]}"


def _bytes(language: str) -> bytes:
    file = _FOLDER.joinpath(f"{language}.toml")
    if not language.isalpha() or not file.is_file():
        raise StatementError(field="language", problem="no_wording", found=language, known=languages())
    return file.read_bytes()
