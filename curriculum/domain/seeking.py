"""Whether a text holds the words somebody looks for, whatever their case, accents, spelling or script.

A word is found where its letters stand, as part of a longer one too; or where a word begins that sounds
like it: "fotograf" finds "photographie", "Шенген" finds "Schengen", and Arabic, which writes no short vowels,
by its consonants.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from curriculum.domain.scripts import Script, script_of, sounds

SHORTEST = 3
"""Signs a sound needs to tell anything."""
_WORD = re.compile(r"\w+")
_UNVOICED = str.maketrans({**dict.fromkeys("aeiouAWY@hw", ""), "X": "k", "g": "k", "v": "f", "p": "b"})


class Text(NamedTuple):
    """A text made ready to be looked through."""

    plain: str
    sounds: frozenset[str]
    bones: frozenset[str]


@lru_cache(maxsize=1 << 13)
def ready(text: str) -> Text:
    """Fold a text once; catalogues say the same again and again."""
    heard = frozenset(sounds(word) for word in _WORD.findall(text.casefold()) if not word.isdecimal())
    return Text(plain(text), heard, frozenset(one.translate(_UNVOICED) for one in heard))


def plain(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_of(text: str) -> tuple[str, ...]:
    """The words somebody looks for, each once, in small letters."""
    return tuple(dict.fromkeys(text.casefold().split()))


def missing(words: Iterable[str], texts: Sequence[str]) -> tuple[str, ...]:
    """The words that none of the texts holds."""
    made_ready = [ready(text) for text in texts]
    return tuple(word for word in words if not any(_holds(one, word) for one in made_ready))


def _holds(text: Text, word: str) -> bool:
    if plain(word) in text.plain:
        return True
    heard = sounds(word)
    if script_of(word) is Script.ARABIC:
        return _begins(heard.translate(_UNVOICED), text.bones)
    return word.isalpha() and _begins(heard, text.sounds)


def _begins(sign: str, signs: Iterable[str]) -> bool:
    return len(sign) >= SHORTEST and any(one.startswith(sign) for one in signs)
