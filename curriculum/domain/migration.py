"""What a move to a newer version of a path means for one person: kept, gained, lost, to bridge (J5, I-18)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from curriculum.domain.components import Count, standing_of
from curriculum.domain.currency import valid_until
from curriculum.domain.demand import Demand, ModuleMark
from curriculum.domain.equivalence import carries
from curriculum.domain.explaining import module_standing
from curriculum.domain.judging import Judgement
from curriculum.domain.ledger import Held
from curriculum.domain.missing import Missing, MissingCode
from curriculum.domain.path import Component, ComponentType, Path
from curriculum.domain.progress import overall_percent
from curriculum.domain.standing import Mark

_OF_MODULES = frozenset({ComponentType.MODULE, ComponentType.ELECTIVE_GROUP, ComponentType.MODULE_UPDATE})


class MoveKind(StrEnum):
    """What becomes of a person who moves; the gravest that applies, in the order of these lines."""

    COMPLETES = "completes"
    LOSES = "loses"
    MUST_BRIDGE = "must_bridge"
    GAINS = "gains"
    UNCHANGED = "unchanged"


class Share(StrEnum):
    """Why the figure goes another way than what counts would let one think."""

    LESS_COUNTS = "less_counts"
    MORE_OF_MORE = "more_of_more"
    SAME_OF_MORE = "same_of_more"
    SAME_OF_LESS = "same_of_less"


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


def share_of(one: Move) -> Share | None:
    """Say why a figure falls, or rises, that a reader would not expect to; None where it needs no word.

    The figure is a share of what a version asks for: it falls although more counts where more is asked.
    """
    if one.after < one.before and (one.losses or one.bridging):
        return Share.LESS_COUNTS
    if one.gains:
        return Share.MORE_OF_MORE if one.after <= one.before else None
    if one.after == one.before:
        return None
    return Share.SAME_OF_MORE if one.after < one.before else Share.SAME_OF_LESS


class Links(NamedTuple):
    """What of an older version goes on in a newer one; made once for all people.

    `modules` are the modules of the newer version by outcome, `kept` those that both versions name.
    """

    outcomes: Mapping[str, tuple[str, ...]]
    components: Mapping[str, str]
    modules: Mapping[str, str]
    kept: frozenset[str]


def links(old: Path, new: Path) -> Links:
    """Say which outcomes and components of a version go on in another one, itself or by equivalence."""
    known = {outcome.code for module in old.modules for outcome in module.outcomes}
    modules = {outcome.code: module.ref for module in new.modules for outcome in module.outcomes}
    onward: dict[str, list[str]] = {}
    for target in modules:
        reached = dict.fromkeys(carry.source for carry in carries(target, new.equivalences))
        for source in (target, *reached):
            if source in known:
                onward.setdefault(source, []).append(target)
    kept = frozenset(module.ref for module in old.modules) & frozenset(modules.values())
    outcomes = {code: tuple(found) for code, found in onward.items()}
    return Links(outcomes, dict(_counterparts(old, new)), modules, kept)


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


def move(before: Judgement, after: Judgement, onward: Links) -> Move:
    """Compare where a person stands on the present version with where the move would put them.

    Lost is what counts now and would count for nothing; what only needs a top-up, a higher level or more of
    the same is to bridge. What a met module can do without is neither (I-12).
    """
    old, new = _Side(before), _Side(after)
    losses: list[str] = []
    due: dict[str, Missing] = {}
    for code in old.held:
        _settle(code, onward, new, losses, due)
    _settle_counted(old, new, onward, losses, due)
    for gap in _of_modules_that_go_on(old, new, onward):
        due.setdefault(gap.subject, gap)
    gains = _gains(old, new, onward)
    completes = _complete(after) and not _complete(before)
    kind = _kind(completes=completes, losses=losses, due=due, gains=gains)
    bridging = () if completes else tuple(_bridge(subject, gap) for subject, gap in due.items())
    figures = (overall_percent(before.marks), overall_percent(after.marks))
    return Move(kind, gains, tuple(losses), bridging, *figures)


def kept(before: Judgement, after: Judgement, onward: Links) -> tuple[str, ...]:
    """Name the outcomes of the newer version that count there because of something that counts now (J5)."""
    old, new = _Side(before), _Side(after)
    known = _known(old, onward)
    return tuple(code for code in new.held if code in known)


def _known(old: "_Side", onward: Links) -> set[str]:
    return {target for code in old.held for target in onward.outcomes.get(code, ())}


class _Side:
    """One version as it was judged, read only as far as anything on file reaches."""

    def __init__(self, judgement: Judgement) -> None:
        _, case, marks, grounds = judgement
        self.ledger, self.judged = case.ledger, case.days.judged
        self.modules: dict[str, list[tuple[Component, ModuleMark]]] = {}
        self.counted: dict[str, tuple[Component, Mark, Count]] = {}
        self.waived: set[str] = set()
        for component, mark, ground in zip(case.dossier.path.components, marks, grounds, strict=True):
            if isinstance(ground, Count):
                self.counted[component.code] = (component, mark, ground)
            elif ground is not None:
                for one in ground:
                    self.modules.setdefault(one.demand.plan.ref, []).append((component, one))
            elif mark.met:
                self.waived.update(component.options)
        self.held = {code: ref for ref, marks in self.modules.items() for code in self._satisfied(marks)}

    def _satisfied(self, marks: list[tuple[Component, ModuleMark]]) -> Iterator[str]:
        held = self.ledger.held
        for _, mark in marks:
            if mark.weight:
                for slot in mark.demand.plan.slots:
                    if slot.number in held and self._counts(held[slot.number], mark.demand):
                        yield slot.code

    def _counts(self, held: list[Held], demand: Demand) -> bool:
        least, months = demand.min_level, demand.max_age_months
        for one in held:
            if one[0] >= least and (months is None or valid_until(one[2], months) >= self.judged):
                return True
        return False

    def is_met(self, ref: str) -> bool:
        """Whether a module counts as it is, so that nothing of it is missing."""
        return ref in self.waived or any(mark.met for _, mark in self.modules.get(ref, ()))

    def gaps(self, ref: str) -> tuple[Missing, ...]:
        """What a module lacks, as its page says."""
        return tuple(
            gap
            for component, mark in self.modules.get(ref, ())
            for gap in module_standing(mark, component.code, self.ledger, self.judged).missing
        )

    def met(self) -> dict[str, tuple[Component, Mark, Count]]:
        """Components of other types than modules that something on file meets."""
        return {code: one for code, one in self.counted.items() if one[1].met and one[2].by}


def _complete(judgement: Judgement) -> bool:
    return all(mark.met for mark in judgement.marks if mark.mandatory)


def _kind(*, completes: bool, losses: object, due: object, gains: object) -> MoveKind:
    if completes:
        return MoveKind.COMPLETES
    if losses:
        return MoveKind.LOSES
    if due:
        return MoveKind.MUST_BRIDGE
    return MoveKind.GAINS if gains else MoveKind.UNCHANGED


def _bridge(subject: str, gap: Missing) -> Bridge:
    return Bridge(gap.code, subject, gap.detail, gap.have, gap.need)


def _settle(code: str, onward: Links, new: _Side, losses: list[str], due: dict[str, Missing]) -> None:
    targets = onward.outcomes.get(code, ())
    if any(one in new.held or new.is_met(onward.modules[one]) for one in targets):
        return
    gaps = [gap for one in targets for gap in new.gaps(onward.modules[one]) if gap.subject == one]
    told = next((gap for gap in gaps if gap.code is not MissingCode.NO_EVIDENCE), None)
    if told is not None:
        due.setdefault(told.subject, told)
    elif gaps or not any(new.modules.get(onward.modules[one]) for one in targets):
        losses.append(code)


def _settle_counted(
    old: _Side, new: _Side, onward: Links, losses: list[str], due: dict[str, Missing]
) -> None:
    """Of practice, observations and the like: what is met now and would not be asks for the rest."""
    for code in old.met():
        ahead = onward.components.get(code, "")
        if ahead not in onward.components.values():
            losses.append(code)
        elif ahead in new.counted and not new.counted[ahead][1].met:
            for gap in standing_of(*new.counted[ahead]).missing[:1]:
                due.setdefault(ahead, gap)


def _of_modules_that_go_on(old: _Side, new: _Side, onward: Links) -> Iterator[Missing]:
    """What else a module asks for whose forerunner counts: new matter (S06); hours or a test, if no more."""
    whole = {
        onward.modules[target]: old.is_met(ref)
        for code, ref in old.held.items()
        for target in onward.outcomes.get(code, ())
        if onward.modules[target] not in onward.kept
    }
    for ref, was_met in whole.items():
        if not new.is_met(ref):
            gaps = new.gaps(ref)
            yield from (gap for gap in gaps if gap.code is MissingCode.TOP_UP_DUE)
            if was_met and {gap.subject for gap in gaps} == {ref}:
                yield from gaps


def _gains(old: _Side, new: _Side, onward: Links) -> tuple[str, ...]:
    """What counts on the newer version and neither counts now nor goes back to something that does."""
    known = _known(old, onward)
    stood = {onward.components.get(code) for code in old.met()}
    fresh = (*new.held, *new.met())
    return tuple(code for code in fresh if code not in known and code not in stood)
