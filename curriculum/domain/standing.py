"""Where a person stands: what progress answers, down to the evidence that met each outcome."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from curriculum.domain.currency import FOREVER, add_months
from curriculum.domain.dossier import Via
from curriculum.domain.missing import WAITING_REPAIRS, Missing
from curriculum.domain.path import ComponentType
from curriculum.domain.proof import ProofLevel

EXPIRY_NOTICE_MONTHS = 6


class State(StrEnum):
    """How far a component is."""

    MET = "met"
    PARTLY = "partly"
    UNMET = "unmet"


class ExcludedWhy(StrEnum):
    """Why a record on file does not count."""

    DISPUTED = "disputed"
    INVALIDATED = "invalidated"
    WAITING = "waiting"
    LAPSED = "lapsed"
    TOP_UP_DUE = "top_up_due"
    TOO_EARLY = "too_early"


class Excluded(NamedTuple):
    """A record that would count for `outcome` but does not, or not fully."""

    ref: str
    outcome: str
    why: ExcludedWhy
    level: int = 0
    detail: str = ""


class OutcomeStanding(NamedTuple):
    """One outcome within a component: `by` are the trace ids that meet it, strongest first.

    `current_until` None means it never runs out (or nothing is held, when level is 0 and `by` is empty)."""

    code: str
    weight: int
    critical: bool
    satisfied: bool
    level: ProofLevel
    via: Via | None
    achieved_on: date | None
    current_until: date | None
    by: tuple[str, ...]


class Hours(NamedTuple):
    """The attendance test of a module, exact: minutes as numerator and denominator."""

    credited_top: int
    credited_bottom: int
    needed_top: int
    needed_bottom: int
    met: bool
    waived: bool
    by: tuple[str, ...]

    @property
    def credited(self) -> Fraction:
        """Minutes credited."""
        return Fraction(self.credited_top, self.credited_bottom)

    @property
    def needed(self) -> Fraction:
        """Minutes asked, after what was not taught has left both sides."""
        return Fraction(self.needed_top, self.needed_bottom)


class ModuleStanding(NamedTuple):
    """One module version within a component."""

    ref: str
    met: bool
    percent: int
    weight: int
    critical_met: int
    critical_total: int
    min_weight: int
    total_minutes: int
    hours: Hours
    assessed: bool
    outcomes: tuple[OutcomeStanding, ...]
    missing: tuple[Missing, ...]


class ComponentStanding(NamedTuple):
    """One component: `by` are the trace ids that count, `modules` those that were looked at, first those
    that count, best first."""

    code: str
    type: ComponentType
    state: State
    percent: int
    weight: int
    mandatory: bool
    by: tuple[str, ...]
    missing: tuple[Missing, ...]
    modules: tuple[ModuleStanding, ...] = ()
    done: int = 0
    needed: int = 0
    current_until: date | None = None
    waived: bool = False


class Achievement(NamedTuple):
    """An outcome held on a day; `current_until` None never ends; `trace_ids` strongest first."""

    outcome: str
    level: ProofLevel
    via: Via
    achieved_on: date
    current_until: date | None
    trace_ids: tuple[str, ...]


class Expiring(NamedTuple):
    """Something that counts today and soon will not."""

    component: str
    subject: str
    until: date


class Mark(NamedTuple):
    """The bare figures of one component, all that a stored projection needs."""

    code: str
    met: bool
    percent: int
    weight: int
    mandatory: bool

    @property
    def state(self) -> State:
        """Name the state: what has begun is partly met."""
        if self.met:
            return State.MET
        return State.PARTLY if self.percent else State.UNMET


class Explained(NamedTuple):
    """The figures with their evidence."""

    components: tuple[ComponentStanding, ...]
    achievements: tuple[Achievement, ...]
    excluded: tuple[Excluded, ...]


@dataclass(frozen=True, eq=False)
class Progress:
    """Where a person stands on a path; taught is not certified, so both are said (domain.md 2.6, rule 4).

    `marks` are there at once; whatever names evidence is worked out from the same figures when first asked
    for, because a rebuild of everybody asks for figures only."""

    person: str
    path: str
    on: date
    judged_on: date
    percent: int
    certified: bool
    marks: tuple[Mark, ...]
    explain: Callable[[], Explained] = field(repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Progress) and self._whole() == other._whole()

    __hash__ = None  # type: ignore[assignment]  # compared by content, never used as a key

    def _whole(self) -> tuple[object, ...]:
        head = (self.person, self.path, self.on, self.judged_on, self.percent, self.certified)
        return (*head, self.explained)

    @cached_property
    def explained(self) -> Explained:
        """The figures with their evidence, worked out once."""
        return self.explain()

    @property
    def components(self) -> tuple[ComponentStanding, ...]:
        """Every component with the evidence that counts and what is missing, in path order."""
        return self.explained.components

    @property
    def achievements(self) -> tuple[Achievement, ...]:
        """What is held of each outcome of the path, at its highest current level."""
        return self.explained.achievements

    @property
    def excluded(self) -> tuple[Excluded, ...]:
        """What is on file and does not count, or not fully, in canonical order."""
        return self.explained.excluded

    @property
    def complete(self) -> bool:
        """Tell whether every mandatory component is met (R11)."""
        return all(mark.met for mark in self.marks if mark.mandatory)

    @property
    def mandatory(self) -> tuple[ComponentStanding, ...]:
        """The components that must be met."""
        return tuple(component for component in self.components if component.mandatory)

    @property
    def met_count(self) -> int:
        """How many mandatory components are met: "6 of 11"."""
        return sum(mark.met for mark in self.marks if mark.mandatory)

    @property
    def certified_percent(self) -> int:
        """100 when a certificate of this path is in force, else 0."""
        return 100 if self.certified else 0

    @property
    def missing(self) -> tuple[Missing, ...]:
        """All that is missing for the mandatory components, in path order."""
        return tuple(gap for component in self.mandatory for gap in component.missing)

    @property
    def next_step(self) -> Missing | None:
        """The first missing thing the person can act on; None means nothing is missing: apply."""
        gaps = self.missing
        return next((gap for gap in gaps if gap.repairs[0] not in WAITING_REPAIRS), gaps[0] if gaps else None)

    def component(self, code: str) -> ComponentStanding:
        """Get a component by its code."""
        return next(component for component in self.components if component.code == code)

    def expiring(self, months: int = EXPIRY_NOTICE_MONTHS) -> tuple[Expiring, ...]:
        """List what counts now and runs out within some months, soonest first."""
        limit = min(add_months(self.on, months), FOREVER)
        found = {item for component in self.components for item in _ends(component) if item.until <= limit}
        return tuple(sorted(found, key=lambda item: (item.until, item.component, item.subject)))


def _ends(component: ComponentStanding) -> list[Expiring]:
    ends = [
        Expiring(component.code, outcome.code, outcome.current_until)
        for module in component.modules
        for outcome in module.outcomes
        if outcome.satisfied and outcome.current_until is not None
    ]
    if component.current_until is not None:
        ends.append(Expiring(component.code, component.code, component.current_until))
    return ends
