"""Paths and their components: ordered requirements to one result (domain.md 2.3)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple, Self

from curriculum.domain.demand import Demand
from curriculum.domain.equivalence import Equivalence
from curriculum.domain.groups import Group, GroupRule, group
from curriculum.domain.module import ModuleVersion
from curriculum.domain.plan import Plan, plan_of
from curriculum.domain.proof import ProofLevel


class ComponentType(StrEnum):
    """The kinds of requirement a path can hold."""

    MODULE = "module"
    ELECTIVE_GROUP = "elective_group"
    MODULE_UPDATE = "module_update"
    PRACTICE = "practice"
    OBSERVATION = "observation"
    PORTFOLIO = "portfolio"
    PANEL = "panel"
    EXPERIENCE = "experience"
    CPD = "cpd"
    PATH = "path"


TAUGHT = frozenset({ComponentType.MODULE, ComponentType.ELECTIVE_GROUP})
"""What is met by modules of the path itself; each module counts once unless a component is shared."""


class PathKind(StrEnum):
    """What a path leads to."""

    COMPLETION = "completion"
    TRAINER = "trainer"
    EXPERT = "expert"
    RENEWAL = "renewal"


class RouteCode(StrEnum):
    """The usual ways through a path; a path may name others."""

    STANDARD = "standard"
    FAST_TRACK = "fast_track"
    RPL = "rpl"


class PracticeUnit(StrEnum):
    """Which taught hours a practice component counts."""

    CO_DELIVERY_HOURS = "co_delivery_hours"
    DELIVERY_HOURS = "delivery_hours"


class Spacing(NamedTuple):
    """What is done less than so many months after another component was met counts for nothing."""

    component: str
    months: int


class Component(NamedTuple):
    """One requirement. `minimum` is in the unit of its type: minutes, pieces, members, months, hundredths of
    a point; `options` are module refs (one for a module, the m of n-of-m, or the modules to update).
    `credits` are hundredths, of modules of the theme `category`; what a `shared` one takes counts elsewhere
    too. `routes` are those that ask for it, none: all do. Of `any_version` the options are the versions of
    one module, the one in force first; each of `same` is that among the options of a group."""

    code: str
    type: ComponentType
    options: tuple[str, ...] = ()
    choose: int = 1
    minimum: int = 0
    min_level: ProofLevel = ProofLevel.ASSESSED_EXTERNALLY
    weight: int = 1
    mandatory: bool = True
    waivable: bool = False
    within_months: int | None = None
    unit: PracticeUnit = PracticeUnit.DELIVERY_HOURS
    distinct: int = 1
    min_score: int = 0
    scale_max: int = 4
    domain: str = ""
    group: GroupRule = GroupRule.AT_LEAST
    credits: int = 0
    category: str = ""
    exclusive: tuple[tuple[str, ...], ...] = ()
    shared: bool = False
    stage: str = ""
    routes: tuple[str, ...] = ()
    after: tuple[Spacing, ...] = ()
    any_version: bool = False
    path: str = ""
    same: tuple[tuple[str, ...], ...] = ()

    @property
    def offered(self) -> tuple[str, ...]:
        """The options of somebody who begins today: of any version of a module the one in force."""
        if self.any_version:
            return self.options[:1]
        older = {ref for versions in self.same for ref in versions[1:]}
        return tuple(ref for ref in self.options if ref not in older)

    @property
    def rivals(self) -> tuple[tuple[str, ...], ...]:
        """Options of which only one counts: said by the author, or versions of one module."""
        return self.exclusive + self.same

    @property
    def many(self) -> int:
        """How many options there are to choose from; the versions of one module are one."""
        return len(set(self.options)) - sum(len(versions) - 1 for versions in self.same)


class EntryRequirements(NamedTuple):
    """Who may be admitted to a path: of a grade at least, of one of some grades, working in languages.

    `min_rank` is the rank of `min_grade`; 1 is the highest."""

    designation_required: bool = False
    min_service_months: int = 0
    min_category: str | None = None
    required_paths: tuple[str, ...] = ()
    equivalent_experience_accepted: bool = False
    holds_certificate_kind: str | None = None
    not_revoked: bool = False
    expired_no_more_than_months: int | None = None
    min_grade: str | None = None
    grades: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    min_rank: int | None = None


OPEN_TO_ALL = EntryRequirements()


@dataclass(frozen=True)
class Path:
    """One version of a path with everything it refers to: the part of the rules that no person changes.

    Build it once per version and share it: what depends on no person is compiled once, in `plan`."""

    code: str
    version: int
    kind: PathKind
    components: tuple[Component, ...]
    modules: tuple[ModuleVersion, ...]
    entry: EntryRequirements = OPEN_TO_ALL
    equivalences: tuple[Equivalence, ...] = ()
    validity_months: int | None = None
    routes: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    longest_months: int | None = None

    def on_route(self, code: str) -> Self:
        """The path as one of its routes asks for it; without one, or by one it has not, as its first does."""
        if not self.routes:
            return self
        chosen = code if code in self.routes else self.routes[0]
        kept = tuple(one for one in self.components if not one.routes or chosen in one.routes)
        return replace(self, components=kept, routes=(chosen,))

    @cached_property
    def ref(self) -> str:
        """The name of this version: "LP-TRN-BOR.v2"."""
        return f"{self.code}.v{self.version}"

    @cached_property
    def plan(self) -> Plan:
        """The look-up tables progress works with, made once per path version."""
        return plan_of(self.modules, self.equivalences)

    @cached_property
    def demands(self) -> dict[str, tuple[Demand, ...]]:
        """What each component asks of which modules, by component code; made once like `plan`."""
        return {component.code: tuple(self._demands(component)) for component in self.components}

    @cached_property
    def alone(self) -> dict[str, Demand]:
        """The components that one module meets and nothing else counts for, with what they ask of it."""
        single = [one for one in self.components if len(self.demands[one.code]) == 1 and not one.rivals]
        plain = [
            one for one in single if self.groups[one.code].least == 1 and not self.groups[one.code].credits
        ]
        return {one.code: self.demands[one.code][0] for one in plain}

    @cached_property
    def asks_paths(self) -> bool:
        """Whether another path is a component."""
        return any(component.type is ComponentType.PATH for component in self.components)

    @cached_property
    def empty(self) -> dict[str, Any]:
        """Remembers, by component, how those are judged who have nothing on file for it."""
        return {}

    @cached_property
    def groups(self) -> dict[str, Group]:
        """What each component asks of its options, by component code; made once like `plan`."""
        return {component.code: self._group(component) for component in self.components}

    @cached_property
    def contested(self) -> frozenset[str]:
        """The components that ask for a module another one asks for too, where each counts once."""
        once = [one for one in self.components if one.type in TAUGHT and not one.shared]
        asked = Counter(ref for one in once for ref in set(one.options))
        return frozenset(one.code for one in once if any(asked[ref] > 1 for ref in one.options))

    def _group(self, component: Component) -> Group:
        known = [module for ref in component.options if (module := self.module(ref)) is not None]
        worth = {one.ref: one.credits for one in known if component.category in ("", one.theme)}
        asked = (component.credits, worth)
        choose, many = component.choose, component.many
        return group(component.group, component.options, choose, component.rivals, asked, many)

    def touched_by(self, outcomes: Iterable[str]) -> frozenset[str]:
        """The components that evidence of some outcomes may change, what shares a module with them, and
        what counts only some time after them."""
        refs = {self.plan.slots[number].module for number in self.plan.reached(outcomes)}
        codes = {code for ref in refs for code in self._together.get(ref, ())}
        return frozenset(codes.union(*(self.followers[code] for code in codes)))

    @cached_property
    def followers(self) -> dict[str, frozenset[str]]:
        """For each component those that count only after it was met, or after one that does."""
        found = {one.code: set[str]() for one in self.components}
        waiting = [(before.component, one.code) for one in self.components for before in one.after]
        known = [(found[before], code) for before, code in reversed(waiting) if before in found]
        for _ in known:
            sizes = [len(later) for later, _code in known]
            for later, code in known:
                later |= {code, *found[code]}
            if sizes == [len(later) for later, _code in known]:
                break
        return {code: frozenset(later) for code, later in found.items()}

    @cached_property
    def preceding(self) -> frozenset[str]:
        """The components on whose day another one waits."""
        return frozenset(before.component for one in self.components for before in one.after)

    @cached_property
    def _together(self) -> dict[str, set[str]]:
        """For each module the components that ask for it, or for another module of one that does."""
        found: dict[str, set[str]] = {}
        for component in self.components:
            joined = {component.code}.union(*(found.get(ref, ()) for ref in component.options))
            refs = {ref for ref, codes in found.items() if codes & joined}
            found |= dict.fromkeys(refs.union(component.options), joined)
        return found

    def _demands(self, component: Component) -> Iterable[Demand]:
        # An update renews outcomes the holder was taught before; the attendance test is not sat again.
        waived = component.type is ComponentType.MODULE_UPDATE
        for ref in component.options:
            plan = self.plan.modules[ref]
            yield Demand(plan, component.min_level, component.within_months, waived)

    def module(self, ref: str) -> ModuleVersion | None:
        """Find one of the modules referred to; None when the path refers to an unknown one."""
        return self._by_ref.get(ref)

    @cached_property
    def _by_ref(self) -> dict[str, ModuleVersion]:
        return {module.ref: module for module in self.modules}

    def taught_minutes(self) -> int:
        """Add up the least total hours of learning that complete the mandatory components."""
        return sum(self._least_minutes(component) for component in self.components if component.mandatory)

    def _least_minutes(self, component: Component) -> int:
        known = (self.module(ref) for ref in component.offered)
        totals = sorted(module.total_minutes for module in known if module is not None)
        if component.type is ComponentType.MODULE_UPDATE:
            return 0
        return sum(totals[: component.choose])


def thematic_updates(original: Path, published: Iterable[ModuleVersion]) -> tuple[ModuleVersion, ...]:
    """Find the latest published version of each thematic module of the path being renewed (LP-REF-TRN C2)."""
    single = (one for one in original.components if one.type is ComponentType.MODULE and one.mandatory)
    refs = [ref for one in single for ref in one.options[:1]]
    modules = [original.module(ref) for ref in refs]
    codes = [module.code for module in modules if module is not None and not module.cross_cutting]
    latest: dict[str, ModuleVersion] = {}
    for module in published:
        if module.code in codes and (
            module.code not in latest or latest[module.code].version < module.version
        ):
            latest[module.code] = module
    return tuple(latest[code] for code in codes if code in latest)


def renewing(path: Path, updates: tuple[ModuleVersion, ...]) -> Path:
    """Give the renewal path as it stands for holders of one original path: its updates filled in."""
    refs = tuple(module.ref for module in updates)
    components = tuple(
        component._replace(options=refs) if component.type is ComponentType.MODULE_UPDATE else component
        for component in path.components
    )
    known = {module.ref for module in path.modules}
    added = tuple(module for module in updates if module.ref not in known)
    return replace(path, components=components, modules=(*path.modules, *added))
