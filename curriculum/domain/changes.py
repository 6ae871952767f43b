"""What changed between two standings, and because of what: "why did I drop from 82 % to 70 %" (rule 7)."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from curriculum.domain.standing import ComponentStanding, ExcludedWhy, OutcomeStanding, Progress


class ChangeOf(StrEnum):
    """What a change is about."""

    PATH = "path"
    CERTIFIED = "certified"
    COMPONENT = "component"
    OUTCOME = "outcome"


class Because(StrEnum):
    """Why something changed."""

    VERSION_CHANGED = "version_changed"
    EVIDENCE_INVALIDATED = "evidence_invalidated"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_RESOLVED = "dispute_resolved"
    RESULTS_RECEIVED = "results_received"
    TOP_UP_RECORDED = "top_up_recorded"
    EVIDENCE_LAPSED = "evidence_lapsed"
    EVIDENCE_REINSTATED = "evidence_reinstated"
    NEW_EVIDENCE = "new_evidence"
    EVIDENCE_REMOVED = "evidence_removed"
    EVIDENCE_CHANGED = "evidence_changed"
    EXEMPTION_GRANTED = "exemption_granted"
    EXEMPTION_ENDED = "exemption_ended"
    CERTIFICATE_CHANGED = "certificate_changed"
    TIME_PASSED = "time_passed"


class Cause(NamedTuple):
    """A reason with the trace ids it is about."""

    code: Because
    refs: tuple[str, ...] = ()


class Change(NamedTuple):
    """One thing that is not what it was: percents of paths and components, levels of outcomes."""

    of: ChangeOf
    subject: str
    from_: int
    to: int
    because: tuple[Cause, ...]


GONE = {
    ExcludedWhy.INVALIDATED: Because.EVIDENCE_INVALIDATED,
    ExcludedWhy.DISPUTED: Because.DISPUTE_OPENED,
    ExcludedWhy.LAPSED: Because.EVIDENCE_LAPSED,
}
BACK = {
    ExcludedWhy.DISPUTED: Because.DISPUTE_RESOLVED,
    ExcludedWhy.WAITING: Because.RESULTS_RECEIVED,
    ExcludedWhy.TOP_UP_DUE: Because.TOP_UP_RECORDED,
    ExcludedWhy.INVALIDATED: Because.EVIDENCE_REINSTATED,
    ExcludedWhy.LAPSED: Because.EVIDENCE_REINSTATED,
}


class Sides(NamedTuple):
    """What both standings leave out, by trace id, and whether a day has passed between them."""

    before: dict[str, ExcludedWhy]
    after: dict[str, ExcludedWhy]
    same_day: bool


def diff(before: Progress, after: Progress) -> tuple[Change, ...]:
    """Say what changed from one standing to the next; empty when nothing a person sees has."""
    sides = Sides(_left_out(before), _left_out(after), before.judged_on == after.judged_on)
    moved = before.path != after.path
    components = () if moved else _components(before, after, sides)
    parts = (*components, *_outcomes(before, after, sides))
    return (*_path(before, after, components, moved=moved), *_certified(before, after), *parts)


def _left_out(progress: Progress) -> dict[str, ExcludedWhy]:
    # One record may be left out of several outcomes for different reasons; the first in order speaks.
    return {one.ref: one.why for one in reversed(progress.excluded)}


def _path(
    before: Progress, after: Progress, components: Iterable[Change], *, moved: bool
) -> tuple[Change, ...]:
    if moved:
        cause = Cause(Because.VERSION_CHANGED, (before.path, after.path))
        return (Change(ChangeOf.PATH, after.path, before.percent, after.percent, (cause,)),)
    if before.percent == after.percent:
        return ()
    causes = _joined(cause for change in components for cause in change.because)
    return (Change(ChangeOf.PATH, after.path, before.percent, after.percent, causes),)


def _certified(before: Progress, after: Progress) -> tuple[Change, ...]:
    if before.certified == after.certified:
        return ()
    cause = (Cause(Because.CERTIFICATE_CHANGED),)
    held = (before.certified_percent, after.certified_percent)
    return (Change(ChangeOf.CERTIFIED, after.path, *held, cause),)


def _components(before: Progress, after: Progress, sides: Sides) -> tuple[Change, ...]:
    old = {component.code: component for component in before.components}
    return tuple(
        Change(ChangeOf.COMPONENT, new.code, was.percent, new.percent, _why_component(was, new, sides))
        for new in after.components
        if (was := old[new.code]) and (was.percent, was.state) != (new.percent, new.state)
    )


def _why_component(was: ComponentStanding, new: ComponentStanding, sides: Sides) -> tuple[Cause, ...]:
    if was.waived != new.waived:
        code = Because.EXEMPTION_GRANTED if new.waived else Because.EXEMPTION_ENDED
        return (Cause(code, new.by if new.waived else was.by),)
    return _why(was.by, new.by, sides, fell=new.percent < was.percent)


def _outcomes(before: Progress, after: Progress, sides: Sides) -> tuple[Change, ...]:
    old, new = _by_code(before), _by_code(after)
    return tuple(
        Change(ChangeOf.OUTCOME, code, old[code].level, now.level, _why_outcome(old[code], now, sides))
        for code, now in new.items()
        if code in old and (old[code].level, old[code].satisfied) != (now.level, now.satisfied)
    )


def _why_outcome(was: OutcomeStanding, now: OutcomeStanding, sides: Sides) -> tuple[Cause, ...]:
    return _why(was.by, now.by, sides, fell=(now.satisfied, now.level) < (was.satisfied, was.level))


def _by_code(progress: Progress) -> dict[str, OutcomeStanding]:
    return {
        outcome.code: outcome
        for component in progress.components
        for module in component.modules
        for outcome in module.outcomes
    }


def _why(was: tuple[str, ...], new: tuple[str, ...], sides: Sides, *, fell: bool) -> tuple[Cause, ...]:
    found = [Cause(_arrived(ref, sides), (ref,)) for ref in new if ref not in was]
    # What something stronger stands in for now was not taken away.
    gone = [ref for ref in was if ref not in new and (fell or ref in sides.after)]
    found += [Cause(_left(ref, sides), (ref,)) for ref in gone]
    found += [Cause(Because.RESULTS_RECEIVED, (ref,)) for ref in new if ref in was and _resulted(ref, sides)]
    if found:
        return _joined(found)
    return (Cause(Because.EVIDENCE_CHANGED if sides.same_day else Because.TIME_PASSED, new),)


def _arrived(ref: str, sides: Sides) -> Because:
    why = sides.before.get(ref)
    return Because.NEW_EVIDENCE if why is None else BACK[why]


def _left(ref: str, sides: Sides) -> Because:
    why = sides.after.get(ref)
    return Because.EVIDENCE_REMOVED if why is None else GONE.get(why, Because.EVIDENCE_REMOVED)


def _resulted(ref: str, sides: Sides) -> bool:
    return sides.before.get(ref) is ExcludedWhy.WAITING and sides.after.get(ref) is not ExcludedWhy.WAITING


def _joined(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    """Gather trace ids under each reason, reasons in the order of the vocabulary."""
    refs: dict[Because, set[str]] = {}
    for cause in causes:
        refs.setdefault(cause.code, set()).update(cause.refs)
    return tuple(Cause(code, tuple(sorted(refs[code]))) for code in Because if code in refs)
