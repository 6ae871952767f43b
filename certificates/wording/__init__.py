"""The legal text on a certificate, one reviewed file per language; its version is part of what is signed."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from certificates.errors import WordingChanged

VERSION = 1
LANGUAGES = ("fr", "en")


def reference() -> str:
    """Name the wording in force: version and a digest of all files, for the statement."""
    return f"{VERSION}:{_digest()}"


def demand(signed: str) -> None:
    """Refuse to print a statement that was signed off under other words than those in force."""
    if signed != reference():
        raise WordingChanged(signed=signed, in_force=reference())


def words(language: str, section: str) -> dict[str, str]:
    """Return the words of one section in one language; an unknown name is a programming error."""
    found: dict[str, str] = _file(language)[section]
    return found


def written_date(language: str, day: date) -> str:
    """Write a date in words, so that no reader takes the month for the day."""
    said = words(language, "dates")
    number = said["first"] if day.day == 1 else str(day.day)
    return said["format"].format(day=number, month=said[f"m{day.month}"], year=day.year)


def language_name(language: str, code: str) -> str:
    """Name a language in a language; an unlisted code is printed as it is."""
    return words(language, "language_names").get(code, code)


@cache
def _file(language: str) -> dict[str, Any]:
    return tomllib.loads(_bytes(language).decode("utf-8"))


@cache
def _digest() -> str:
    together = b"".join(_bytes(language) for language in LANGUAGES)
    return hashlib.sha256(together).hexdigest()[:16]


def _bytes(language: str) -> bytes:
    return files(__name__).joinpath(f"{language}.toml").read_bytes()
