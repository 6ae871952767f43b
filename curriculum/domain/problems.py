"""What is wrong with a path before it is published: blocking problems and warnings (I-20, S20)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from curriculum.domain.equivalence import Equivalence, sources
from curriculum.domain.module import ModuleVersion, Prerequisites, PrerequisiteStanding, prerequisites
from curriculum.domain.path import TAUGHT, Component, ComponentType, Path


class ProblemCode(StrEnum):
    """What is wrong."""

    NO_COMPONENT = "no_component"
    DUPLICATE_COMPONENT = "duplicate_component"
    UNKNOWN_MODULE = "unknown_module"
    IMPOSSIBLE_CHOICE = "impossible_choice"
    IMPOSSIBLE_COUNT = "impossible_count"
    COMPONENT_WEIGHT = "component_weight"
    OUTCOME_WEIGHTS = "outcome_weights"
    NO_CRITICAL_OUTCOME = "no_critical_outcome"
    PREREQUISITE_CYCLE = "prerequisite_cycle"
    PREREQUISITE_OUTSIDE = "prerequisite_outside"
    ELECTIVE_PREREQUISITE_OUTSIDE = "elective_prerequisite_outside"
    EQUIVALENCE_CYCLE = "equivalence_cycle"
    MODULE_WITHDRAWN = "module_withdrawn"
    EXCLUSIVE_TOO_NARROW = "exclusive_too_narrow"
    CREDITS_UNREACHABLE = "credits_unreachable"
    CREDITS_COUNTED_TWICE = "credits_counted_twice"
    UNSATISFIABLE = "unsatisfiable"
    CONTESTED = "contested"
    STAGE_UNKNOWN = "stage_unknown"
    ROUTE_UNKNOWN = "route_unknown"
    ROUTE_EMPTY = "route_empty"
    SPACING_UNKNOWN = "spacing_unknown"
    SPACING_CYCLE = "spacing_cycle"
    SPACING_TOO_LONG = "spacing_too_long"
    PATH_UNKNOWN = "path_unknown"
    PATH_CYCLE = "path_cycle"
    GRADE_UNKNOWN = "grade_unknown"
    ENTRY_CONTRADICTS = "entry_contradicts"


WARNINGS = frozenset(
    {
        ProblemCode.PREREQUISITE_OUTSIDE,
        ProblemCode.ELECTIVE_PREREQUISITE_OUTSIDE,
        # Nothing counts twice for it: what carries over is followed once round and no further.
        ProblemCode.EQUIVALENCE_CYCLE,
    }
)
MODULE_TYPES = TAUGHT


class Problem(NamedTuple):
    """A problem of a component or module; `detail` names what is at fault."""

    code: ProblemCode
    subject: str
    detail: tuple[str, ...] = ()

    @property
    def blocking(self) -> bool:
        """Tell whether publishing has to wait for it."""
        return self.code not in WARNINGS


def problems(path: Path, entry_modules: Collection[str] = ()) -> tuple[Problem, ...]:
    """List every problem of a path; `entry_modules` are the codes its entry requirements guarantee."""
    found = [
        *_of_components(path),
        *(problem for module in path.modules for problem in module_problems(module)),
        *_cycle(path.modules),
        *_equivalence_cycle(path.equivalences),
        *_outside(path, entry_modules),
    ]
    return tuple(found)


def module_problems(module: ModuleVersion) -> Iterator[Problem]:
    """List what is wrong with the outcomes of a module version (I-20)."""
    weights = [outcome.weight for outcome in module.outcomes]
    if sum(weights) != 100 or any(weight < 0 for weight in weights):
        yield Problem(ProblemCode.OUTCOME_WEIGHTS, module.ref, (str(sum(weights)),))
    if not any(outcome.critical for outcome in module.outcomes):
        yield Problem(ProblemCode.NO_CRITICAL_OUTCOME, module.ref)


def unmet_prerequisites(
    path: Path, chosen: Iterable[str], held: Collection[str]
) -> tuple[PrerequisiteStanding, ...]:
    """Say at admission which chosen modules somebody could not begin, holding these modules (S20)."""
    modules = [module for ref in chosen if (module := path.module(ref)) is not None]
    at_hand = {*held, *mandatory_modules(path), *(module.code for module in modules)}
    standings = (prerequisites(module, at_hand) for module in modules)
    return tuple(standing for standing in standings if not standing.met)


def mandatory_modules(path: Path) -> frozenset[str]:
    """Give the module codes everybody on this path has to complete."""
    single = (one for one in path.components if one.type is ComponentType.MODULE and one.mandatory)
    refs = [ref for one in single for ref in one.options[:1]]
    return frozenset(module.code for ref in refs if (module := path.module(ref)) is not None)


def _of_components(path: Path) -> Iterator[Problem]:
    if not path.components:
        yield Problem(ProblemCode.NO_COMPONENT, path.ref)
    seen: set[str] = set()
    known = {module.ref for module in path.modules}
    for component in path.components:
        if component.code in seen:
            yield Problem(ProblemCode.DUPLICATE_COMPONENT, component.code)
        seen.add(component.code)
        yield from _of_component(component, known)


def _of_component(component: Component, known: Collection[str]) -> Iterator[Problem]:
    unknown = tuple(ref for ref in component.options if ref not in known)
    if unknown:
        yield Problem(ProblemCode.UNKNOWN_MODULE, component.code, unknown)
    if component.weight < 1:
        yield Problem(ProblemCode.COMPONENT_WEIGHT, component.code, (str(component.weight),))
    if component.type in MODULE_TYPES and not 1 <= component.choose <= component.many:
        detail = (str(component.choose), str(component.many))
        yield Problem(ProblemCode.IMPOSSIBLE_CHOICE, component.code, detail)
    if component.type is ComponentType.OBSERVATION and component.distinct > component.minimum:
        detail = (str(component.distinct), str(component.minimum))
        yield Problem(ProblemCode.IMPOSSIBLE_COUNT, component.code, detail)


def never_begun(modules: Iterable[ModuleVersion]) -> tuple[str, ...]:
    """The modules that wait for themselves, by way of others (I-20)."""
    return stuck({module.code: module.prerequisites for module in modules})


def stuck(needs: Mapping[str, Prerequisites]) -> tuple[str, ...]:
    """Take away every module, by code, that can be begun; what is left waits for itself (I-20)."""
    waiting = dict(needs)
    after: dict[str, list[str]] = {}
    for code, wanted in waiting.items():
        for before in (*wanted.all, *wanted.any):
            after.setdefault(before, []).append(code)
    queue = list(waiting)
    while queue:
        code = queue.pop()
        if code in waiting and not _waits(waiting[code], waiting):
            del waiting[code]
            queue.extend(after.get(code, ()))
    return tuple(sorted(waiting))


def _cycle(modules: Iterable[ModuleVersion]) -> Iterator[Problem]:
    if codes := never_begun(modules):
        yield Problem(ProblemCode.PREREQUISITE_CYCLE, codes[0], codes)


def _equivalence_cycle(lines: Iterable[Equivalence]) -> Iterator[Problem]:
    """Find the outcomes that carry over to themselves by way of others."""
    into = sources(lines)
    around = tuple(sorted(code for code in into if code in _sources(code, into)))
    if around:
        yield Problem(ProblemCode.EQUIVALENCE_CYCLE, around[0], around)


def _sources(code: str, into: Mapping[str, Collection[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(into.get(code, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(into.get(one, ()))
    return found


def _waits(wanted: Prerequisites, waiting: Collection[str]) -> bool:
    stuck_any = bool(wanted.any) and all(code in waiting for code in wanted.any)
    return stuck_any or any(code in waiting for code in wanted.all)


def _outside(path: Path, entry_modules: Collection[str]) -> Iterator[Problem]:
    """Warn of prerequisites that neither the path nor its entry requirements bring (rule 5, S20)."""
    at_hand = {*mandatory_modules(path), *entry_modules}
    for component in path.components:
        if component.type not in MODULE_TYPES:
            continue
        elective = component.type is ComponentType.ELECTIVE_GROUP
        code = ProblemCode.ELECTIVE_PREREQUISITE_OUTSIDE if elective else ProblemCode.PREREQUISITE_OUTSIDE
        for module in (path.module(ref) for ref in component.offered):
            if module is not None and not (standing := prerequisites(module, at_hand)).met:
                yield Problem(code, module.ref, standing.missing_all + standing.missing_any)
