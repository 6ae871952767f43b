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


def why_not_in_force(state: MandateState, from_: date, to: date | None, on: date) -> RefusalCode | None:
    """Name why nobody may sign by it that day, None when they may (I-03, S16); `to` is inclusive."""
    if state is S.DRAFT:
        return RefusalCode.MANDATE_MISSING
    if state is S.SUSPENDED:
        return RefusalCode.MANDATE_SUSPENDED
    if on < from_:
        return RefusalCode.MANDATE_NOT_YET
    # An ended mandate was in force until its last day: what was signed then stands (I-16).
    return RefusalCode.MANDATE_ENDED if to is not None and on > to else None
