"""Spellings, scripts and match keys: what a name sounds like, whoever wrote it down (domain.md §2.1).

Everything here is internal: a folding or a key is never shown to anybody (domain.md §8, 9).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from curriculum.domain.likeness import alike, at_most, best
from curriculum.domain.scripts import Script, script_of, sounds

STRONG = 0.87
"""From here two spellings are taken for one name."""
CLOSE = 0.80
"""From here a slip of the pen is more likely than another name."""
ALIKE = 0.68
"""From here a person should look at it."""
# An element left out (Thị Lan, Lan) or a feminine ending leaves likeness just so far.
_ELEMENT_LEFT_OUT = 0.92
_OTHER_ENDING = 0.85

_ARTICLES = frozenset({"el", "al", "il", "ul", "ال"})
_GLUED_ARTICLE = re.compile("^[ae]l(?=[^aeiouy]).{5,}$")
# Lamsafri is Al Musafiri: the article lost its own vowel.
_LOST_ARTICLE = re.compile("^l[ae](?=[^aeiouy]).{4,}$")
# Julia is Yulia where j is written as in German.
_SOFT_J = re.compile("^j[aeou]")
_NOT_IN_WORDS = re.compile(r"['’ʼ‘`ʿʾ´]")
_BETWEEN_WORDS = re.compile(r"[^\w]+|_")
_SERVANT_OF = re.compile("^abd[aeiu]l(?=[^aeiou])")
_OF_THE_FAITH = re.compile("[aeiu][ld]?din$")


@dataclass(frozen=True, slots=True)
class Folded:
    """One part of a name, folded: its elements apart, and the ways to read them as one."""

    elements: tuple[str, ...]
    solid: tuple[str, ...]
    is_arabic: bool
    is_initials: bool


@lru_cache(maxsize=1 << 17)
def fold(part: str) -> Folded:
    """Fold the given or the family part of a name as somebody wrote it."""
    # Upper-casing made ı and i one letter; a dot above left over by casefold is dropped with the marks.
    text = _NOT_IN_WORDS.sub("", part.replace("İ", "i").casefold())
    words = [word for word in _BETWEEN_WORDS.split(text) if word]
    kept = [word for word in words if word not in _ARTICLES] or words
    elements = tuple(filter(None, map(sounds, kept)))
    return Folded(
        elements,
        _solid(kept),
        script_of(part) is Script.ARABIC,
        bool(words) and all(len(word) == 1 for word in words),
    )


def _solid(words: list[str]) -> tuple[str, ...]:
    """Give the readings of a part as one word: as written, without an article grown on, with j as y."""
    begun = [words[0]] if words else []
    if words and (_GLUED_ARTICLE.match(words[0]) or _LOST_ARTICLE.match(words[0])):
        begun.append(words[0][2:])
    if words and _SOFT_J.match(words[0]):
        begun.append("y" + words[0][1:])
    rest = "".join(map(sounds, words[1:]))
    return tuple(dict.fromkeys(_joined(sounds(word) + rest) for word in begun))


def _joined(word: str) -> str:
    """Write Abd el Kader as Abdelkader, and Nour Eddine as Noureddine, in one way."""
    return _OF_THE_FAITH.sub("din", _SERVANT_OF.sub("abd", word))


class Likeness(StrEnum):
    """What was noticed while two parts of a name were compared."""

    EQUAL = "equal"
    INITIALS_ONLY = "initials_only"
    ELEMENT_LEFT_OUT = "element_left_out"
    FEMININE_ENDING = "feminine_ending"


@dataclass(frozen=True, slots=True)
class PartLikeness:
    """How alike two parts are, and what was noticed."""

    degree: float
    noticed: Likeness | None = None

    @property
    def is_strong(self) -> bool:
        """Say whether the two spellings are taken for one name."""
        return self.degree >= STRONG


_NOTHING = PartLikeness(0.0)


@lru_cache(maxsize=1 << 17)
def compare(written: str, known: str) -> PartLikeness:
    """Compare one part of a name as written with one as known, across scripts and spellings."""
    left, right = fold(written), fold(known)
    if not left.elements or not right.elements:
        return _NOTHING
    if left.is_initials or right.is_initials:
        return _by_initials(left, right)
    if left == right:
        return PartLikeness(1.0, Likeness.EQUAL)
    degree = _degree(left, right)
    if degree >= ALIKE and _ends_in_a(left) is not _ends_in_a(right):
        return PartLikeness(min(degree, _OTHER_ENDING), Likeness.FEMININE_ENDING)
    if degree < STRONG and _contains(left, right):
        return PartLikeness(_ELEMENT_LEFT_OUT, Likeness.ELEMENT_LEFT_OUT)
    return PartLikeness(degree)


@lru_cache(maxsize=1 << 16)
def resembles(written: str, known: str) -> float:
    """Give what `compare` gives from ALIKE on, and 0 for what it finds less alike; most of that unseen."""
    if may_resemble(written, known) < ALIKE:
        return 0.0
    degree = compare(written, known).degree
    return degree if degree >= ALIKE else 0.0


def may_resemble(written: str, known: str) -> float:
    """Bound cheaply what `compare` may say of two parts, whichever of its ways it takes."""
    left, right = fold(written), fold(known)
    if left.is_initials or right.is_initials:
        return compare(written, known).degree
    if len(left.elements) == len(left.solid) == len(right.elements) == len(right.solid) == 1:
        return at_most(left.solid[0], right.solid[0], left.is_arabic, right.is_arabic)
    return _may_resemble(left, right)


def _may_resemble(left: Folded, right: Folded) -> float:
    one, other = left.elements, right.elements
    if not one or not other:
        return 0.0
    arabic = left.is_arabic, right.is_arabic
    if len(one) == len(other) > 1:
        return max(
            min([at_most(a, b, *arabic) for a, b in zip(one, other[::step], strict=True)]) for step in (1, -1)
        )
    whole = max([at_most(a, b, *arabic) for a in left.solid for b in right.solid])
    if len(one) == len(other) or whole >= _ELEMENT_LEFT_OUT:
        return whole
    if len(one) > len(other):
        one, other, arabic = other, one, arabic[::-1]
    held = all(any(at_most(a, b, *arabic) >= STRONG for b in other) for a in one)
    return _ELEMENT_LEFT_OUT if held else whole


def _degree(left: Folded, right: Folded) -> float:
    """Compare element by element where both have as many, else as one word."""
    if len(left.elements) == len(right.elements) > 1:
        # The weakest element decides: Mohamed Amine and Mahmoud Amine share a name, not a person.
        return max(_weakest(left, right, step) for step in (1, -1))
    return best(left.solid, right.solid, left.is_arabic, right.is_arabic)


def _weakest(left: Folded, right: Folded, step: int) -> float:
    pairs = zip(left.elements, right.elements[::step], strict=True)
    return min(alike(a, b, left.is_arabic, right.is_arabic) for a, b in pairs)


def _contains(left: Folded, right: Folded) -> bool:
    """Say whether the elements of the shorter part are all among the longer's, one of them a real word."""
    few, many = sorted((left, right), key=lambda part: len(part.elements))
    if len(few.elements) == len(many.elements) or max(map(len, few.elements)) < 3:
        return False
    return all(
        any(alike(one, other, few.is_arabic, many.is_arabic) >= STRONG for other in many.elements)
        for one in few.elements
    )


