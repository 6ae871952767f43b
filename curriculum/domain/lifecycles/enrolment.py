"""A person on a path version: designated, admitted, under way, done."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class EnrolmentState(StrEnum):
    """Where a path enrolment stands; it pins the version (I-18)."""

    NOMINATED = "nominated"
    DECLINED = "declined"
    ADMITTED = "admitted"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    TRANSITIONED = "transitioned"


S = EnrolmentState
_WHY = (Need.REASON,)
_HOLD = May.ENROLMENT_HOLD

MOVABLE = (S.ADMITTED, S.ACTIVE, S.ON_HOLD)
"""From where somebody may move to a newer version; who has completed applies on the present one (I-18)."""

PATH_ENROLMENT = Lifecycle(
    "enrolment",
    S.NOMINATED,
    (
        Transition(
            S.NOMINATED, "admit", S.ADMITTED, May.ENROLMENT_ADMIT, "enrolment:admitted", (Need.ENTRY_MET,)
        ),
        Transition(S.NOMINATED, "decline", S.DECLINED, May.ENROLMENT_ADMIT, "enrolment:declined", _WHY),
        Transition(S.ADMITTED, "start", S.ACTIVE, None, "enrolment:started"),
        Transition(S.ACTIVE, "hold", S.ON_HOLD, _HOLD, "enrolment:held", _WHY),
        Transition(S.ON_HOLD, "resume", S.ACTIVE, _HOLD, "enrolment:resumed"),
        Transition(S.ACTIVE, "complete", S.COMPLETED, None, "enrolment:completed", (Need.ALL_MET,)),
        Transition(S.ACTIVE, "withdraw", S.WITHDRAWN, May.ENROLMENT_WITHDRAW, "enrolment:withdrawn", _WHY),
        Transition(S.ACTIVE, "lapse", S.LAPSED, None, "enrolment:lapsed"),
        *(
            Transition(one, "transition", S.TRANSITIONED, May.ENROLMENT_TRANSITION, "enrolment:transitioned")
            for one in MOVABLE
        ),
        *(Transition(one, "migrate", S.TRANSITIONED, None, "enrolment:migrated", _WHY) for one in MOVABLE),
        *(
            Transition(S.TRANSITIONED, f"take_back_{one}", one, None, "enrolment:taken_back", _WHY)
            for one in MOVABLE
        ),
        *(
            Transition(one, "move_back", S.TRANSITIONED, None, "enrolment:moved_back", _WHY)
            for one in (*MOVABLE, S.COMPLETED)
        ),
        *(
            Transition(one, "pause", S.ON_HOLD, None, "enrolment:paused", _WHY)
            for one in (S.ADMITTED, S.ACTIVE)
        ),
        Transition(S.COMPLETED, "apply", S.APPLIED, None, "enrolment:applied"),
    ),
)
