"""What an elective group asks of its options: all, n of m, at most n, one, credits (domain.md 2.3)."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple


class GroupRule(StrEnum):
    """How many of its options a group asks for; surplus options neither help nor harm (I-12)."""

    AT_LEAST = "at_least"
    ALL = "all"
    AT_MOST = "at_most"
    EXACTLY_ONE = "exactly_one"
    CREDITS = "credits"


class Group(NamedTuple):
    """A group made ready: `least` must be met and no more than `most` count.

    Of the options of one family only one counts; an option without rivals is a family of its own.
    `worth` gives the credits of the options of the category asked for, when `credits` are asked for."""

    families: tuple[tuple[str, ...], ...]
    least: int
    most: int
    credits: int = 0
    worth: Mapping[str, int] = {}

    @property
    def options(self) -> tuple[str, ...]:
        """Every option, family by family."""
        return tuple(option for family in self.families for option in family)

    def family_of(self, option: str) -> tuple[str, ...]:
        """The options of which only one counts, this one among them."""
        return next(family for family in self.families if option in family)

    def picked(self, ranked: Iterable[str]) -> tuple[str, ...]:
        """Take from options, the best first, those that count beside each other."""
        taken: dict[tuple[str, ...], str] = {}
        for option in ranked:
            if len(taken) < self.most:
                taken.setdefault(self.family_of(option), option)
        return tuple(taken.values())

    def richest(self, options: Iterable[str]) -> tuple[str, ...]:
        """Take the options that together are worth most credits, the fewest that reach what is asked."""
        return self.enough(self.picked(sorted(options, key=lambda option: -self.worth.get(option, 0))))

    def enough(self, ranked: Iterable[str]) -> tuple[str, ...]:
        """Take options with credits in this order until what is asked is reached."""
        taken: list[str] = []
        for option in ranked:
            if self.earned(taken) < self.credits and self.worth.get(option, 0):
                taken.append(option)
        return tuple(taken)

    def earned(self, options: Iterable[str]) -> int:
        """Add up the credits of some options."""
        return sum(self.worth.get(option, 0) for option in options)

    def suffices(self, options: Iterable[str]) -> bool:
        """Tell whether these options together could meet the group, were nothing else asked of them."""
        usable = set(self.options).intersection(options)
        return len(self.picked(usable)) >= self.least and self.earned(self.richest(usable)) >= self.credits


def group(
    rule: GroupRule,
    options: Iterable[str],
    choose: int = 1,
    exclusive: Iterable[Iterable[str]] = (),
    credits_: tuple[int, Mapping[str, int]] = (0, {}),
    many: int | None = None,
) -> Group:
    """Make a group ready: `credits_` are the hundredths asked for and what each option is worth,
    `many` how many options there are to choose from, where some are versions of one module."""
    families = _families(tuple(dict.fromkeys(options)), [frozenset(one) for one in exclusive])
    least, most = _NUMBERS[rule](choose, sum(map(len, families)) if many is None else many)
    asked, worth = credits_ if rule is GroupRule.CREDITS else (0, {})
    return Group(families, least, most, asked, worth)


# What `choose` says among so many options: the least that must be met, and the most that count.
_NUMBERS: dict[GroupRule, Callable[[int, int], tuple[int, int]]] = {
    GroupRule.AT_LEAST: lambda choose, many: (choose, many),
    GroupRule.ALL: lambda choose, many: (many, many),
    GroupRule.AT_MOST: lambda choose, many: (1, choose),
    GroupRule.EXACTLY_ONE: lambda choose, many: (1, 1),
    GroupRule.CREDITS: lambda choose, many: (0, many),
}


def _families(options: tuple[str, ...], exclusive: list[frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    """Options that exclude each other, also by way of a third, stand in one family."""
    found: list[tuple[str, ...]] = []
    for option in options:
        rivals = {other for one in exclusive if option in one for other in one}
        joined = [family for family in found if rivals.intersection(family)]
        found = [family for family in found if family not in joined]
        found.append((*(other for family in joined for other in family), option))
    return tuple(found)