def _ends_in_a(part: Folded) -> bool:
    return part.solid[0][-1] in "aA"


_BEGINNINGS = str.maketrans({**dict.fromkeys("aeiouAWY@", "@"), "w": "@"})


def _by_initials(left: Folded, right: Folded) -> PartLikeness:
    """Compare initials with what they may stand for; never enough on their own (J2)."""
    few, many = (left, right) if left.is_initials else (right, left)
    begun = [element[0].translate(_BEGINNINGS) for element in many.elements]
    fits = all(element[0].translate(_BEGINNINGS) in begun for element in few.elements)
    return PartLikeness(ALIKE, Likeness.INITIALS_ONLY) if fits else _NOTHING


# Coarser than sounds: what survives scripts, vowels and most slips of the pen.
_SKELETON = str.maketrans({**dict.fromkeys("aeiouAWY@hw", ""), "X": "k", "g": "k", "v": "f", "p": "b"})
_SHORT = 2


@dataclass(frozen=True, slots=True)
class SearchKeys:
    """By what to look a written name up: narrowly first, widely where that leaves a row to decide."""

    narrow: tuple[str, ...]
    wide: tuple[str, ...]


def match_keys(given: str, family: str) -> tuple[str, ...]:
    """Give every key a room stores for a name, the same in every script and order of the parts.

    A narrow key joins both skeletons; a wide one the whole skeleton of one part with an edge of the
    other, so that a slip in either still leaves a key in common; one more joins family and initials.
    No key is a common name alone.
    """
    found = _keys(given, family)
    return tuple(sorted(found.narrow | found.wide | found.begun))


