"""Of many known names, those a row may mean: what the full comparison would find plausible, found cheaply.

Nothing is decided here. The sieve keeps everybody whose name the comparison of resemblance.py could
call alike, and spares it the many that share a key or a birth date and nothing else (domain.md J2).
"""

from collections.abc import Sequence
from functools import lru_cache
from sys import intern

from curriculum.domain.names import ALIKE, STRONG, compare, may_resemble, resembles
from curriculum.domain.resemblance import IncomingPerson, KnownName, compare_names, is_in_arabic


class _Heard(dict[str, float]):
    """How alike one written part can be at most to known ones, and how alike it is; each looked at once."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self._written = written
        self._degrees: dict[str, float] = {}

    def __missing__(self, known: str) -> float:
        most = may_resemble(self._written, known)
        # The far ones, which are most, share one number and, across parts, one spelling.
        most = self[intern(known)] = most if most >= ALIKE else 0.0
        return most

    def degree(self, known: str) -> float:
        """Give the likeness, 0 where it is less than ALIKE."""
        if self[known] < ALIKE:
            return 0.0
        degree = self._degrees.get(known)
        if degree is None:
            whole = compare(self._written, known).degree
            degree = self._degrees[known] = whole if whole >= ALIKE else 0.0
        return degree

    def is_strong(self, known: str) -> bool:
        """Say whether both are taken for one name."""
        return self[known] >= STRONG and self.degree(known) >= STRONG


@lru_cache(maxsize=2048)
def _heard(written: str) -> _Heard:
    """The same part stands in many rows of a list, and of the next one; text is all it depends on."""
    return _Heard(written)


class Sieve:
    """Keeps the known persons whose name may be the one a row writes."""

    def __init__(self, incoming: IncomingPerson) -> None:
        self._incoming = incoming
        self._given, self._family = _heard(incoming.given), _heard(incoming.family)
        self._is_arabic = is_in_arabic(incoming.given or incoming.family)
        self._is_whole = not incoming.given.strip() or not incoming.family.strip()
        self._whole = f"{incoming.given} {incoming.family}"

    def keeps(self, names: Sequence[KnownName], *, near_date: bool = False) -> bool:
        """Say whether one of a person's names may be meant; on a near birth date one part of it is enough."""
        if not self._may_keep(names, near_date=near_date):
            return False
        same = [name for name in names if is_in_arabic(name.given or name.family) is self._is_arabic]
        return any(self._fits(name) or (near_date and self._shares(name)) for name in same or names)

    def _may_keep(self, names: Sequence[KnownName], *, near_date: bool) -> bool:
        """Look at the bounds alone, whatever the script: most names end here."""
        if self._is_whole:
            return bool(names)
        given, family = self._given, self._family
        for known_given, known_family, patronymic in names:
            # Whoever is far in one part need not be looked at in the other.
            if patronymic or (given[known_given] >= ALIKE and family[known_family] >= ALIKE):
                return True
            if family[known_given] >= ALIKE and given[known_family] >= ALIKE:
                return True
            if near_date and self._may_share(known_given, known_family):
                return True
        return False

    def _may_share(self, *parts: str) -> bool:
        heard = (self._given, self._family)
        return any(one[part] >= STRONG for one in heard for part in parts)

    def _fits(self, name: KnownName) -> bool:
        if self._is_whole:
            return any(resembles(self._whole, known) for known in _orders(name))
        if name.patronymic:
            return compare_names(self._incoming, name).weaker >= ALIKE
        given, family = self._given, self._family
        is_near = given[name.given] >= ALIKE and family[name.family] >= ALIKE
        if is_near and given.degree(name.given) and family.degree(name.family):
            return True
        if family[name.given] < ALIKE or given[name.family] < ALIKE:
            return False
        # Who shares one part in its place has not swapped them.
        if given.is_strong(name.given) or family.is_strong(name.family):
            return False
        return bool(family.degree(name.given) and given.degree(name.family))

    def _shares(self, name: KnownName) -> bool:
        if self._is_whole:
            return any(resembles(self._whole, known) >= STRONG for known in _orders(name))
        if name.patronymic:
            view = compare_names(self._incoming, name)
            return view.given.is_strong or view.family.is_strong
        heard = (self._given, self._family)
        return any(one.is_strong(part) for one in heard for part in (name.given, name.family))


def _orders(name: KnownName) -> tuple[str, str]:
    return f"{name.given} {name.family}", f"{name.family} {name.given}"
