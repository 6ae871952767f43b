"""Several sources, one figure of attendance – or a dispute, which counts nothing until resolved (I-10)."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

# Two sources disagree when they differ by more than one of these (domain.md 2.9, S10).
TOLERATED_MINUTES = 120
TOLERATED_PCT = 10


class SourceKind(StrEnum):
    """Where a figure comes from."""

    SIGN_IN_SHEET = "sign_in_sheet"
    LMS_EXPORT = "lms_export"
    DONOR_LIST = "donor_list"
    TRAINER_REGISTER = "trainer_register"
    BADGE = "badge"


class Figure(NamedTuple):
    """What one source says one person attended of one run."""

    source: str
    kind: SourceKind
    minutes: int


class SettledBy(StrEnum):
    """Why a figure is the one that counts."""

    ONE_SOURCE = "one_source"
    SOURCES_AGREE = "sources_agree"
    LOWEST_WITHIN_TOLERANCE = "lowest_within_tolerance"
    RESOLUTION = "resolution"


class Settled(NamedTuple):
    """The one figure that counts, by which rule, out of which sources."""

    minutes: int
    by: SettledBy
    sources: tuple[str, ...]


class DisputeCode(StrEnum):
    """What is wrong with the figures."""

    SOURCES_DISAGREE = "sources_disagree"
    ABOVE_RUN = "above_run"


class Dispute(NamedTuple):
    """Figures that cannot be settled by rule: what disagrees, lowest first."""

    code: DisputeCode
    figures: tuple[Figure, ...]
    run_minutes: int | None


def settle(
    figures: Iterable[Figure], run_minutes: int | None = None, resolved: int | None = None
) -> Settled | Dispute | None:
    """Settle what sources say into one figure (S10); None means that no source says anything.

    `resolved` is the figure somebody decided on after a dispute: it goes before every rule."""
    known = tuple(sorted(figures, key=lambda figure: (figure.minutes, figure.source)))
    sources = tuple(sorted(figure.source for figure in known))
    if resolved is not None:
        return Settled(resolved, SettledBy.RESOLUTION, sources)
    if not known:
        return None
    lowest, highest = known[0].minutes, known[-1].minutes
    if disagree(lowest, highest):
        return Dispute(DisputeCode.SOURCES_DISAGREE, known, run_minutes)
    if run_minutes is not None and highest > run_minutes:
        return Dispute(DisputeCode.ABOVE_RUN, known, run_minutes)
    return Settled(lowest, _rule(known), sources)


def disagree(one: int, other: int) -> bool:
    """Tell whether two figures differ by more than 10 % of the greater, or by more than two hours."""
    apart, greater = abs(one - other), max(one, other)
    return apart > TOLERATED_MINUTES or apart * 100 > TOLERATED_PCT * greater


def _rule(known: tuple[Figure, ...]) -> SettledBy:
    if len(known) == 1:
        return SettledBy.ONE_SOURCE
    if known[0].minutes == known[-1].minutes:
        return SettledBy.SOURCES_AGREE
    # Within the tolerance the prudent figure counts: nobody is credited hours that one source denies.
    return SettledBy.LOWEST_WITHIN_TOLERANCE
