"""How alike two foldings sound: an edit distance that knows what the scripts leave out (domain.md J2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from curriculum.domain.scripts import VOCALISED


@dataclass(frozen=True, slots=True)
class Costs:
    """What it costs to lose a sound on either side, and to hear one for another; 1 where not listed."""

    lost_left: Mapping[str, float]
    lost_right: Mapping[str, float]
    heard_as: Mapping[str, Mapping[str, float]]


def _by_sound(pairs: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """The costs of pairs of sounds by the first, then the second; heard as itself, a sound costs nothing."""
    found: dict[str, dict[str, float]] = {}
    for pair, cost in pairs.items():
        found.setdefault(pair[0], {pair[0]: 0.0})[pair[1]] = cost
    return found


def _both_ways(pairs: Mapping[str, float]) -> dict[str, float]:
    return {**pairs, **{pair[::-1]: cost for pair, cost in pairs.items()}}


# Selma and Salma, Tarek and Tariq are one name each; Karim and Karam, Mohamed and Mahmoud are two.
_VOWELS = _both_ways(
    {"ae": 0.1, "ei": 0.1, "ou": 0.05, "ai": 0.7, "ao": 0.7, "au": 0.7, "eo": 0.5, "eu": 0.5}
    | {"io": 0.6, "iu": 0.6}
)
_CONSONANTS = _both_ways(
    {"Xh": 0.3, "Xk": 0.5, "Ji": 0.3, "Jg": 0.5, "wu": 0.1, "wo": 0.1, "wv": 0.4, "bp": 0.5, "fv": 0.4}
    | {"sz": 0.4, "dt": 0.5, "dz": 0.5, "gk": 0.5}
)
_SPOKEN = {"a": 0.4, "e": 0.4, "i": 0.3, "o": 0.4, "u": 0.4, "h": 0.5, "w": 0.5}

VOWELLED = Costs(_SPOKEN, _SPOKEN, _by_sound(_VOWELS | _CONSONANTS))

_WRITTEN = {"A": 1.2, "W": 1.2, "Y": 1.2, "@": 0.6, "a": 1.0}
_UNWRITTEN = _both_ways({"AY": 0.3, "ha": 0.2, "Aa": 0.1})
UNVOWELLED = Costs(_WRITTEN, _WRITTEN, _by_sound(_CONSONANTS | _UNWRITTEN))

# Left Arabic, right with vowels: short vowels are not written, long ones are.
_ACROSS = Costs(
    {"A": 0.6, "W": 0.6, "Y": 0.6, "@": 0.1, "a": 0.6, "h": 0.5},
    {"a": 0.05, "e": 0.05, "i": 0.12, "o": 0.15, "u": 0.15, "h": 0.5, "w": 0.5},
    _by_sound(
        _CONSONANTS
        | {"Aa": 0.0, "Ae": 0.1, "Wu": 0.0, "Wo": 0.0, "Ww": 0.0, "Wv": 0.4, "Yi": 0.0, "Ye": 0.1}
        | {f"@{vowel}": 0.0 for vowel in "aeiou"}
        | {"bp": 0.1, "fv": 0.1, "ha": 0.2}
    ),
)


@lru_cache(maxsize=1 << 16)
def alike(left: str, right: str, left_is_arabic: bool, right_is_arabic: bool) -> float:
    """Say from 0 to 1 how alike two foldings sound."""
    if left == right and left_is_arabic is right_is_arabic:
        return 1.0
    if right_is_arabic and not left_is_arabic:
        return alike(right, left, True, False)
    if left_is_arabic and not right_is_arabic and left in VOCALISED:
        return alike(VOCALISED[left], right, False, False)
    if _have_little_in_common(left, right):
        return 0.0
    across = UNVOWELLED if right_is_arabic else _ACROSS
    costs = across if left_is_arabic else VOWELLED
    longest = max(len(left), len(right))
    return max(0.0, 1 - distance(left, right, costs) / longest) if longest else 0.0


_BONES = str.maketrans(
    {**dict.fromkeys("aeiouAWY@hwJ", ""), "X": "k", "g": "k", "v": "f", "p": "b"} | {"z": "s", "d": "t"}
)


@lru_cache(maxsize=1 << 16)
def _bones(word: str) -> frozenset[str]:
    return frozenset(word.translate(_BONES))


def _have_little_in_common(left: str, right: str) -> bool:
    """Tell most strangers apart without the table: fewer than half their consonants are shared."""
    one, other = _bones(left), _bones(right)
    return 2 * len(one & other) < min(len(one), len(other))


# Sounds that nothing else is heard as, nor left out for less than 1: who lost them is far. Two families
# of sounds are so only between words without those they may be heard as.
_HARD = {**dict.fromkeys("aeiouAWY@hwJ", ""), "p": "b"} | dict.fromkeys("dsz", "t")
_LIKE_K, _HEARD_AS_K = dict.fromkeys("kXg", ""), re.compile("[hJ]")
_LIKE_F, _HEARD_AS_F = dict.fromkeys("fv", ""), re.compile("[wW]")
_AS_ONE = {"X": "k", "g": "k", "v": "f"}
_TABLES = tuple(
    str.maketrans(_HARD | _AS_ONE | ({} if k_is_hard else _LIKE_K) | ({} if f_is_hard else _LIKE_F))
    for k_is_hard in (True, False)
    for f_is_hard in (True, False)
)
_CHEAPEST = 0.3
"""The least that a vowelled word pays for a sound more or less."""
_ROUNDING = 1e-9
_FAR = 0.35
"""A share of the longer word: who lost as much is alike to nobody (names.ALIKE is 0.68)."""


@lru_cache(maxsize=1 << 17)
def _hard_forms(word: str) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Give the hard sounds of a word for each of the tables, and which it asks for: 2 for k, 1 for f.

    Beside each form stand the sounds it holds, as bits. Letters beyond ASCII may share one: that
    makes words look nearer than they are, never farther.
    """
    soft = 2 * bool(_HEARD_AS_K.search(word)) | bool(_HEARD_AS_F.search(word))
    forms = (word.translate(table) for table in _TABLES)
    return soft, tuple((form, _held(form)) for form in forms)


