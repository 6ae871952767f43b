"""Text in several languages, and which characters a certificate may hold at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from certificates.errors import ControlCharacter, StatementError

# What is not seen can make a name read as another one; joiners and plain direction marks cannot.
_HARMLESS = frozenset("\u200c\u200d\u200e\u200f\u061c")
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
LONGEST_TEXT = 2000


def check_text(text: str, field: str) -> None:
    """Refuse what is not seen: control characters, hidden direction changes, soft hyphens (§6 no. 3)."""
    for character in text:
        if unicodedata.category(character) in _UNPRINTABLE and character not in _HARMLESS:
            raise ControlCharacter(field=field, character=f"U+{ord(character):04X}")
    if not text.strip():
        raise StatementError(field=field, problem="empty")
    if len(text) > LONGEST_TEXT:
        raise StatementError(field=field, problem="too_long", length=len(text))


@dataclass(frozen=True)
class Text:
    """One text in one or more languages; frozen and hashable, ordered by language code."""

    by_language: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        if not self.by_language:
            raise StatementError(field="text", problem="no_language")
        object.__setattr__(self, "by_language", tuple(sorted(self.by_language)))

    @classmethod
    def of(cls, **by_language: str) -> Text:
        """Write `Text.of(fr="…", en="…")`."""
        return cls(tuple(by_language.items()))

    @classmethod
    def from_mapping(cls, by_language: Mapping[str, str]) -> Text:
        """Take the `{"fr": …, "en": …}` of a bilingual column."""
        return cls(tuple(by_language.items()))

    def to(self, language: str) -> str:
        """Return the text in this language, or in the first there is: a certificate never prints a hole."""
        known = dict(self.by_language)
        return known.get(language, self.by_language[0][1])

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.by_language)
