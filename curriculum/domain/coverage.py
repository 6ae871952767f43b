"""What donors' offerings cover of a module version: best depth, gaps, overlaps (domain.md 2.4, K02-K06)."""

from collections.abc import Iterable
from typing import NamedTuple

from curriculum.domain.module import ModuleVersion, Outcome
from curriculum.domain.proof import Depth

DEPTHS = tuple(Depth)
HALF_HOUR = 30


class Claim(NamedTuple):
    """An accepted claim: this offering covers this outcome to this depth."""

    offering: str
    donor: str
    outcome: str
    depth: Depth


class OutcomeCoverage(NamedTuple):
    """Who covers one outcome; depth None means nobody does."""

    outcome: str
    weight: int
    critical: bool
    depth: Depth | None
    by: tuple[str, ...]
    offerings: tuple[str, ...]
    donors: tuple[str, ...]

    @property
    def is_overlap(self) -> bool:
        """Tell whether two different donors cover the outcome."""
        return len(self.donors) > 1


class Coverage(NamedTuple):
    """A module version seen through all accepted claims."""

    module: str
    outcomes: tuple[OutcomeCoverage, ...]

    @property
    def gaps(self) -> tuple[OutcomeCoverage, ...]:
        """Outcomes nobody covers, critical ones first."""
        return tuple(sorted((o for o in self.outcomes if o.depth is None), key=lambda o: not o.critical))

    @property
    def overlaps(self) -> tuple[OutcomeCoverage, ...]:
        """Outcomes two or more donors cover."""
        return tuple(outcome for outcome in self.outcomes if outcome.is_overlap)

    @property
    def covered_weight(self) -> int:
        """How much of the module is covered at all, out of 100: never more, however many cover it (I-11)."""
        return sum(outcome.weight for outcome in self.outcomes if outcome.depth is not None)


class Bridge(NamedTuple):
    """What a session of our own would teach of a half-covered module, and how long (J4).

    The hours are those of somebody whom donors' courses brought everything they can of the module."""

    module: str
    remains: tuple[OutcomeCoverage, ...]
    covered_weight: int
    contact_minutes: int
    attendance_pct: int

    @property
    def weight(self) -> int:
        """How much of the module it would teach, out of 100."""
        return sum(one.weight for one in self.remains)

    @property
    def least(self) -> int:
        """Minutes, up to the half hour, with which attendance reaches the rule; 0: it does already."""
        short = self.contact_minutes * max(self.attendance_pct - self.covered_weight, 0)
        return -(-short // (100 * HALF_HOUR)) * HALF_HOUR

    @property
    def most(self) -> int:
        """Minutes of the contact hours that its outcomes weigh: more is credited to nobody."""
        return self.contact_minutes * self.weight // 100

    @property
    def minutes(self) -> int:
        """What is proposed: halfway, down to the half hour, so that an hour missed does not undo it."""
        halfway = (self.least + self.most) // (2 * HALF_HOUR) * HALF_HOUR
        return max(halfway, self.least, HALF_HOUR)

    def brings(self, minutes: int) -> int:
        """Minutes credited of the whole module after a session so long."""
        return self.contact_minutes * self.covered_weight // 100 + min(minutes, self.most)

    def percent(self, minutes: int) -> int:
        """The same out of 100, rounded down."""
        return 100 * self.brings(minutes) // self.contact_minutes if self.contact_minutes else 100


class Participation(NamedTuple):
    """One person in one offering."""

    person: str
    offering: str


class Counts(NamedTuple):
    """Persons and participations, never one for the other (I-24)."""

    persons: int
    participations: int


class Repetition(NamedTuple):
    """An outcome somebody was taught more than once, with the offerings."""

    person: str
    outcome: str
    offerings: tuple[str, ...]


def of(module: ModuleVersion, claims: Iterable[Claim]) -> Coverage:
    """See a module version through accepted claims: per outcome the best depth and by whom."""
    own = {outcome.code for outcome in module.outcomes}
    found: dict[str, list[Claim]] = {code: [] for code in own}
    for claim in claims:
        if claim.outcome in own:
            found[claim.outcome].append(claim)
    return Coverage(module.ref, tuple(_covered(outcome, found[outcome.code]) for outcome in module.outcomes))


def _covered(outcome: Outcome, claims: list[Claim]) -> OutcomeCoverage:
    depth = max((claim.depth for claim in claims), key=DEPTHS.index, default=None)
    return OutcomeCoverage(
        outcome.code,
        outcome.weight,
        outcome.critical,
        depth,
        by=tuple(sorted({claim.offering for claim in claims if claim.depth is depth})),
        offerings=tuple(sorted({claim.offering for claim in claims})),
        donors=tuple(sorted({claim.donor for claim in claims})),
    )


def bridge(module: ModuleVersion, seen: Coverage) -> Bridge | None:
    """Propose a session for what donors leave of a module; None where they teach none of it, or enough."""
    remains, rule = tuple(one for one in seen.outcomes if one.depth is None), module.rule
    lacks_critical = rule.all_critical_outcomes and any(one.critical for one in remains)
    if not seen.covered_weight or not (lacks_critical or seen.covered_weight < rule.min_outcome_weight):
        return None
    share = rule.min_contact_attendance_pct
    return Bridge(module.ref, remains, seen.covered_weight, module.contact_minutes, share)


def count(participations: Iterable[Participation]) -> Counts:
    """Count persons and participations separately; the same row twice is one participation (S09)."""
    distinct = set(participations)
    return Counts(len({one.person for one in distinct}), len(distinct))


def repeated(participations: Iterable[Participation], claims: Iterable[Claim]) -> tuple[Repetition, ...]:
    """Find the outcomes a person met in more than one offering (S09, K06)."""
    covered: dict[str, set[str]] = {}
    for claim in claims:
        covered.setdefault(claim.offering, set()).add(claim.outcome)
    met: dict[tuple[str, str], set[str]] = {}
    for person, offering in participations:
        for outcome in covered.get(offering, ()):
            met.setdefault((person, outcome), set()).add(offering)
    return tuple(
        Repetition(person, outcome, tuple(sorted(offerings)))
        for (person, outcome), offerings in sorted(met.items())
        if len(offerings) > 1
    )
