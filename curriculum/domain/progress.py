"""Where a person stands on a path, by which evidence, and why it changed (domain.md 2.6)."""

from datetime import date
from typing import NamedTuple

from curriculum.domain.changes import Because, Cause, Change, ChangeOf, diff
from curriculum.domain.completion import Demand, module_standing
from curriculum.domain.components import Tally, component_standing, standing_of, state_of
from curriculum.domain.currency import FOREVER, judged_on
from curriculum.domain.dossier import Dossier, ExemptionScope, Via
from curriculum.domain.ledger import Days, Ledger, gather
from curriculum.domain.path import Component, ComponentType, Path
from curriculum.domain.proof import ProofLevel
from curriculum.domain.standing import (
    ComponentStanding,
    Missing,
    MissingCode,
    ModuleStanding,
    Progress,
    Repair,
    State,
)

__all__ = [
    "Achievement",
    "Because",
    "Cause",
    "Change",
    "ChangeOf",
    "ComponentStanding",
    "ModuleStanding",
    "Progress",
    "State",
    "achievements",
    "assess",
    "diff",
]

# Raised whenever the same dossier may give another answer, so that stored projections are rebuilt.
RULES_VERSION = 1


class Achievement(NamedTuple):
    """An outcome held on a day; `current_until` None never ends; `trace_ids` strongest first."""

    outcome: str
    level: ProofLevel
    via: Via
    achieved_on: date
    current_until: date | None
    trace_ids: tuple[str, ...]


def assess(dossier: Dossier, on: date) -> Progress:
    """Judge one person on one path on one day; once applied, currency is judged at the application (I-19)."""
    judged = judged_on(on, dossier.applied_on)
    days = Days(judged, max(on, judged))
    ledger = gather(dossier, days)
    waived = {one.subject for one in dossier.exemptions if one.scope is ExemptionScope.COMPONENT}
    spared = {one.subject for one in dossier.exemptions if one.scope is ExemptionScope.HOURS}
    components = tuple(
        _waived(component, dossier)
        if component.waivable and component.code in waived
        else _standing(component, dossier, days, ledger, spared)
        for component in dossier.path.components
    )
    return Progress(
        dossier.person,
        dossier.path.ref,
        on,
        judged,
        overall_percent(components),
        any(held.path == dossier.path.code and held.in_force(on) for held in dossier.certificates),
        components,
        tuple(sorted(set(ledger.excluded))),
    )


def achievements(dossier: Dossier, on: date) -> tuple[Achievement, ...]:
    """Give what is held of each outcome of the path at its highest current level; rebuildable."""
    judged = judged_on(on, dossier.applied_on)
    ledger = gather(dossier, Days(judged, max(on, judged)))
    found = []
    for slot in dossier.path.plan.slots:
        held = sorted(ledger.held.get(slot.number, ()), reverse=True)
        if not held:
            continue
        best = held[0]
        until = max(one.until for one in held if one.level == best.level)
        trace = tuple(one.ref for one in held)
        ends = None if until == FOREVER else until
        found.append(Achievement(slot.code, best.level, best.via, best.on, ends, trace))
    return tuple(found)


def overall_percent(components: tuple[ComponentStanding, ...]) -> int:
    """Weigh the mandatory components; nothing else can make up for one of them (I-12)."""
    weights = done = 0
    for component in components:
        if component.mandatory:
            weights += component.weight
            done += component.weight * component.percent
    return done // weights if weights else 0


def _standing(
    component: Component, dossier: Dossier, days: Days, ledger: Ledger, spared: set[str]
) -> ComponentStanding:
    if component.type not in TAUGHT:
        return component_standing(component, dossier, days, ledger.excluded)
    if component.type is ComponentType.MODULE_UPDATE and not component.options:
        return _without_original(component)
    modules = tuple(_modules(component, dossier.path, days.judged, ledger, spared))
    return _of_modules(component, modules, ledger)


TAUGHT = frozenset({ComponentType.MODULE, ComponentType.ELECTIVE_GROUP, ComponentType.MODULE_UPDATE})


def _modules(
    component: Component, path: Path, judged: date, ledger: Ledger, spared: set[str]
) -> list[ModuleStanding]:
    # An update renews outcomes the holder was taught before; the attendance test is not sat a second time.
    is_update = component.type is ComponentType.MODULE_UPDATE
    found = []
    for ref in component.options:
        demand = Demand(
            component.code, component.min_level, component.within_months, is_update or ref in spared
        )
        found.append(module_standing(ledger, path.plan.modules[ref], demand, judged))
    return found


def _of_modules(
    component: Component, modules: tuple[ModuleStanding, ...], ledger: Ledger
) -> ComponentStanding:
    """Take the best n of the modules; surplus options neither help nor harm (I-12)."""
    choose = len(modules) if component.type is ComponentType.MODULE_UPDATE else component.choose
    ranked = modules if len(modules) == 1 else tuple(sorted(modules, key=_rank))
    chosen = ranked[:choose]
    met = all(module.met for module in chosen)
    percent = sum(module.percent for module in chosen) // choose
    return ComponentStanding(
        component.code,
        component.type,
        state_of(met=met, percent=percent),
        percent if met else min(percent, 99),
        component.weight,
        component.mandatory,
        _trace(chosen, ledger),
        tuple(gap for module in chosen for gap in module.missing),
        ranked,
        done=sum(module.met for module in chosen),
        needed=choose,
    )


def _rank(module: ModuleStanding) -> tuple[bool, int, int]:
    return not module.met, -module.percent, len(module.missing)


def _trace(chosen: tuple[ModuleStanding, ...], ledger: Ledger) -> tuple[str, ...]:
    refs: set[str] = set()
    for module in chosen:
        refs.update(module.hours.by)
        refs.update(ref for _, ref in ledger.passed.get(module.ref, ()))
        for outcome in module.outcomes:
            refs.update(outcome.by)
    return tuple(sorted(refs))


def _without_original(component: Component) -> ComponentStanding:
    gap = Missing(
        MissingCode.ORIGINAL_PATH_UNKNOWN, component.code, component.code, 0, 1, (Repair.NAME_CERTIFICATE,)
    )
    return standing_of(component, Tally(0, 1, (gap,)), ())


def _waived(component: Component, dossier: Dossier) -> ComponentStanding:
    refs = sorted(one.ref for one in dossier.exemptions if one.subject == component.code)
    return standing_of(component, Tally(1, 1, ()), tuple(refs))._replace(waived=True)
