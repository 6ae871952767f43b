"""The dated power to sign for HR or for training; ending it leaves earlier signatures alone (I-16)."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


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
