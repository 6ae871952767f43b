"""Where a person stands on a path, by which evidence, and why it changed (domain.md 2.6)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, TypeAlias

from curriculum.domain.changes import Because, Cause, Change, ChangeOf, diff
from curriculum.domain.completion import module_mark
from curriculum.domain.components import Count, count, standing_of
from curriculum.domain.currency import judged_on
from curriculum.domain.demand import ModuleMark
from curriculum.domain.dossier import Dossier, ExemptionScope
from curriculum.domain.explaining import achievements as achieved
from curriculum.domain.explaining import module_standing
from curriculum.domain.ledger import Days, Ledger, gather
from curriculum.domain.missing import Missing, MissingCode, Repair
from curriculum.domain.module import PrerequisiteStanding
from curriculum.domain.module import prerequisites as module_prerequisites
from curriculum.domain.path import Component, ComponentType
from curriculum.domain.standing import (
    Achievement,
    ComponentStanding,
    Excluded,
    ExcludedWhy,
    Explained,
    Mark,
    ModuleStanding,
    Progress,
    State,
)

__all__ = [
    "RULES_VERSION",
    "Achievement",
    "Because",
    "Cause",
    "Change",
    "ChangeOf",
    "ComponentStanding",
    "Mark",
    "ModuleStanding",
    "Progress",
    "State",
    "achievements",
    "assess",
    "diff",
    "prerequisites",
]

# Raised whenever the same dossier may give another answer, so that stored projections are rebuilt.
RULES_VERSION = 2

TAUGHT = frozenset({ComponentType.MODULE, ComponentType.ELECTIVE_GROUP, ComponentType.MODULE_UPDATE})
_UPDATE = ComponentType.MODULE_UPDATE


class Case(NamedTuple):
    """A dossier opened on a day."""

    dossier: Dossier
    days: Days
    ledger: Ledger
    spared: frozenset[str]


# What a mark was read from: modules best first, a count, or nothing (waived, or no original path).
Ground: TypeAlias = tuple[ModuleMark, ...] | Count | None


def assess(dossier: Dossier, on: date) -> Progress:
    """Judge one person on one path on one day; once applied, currency is judged at the application (I-19)."""
    day = judged_on(on, dossier.applied_on)
    days = Days(day, max(on, day))
    hours = (one.subject for one in dossier.exemptions if one.scope is ExemptionScope.HOURS)
    case = Case(dossier, days, gather(dossier, days), frozenset(hours))
    marks: list[Mark] = []
    grounds: list[Ground] = []
    for component in dossier.path.components:
        mark, ground = _judge(component, case)
        marks.append(mark)
        grounds.append(ground)
    code = dossier.path.code
    return Progress(
        person=dossier.person,
        path=dossier.path.ref,
        on=on,
        judged_on=day,
        percent=overall_percent(marks),
        certified=any(held.path == code and held.in_force(on) for held in dossier.certificates),
        marks=tuple(marks),
        explain=lambda: _explain(marks, grounds, case),
    )


def achievements(dossier: Dossier, on: date) -> tuple[Achievement, ...]:
    """Give what is held of each outcome of the path at its highest current level; rebuildable."""
    return assess(dossier, on).achievements


def prerequisites(dossier: Dossier, progress: Progress) -> tuple[PrerequisiteStanding, ...]:
    """Say for each module that counts, or is nearest to counting, what should be held before it (S20)."""
    met = (module for component in progress.components for module in component.modules if module.met)
    plans = dossier.path.plan.modules
    held = {*dossier.modules_held, *(plans[module.ref].module.code for module in met)}
    counting = (
        module.ref for component in progress.components for module in component.modules[: component.needed]
    )
    return tuple(module_prerequisites(plans[ref].module, held) for ref in dict.fromkeys(counting))


def overall_percent(marks: Iterable[Mark]) -> int:
    """Weigh the mandatory components; nothing else can make up for one of them (I-12)."""
    weights = done = 0
    for _, _, percent, weight, mandatory in marks:
        if mandatory:
            weights += weight
            done += weight * percent
    return done // weights if weights else 0


def _judge(component: Component, case: Case) -> tuple[Mark, Ground]:
    if component.waivable and _exemptions(component, case.dossier):
        return _mark(component, met=True, percent=100), None
    if component.type in TAUGHT:
        return _judge_modules(component, case)
    counted = count(component, case.dossier, case.days)
    return _mark(component, met=counted.met, percent=counted.percent), counted


def _judge_modules(component: Component, case: Case) -> tuple[Mark, Ground]:
    """Take the best n of the modules; surplus options neither help nor harm (I-12)."""
    dossier, days, ledger, spared = case
    marks = []
    for demand in dossier.path.demands[component.code]:
        if spared and demand.plan.ref in spared:
            demand = demand.without_hours()
        marks.append(module_mark(ledger, demand, days.judged))
    if not marks:
        return _mark(component, met=False, percent=0), None
    marks.sort(key=_rank)
    best = marks[: _chosen(component)]
    met = all(mark.met for mark in best)
    share = sum(mark.percent for mark in best) // len(best)
    return _mark(component, met=met, percent=share if met else min(share, 99)), tuple(marks)


def _chosen(component: Component) -> int:
    return len(component.options) if component.type is _UPDATE else component.choose


def _rank(mark: ModuleMark) -> tuple[bool, int]:
    return not mark.met, -mark.percent


def _mark(component: Component, *, met: bool, percent: int) -> Mark:
    return Mark(component.code, met, percent, component.weight, component.mandatory)


def _exemptions(component: Component, dossier: Dossier) -> tuple[str, ...]:
    return tuple(
        sorted(
            one.ref
            for one in dossier.exemptions
            if one.scope is ExemptionScope.COMPONENT and one.subject == component.code
        )
    )


def _explain(marks: list[Mark], grounds: list[Ground], case: Case) -> Explained:
    parts = zip(case.dossier.path.components, marks, grounds, strict=True)
    components = tuple(_component(component, mark, ground, case) for component, mark, ground in parts)
    held = achieved(case.dossier.path.plan.slots, case.ledger)
    lapsed = {
        Excluded(ref, mark.code, ExcludedWhy.LAPSED)
        for mark, ground in zip(marks, grounds, strict=True)
        if isinstance(ground, Count)
        for ref in ground.lapsed
    }
    return Explained(components, held, tuple(sorted({*case.ledger.excluded, *lapsed})))


def _component(component: Component, mark: Mark, ground: Ground, case: Case) -> ComponentStanding:
    if isinstance(ground, Count):
        return standing_of(component, mark, ground)
    if ground is not None:
        return _of_modules(component, mark, ground, case)
    if mark.met:
        return _standing(component, mark, _exemptions(component, case.dossier), ())._replace(waived=True)
    repairs = (Repair.NAME_CERTIFICATE,)
    gap = Missing(MissingCode.ORIGINAL_PATH_UNKNOWN, component.code, component.code, 0, 1, repairs)
    return _standing(component, mark, (), (gap,))


def _of_modules(
    component: Component, mark: Mark, marks: tuple[ModuleMark, ...], case: Case
) -> ComponentStanding:
    modules = tuple(module_standing(one, component.code, case.ledger, case.days.judged) for one in marks)
    best = modules[: _chosen(component)]
    gaps = tuple(gap for module in best for gap in module.missing)
    standing = _standing(component, mark, _trace(best, case.ledger), gaps)
    return standing._replace(modules=modules, done=sum(one.met for one in best), needed=len(best))


def _standing(
    component: Component, mark: Mark, by: tuple[str, ...], gaps: tuple[Missing, ...]
) -> ComponentStanding:
    return ComponentStanding(
        component.code, component.type, mark.state, mark.percent, mark.weight, mark.mandatory, by, gaps
    )


def _trace(modules: tuple[ModuleStanding, ...], ledger: Ledger) -> tuple[str, ...]:
    refs: set[str] = set()
    for module in modules:
        refs.update(module.hours.by)
        refs.update(ref for _, ref in ledger.passed.get(module.ref, ()))
        for outcome in module.outcomes:
            refs.update(outcome.by)
    return tuple(sorted(refs))
