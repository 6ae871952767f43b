"""Where a person stands on a path, by which evidence, and why it changed (domain.md 2.6)."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from curriculum.domain.changes import Because, Cause, Change, ChangeOf, diff
from curriculum.domain.components import Count, standing_of
from curriculum.domain.currency import FOREVER, judged_on
from curriculum.domain.demand import ModuleMark
from curriculum.domain.dossier import Dossier
from curriculum.domain.explaining import achievements as achieved
from curriculum.domain.explaining import module_standing
from curriculum.domain.judging import Case, Ground, Judgement, counted, exemptions, judge
from curriculum.domain.ledger import Days, Ledger, gather
from curriculum.domain.missing import Missing, MissingCode, Repair
from curriculum.domain.module import PrerequisiteStanding
from curriculum.domain.module import prerequisites as module_prerequisites
from curriculum.domain.path import Component
from curriculum.domain.spacing import Start
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
    "judge",
    "prerequisites",
    "progress_of",
]

# Raised whenever the same dossier may give another answer, so that stored projections are rebuilt.
RULES_VERSION = 4


def assess(dossier: Dossier, on: date) -> Progress:
    """Judge one person on one path on one day; once applied, currency is judged at the application (I-19)."""
    return progress_of(judge(dossier, on))


def progress_of(judgement: Judgement, codes: Collection[str] | None = None) -> Progress:
    """Give a judgement as a standing.

    `codes` limits what is explained to some components; None: all of them, and the achievements too.
    """
    dossier, days = judgement.case.dossier, judgement.case.days
    code = dossier.path.code
    return Progress(
        person=dossier.person,
        path=dossier.path.ref,
        on=judgement.on,
        judged_on=days.judged,
        percent=overall_percent(judgement.marks),
        certified=any(held.path == code and held.in_force(judgement.on) for held in dossier.certificates),
        marks=judgement.marks,
        explain=lambda: _explain(judgement, codes),
    )


def achievements(
    dossier: Dossier, on: date, outcomes: Collection[str] | None = None
) -> tuple[Achievement, ...]:
    """Give what is held of each outcome of the path at its highest current level; rebuildable.

    `outcomes` limits the answer to what evidence of these outcomes may reach (None: no limit).
    """
    day = judged_on(on, dossier.applied_on)
    days, plan = Days(day, max(on, day)), dossier.path.plan
    if outcomes is None:
        return achieved(plan.slots, gather(dossier, days))
    reached = plan.reached(outcomes)
    feeding = {source for number in reached for source in plan.sources[number]}
    records = tuple(record for record in dossier.records if record.outcome in feeding)
    # Hours prove nothing; a figure in dispute takes the record that rests on it with it (I-10).
    disputed = tuple(attended for attended in dossier.attendances if attended.minutes is None)
    ledger = gather(replace(dossier, records=records, attendances=disputed), days)
    return achieved(tuple(plan.slots[number] for number in sorted(reached)), ledger)


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


def _explain(judgement: Judgement, codes: Collection[str] | None) -> Explained:
    _, case, marks, grounds = judgement
    parts = zip(case.dossier.path.components, marks, grounds, strict=True)
    components = tuple(
        _component(component, mark, ground, case)
        for component, mark, ground in parts
        if codes is None or component.code in codes
    )
    held = achieved(case.dossier.path.plan.slots, case.ledger) if codes is None else ()
    left_out = {
        Excluded(ref, mark.code, why)
        for mark, ground in zip(marks, grounds, strict=True)
        if isinstance(ground, Count)
        for refs, why in ((ground.lapsed, ExcludedWhy.LAPSED), (ground.early, ExcludedWhy.TOO_EARLY))
        for ref in refs
    }
    return Explained(components, held, tuple(sorted({*case.ledger.excluded, *left_out})))


def _component(component: Component, mark: Mark, ground: Ground, case: Case) -> ComponentStanding:
    found = _explained(component, mark, ground, case)
    start = case.starts.get(component.code)
    if start is None or mark.met or start.on <= case.days.judged:
        return found
    return found._replace(missing=(_waited_for(component, start),))


def _waited_for(component: Component, start: Start) -> Missing:
    """What is done before the other component is met, and some time after it, does not count."""
    other, months = start.spacing
    if start.on == FOREVER:
        return Missing(MissingCode.OTHER_BEFORE, component.code, other, 0, months, (Repair.MEET_OTHER,))
    day = start.on.isoformat()
    return Missing(MissingCode.NOT_YET, component.code, other, 0, months, (Repair.WAIT,), day)


def _explained(component: Component, mark: Mark, ground: Ground, case: Case) -> ComponentStanding:
    if isinstance(ground, Count):
        return standing_of(component, mark, ground)
    if ground is not None:
        return _of_modules(component, mark, ground, case)
    if mark.met:
        return _standing(component, mark, exemptions(component, case.dossier), ())._replace(waived=True)
    repairs = (Repair.NAME_CERTIFICATE,)
    gap = Missing(MissingCode.ORIGINAL_PATH_UNKNOWN, component.code, component.code, 0, 1, repairs)
    return _standing(component, mark, (), (gap,))


def _of_modules(
    component: Component, mark: Mark, marks: tuple[ModuleMark, ...], case: Case
) -> ComponentStanding:
    ledger = case.ledger_for(component)
    modules = tuple(module_standing(one, component.code, ledger, case.days.judged) for one in marks)
    refs = {one.demand.plan.ref for one in counted(component, case.dossier.path, marks)}
    best = tuple(one for one in modules if one.ref in refs)
    others = tuple(one for one in modules if one.ref not in refs)
    gaps = tuple(gap for module in best for gap in module.missing)
    standing = _standing(component, mark, _trace(best, ledger), gaps)
    return standing._replace(
        modules=best + others,
        done=sum(one.met for one in best),
        needed=len(best),
    )


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
