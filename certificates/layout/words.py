"""What stands on a face: every text with its language, the authoritative one first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from certificates import wording
from certificates.layout.bidi import is_rtl_text
from certificates.text import Text

RIGHT_TO_LEFT, LEFT_TO_RIGHT = "\u200f", "\u200e"


class Said(NamedTuple):
    """A text and the language it is in; names and codes are in none (`und`)."""

    text: str
    language: str

    @property
    def is_rtl(self) -> bool:
        """Say whether it is read from right to left: by its language, or by its letters where it has none."""
        known = self.language in wording.languages()
        return wording.reads_from_right(self.language) if known else is_rtl_text(self.text)

    def mark(self) -> str:
        """Return the invisible mark that gives a line its direction, where its first letter would not."""
        if self.is_rtl == is_rtl_text(self.text):
            return ""
        return RIGHT_TO_LEFT if self.is_rtl else LEFT_TO_RIGHT


@dataclass(frozen=True)
class Words:
    """The words of one face in its one or two languages."""

    languages: tuple[str, ...]

    @property
    def first(self) -> str:
        """The authoritative language."""
        return self.languages[0]

    @property
    def is_rtl(self) -> bool:
        """Say whether the sheet as a whole is read from right to left."""
        return wording.reads_from_right(self.first)

    def pair(self, section: str, name: str, **facts: object) -> tuple[Said, ...]:
        """Give one wording in each language, filled in."""
        found = _pair(self.languages, section, name)
        return tuple(Said(each.text.format(**facts), each.language) for each in found) if facts else found

    def one(self, section: str, name: str, **facts: object) -> Said:
        """Give one wording in the authoritative language only."""
        return self.pair(section, name, **facts)[0]

    def both(self, text: Text) -> tuple[Said, ...]:
        """Give a text in the languages of the face that it has; in another one rather than not at all."""
        known = dict(text)
        found = [Said(known[each], each) for each in self.languages if each in known]
        if not found:
            language, only = next(iter(text))
            found = [Said(only, language)]
        return distinct(found)


@cache
def _pair(languages: tuple[str, ...], section: str, name: str) -> tuple[Said, ...]:
    return tuple(Said(wording.words(each, section)[name], each) for each in languages)


def distinct(said: Iterable[Said]) -> tuple[Said, ...]:
    """Leave out what reads the same as what stands before it."""
    seen: dict[str, Said] = {}
    for each in said:
        seen.setdefault(each.text.replace(LEFT_TO_RIGHT, ""), each)
    return tuple(seen.values())


def has_rtl_letters(text: str) -> bool:
    """Say whether any of its letters belongs to a script that is read from right to left."""
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)
