"""Who needs what: what posts ask for, who in them has it, what comes first (domain.md J1.1, J11.2, K04)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import IntEnum, StrEnum
from typing import NamedTuple

from curriculum.domain.evaluation import FEWEST
from curriculum.domain.mapping import Line, Row
from curriculum.domain.proof import ProofLevel


class Source(StrEnum):
    """Who asks for an outcome."""

    POST = "post"
    COMPETENCE = "competence"
    PATH = "path"


class Priority(IntEnum):
    """How pressing a need is (domain.md §2.2)."""

    FIRST = 1
    SECOND = 2
    THIRD = 3


class Ask(NamedTuple):
    """Something asks an outcome of whoever holds a post; `named` is the module, competence or path."""

    post: str
    outcome: int
    level: ProofLevel
    source: Source
    named: str
    is_wished: bool = False


class Post(NamedTuple):
    """A kind of post, the outcomes nobody fills it without, and how many people hold it."""

    code: str
    outcomes: frozenset[int]
    holders: int


class Need(NamedTuple):
    """One outcome that a post asks for, and how far those who hold it have come.

    `reached` is how many have it today at the level asked for; None: so few hold the post that the figure
    would nearly be a name (I-24)."""

    post: str
    row: Row
    level: ProofLevel
    sources: tuple[tuple[Source, str], ...]
    is_wished: bool
    holders: int
    reached: int | None
    donors: int

    @property
    def lacking(self) -> int:
        """How many hold the post without it; everybody where that is not told."""
        return self.holders - (self.reached or 0)

    @property
    def percent(self) -> int | None:
        """The share of those in the post who have it, rounded down; None where it is not told."""
        return None if self.reached is None else 100 * self.reached // self.holders

    @property
    def priority(self) -> Priority:
        """How pressing it is; what is only wished for waits for what is asked."""
        return Priority.THIRD if self.is_wished else priority(self.row, self.donors, self.lacking)

    @property
    def rank(self) -> tuple[object, ...]:
        """Its place among needs."""
        return rank(self.priority, self.lacking, self.row.code, self.post)

    @property
    def concerned(self) -> tuple[tuple[str, int], ...]:
        """The post, with how many hold it."""
        return ((self.post, self.holders),)


def priority(row: Row, donors: int, people: int) -> Priority:
    """First: people lack it, it is critical and no donor teaches it; second: one of the two; else third."""
    pressing = int(row.critical) + int(not donors) if people else 0
    return Priority(3 - pressing)


def rank(pressing: Priority, people: int, *codes: str) -> tuple[object, ...]:
    """The one order of needs and gaps: the pressing ones, then those of most people, then by code."""
    return pressing, -people, *codes


def needs(
    lines: Iterable[Line],
    asks: Iterable[Ask],
    holders: Mapping[str, int],
    held: Mapping[tuple[str, int], Mapping[int, int]],
) -> tuple[Need, ...]:
    """What posts ask for of the outcomes of some lines, the most pressing first.

    `held` is how many of a post have an outcome, by the level at which it counts for them today."""
    known = {line.row.key: line for line in lines}
    asked: dict[tuple[str, int], list[Ask]] = {}
    for ask in asks:
        if ask.outcome in known:
            asked.setdefault((ask.post, ask.outcome), []).append(ask)
    found = (
        _need(some, known[key], holders.get(post, 0), held.get((post, key), {}))
        for (post, key), some in asked.items()
    )
    return tuple(sorted(found, key=lambda one: one.rank))


def _need(asks: Sequence[Ask], line: Line, holders: int, held: Mapping[int, int]) -> Need:
    """Several may ask for the same: what one requires is required, at the highest of their levels."""
    level = max(ask.level for ask in [ask for ask in asks if not ask.is_wished] or asks)
    reached = sum(people for at, people in held.items() if at >= level)
    return Need(
        asks[0].post,
        line.row,
        level,
        tuple(sorted({(ask.source, ask.named) for ask in asks}, key=_place)),
        all(ask.is_wished for ask in asks),
        holders,
        reached if holders >= FEWEST else None,
        len(line.donors),
    )


def _place(source: tuple[Source, str]) -> tuple[int, str]:
    return list(Source).index(source[0]), source[1]


def common(paths: Collection[Mapping[str, ProofLevel]]) -> dict[str, ProofLevel]:
    """The modules that each of several paths asks for, at the lowest level: any one of them qualifies."""
    first, *others = paths or ({},)
    return {
        module: min(path[module] for path in paths)
        for module in first
        if all(module in other for other in others)
    }


def posts(asks: Iterable[Ask], holders: Mapping[str, int]) -> tuple[Post, ...]:
    """Every post that requires something, by code."""
    required: dict[str, set[int]] = {}
    for ask in asks:
        if not ask.is_wished:
            required.setdefault(ask.post, set()).add(ask.outcome)
    return tuple(Post(code, frozenset(required[code]), holders.get(code, 0)) for code in sorted(required))


class Gap(NamedTuple):
    """A critical outcome nobody covers, and who needs it (K04)."""

    row: Row
    posts: tuple[Post, ...]

    @property
    def people(self) -> int:
        """How many people hold a post that asks for it; nobody holds two."""
        return sum(post.holders for post in self.posts)

    @property
    def rank(self) -> tuple[object, ...]:
        """Its place among gaps."""
        return rank(priority(self.row, 0, self.people), self.people, self.row.code)

    @property
    def concerned(self) -> tuple[tuple[str, int], ...]:
        """The posts that ask for it, with how many hold each."""
        return tuple((post.code, post.holders) for post in self.posts)


def gaps(lines: Iterable[Line], asking: Sequence[Post]) -> tuple[Gap, ...]:
    """The critical outcomes nobody covers, those most people need first (K04)."""
    found = (
        Gap(line.row, tuple(post for post in asking if line.row.key in post.outcomes))
        for line in lines
        if line.is_gap and line.row.critical
    )
    return tuple(sorted(found, key=lambda one: one.rank))


def people_concerned(found: Iterable[Gap | Need]) -> int:
    """How many people hold a post that one of these is about; each person counts once."""
    return sum(dict(pair for one in found for pair in one.concerned).values())
