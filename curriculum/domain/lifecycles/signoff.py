"""One of the two signatures on a statement: HR's or training's (I-03, I-07)."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class SignOffState(StrEnum):
    """Where a sign-off stands; an approved one of an issued certificate is final."""

    PENDING = "pending"
    APPROVED = "approved"
    RETURNED = "returned"
    REFUSED = "refused"
    REASSIGNED = "reassigned"
    VOIDED = "voided"


S = SignOffState
_SIGN = (Need.MANDATE_IN_FORCE, Need.SAME_PAYLOAD, Need.NO_CONFLICT)
_WHY = (Need.REASON, Need.MANDATE_IN_FORCE)


def _table(sign: May) -> tuple[Transition[SignOffState], ...]:
    """Write the table once; only who may sign differs."""
    return (
        Transition(S.PENDING, "approve", S.APPROVED, sign, "signoff:approved", _SIGN),
        Transition(S.PENDING, "return", S.RETURNED, sign, "signoff:returned", _WHY),
        Transition(S.PENDING, "refuse", S.REFUSED, sign, "signoff:refused", _WHY),
        Transition(
            S.PENDING, "reassign", S.REASSIGNED, May.SIGNOFF_REASSIGN, "signoff:reassigned", (Need.REASON,)
        ),
        Transition(S.PENDING, "void", S.VOIDED, None, "signoff:voided"),
        Transition(S.APPROVED, "void", S.VOIDED, None, "signoff:voided"),
    )


HR_SIGN_OFF = Lifecycle("signoff", S.PENDING, _table(May.APPLICATION_SIGN_HR))
TRAINING_SIGN_OFF = Lifecycle("signoff", S.PENDING, _table(May.APPLICATION_SIGN_TRAINING))
