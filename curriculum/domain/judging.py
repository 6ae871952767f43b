"""The bare figures of a standing: each component marked, with what the mark was read from (2.6)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

from curriculum.domain.assignment import Want, assign
from curriculum.domain.completion import age, module_mark
from curriculum.domain.components import Count, count, on_file
from curriculum.domain.currency import FOREVER, ONE_DAY, judged_on, valid_until
from curriculum.domain.demand import Demand, ModuleMark
from curriculum.domain.dossier import Dossier, ExemptionScope
from curriculum.domain.ledger import Days, Ledger, first_lapse, gather
from curriculum.domain.path import Component, ComponentType, Path
from curriculum.domain.plan import ModulePlan
from curriculum.domain.spacing import AT_ONCE, Starts, later, served_days, starts, turning_days
from curriculum.domain.standing import Mark

_TAUGHT = frozenset({ComponentType.MODULE, ComponentType.ELECTIVE_GROUP, ComponentType.MODULE_UPDATE})
_UPDATE = ComponentType.MODULE_UPDATE

# What a mark was read from: modules best first, a count, or nothing (waived, or no original path).
Ground: TypeAlias = tuple[ModuleMark, ...] | Count | None


class Case(NamedTuple):
    """A dossier opened on a day."""

    dossier: Dossier
    days: Days
    ledger: Ledger
    spared: frozenset[str]
    starts: Starts = AT_ONCE
    known: Mapping[Demand, ModuleMark] = {}

    def ledger_for(self, component: Component) -> Ledger:
        """What counts for one component: everything, or what is held since the day it may begin."""
        start = self.starts.get(component.code)
        if start is None:
            return self.ledger
        plans = (demand.plan for demand in self.dossier.path.demands[component.code])
        return later(self.ledger, component, (slot for plan in plans for slot in plan.slots), start.on)


class Judgement(NamedTuple):
    """The marks of all components with their grounds, in path order."""

    on: date
    case: Case
    marks: tuple[Mark, ...]
    grounds: tuple[Ground, ...]

    @property
    def taught(self) -> int:
        """How much of the hours asked were attended, whatever was proven: "100 % taught, 0 % certified"."""
        shares = [
            1.0 if one.hours_met else one.credited_top * 100 / (one.credited_bottom * one.needed)
            for component, ground in zip(self.case.dossier.path.components, self.grounds, strict=True)
            if component.mandatory and isinstance(ground, tuple) and not isinstance(ground, Count)
            for one in counted(component, self.case.dossier.path, ground)
        ]
        return int(100 * sum(shares) / len(shares)) if shares else 0

    @property
    def lasts_until(self) -> date | None:
        """The last day before anything on file lapses, counting or standing behind; None: nothing does.

        Until then the same facts give the same answer (I-18, rule 7).
        """
        ends = [end for end in _ends(self) if self.on <= end < FOREVER]
        lapse = first_lapse(self.case.dossier, self.on)
        return min(ends if lapse is None else [*ends, lapse], default=None)


def judge(dossier: Dossier, on: date, beside: Judgement | None = None) -> Judgement:
    """Mark every component; once applied, currency is judged at the application (I-19).

    `beside` is how the same person was judged on another path: on one plan (`jointly`) they share the ledger.
    """
    day = judged_on(on, dossier.applied_on)
    days = Days(day, max(on, day))
    hours = frozenset(one.subject for one in dossier.exemptions if one.scope is ExemptionScope.HOURS)
    if beside is not None and _shares(dossier, days, beside.case):
        case = Case(dossier, days, beside.case.ledger, hours, known=_known(beside))
    else:
        case = Case(dossier, days, gather(dossier, days), hours)
    if dossier.path.preceding:
        case = case._replace(starts=_starts(case))
    judged = [_judge(component, case) for component in dossier.path.components]
    if dossier.path.contested:
        judged = _each_once(case, judged)
    return Judgement(on, case, tuple(mark for mark, _ in judged), tuple(ground for _, ground in judged))


def _shares(dossier: Dossier, days: Days, other: Case) -> bool:
    """Whether gathering would give the ledger of another case once more."""
    one, two = dossier, other.dossier
    return (
        (one.path.plan is two.path.plan and days == other.days)
        and (one.records is two.records and one.attendances is two.attendances)
        and (one.assessments is two.assessments and one.top_ups is two.top_ups)
    )


def _known(beside: Judgement) -> Mapping[Demand, ModuleMark]:
    """The marks that hold for whatever path asks the same: none where some had to wait for others."""
    if beside.case.starts:
        return {}
    taught = (one for one in beside.grounds if one is not None and not isinstance(one, Count))
    return {mark.demand: mark for marks in taught for mark in marks if not mark.counts_for}


def _starts(case: Case) -> Starts:
    """From which day each component counts: day by day as things were met, so that no news moves it back."""
    path, met_on = case.dossier.path, dict[str, date]()
    waived = {one.code for one in path.components if one.waivable and exemptions(one, case.dossier)}
    waited = [one for one in path.components if one.code in path.preceding and one.code not in waived]
    until, found = case.days.judged, starts(path, met_on, waived)
    turning = sorted({*turning_days(case.dossier, until), *served_days(waited, case.dossier, found, until)})
    while turning:
        day = turning.pop(0)
        then = Case(case.dossier, Days(day, day), gather(case.dossier, Days(day, day)), case.spared)
        for component in waited:
            if component.code not in met_on and _judge(component, then._replace(starts=found))[0].met:
                met_on[component.code] = day
                found = starts(path, met_on, waived)
                served = served_days(waited, case.dossier, found, until)
                turning = sorted({*turning, *(one for one in served if one > day)})
    return found


def _judge(component: Component, case: Case) -> tuple[Mark, Ground]:
    if component.waivable and exemptions(component, case.dossier):
        return _mark(component, met=True, percent=100), None
    if component.type in _TAUGHT:
        return _judge_modules(component, case)
    start = case.starts.get(component.code)
    if start is None and not on_file(component, case.dossier):
        return _empty(component, case)
    counted = count(component, case.dossier, case.days, date.min if start is None else start.on)
    return _mark(component, met=counted.met, percent=counted.percent), counted


def _each_once(case: Case, judged: list[tuple[Mark, Ground]]) -> list[tuple[Mark, Ground]]:
    """Let a module that several components ask for count for one of them (domain.md 2.3)."""
    path = case.dossier.path
    grounds = {component.code: ground for component, (_, ground) in zip(path.components, judged, strict=True)}
    contested = {
        one: ground
        for one in path.components
        if one.code in path.contested
        and isinstance(ground := grounds[one.code], tuple)
        and not isinstance(ground, Count)
    }
    wants, held = [], dict[str, date]()
    # Whoever has fewer options comes first: the others can still be met by another module.
    for component, marks in sorted(contested.items(), key=lambda one: len(one[0].options)):
        met = [mark.demand.plan for mark in marks if mark.met]
        fits = frozenset(plan.ref for plan in met)
        wants.append(Want(component.code, path.groups[component.code], fits, component.mandatory))
        held |= {plan.ref: _held_since(plan, case.ledger) for plan in met}
    given = assign(wants, held, case.dossier.pins).given
    taken = {ref: code for code, refs in given.items() for ref in refs}
    told = dict(zip(path.components, judged, strict=True))
    for component, marks in contested.items():
        told[component] = _best(component, path, [_once(mark, component, taken) for mark in marks])
    return list(told.values())


def _once(mark: ModuleMark, component: Component, taken: Mapping[str, str]) -> ModuleMark:
    other = taken.get(mark.demand.plan.ref, component.code)
    if other == component.code or not mark.met:
        return mark
    return mark._replace(met=False, percent=0, counts_for=other)


def _held_since(plan: ModulePlan, ledger: Ledger) -> date:
    """The day of the last outcome that was held of a module; one met by a test alone counts first."""
    return max(
        (min(one[2] for one in ledger.held[s.number]) for s in plan.slots if ledger.held.get(s.number)),
        default=date.min,
    )


def _judge_modules(component: Component, case: Case) -> tuple[Mark, Ground]:
    """Take the best modules that the group lets count; surplus options neither help nor harm (I-12)."""
    path, spared = case.dossier.path, case.spared
    if not spared and case.ledger.touched.isdisjoint(component.options):
        return _empty(component, case)
    ledger = case.ledger_for(component)
    only = path.alone.get(component.code)
    if only is not None and not spared:
        mark = _module(only, ledger, case)
        met, percent = mark.met, mark.percent
        return Mark(component.code, met, percent, component.weight, component.mandatory), (mark,)
    asked = path.demands[component.code]
    if spared:
        asked = tuple(one.without_hours() if one.plan.ref in spared else one for one in asked)
    return _best(component, path, [_module(demand, ledger, case) for demand in asked])


def _module(demand: Demand, ledger: Ledger, case: Case) -> ModuleMark:
    known = case.known.get(demand)
    if known is not None and ledger is case.ledger:
        return known
    mark = module_mark(ledger, demand, case.days.judged)
    if demand.max_age_months is not None:
        age(ledger, demand, case.days.judged)
    return mark


def _empty(component: Component, case: Case) -> tuple[Mark, Ground]:
    """The answer to everybody who has nothing on file for a component; made once per path version."""
    path = case.dossier.path
    known = path.empty.get(component.code)
    if known is None:
        known = path.empty[component.code] = _unbegun(component, case)
    return known


def _unbegun(component: Component, case: Case) -> tuple[Mark, Ground]:
    path = case.dossier.path
    if component.type in _TAUGHT:
        return _best(component, path, [one.untouched for one in path.demands[component.code]])
    counted = count(component, case.dossier, case.days)
    return _mark(component, met=counted.met, percent=counted.percent), counted


def _best(component: Component, path: Path, marks: list[ModuleMark]) -> tuple[Mark, Ground]:
    marks.sort(key=_rank)
    best = counted(component, path, tuple(marks))
    if not best:
        return _mark(component, met=False, percent=0), None
    met = all(mark.met for mark in best) and _enough(component, path, best)
    share = sum(mark.percent for mark in best) // len(best)
    return _mark(component, met=met, percent=share if met else min(share, 99)), tuple(marks)


def counted(component: Component, path: Path, marks: tuple[ModuleMark, ...]) -> tuple[ModuleMark, ...]:
    """Of the modules of a component, best first, those that count for it."""
    if component.type is _UPDATE:
        return marks
    group = path.groups[component.code]
    if not component.rivals and not group.credits:
        return marks[: group.least]
    by_ref = {mark.demand.plan.ref: mark for mark in marks}
    picked = group.picked(by_ref)
    chosen = group.enough(picked) if group.credits else picked[: group.least]
    return tuple(by_ref[ref] for ref in chosen)


def _enough(component: Component, path: Path, best: tuple[ModuleMark, ...]) -> bool:
    if component.type is _UPDATE:
        return True
    group = path.groups[component.code]
    return len(best) >= group.least and group.earned(mark.demand.plan.ref for mark in best) >= group.credits


def _rank(mark: ModuleMark) -> tuple[bool, int]:
    return not mark.met, -mark.percent


def _mark(component: Component, *, met: bool, percent: int) -> Mark:
    return Mark(component.code, met, percent, component.weight, component.mandatory)


def exemptions(component: Component, dossier: Dossier) -> tuple[str, ...]:
    """The decisions that spare somebody a component."""
    return tuple(
        sorted(
            one.ref
            for one in dossier.exemptions
            if one.scope is ExemptionScope.COMPONENT and one.subject == component.code
        )
    )


def _ends(judgement: Judgement) -> Iterable[date]:
    """The last days of what is held, of what an age limit shortens, of passed tests and of counts."""
    _, case, _, grounds = judgement
    for held in case.ledger.held.values():
        for one in held:
            yield one[1]
    modules = case.dossier.path.plan.modules
    # Until the day something may begin to count, it is said to wait.
    yield from (start.on - ONE_DAY for start in case.starts.values() if start.on < FOREVER)
    for result in case.dossier.assessments:
        if result.passed and result.module in modules:
            yield valid_until(result.on, modules[result.module].module.currency_months)
    for ground in grounds:
        if isinstance(ground, Count):
            yield ground.first_end or FOREVER
        elif ground is not None:
            for mark in ground:
                yield from _limited(mark, case.ledger)


def _limited(mark: ModuleMark, ledger: Ledger) -> Iterable[date]:
    months = mark.demand.max_age_months
    if months is not None and mark.demand.plan.ref in ledger.touched:
        for slot in mark.demand.plan.slots:
            for one in ledger.held.get(slot.number, ()):
                yield valid_until(one[2], months)
