"""Which achievement counts for which requirement: each once per path, as many as can be (domain.md 2.3).

First as many units of mandatory requirements are met as can be, then of optional ones. Where several ways
meet as many, the first requirement takes the earliest achievement, then the second, and so on: by date, then
by ref. A pin comes before all that. Credits are counted in what the other requirements leave.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from curriculum.domain.groups import Group


class Want(NamedTuple):
    """A requirement with the achievements that meet it; what a `shared` one takes counts elsewhere too."""

    code: str
    group: Group
    fits: frozenset[str]
    mandatory: bool = True
    shared: bool = False


class Pin(NamedTuple):
    """Somebody's decision that an achievement counts for one requirement and no other."""

    ref: str
    code: str


class Shortfall(NamedTuple):
    """A requirement that has fewer units than it asks for; a unit is a module, or a hundredth of a credit."""

    code: str
    have: int
    need: int


class Assignment(NamedTuple):
    """What counts for what; pins that cannot be followed are told and not followed."""

    given: Mapping[str, tuple[str, ...]]
    short: tuple[Shortfall, ...]
    refused: tuple[Pin, ...] = ()


class Contest(NamedTuple):
    """Requirements that ask for more than they have among them, the first of them unmet."""

    codes: tuple[str, ...]


Family = tuple[str, tuple[str, ...]]
"""A requirement's code and one family of its options: of the family one achievement counts."""


def assign(wants: Sequence[Want], held: Mapping[str, date], pins: Iterable[Pin] = ()) -> Assignment:
    """Decide what counts for what, always the same for the same facts, in whatever order they come."""
    order = sorted(held, key=lambda ref: (held[ref], ref))
    once = [one for one in wants if not one.shared and not one.group.credits]
    match = _Match(once, order)
    refused = tuple(pin for pin in pins if not match.fix(pin.code, pin.ref))
    match.settle()
    given = match.given()
    left = [ref for ref in order if ref not in match.fixed]
    for want in wants:
        if want.code in given:
            continue
        open_ = [ref for ref in (order if want.shared else left) if ref in want.fits]
        group = want.group
        given[want.code] = group.richest(open_) if group.credits else group.picked(open_)[: group.least]
        if not want.shared:
            left = [ref for ref in left if ref not in given[want.code]]
    return Assignment(given, tuple(_short(wants, given)), refused)


def contests(wants: Sequence[Want], held: Collection[str]) -> tuple[Contest, ...]:
    """Name the requirements that cannot all be met with these achievements, the fewest for each unmet one."""
    match = _Match([one for one in wants if not one.shared and not one.group.credits], sorted(held))
    found = []
    for want in match.wants:
        while match.lacks(want.code) and match.give(want.code):
            pass
        if match.lacks(want.code):
            found.append(Contest(match.tried()))
    return tuple(found)


def _short(wants: Sequence[Want], given: Mapping[str, tuple[str, ...]]) -> Iterable[Shortfall]:
    for want in wants:
        group, taken = want.group, given[want.code]
        have, need = len(taken), group.least
        if group.credits:
            have, need = group.earned(taken), group.credits
        if have < need:
            yield Shortfall(want.code, have, need)


class _Match:
    """Units matched to achievements; room for one more is made by moving others (Kuhn's augmenting paths)."""

    def __init__(self, wants: Sequence[Want], order: Sequence[str]) -> None:
        self.wants = sorted(wants, key=lambda one: not one.mandatory)
        self.families: dict[str, list[Family]] = {}
        self.refs: dict[Family, list[str]] = {}
        self.need = {one.code: one.group.least for one in wants}
        self.fixed: dict[str, Family] = {}
        self._closed: set[Family] = set()
        place = {ref: number for number, ref in enumerate(order)}
        for want in self.wants:
            self.families[want.code] = [(want.code, family) for family in want.group.families]
            for one in self.families[want.code]:
                usable = want.fits.intersection(one[1], place)
                self.refs[one] = sorted(usable, key=place.__getitem__)
        self.order = order
        self.clear()

    def clear(self) -> None:
        """Forget what is matched and keep what is fixed."""
        self.owner: dict[str, Family] = {}
        self.holds: dict[Family, str] = {}
        self._seen: set[str] = set()
        self._taken: set[str] = set()

    def lacks(self, code: str) -> int:
        """How many units a requirement still wants."""
        return self.need[code] - sum(one in self.holds for one in self.families[code])

    def give(self, code: str) -> bool:
        """Find a requirement one more unit; others may move but lose nothing."""
        self._seen, self._taken = set(), set()
        return self._more(code)

    def tried(self) -> tuple[str, ...]:
        """The requirements that the last search went through."""
        return tuple(want.code for want in self.wants if want.code in self._seen)

    def _more(self, code: str) -> bool:
        if code in self._seen:
            return False
        self._seen.add(code)
        free = [one for one in self.families[code] if one not in self.holds and one not in self._closed]
        return any(self._enter(one) for one in free)

    def _enter(self, family: Family) -> bool:
        """Put an achievement into a family, if need be one that its holder can replace."""
        for ref in self.refs[family]:
            if ref in self.fixed or ref in self._taken:
                continue
            self._taken.add(ref)
            holder = self.owner.get(ref)
            if holder is None or self._leave(holder):
                self.owner[ref], self.holds[family] = family, ref
                return True
        return False

    def _leave(self, family: Family) -> bool:
        """Let a family give its achievement up for another, or its requirement take another family."""
        if self._enter(family):
            return True
        if self._more(family[0]):
            del self.holds[family]
            return True
        return False

    def units(self) -> tuple[int, int]:
        """Match as many units as can be: of mandatory requirements first, then of optional ones."""
        self.clear()
        met = [0, 0]
        for want in self.wants:
            while self.lacks(want.code) > 0 and self.give(want.code):
                met[not want.mandatory] += 1
        return met[0], met[1]

    def fix(self, code: str, ref: str) -> bool:
        """Say for good that an achievement counts for a requirement; False when it cannot."""
        family = next((one for one in self.families.get(code, ()) if ref in self.refs[one]), None)
        if family is None or family in self._closed or ref in self.fixed or not self.need[code]:
            return False
        self.fixed[ref] = family
        self._closed.add(family)
        self.need[code] -= 1
        return True

    def _free(self, ref: str) -> None:
        family = self.fixed.pop(ref)
        self._closed.remove(family)
        self.need[family[0]] += 1

    def settle(self) -> None:
        """Fix what stands first among the ways that meet as much."""
        mandatory = {want.code: want.mandatory for want in self.wants}
        left = self.units()
        for code, ref in [(want.code, ref) for want in self.wants for ref in self.order]:
            if any(left) and self.fix(code, ref):
                rest = (left[0] - mandatory[code], left[1] - (not mandatory[code]))
                if self.units() == rest:
                    left = rest
                else:
                    self._free(ref)

    def given(self) -> dict[str, tuple[str, ...]]:
        """What is fixed, by requirement."""
        found: dict[str, tuple[str, ...]] = {want.code: () for want in self.wants}
        for ref in self.order:
            if ref in self.fixed:
                code = self.fixed[ref][0]
                found[code] = (*found[code], ref)
        return found
