"""What a move to a newer version of a path means for one person: kept, gained, lost, to bridge (J5, I-18)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from curriculum.domain.equivalence import carries
from curriculum.domain.missing import Missing, MissingCode
from curriculum.domain.path import ComponentType, Path
from curriculum.domain.standing import ComponentStanding, ModuleStanding, OutcomeStanding, Progress, State

_OF_MODULES = frozenset({ComponentType.MODULE, ComponentType.ELECTIVE_GROUP, ComponentType.MODULE_UPDATE})


class MoveKind(StrEnum):
    """What becomes of a person who moves; the gravest that applies, in the order of these lines."""

    COMPLETES = "completes"
    LOSES = "loses"
    MUST_BRIDGE = "must_bridge"
    GAINS = "gains"
    UNCHANGED = "unchanged"


class Bridge(NamedTuple):
    """What has to be made up so that something held goes on counting; fields as of `Missing`."""

    code: MissingCode
    subject: str
    detail: str
    have: int
    need: int


class Move(NamedTuple):
    """A move of one person: outcomes by code, components of other types by their code on their path."""

    kind: MoveKind
    gains: tuple[str, ...]
    losses: tuple[str, ...]
    bridging: tuple[Bridge, ...]
    before: int
    after: int


class Links(NamedTuple):
    """What of an older version goes on in a newer one; made once for all people."""

    outcomes: Mapping[str, tuple[str, ...]]
    components: Mapping[str, str]


def links(old: Path, new: Path) -> Links:
    """Say which outcomes and components of a version go on in another one, itself or by equivalence."""
    known = {outcome.code for module in old.modules for outcome in module.outcomes}
    onward: dict[str, list[str]] = {}
    for target in (outcome.code for module in new.modules for outcome in module.outcomes):
        reached = dict.fromkeys(carry.source for carry in carries(target, new.equivalences))
        for source in (target, *reached):
            if source in known:
                onward.setdefault(source, []).append(target)
    return Links({code: tuple(found) for code, found in onward.items()}, dict(_counterparts(old, new)))


def _counterparts(old: Path, new: Path) -> Iterator[tuple[str, str]]:
    """Of practice, observations and the like, the first goes on as the first of its type, and so on."""
    places = {place: code for code, place in _places(new)}
    return ((code, places[place]) for code, place in _places(old) if place in places)


def _places(path: Path) -> Iterator[tuple[str, tuple[ComponentType, int]]]:
    seen: Counter[ComponentType] = Counter()
    for component in path.components:
        if component.type not in _OF_MODULES:
            seen[component.type] += 1
            yield component.code, (component.type, seen[component.type])


def move(before: Progress, after: Progress, onward: Links) -> Move:
    """Compare where a person stands on the present version with where the move would put them.

    Lost is what counts now and would count for nothing; what only needs a top-up, a higher level or more of
    the same is to bridge. What a met module can do without is neither (I-12).
    """
    held, reached = _held(before), _outcomes(after)
    losses: list[str] = []
    bridging: dict[str, Bridge] = {}
    for code in held:
        _settle(code, _ahead(code, onward, reached), losses, bridging)
    _settle_counted(before, after, onward, losses, bridging)
    for gap in (*_new_matter(before, after), *_of_whole_modules(before, after, onward)):
        bridging.setdefault(gap.subject, _bridge(gap))
    gains = _gains(before, after, onward, held)
    completes = after.complete and not before.complete
    kind = _kind(completes=completes, losses=losses, bridging=bridging, gains=gains)
    due = () if completes else tuple(bridging.values())
    return Move(kind, gains, tuple(losses), due, before.percent, after.percent)


class _Reached(NamedTuple):
    """An outcome on the newer version, whether it can be done without, and what it lacks."""

    standing: OutcomeStanding
    enough: bool
    gap: Missing | None


def _kind(*, completes: bool, losses: object, bridging: object, gains: object) -> MoveKind:
    if completes:
        return MoveKind.COMPLETES
    if losses:
        return MoveKind.LOSES
    if bridging:
        return MoveKind.MUST_BRIDGE
    return MoveKind.GAINS if gains else MoveKind.UNCHANGED


def _held(progress: Progress) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for module in _modules(progress) for code in _satisfied(module)))


def _outcomes(progress: Progress) -> dict[str, list[_Reached]]:
    """Every outcome of a version, once for each component that asks for its module."""
    found: dict[str, list[_Reached]] = {}
    for component in progress.components:
        for module in component.modules:
            gaps = {gap.subject: gap for gap in module.missing}
            for one in module.outcomes:
                reached = _Reached(one, module.met or component.waived, gaps.get(one.code))
                found.setdefault(one.code, []).append(reached)
    return found


def _ahead(code: str, onward: Links, reached: Mapping[str, list[_Reached]]) -> list[_Reached]:
    return [one for target in onward.outcomes.get(code, ()) for one in reached.get(target, ())]


def _settle(code: str, ahead: list[_Reached], losses: list[str], bridging: dict[str, Bridge]) -> None:
    if any(one.standing.satisfied or one.enough for one in ahead):
        return
    gap = next((one.gap for one in ahead if one.gap is not None), None)
    if gap is not None and gap.code is not MissingCode.NO_EVIDENCE:
        bridging.setdefault(gap.subject, _bridge(gap))
    elif not any(one.standing.by for one in ahead):
        losses.append(code)


def _bridge(gap: Missing) -> Bridge:
    return Bridge(gap.code, gap.subject, gap.detail, gap.have, gap.need)


def _new_matter(before: Progress, after: Progress) -> Iterator[Missing]:
    """Top-ups that only the move asks for, also of what the older version did not teach (S06)."""
    known = {(gap.subject, gap.detail) for gap in before.missing if gap.code is MissingCode.TOP_UP_DUE}
    due = (gap for gap in after.missing if gap.code is MissingCode.TOP_UP_DUE)
    return (gap for gap in due if (gap.subject, gap.detail) not in known)


def _of_whole_modules(before: Progress, after: Progress, onward: Links) -> Iterator[Missing]:
    """Hours or an assessment that a module asks for whose forerunner is met, where nothing else lacks."""
    done = {code for module in _modules(before) if module.met for code in _satisfied(module)}
    goes_on = {target for code in done for target in onward.outcomes.get(code, ())}
    for module in _modules(after):
        codes = {one.code for one in module.outcomes}
        if not module.met and codes & goes_on and {gap.subject for gap in module.missing} == {module.ref}:
            yield from module.missing


def _modules(progress: Progress) -> Iterator[ModuleStanding]:
    return (module for component in progress.components for module in component.modules)


def _satisfied(module: ModuleStanding) -> Iterator[str]:
    return (outcome.code for outcome in module.outcomes if outcome.satisfied)


def _settle_counted(
    before: Progress, after: Progress, onward: Links, losses: list[str], bridging: dict[str, Bridge]
) -> None:
    """Of practice, observations and the like: what is met now and would not be asks for the rest."""
    known = {component.code: component for component in after.components}
    for component in _met(before):
        ahead = known.get(onward.components.get(component.code, ""))
        if ahead is None:
            losses.append(component.code)
        elif ahead.state is not State.MET:
            for gap in ahead.missing[:1]:
                bridging.setdefault(ahead.code, _bridge(gap)._replace(subject=ahead.code))


def _met(progress: Progress) -> tuple[ComponentStanding, ...]:
    """Components of other types than modules that something on file meets."""
    return tuple(
        one
        for one in progress.components
        if one.type not in _OF_MODULES and one.state is State.MET and one.by
    )


def _gains(before: Progress, after: Progress, onward: Links, held: tuple[str, ...]) -> tuple[str, ...]:
    """What counts on the newer version and neither counts now nor goes back to something that does."""
    old = {target for code in held for target in onward.outcomes.get(code, ())}
    stood = {onward.components.get(one.code) for one in _met(before)}
    fresh = [code for code in _held(after) if code not in old]
    return (*fresh, *(one.code for one in _met(after) if one.code not in stood))
