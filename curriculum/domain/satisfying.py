"""Whether a path can be completed at all, and if not the smallest component at fault (I-20, risk R12)."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from curriculum.domain.assignment import Want, contests
from curriculum.domain.path import Component, ComponentType, Path
from curriculum.domain.problems import MODULE_TYPES, Problem, ProblemCode, never_begun


class Satisfied(NamedTuple):
    """Whether somebody who finishes every module and meets every count completes the path, or why not."""

    reasons: tuple[Problem, ...]

    @property
    def possible(self) -> bool:
        """Tell whether the path can be completed."""
        return not self.reasons


def satisfiable(path: Path, withdrawn: Collection[str] = ()) -> Satisfied:
    """Try to complete a path with every module that can be finished; `withdrawn` are refs that cannot.

    First each component alone, then all of them together, for each module counts once.
    """
    stuck = never_begun(path.modules)
    usable = [one.ref for one in path.modules if one.ref not in withdrawn and one.code not in stuck]
    alone = tuple(problem for one in _mandatory(path) for problem in _alone(path, one, usable))
    return Satisfied(alone or tuple(_together(path, usable)))


def on_every_route(path: Path, withdrawn: Collection[str] = ()) -> Satisfied:
    """Try each route of a path; what routes have in common is tried once."""
    ways = {one.components: one for one in map(path.on_route, path.routes or ("",))}
    reasons = (reason for one in ways.values() for reason in satisfiable(one, withdrawn).reasons)
    return Satisfied(tuple(dict.fromkeys(reasons)))


def _mandatory(path: Path) -> list[Component]:
    return [component for component in path.components if component.mandatory]


def _alone(path: Path, component: Component, usable: Sequence[str]) -> Iterator[Problem]:
    """Say what is wrong with a component that nobody could meet, were it the only one."""
    code = component.code
    if component.type is ComponentType.OBSERVATION and component.distinct > component.minimum:
        detail = (str(component.distinct), str(component.minimum))
        yield Problem(ProblemCode.IMPOSSIBLE_COUNT, code, detail)
    asked = path.groups[code]
    if component.type not in MODULE_TYPES or asked.suffices(usable):
        return
    if asked.least > component.many:
        yield Problem(ProblemCode.IMPOSSIBLE_CHOICE, code, (str(component.choose), str(component.many)))
    elif asked.least > len(asked.families):
        yield Problem(ProblemCode.EXCLUSIVE_TOO_NARROW, code, (str(len(asked.families)), str(asked.least)))
    elif (earned := asked.earned(asked.richest(asked.options))) < asked.credits:
        yield Problem(ProblemCode.CREDITS_UNREACHABLE, code, (_credits(earned), _credits(asked.credits)))
    else:
        yield Problem(ProblemCode.UNSATISFIABLE, code, tuple(o for o in asked.options if o not in usable))


def _credits(hundredths: int) -> str:
    return f"{hundredths / 100:g}"


def _together(path: Path, usable: Sequence[str]) -> Iterator[Problem]:
    """Say which components stand in each other's way; of each clash the one with the fewest options."""
    components = [one for one in _mandatory(path) if one.type in MODULE_TYPES]
    wants = [
        Want(one.code, path.groups[one.code], frozenset(usable).intersection(one.options), shared=one.shared)
        for one in components
    ]
    fits = {want.code: len(want.fits) for want in wants}
    for contest in contests(wants, usable):
        smallest = min(contest.codes, key=fits.__getitem__)
        others = tuple(code for code in contest.codes if code != smallest)
        yield Problem(ProblemCode.CONTESTED, smallest, others)
    yield from _credits_elsewhere(components)


def _credits_elsewhere(components: Sequence[Component]) -> Iterator[Problem]:
    # A module counts in pieces or in credits: which of both were best is a knapsack nobody can explain.
    once = [one for one in components if not one.shared]
    for component in (one for one in once if one.credits):
        others = (one for one in once if one.code != component.code)
        codes = tuple(one.code for one in others if not set(one.options).isdisjoint(component.options))
        if codes:
            yield Problem(ProblemCode.CREDITS_COUNTED_TWICE, component.code, codes)
