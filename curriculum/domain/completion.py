"""When a module is met: outcomes, weight, hours and its own assessment (domain.md 2.6, rules 1-3)."""

from datetime import date

from curriculum.domain.currency import valid_until
from curriculum.domain.demand import Demand, ModuleMark
from curriculum.domain.ledger import Held, Ledger
from curriculum.domain.plan import ModulePlan
from curriculum.domain.proof import ProofLevel


def module_mark(ledger: Ledger, demand: Demand, judged: date) -> ModuleMark:
    """Judge one module version for one component; nobody gets more than 100 % of it (I-11)."""
    plan = demand.plan
    if plan.ref not in ledger.touched:
        return demand.untouched
    rule = plan.module.rule
    weight = critical_met = asked = top = 0
    bottom = 1
    share, min_level = rule.min_contact_attendance_pct, demand.min_level
    held_of, credit_of = ledger.held, ledger.credits
    for number, _, _, outcome_weight, critical, cap, _ in plan.slots:
        spared = False
        if number in held_of:
            satisfied, untaught = _satisfied(held_of[number], demand, min_level, judged)
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
    assessed = not rule.module_assessment_required or is_assessed(ledger, plan)
    critical_enough = critical_met == plan.critical_total or not rule.all_critical_outcomes
    met = hours_met and assessed and critical_enough and weight >= rule.min_outcome_weight
    percent = weight if met or weight < 100 else 99
    return ModuleMark(demand, met, percent, weight, critical_met, top, bottom, needed, hours_met, assessed)


def _satisfied(held: list[Held], demand: Demand, min_level: ProofLevel, judged: date) -> tuple[bool, bool]:
    """Tell whether an outcome is satisfied, and whether anything untaught satisfies it."""
    satisfied = untaught = False
    for level, _, on, _, _, without_teaching in held:
        if level < min_level:
            continue
        if demand.max_age_months is not None and valid_until(on, demand.max_age_months) < judged:
            continue
        satisfied = True
        untaught = untaught or without_teaching
    return satisfied, untaught


def is_assessed(ledger: Ledger, plan: ModulePlan) -> bool:
    """Tell whether the module's own assessment is passed, or every outcome assessed one by one."""
    held_of = ledger.held
    for slot in plan.slots:
        if not any(held[0] >= 3 for held in held_of.get(slot.number, ())):
            break
    else:
        return True
    passed = {spec for spec, _ in ledger.passed.get(plan.ref, ())}
    specs = plan.module.assessments
    return None in passed or (bool(specs) and all(spec.code in passed for spec in specs))
