"""The dated power to sign for HR or for training; ending it leaves earlier signatures alone (I-16)."""

from datetime import date
from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May
from curriculum.domain.refusals import RefusalCode


class MandateState(StrEnum):
    """Where a mandate stands; whether it is in force also depends on its dates."""

    DRAFT = "draft"
    ACTIVE = "active"
    ENDED = "ended"
    SUSPENDED = "suspended"


S = MandateState
_WHY = (Need.REASON,)

MANDATE = Lifecycle(
    "mandate",
    S.DRAFT,
    (
        Transition(
            S.DRAFT,
            "approve",
            S.ACTIVE,
            May.MANDATE_APPROVE,
            "mandate:approved",
            (Need.DEED, Need.ANOTHER_APPROVER),
        ),
        Transition(S.ACTIVE, "end", S.ENDED, May.MANDATE_END, "mandate:ended", _WHY),
        Transition(S.ACTIVE, "suspend", S.SUSPENDED, May.MANDATE_SUSPEND, "mandate:suspended", _WHY),
    ),
)


class MandateStanding(StrEnum):
    """Where a mandate stands on a day, its dates considered."""

    IN_FORCE = "in_force"
    WAITING = "waiting"
    NOT_YET = "not_yet"
    SUSPENDED = "suspended"
    ENDED = "ended"


_REFUSED = {
    MandateStanding.WAITING: RefusalCode.MANDATE_MISSING,
    MandateStanding.SUSPENDED: RefusalCode.MANDATE_SUSPENDED,
    MandateStanding.NOT_YET: RefusalCode.MANDATE_NOT_YET,
    MandateStanding.ENDED: RefusalCode.MANDATE_ENDED,
}


def standing_on(state: MandateState, from_: date, to: date | None, on: date) -> MandateStanding:
    """Say where a mandate stands that day; `to` is inclusive."""
    if state is S.DRAFT:
        return MandateStanding.WAITING
    if state is S.SUSPENDED:
        return MandateStanding.SUSPENDED
    if on < from_:
        return MandateStanding.NOT_YET
    # An ended mandate was in force until its last day: what was signed then stands (I-16).
    return MandateStanding.ENDED if to is not None and on > to else MandateStanding.IN_FORCE


def why_not_in_force(state: MandateState, from_: date, to: date | None, on: date) -> RefusalCode | None:
    """Name why nobody may sign by it that day, None when they may (I-03, S16)."""
    return _REFUSED.get(standing_on(state, from_, to, on))
