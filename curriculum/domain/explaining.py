"""The evidence behind the figures of a module: which record met which outcome, and what is left (J3)."""

from datetime import date

from curriculum.domain.currency import FOREVER, valid_until
from curriculum.domain.demand import ModuleMark
from curriculum.domain.ledger import Held, Ledger
from curriculum.domain.missing import Missing, MissingCode, Repair
from curriculum.domain.plan import Slot
from curriculum.domain.proof import ProofLevel
from curriculum.domain.repairs import module_gaps
from curriculum.domain.standing import (
    Achievement,
    Hours,
    ModuleStanding,
    OutcomeStanding,
)


def module_standing(mark: ModuleMark, component: str, ledger: Ledger, judged: date) -> ModuleStanding:
    """Spell a module's mark out, outcome by outcome; the mark has decided, this only explains."""
    if mark is not mark.demand.untouched:
        return _spelled(mark, component, ledger, judged)
    # Of a module nobody has anything on file for, everybody is told the same.
    known = mark.demand.blank.get(component)
    if known is None:
        known = mark.demand.blank[component] = _spelled(mark, component, ledger, judged)
    return known


def _spelled(mark: ModuleMark, component: str, ledger: Ledger, judged: date) -> ModuleStanding:
    outcomes = tuple(_outcome(slot, mark, ledger, judged) for slot in mark.demand.plan.slots)
    standing = ModuleStanding(
        ref=mark.demand.plan.ref,
        met=mark.met,
        percent=mark.percent,
        weight=mark.weight,
        critical_met=mark.critical_met,
        critical_total=mark.demand.plan.critical_total,
        min_weight=mark.demand.plan.module.rule.min_outcome_weight,
        total_minutes=mark.demand.plan.module.total_minutes,
        hours=_hours(mark, ledger),
        assessed=mark.assessed,
        outcomes=outcomes,
        missing=(),
    )
    if mark.counts_for:
        repairs = (Repair.OTHER_MODULE,)
        gap = Missing(MissingCode.COUNTS_ELSEWHERE, component, standing.ref, 0, 1, repairs, mark.counts_for)
        return standing._replace(missing=(gap,))
    return standing if mark.met else standing._replace(missing=module_gaps(standing, mark, component, ledger))


def achievements(slots: tuple[Slot, ...], ledger: Ledger) -> tuple[Achievement, ...]:
    """Give what is held of each outcome, at its highest current level."""
    found = []
    held_of = ledger.held
    for slot in slots:
        if slot.number in held_of:
            held = sorted(held_of[slot.number], reverse=True)
            level, until, on, _, via, _ = held[0]
            trace = tuple(one[3] for one in held)
            found.append(Achievement(slot.code, level, via, on, _end(until), trace))
    return tuple(found)


def _outcome(slot: Slot, mark: ModuleMark, ledger: Ledger, judged: date) -> OutcomeStanding:
    young = _young(slot, mark, ledger, judged)
    fits = [one for one in young if one[0] >= mark.demand.min_level]
    counted = sorted(fits or young, reverse=True)
    if not counted:
        nothing = (ProofLevel.DECLARED, None, None, None, ())
        return OutcomeStanding(slot.code, slot.weight, slot.critical, False, *nothing)
    level, _, on, _, via, _ = counted[0]
    return OutcomeStanding(
        code=slot.code,
        weight=slot.weight,
        critical=slot.critical,
        satisfied=bool(fits),
        level=level,
        via=via,
        achieved_on=on,
        current_until=_end(max(one[1] for one in counted)),
        by=tuple(one[3] for one in counted),
    )


def _end(until: date) -> date | None:
    return None if until == FOREVER else until


def _young(slot: Slot, mark: ModuleMark, ledger: Ledger, judged: date) -> list[Held]:
    """Keep what is not older than the component allows; its own limit shortens the currency."""
    held = ledger.held.get(slot.number, [])
    months = mark.demand.max_age_months
    if months is None:
        return held
    young: list[Held] = []
    for level, until, on, ref, via, untaught in held:
        ends = min(until, valid_until(on, months))
        if ends >= judged:
            young.append((level, ends, on, ref, via, untaught))
    return young


def _hours(mark: ModuleMark, ledger: Ledger) -> Hours:
    refs = {
        ledger.credits[slot.number][2] for slot in mark.demand.plan.slots if slot.number in ledger.credits
    }
    return Hours(
        credited_top=mark.credited_top,
        credited_bottom=mark.credited_bottom * 100,
        needed_top=mark.needed,
        needed_bottom=10_000,
        met=mark.hours_met,
        waived=mark.demand.hours_waived,
        by=tuple(sorted(refs)),
    )
