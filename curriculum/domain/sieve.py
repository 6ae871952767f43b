"""Of many known names, those a row may mean: what the full comparison would find plausible, found cheaply.

Nothing is decided here. The sieve keeps everybody whose name the comparison of resemblance.py could
call alike, and spares it the many that share a key and nothing else (domain.md J2).
"""

from collections.abc import Sequence

from curriculum.domain.names import ALIKE, STRONG, resembles
from curriculum.domain.resemblance import IncomingPerson, KnownName, compare_names, is_in_arabic


class _Heard(dict[str, float]):
    """How alike one written part is to known ones, each looked at once."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self._written = written

    def __missing__(self, known: str) -> float:
        degree = self[known] = resembles(self._written, known)
        return degree


class Sieve:
    """Keeps the known persons whose name may be the one a row writes."""

    def __init__(self, incoming: IncomingPerson) -> None:
        self._incoming = incoming
        self._given, self._family = _Heard(incoming.given), _Heard(incoming.family)
        self._is_arabic = is_in_arabic(incoming.given + incoming.family)
        self._is_whole = not incoming.given.strip() or not incoming.family.strip()

    def keeps(self, names: Sequence[KnownName], *, near_date: bool = False) -> bool:
        """Say whether one of a person's names may be meant; on a near birth date one part of it is enough."""
        same = [name for name in names if is_in_arabic(name.given + name.family) is self._is_arabic]
        return any(self._fits(name) or (near_date and self._shares(name)) for name in same or names)

    def _fits(self, name: KnownName) -> bool:
        if self._is_whole or name.patronymic:
            return compare_names(self._incoming, name).weaker >= ALIKE
        given, family = self._given[name.given], self._family[name.family]
        if given and family:
            return True
        # Who shares one part in its place has not swapped them.
        if given >= STRONG or family >= STRONG:
            return False
        return bool(self._family[name.given] and self._given[name.family])

    def _shares(self, name: KnownName) -> bool:
        if self._is_whole or name.patronymic:
            view = compare_names(self._incoming, name)
            return view.given.is_strong or view.family.is_strong
        parts = (self._given[name.given], self._family[name.family])
        crossed = (self._family[name.given], self._given[name.family])
        return max(parts) >= STRONG or max(crossed) >= STRONG
