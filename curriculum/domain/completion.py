"""When a module is met: outcomes, weight, hours and its own assessment (domain.md 2.6, rules 1-3)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from curriculum.domain.currency import FOREVER, valid_until
from curriculum.domain.ledger import Held, Ledger
from curriculum.domain.module import ModuleVersion
from curriculum.domain.plan import ModulePlan, Slot
from curriculum.domain.proof import ProofLevel
from curriculum.domain.repairs import module_gaps
from curriculum.domain.standing import Excluded, ExcludedWhy, Hours, ModuleStanding, OutcomeStanding


class Demand(NamedTuple):
    """What one component asks of a module."""

    component: str
    min_level: ProofLevel
    max_age_months: int | None
    hours_waived: bool


def module_standing(ledger: Ledger, plan: ModulePlan, demand: Demand, judged: date) -> ModuleStanding:
    """Judge one module version for one component (I-11)."""
    rule = plan.module.rule
    outcomes: list[OutcomeStanding] = []
    spared: set[int] = set()
    weight = critical_met = critical_total = 0
    for slot in plan.slots:
        held = ledger.held.get(slot.number)
        outcome = _outcome(slot, held, demand, judged, ledger) if held else _nothing(slot)
        outcomes.append(outcome)
        critical_total += slot.critical
        if outcome.satisfied:
            weight += slot.weight
            critical_met += slot.critical
            if held and any(h.untaught and h.level >= demand.min_level for h in held):
                spared.add(slot.number)
    hours = _hours(ledger, plan, spared, waived=demand.hours_waived)
    assessed = not rule.module_assessment_required or _assessed(ledger, plan.module, outcomes)
    critical = critical_met == critical_total or not rule.all_critical_outcomes
    met = critical and assessed and weight >= rule.min_outcome_weight and hours.met
    percent = weight if met else min(weight, 99)
    ready = ModuleStanding(
        plan.module.ref,
        met,
        percent,
        weight,
        critical_met,
        critical_total,
        hours,
        assessed,
        tuple(outcomes),
        (),
    )
    return (
        ready
        if met
        else ready._replace(missing=module_gaps(ready, plan, demand.component, demand.min_level, ledger))
    )


def _nothing(slot: Slot) -> OutcomeStanding:
    return OutcomeStanding(
        slot.code, slot.weight, slot.critical, False, ProofLevel.DECLARED, None, None, None, ()
    )


def _outcome(slot: Slot, held: list[Held], demand: Demand, judged: date, ledger: Ledger) -> OutcomeStanding:
    young = (
        held if demand.max_age_months is None else _young(slot, held, demand.max_age_months, judged, ledger)
    )
    fits = [one for one in young if one.level >= demand.min_level]
    counted = fits or young
    if not counted:
        return _nothing(slot)
    best = max(counted)
    until = best.until if len(counted) == 1 else max(one.until for one in counted)
    refs = (best.ref,) if len(counted) == 1 else tuple(one.ref for one in sorted(counted, reverse=True))
    ends = None if until == FOREVER else until
    return OutcomeStanding(
        slot.code, slot.weight, slot.critical, bool(fits), best.level, best.via, best.on, ends, refs
    )


def _young(slot: Slot, held: list[Held], months: int, judged: date, ledger: Ledger) -> list[Held]:
    """Keep what is not older than the component allows; its own limit shortens the currency."""
    young = []
    for one in held:
        until = min(one.until, valid_until(one.on, months))
        if until >= judged:
            young.append(one._replace(until=until))
        else:
            ledger.excluded.append(Excluded(one.ref, slot.code, ExcludedWhy.LAPSED, one.level))
    return young


def _hours(ledger: Ledger, plan: ModulePlan, spared: set[int], *, waived: bool) -> Hours:
    """Compare hours credited with hours asked; what was obtained without teaching leaves both sides (S02b).

    It leaves only where that helps: a challenge test passed on top of a course never costs hours."""
    share = plan.module.rule.min_contact_attendance_pct
    top, bottom, asked = 0, 1, 0
    refs: set[str] = set()
    for slot in plan.slots:
        credit = ledger.credits.get(slot.number)
        if slot.number in spared and (credit is None or credit.top * 100 < share * slot.cap * credit.bottom):
            continue
        asked += slot.cap
        if credit is not None:
            refs.add(credit.ref)
            top, bottom = _plus(top, bottom, credit.top, credit.bottom)
    return Hours(top, bottom * 100, share * asked, 10_000, waived, tuple(sorted(refs)))


def _plus(top: int, bottom: int, more: int, parts: int) -> tuple[int, int]:
    if bottom == parts:
        return top + more, bottom
    return top * parts + more * bottom, bottom * parts


def _assessed(ledger: Ledger, module: ModuleVersion, outcomes: Iterable[OutcomeStanding]) -> bool:
    if all(outcome.level >= ProofLevel.ASSESSED_EXTERNALLY for outcome in outcomes):
        return True
    passed = {spec for spec, _ in ledger.passed.get(module.ref, ())}
    if None in passed:
        return True
    return bool(module.assessments) and all(spec.code in passed for spec in module.assessments)
