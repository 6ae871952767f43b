"""Two versions of a path on one plan: of one person, what both ask for is worked out once (J5)."""

from collections.abc import Hashable
from dataclasses import replace

from curriculum.domain.demand import Demand
from curriculum.domain.path import Path
from curriculum.domain.plan import Plan, plan_of


def jointly(old: Path, new: Path) -> tuple[Path, Path]:
    """The same two versions with one plan between them; as they came if that changed what reaches them."""
    modules = {module.ref: module for path in (old, new) for module in path.modules}
    plan = plan_of(modules.values(), tuple(dict.fromkeys((*old.equivalences, *new.equivalences))))
    if any(_reached(path.plan, path) != _reached(plan, path) for path in (old, new)):
        return old, new
    demands: dict[Hashable, Demand] = {}
    return _on(old, plan, demands), _on(new, plan, demands)


def _reached(plan: Plan, path: Path) -> Hashable:
    """What evidence reaches the modules of a path, by which ways, and what is new in them."""
    refs = {module.ref for module in path.modules}
    ways = [
        (source, route.slot._replace(number=0), route.gates, route.carried)
        for source, routes in plan.routes.items()
        for route in routes
        if route.slot.module in refs
    ]
    matter = [(plan.slots[number].code, due) for ref in refs for number, due in plan.modules[ref].new_matter]
    known = {(ref, plan.modules[ref].module) for ref in refs}
    return frozenset(ways), frozenset(matter), frozenset(known), len(ways)


def _on(path: Path, plan: Plan, demands: dict[Hashable, Demand]) -> Path:
    """A path whose plan is given to it, with the demands that it has in common with another one."""
    made = replace(path)
    vars(made)["plan"] = plan
    vars(made)["demands"] = {
        code: tuple(demands.setdefault(_asked(one), one) for one in some)
        for code, some in made.demands.items()
    }
    return made


def _asked(one: Demand) -> Hashable:
    return one.plan.ref, one.min_level, one.max_age_months, one.hours_waived