def search_keys(given: str, family: str) -> SearchKeys:
    """Give the keys to look a written name up by.

    Initials find whoever they may stand for; a whole name, those of whom the register has initials only.
    """
    found = _keys(given, family)
    return SearchKeys(tuple(sorted(found.narrow | found.asked)), tuple(sorted(found.wide)))


@dataclass(frozen=True, slots=True)
class _Keys:
    """`begun`: the family with what the given name begins with; `asked`: how a written name asks for that."""

    narrow: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()

    def __or__(self, other: "_Keys") -> "_Keys":
        return _Keys(
            self.narrow | other.narrow,
            self.wide | other.wide,
            self.begun | other.begun,
            self.asked | other.asked,
        )


def _keys(given: str, family: str) -> _Keys:
    if not given.strip() or not family.strip():
        return _keys_of_whole(f"{given} {family}".split())
    one, other = _skeletons(given), _skeletons(family)
    narrow = frozenset("=".join(sorted((a, b))) for a in one for b in other)
    wide = [f"{whole}+{edge}" for a, b in ((one, other), (other, one)) for whole in a for edge in _edges(b)]
    letters = {element[0].translate(_BEGINNINGS) for element in fold(given).elements}
    begun = frozenset(f"{bone}+{letter}." for bone in other for letter in letters)
    # A register may have no more than initials either: whole names ask for just those.
    alone = frozenset(f"{key[:-1]}:" for key in begun)
    is_initials = fold(given).is_initials
    return _Keys(
        narrow, frozenset(wide), begun | alone if is_initials else begun, begun if is_initials else alone
    )


def _keys_of_whole(words: list[str]) -> _Keys:
    """Give the keys of a name that stands in one column: it may part between any two words."""
    found = _Keys()
    for at in range(1, len(words)):
        found |= _keys(" ".join(words[:at]), " ".join(words[at:]))
    return found


# What many family names begin with says little: such names are looked up by what follows.
_COMMON_BEGINNINGS = frozenset({"ben", "bin", "ibn", "bu", "abu", "ait", "ulad", "uled", "uld", "abd"})


@lru_cache(maxsize=1 << 15)
def _skeletons(part: str) -> tuple[str, ...]:
    """Give the skeletons of a part: of each reading as one word, and of each element."""
    folded = fold(part)
    telling = [word for word in folded.elements if word not in _COMMON_BEGINNINGS]
    bones = [word.translate(_SKELETON) for word in (*folded.solid, *telling)]
    return tuple(dict.fromkeys(_squeezed(bone) for bone in bones if bone)) or ("@",)


_REPEATED = re.compile(r"(.)\1+")


def _squeezed(bone: str) -> str:
    """Drop repetitions, which vowels between two like consonants had kept apart in one script only."""
    return _REPEATED.sub(r"\1", bone)


@lru_cache(maxsize=1 << 15)
def _edges(skeletons: tuple[str, ...]) -> frozenset[str]:
    return frozenset(f"{s[:_SHORT]}-" for s in skeletons) | {f"-{s[-_SHORT:]}" for s in skeletons}
