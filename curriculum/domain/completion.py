"""When a module is met: outcomes, weight, hours and its own assessment (domain.md 2.6, rules 1-3)."""

from datetime import date

from curriculum.domain.currency import valid_until
from curriculum.domain.demand import Demand, ModuleMark
from curriculum.domain.ledger import Held, Ledger
from curriculum.domain.plan import ModulePlan
from curriculum.domain.proof import ProofLevel
from curriculum.domain.standing import Excluded, ExcludedWhy

_ASSESSED = ProofLevel.ASSESSED_EXTERNALLY


def module_mark(ledger: Ledger, demand: Demand, judged: date) -> ModuleMark:
    """Judge one module version for one component; nobody gets more than 100 % of it (I-11)."""
    plan = demand.plan
    if plan.ref not in ledger.touched:
        return demand.untouched
    rule = plan.module.rule
    weight = critical_met = assessed_count = asked = top = 0
    bottom = 1
    share = rule.min_contact_attendance_pct
    held_of, credit_of = ledger.held, ledger.credits
    min_level, max_age = demand.min_level, demand.max_age_months
    for number, _, _, outcome_weight, critical, cap, _ in plan.slots:
        spared = False
        if number in held_of:
            held = held_of[number]
            if len(held) == 1 and max_age is None:
                level, _, _, _, _, untaught = held[0]
                satisfied = level >= min_level
            else:
                satisfied, untaught, level = _best(held, demand, judged)
            assessed_count += level >= _ASSESSED
            if satisfied:
                weight += outcome_weight
                critical_met += critical
                spared = untaught
        if number in credit_of:
            more, parts, _ = credit_of[number]
            # What was obtained without teaching leaves both sides of the attendance test (S02b), but only
            # where that helps: a challenge test passed on top of a course never costs hours.
            if spared and more * 100 < share * cap * parts:
                continue
            if parts == bottom:
                top += more
            else:
                top, bottom = top * parts + more * bottom, bottom * parts
        elif spared:
            continue
        asked += cap
    needed = share * asked
    hours_met = demand.hours_waived or top * 100 >= needed * bottom
    one_by_one = assessed_count == len(plan.slots)
    assessed = one_by_one or not rule.module_assessment_required or _passed(ledger, plan)
    critical_enough = critical_met == plan.critical_total or not rule.all_critical_outcomes
    met = hours_met and assessed and critical_enough and weight >= rule.min_outcome_weight
    percent = weight if met or weight < 100 else 99
    return ModuleMark(demand, met, percent, weight, critical_met, top, bottom, needed, hours_met, assessed)


def age(ledger: Ledger, demand: Demand, judged: date) -> None:
    """Note what is current but older than the component allows: it is left out like what has lapsed."""
    months = demand.max_age_months
    if months is None or demand.plan.ref not in ledger.touched:
        return
    for slot in demand.plan.slots:
        for level, until, on, ref, _, _ in ledger.held.get(slot.number, ()):
            if min(until, valid_until(on, months)) < judged:
                ledger.excluded.append(Excluded(ref, slot.code, ExcludedWhy.LAPSED, level))


def _best(held: list[Held], demand: Demand, judged: date) -> tuple[bool, bool, ProofLevel]:
    """Tell whether an outcome is satisfied, whether anything untaught satisfies it, and its best level."""
    months, min_level = demand.max_age_months, demand.min_level
    satisfied = untaught = False
    best = ProofLevel.DECLARED
    for level, _, on, _, _, without_teaching in held:
        if months is not None and valid_until(on, months) < judged:
            continue
        if level > best:
            best = level
        if level >= min_level:
            satisfied = True
            untaught = untaught or without_teaching
    return satisfied, untaught, best


def _passed(ledger: Ledger, plan: ModulePlan) -> bool:
    """Tell whether the module's own assessment is passed, as a whole or part by part."""
    passed = {spec for spec, _ in ledger.passed.get(plan.ref, ())}
    specs = plan.module.assessments
    return None in passed or (bool(specs) and all(spec.code in passed for spec in specs))