def _held(word: str) -> int:
    bits = 0
    for sound in word:
        bits |= 1 << (ord(sound) & 63)
    return bits


@lru_cache(maxsize=1 << 16)
def _places(word: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, sound in enumerate(word):
        found[sound] = found.get(sound, 0) | 1 << at
    return found


def _hard_apart(one: str, other: str) -> int:
    """Count the hard sounds to change, add or drop: never more than the words' distance.

    Levenshtein's distance, a whole column at a time in the bits of one number (Myers; Hyyrö).
    """
    if not one:
        return len(other)
    places, last, everywhere = _places(one), 1 << (len(one) - 1), (1 << len(one)) - 1
    more, less, apart = everywhere, 0, len(one)
    for sound in other:
        same = places.get(sound, 0)
        aslant = same | less
        along = (((same & more) + more) ^ more) | same
        grows, shrinks = less | ~(along | more), more & along
        if grows & last:
            apart += 1
        elif shrinks & last:
            apart -= 1
        grows = grows << 1 | 1
        more = (shrinks << 1 | ~(aslant | grows)) & everywhere
        less = grows & aslant & everywhere
    return apart


def at_most(left: str, right: str, left_is_arabic: bool, right_is_arabic: bool) -> float:
    """Bound cheaply how alike two foldings can sound: `alike` never says more."""
    if left_is_arabic is not right_is_arabic:
        left, right = (
            (VOCALISED.get(left, left), right) if left_is_arabic else (left, VOCALISED.get(right, right))
        )
    left_soft, left_forms = _hard_forms(left)
    right_soft, right_forms = _hard_forms(right)
    one, one_has = left_forms[left_soft | right_soft]
    other, other_has = right_forms[left_soft | right_soft]
    here, there = len(left), len(right)
    longest = here if here > there else there
    # Most strangers differ in so many sounds that their order need not be looked at.
    missing, added = (one_has & ~other_has).bit_count(), (other_has & ~one_has).bit_count()
    apart: float = missing if missing > added else added
    if apart > _FAR * longest:
        return 1 - apart / longest
    if one != other:
        apart = _hard_apart(one, other)
    if not (left_is_arabic or right_is_arabic):
        softer = abs(here - len(one) - there + len(other))
        if softer > apart:
            apart += _CHEAPEST * (softer - apart)
    return 1 - apart / longest + _ROUNDING if longest else 0.0


_TOO_FAR = 0.4
"""A share of the longer word; once that is lost nobody would take one name for the other."""


def distance(left: str, right: str, costs: Costs) -> float:
    """Add up the cheapest way to hear one for the other (Wagner and Fischer's table, row by row).

    Of words too far apart it only says that they are at least as far as it looked.
    """
    enough = _TOO_FAR * max(len(left), len(right))
    columns = [(sound, costs.lost_right.get(sound, 1.0)) for sound in right]
    row = [0.0]
    for _, lost in columns:
        row.append(row[-1] + lost)
    for sound in left:
        lost_left = costs.lost_left.get(sound, 1.0)
        heard_as = costs.heard_as.get(sound) or {sound: 0.0}
        aslant, best_here = row[0], row[0] + lost_left
        below = [best_here]
        for (other, lost), above in zip(columns, row[1:], strict=True):
            # Written out: this line runs for every pair of sounds of every pair of names.
            best_here += lost
            if above + lost_left < best_here:
                best_here = above + lost_left
            changed = aslant + heard_as.get(other, 1.0)
            if changed < best_here:
                best_here = changed
            below.append(best_here)
            aslant = above
        row = below
        if min(row) > enough:
            return min(row)
    return row[-1]


def best(left: tuple[str, ...], right: tuple[str, ...], left_is_arabic: bool, right_is_arabic: bool) -> float:
    """Compare every reading of one with every reading of the other; a second reading costs a little."""
    whole = alike(left[0], right[0], left_is_arabic, right_is_arabic)
    if whole > 0.97:
        return whole
    others = product(left, right)
    next(others)
    return max([whole, *(0.97 * alike(a, b, left_is_arabic, right_is_arabic) for a, b in others)])
