"""What progress needs and no person changes, worked out once per path version (performance.md C)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from curriculum.domain.currency import valid_until
from curriculum.domain.equivalence import Equivalence, Gate, carries, without_source
from curriculum.domain.module import ModuleVersion


class Slot(NamedTuple):
    """One outcome of one module the path refers to."""

    number: int
    code: str
    module: str
    weight: int
    critical: bool
    cap: int  # minutes x 100: contact minutes times weight; no course fills more of the module than this
    currency_months: int | None


class Route(NamedTuple):
    """A way by which evidence for one outcome reaches a slot; gates are top-ups that must be recorded."""

    slot: Slot
    gates: tuple[Gate, ...]
    carried: bool


class ModulePlan(NamedTuple):
    """A module version with its slots, and the new matter nothing carries into."""

    ref: str
    module: ModuleVersion
    slots: tuple[Slot, ...]
    new_matter: tuple[tuple[int, str], ...]
    cap: int
    critical_total: int


class Cover(NamedTuple):
    """An outcome an offering covers, with the outcome's weight in its own module version."""

    outcome: str
    weight: int


class Share(NamedTuple):
    """What one figure of one offering gives to one slot: hundredths of minutes, as an exact fraction."""

    number: int
    module: str
    gates: tuple[Gate, ...]
    top: int
    bottom: int


class Landing(NamedTuple):
    """Where plain evidence of one outcome and one day lands, and until when it counts there."""

    number: int
    module: str
    until: date
    route: Route


# People follow the same runs: few outcomes, days and figures differ from one person to the next.
KEPT = 50_000


@dataclass(frozen=True)
class Plan:
    """All slots, the routes from any outcome to them, and the modules by ref.

    `shares` and `landings` remember what was worked out; forgetting it would cost time and nothing else."""

    slots: tuple[Slot, ...]
    routes: dict[str, tuple[Route, ...]]
    modules: dict[str, ModulePlan]
    slot_of: dict[str, Slot]
    shares: dict[tuple[tuple[Cover, ...], int], tuple[Share, ...]] = field(default_factory=dict, repr=False)
    landings: dict[tuple[str, date], tuple[Landing, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def sources(self) -> dict[int, frozenset[str]]:
        """For each slot the outcomes whose evidence may reach it."""
        found: dict[int, set[str]] = {slot.number: set() for slot in self.slots}
        for source, routes in self.routes.items():
            for route in routes:
                found[route.slot.number].add(source)
        return {number: frozenset(codes) for number, codes in found.items()}

    def reached(self, outcomes: Iterable[str]) -> set[int]:
        """The slots that evidence of some outcomes may reach."""
        return {route.slot.number for code in outcomes for route in self.routes.get(code, ())}

    def share(self, covers: tuple[Cover, ...], minutes: int) -> tuple[Share, ...]:
        """Share hours over all an offering covers, by weight, capped at each outcome's own (rule 3)."""
        if len(self.shares) >= KEPT:
            self.shares.clear()
        made = self.shares[covers, minutes] = tuple(self._share(covers, minutes))
        return made

    def _share(self, covers: tuple[Cover, ...], minutes: int) -> Iterable[Share]:
        bottom = sum(cover.weight for cover in covers) or 1
        for outcome, weight in covers:
            top = minutes * weight * 100
            for slot, gates, _ in self.routes.get(outcome, ()):
                full = top >= slot.cap * bottom
                kept = (slot.cap, 1) if full else (top, bottom)
                yield Share(slot.number, slot.module, gates, *kept)

    def land(self, outcome: str, on: date) -> tuple[Landing, ...]:
        """Find the slots of an outcome and how long evidence of that day counts in each."""
        if len(self.landings) >= KEPT:
            self.landings.clear()
        made = self.landings[outcome, on] = tuple(
            Landing(route.slot.number, route.slot.module, valid_until(on, route.slot.currency_months), route)
            for route in self.routes.get(outcome, ())
        )
        return made


def plan_of(modules: Iterable[ModuleVersion], equivalences: tuple[Equivalence, ...]) -> Plan:
    """Number the outcomes of a path and find every route of evidence to them."""
    slots: list[Slot] = []
    plans: dict[str, ModulePlan] = {}
    for module in modules:
        own = _slots(module, len(slots))
        slots.extend(own)
        plans[module.ref] = ModulePlan(
            ref=module.ref,
            module=module,
            slots=own,
            new_matter=_new_matter(own, equivalences),
            cap=sum(slot.cap for slot in own),
            critical_total=sum(slot.critical for slot in own),
        )
    return Plan(tuple(slots), _routes(slots, equivalences), plans, {slot.code: slot for slot in slots})


def _slots(module: ModuleVersion, first: int) -> tuple[Slot, ...]:
    return tuple(
        Slot(
            number=first + position,
            code=outcome.code,
            module=module.ref,
            weight=outcome.weight,
            critical=outcome.critical,
            cap=module.contact_minutes * outcome.weight,
            currency_months=module.currency_months,
        )
        for position, outcome in enumerate(module.outcomes)
    )


def _new_matter(slots: tuple[Slot, ...], lines: tuple[Equivalence, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((slot.number, top_up) for slot in slots for top_up in without_source(slot.code, lines))


def _routes(slots: list[Slot], equivalences: tuple[Equivalence, ...]) -> dict[str, tuple[Route, ...]]:
    routes: dict[str, list[Route]] = {}
    for slot in slots:
        routes.setdefault(slot.code, []).append(Route(slot, (), carried=False))
        for carry in carries(slot.code, equivalences):
            routes.setdefault(carry.source, []).append(Route(slot, carry.gates, carried=True))
    return {source: tuple(ways) for source, ways in routes.items()}
