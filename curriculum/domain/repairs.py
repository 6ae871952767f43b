"""What a module still lacks, and the ways to get it, cheapest first (J3, J9)."""

from collections.abc import Iterable, Mapping

from curriculum.domain.demand import ModuleMark
from curriculum.domain.groups import Group
from curriculum.domain.ledger import Ledger
from curriculum.domain.missing import Missing, MissingCode, Repair
from curriculum.domain.plan import ModulePlan
from curriculum.domain.proof import ProofLevel
from curriculum.domain.standing import (
    ComponentStanding,
    Excluded,
    ExcludedWhy,
    ModuleStanding,
    OutcomeStanding,
    Progress,
    State,
)

# In this order a record on file explains a gap: what others must settle first, then the cheaper repair.
EXPLAINS = (
    (ExcludedWhy.DISPUTED, MissingCode.DISPUTE_OPEN, (Repair.RESOLVE_DISPUTE,)),
    (ExcludedWhy.TOP_UP_DUE, MissingCode.TOP_UP_DUE, (Repair.TOP_UP, Repair.CHALLENGE_TEST)),
    (ExcludedWhy.LAPSED, MissingCode.EVIDENCE_LAPSED, (Repair.REFRESHER, Repair.CHALLENGE_TEST)),
)
ACQUIRE = (Repair.ATTEND_RUN, Repair.CHALLENGE_TEST, Repair.RPL)
RAISE = (Repair.CHALLENGE_TEST, Repair.ASSESSMENT, Repair.RPL)


def module_gaps(
    standing: ModuleStanding, mark: ModuleMark, component: str, ledger: Ledger
) -> tuple[Missing, ...]:
    """List what keeps a module from being met; an outcome it can do without is not missing."""
    plan, min_level = mark.demand.plan, mark.demand.min_level
    rule = plan.module.rule
    short = standing.weight < rule.min_outcome_weight
    gaps = [
        _outcome_gap(outcome, plan, component, min_level, ledger)
        for outcome in standing.outcomes
        if not outcome.satisfied and (short or (outcome.critical and rule.all_critical_outcomes))
    ]
    if not standing.hours.met:
        gaps.append(_hours_gap(standing, component, ledger))
    if not standing.assessed:
        need = len(plan.module.assessments)
        repairs = (Repair.ASSESSMENT,)
        gaps.append(Missing(MissingCode.ASSESSMENT_DUE, component, standing.ref, 0, need, repairs))
    return tuple(gaps)


def shortest(progress: Progress, groups: Mapping[str, Group]) -> tuple[Missing, ...]:
    """Find the least work that completes the path: options and outcomes one can do without are left out.

    `groups` are those of the path, by component: of a family of options one is asked for."""
    return tuple(
        gap
        for component in progress.mandatory
        if component.state is not State.MET
        for gap in _shortest_of(component, groups[component.code])
    )


def _shortest_of(component: ComponentStanding, asked: Group) -> tuple[Missing, ...]:
    if not component.modules:
        return component.missing
    ways = sorted(((module, _fewest(module)) for module in component.modules), key=lambda way: _effort(*way))
    family = {ref: refs for refs in asked.families for ref in refs}
    chosen: dict[object, tuple[Missing, ...]] = {}
    for module, way in ways:
        chosen.setdefault(family.get(module.ref, module.ref), way)
    return tuple(gap for way in list(chosen.values())[: component.needed] for gap in way)


def _effort(module: ModuleStanding, way: tuple[Missing, ...]) -> tuple[int, int]:
    """Measure a way by the learning time of the outcomes it asks for, then by how many things it names."""
    asked = {gap.subject for gap in way}
    weight = sum(outcome.weight for outcome in module.outcomes if outcome.code in asked)
    return module.total_minutes * weight, len(way)


def _fewest(module: ModuleStanding) -> tuple[Missing, ...]:
    """Keep what is critical, then the heaviest outcomes until the weight is reached."""
    if module.met:
        return ()
    outcomes = {outcome.code: outcome for outcome in module.outcomes}
    reached, kept = module.weight, set()
    for gap in sorted(module.missing, key=lambda gap: _urgency(gap, outcomes)):
        outcome = outcomes.get(gap.subject)
        if outcome is None or outcome.critical or reached < module.min_weight:
            kept.add(gap)
            reached += outcome.weight if outcome else 0
    return tuple(gap for gap in module.missing if gap in kept)


def _urgency(gap: Missing, outcomes: dict[str, OutcomeStanding]) -> tuple[bool, int, str]:
    outcome = outcomes.get(gap.subject)
    return outcome is not None and not outcome.critical, -(outcome.weight if outcome else 0), gap.subject


def _hours_gap(standing: ModuleStanding, component: str, ledger: Ledger) -> Missing:
    credited, needed = int(standing.hours.credited), -int(-standing.hours.needed // 1)
    own = {outcome.code for outcome in standing.outcomes}
    disputed = any(one.why is ExcludedWhy.DISPUTED and one.outcome in own for one in ledger.excluded)
    repairs: tuple[Repair, ...] = (Repair.ATTEND_RUN, Repair.CHALLENGE_TEST)
    if disputed:
        repairs = (Repair.RESOLVE_DISPUTE, *repairs)
    return Missing(MissingCode.HOURS_SHORT, component, standing.ref, credited, needed, repairs)


def _outcome_gap(
    outcome: OutcomeStanding, plan: ModulePlan, component: str, min_level: ProofLevel, ledger: Ledger
) -> Missing:
    code, repairs, detail = _explained(outcome, plan, min_level, ledger)
    return Missing(code, component, outcome.code, outcome.level, min_level, repairs, detail)


def _explained(
    outcome: OutcomeStanding, plan: ModulePlan, min_level: ProofLevel, ledger: Ledger
) -> tuple[MissingCode, tuple[Repair, ...], str]:
    on_file = [one for one in ledger.excluded if one.outcome == outcome.code]
    if min_level <= ProofLevel.ASSESSED_EXTERNALLY and _why(on_file, ExcludedWhy.WAITING, 0):
        return MissingCode.WAITING_FOR_RESULTS, (Repair.AWAIT_RESULTS, Repair.CHALLENGE_TEST), ""
    for why, code, repairs in EXPLAINS:
        found = _why(on_file, why, min_level)
        if found:
            return code, repairs, found[0].detail
    top_up = _new_matter(outcome, plan) if plan.module.ref in ledger.carried_into else ""
    if top_up:
        return MissingCode.TOP_UP_DUE, (Repair.TOP_UP, Repair.CHALLENGE_TEST), top_up
    if outcome.by:
        return MissingCode.LEVEL_TOO_LOW, RAISE, ""
    return MissingCode.NO_EVIDENCE, ACQUIRE, ""


def _why(on_file: Iterable[Excluded], why: ExcludedWhy, level: int) -> list[Excluded]:
    return sorted(one for one in on_file if one.why is why and one.level >= level)


def _new_matter(outcome: OutcomeStanding, plan: ModulePlan) -> str:
    codes = {slot.number: slot.code for slot in plan.slots}
    return next((top_up for index, top_up in plan.new_matter if codes[index] == outcome.code), "")
