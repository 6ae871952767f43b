"""What is wrong with the ways through a path: stages, routes, spacing, other paths, its entry (I-20)."""

from collections.abc import Collection, Iterator, Mapping

from curriculum.domain.path import Component, ComponentType, EntryRequirements, Path
from curriculum.domain.problems import Problem, ProblemCode


def way_problems(path: Path) -> Iterator[Problem]:
    """List what is wrong with the stages, the routes and the spacing of a path."""
    for component in path.components:
        yield from _named(path, component)
    for route in path.routes:
        if not any(one.mandatory for one in path.on_route(route).components):
            yield Problem(ProblemCode.ROUTE_EMPTY, route)
    yield from _too_long(path)


def _named(path: Path, component: Component) -> Iterator[Problem]:
    if component.stage and component.stage not in path.stages:
        yield Problem(ProblemCode.STAGE_UNKNOWN, component.code, (component.stage,))
    if unknown := tuple(one for one in component.routes if one not in path.routes):
        yield Problem(ProblemCode.ROUTE_UNKNOWN, component.code, unknown)
    codes = {one.code for one in path.components}
    if missing := tuple(one.component for one in component.after if one.component not in codes):
        yield Problem(ProblemCode.SPACING_UNKNOWN, component.code, missing)
    if component.code in path.followers[component.code]:
        yield Problem(ProblemCode.SPACING_CYCLE, component.code)


def _too_long(path: Path) -> Iterator[Problem]:
    """Find what can begin to count only when the longest duration of the path is over."""
    if path.longest_months is None:
        return
    for code, months in _months_before(path).items():
        if months >= path.longest_months:
            yield Problem(ProblemCode.SPACING_TOO_LONG, code, (str(months), str(path.longest_months)))


def _months_before(path: Path) -> dict[str, int]:
    """After how many months at the earliest each component that waits may begin to count."""
    straight = [one for one in path.components if one.code not in path.followers[one.code]]
    found: dict[str, int] = {one.code: 0 for one in straight}
    # Whoever has most followers comes before them: each is looked at when all it waits for is known.
    for component in sorted(straight, key=lambda one: -len(path.followers[one.code])):
        waits = (one.months + found[one.component] for one in component.after if one.component in found)
        found[component.code] = max(waits, default=0)
    return {one.code: found[one.code] for one in straight if one.after}


def asked_paths(path: Path) -> frozenset[str]:
    """The paths one must have completed before this one: as a component, or to be admitted."""
    within = {one.path for one in path.components if one.type is ComponentType.PATH}
    return frozenset(within.union(path.entry.required_paths))


def path_problems(path: Path, graph: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """List what is wrong with the paths this one asks for; `graph` says what each published one asks for."""
    for component in path.components:
        if component.type is ComponentType.PATH and component.path not in {*graph, path.code}:
            yield Problem(ProblemCode.PATH_UNKNOWN, component.code, (component.path,))
    around = _way_back(path.code, {**graph, path.code: asked_paths(path)})
    if around:
        yield Problem(ProblemCode.PATH_CYCLE, path.code, around)


def _way_back(start: str, graph: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The shortest way from a path over what it asks for back to itself; empty where there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for asked in sorted(graph.get(way[-1], ())):
            if asked == start:
                return (*way, start)
            if asked not in seen:
                seen.add(asked)
                ways.append((*way, asked))
    return ()


def entry_problems(entry: EntryRequirements, ranks: Mapping[str, int]) -> Iterator[Problem]:
    """List what is wrong with the grades asked for; `ranks` by code, 1 is the highest."""
    asked = tuple(filter(None, (entry.min_grade, *entry.grades)))
    if unknown := tuple(one for one in asked if one not in ranks):
        yield Problem(ProblemCode.GRADE_UNKNOWN, unknown[0], unknown)
        return
    lowest = ranks[entry.min_grade] if entry.min_grade is not None else None
    if lowest is not None and entry.grades and all(ranks[one] > lowest for one in entry.grades):
        yield Problem(ProblemCode.ENTRY_CONTRADICTS, entry.min_grade or "", entry.grades)
