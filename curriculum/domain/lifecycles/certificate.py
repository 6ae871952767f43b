"""A signed document's standing; expired is a date, never a stored state (I-08)."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class CertificateState(StrEnum):
    """What is stored of a certificate's status."""

    ISSUED = "issued"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


S = CertificateState
_WHY = (Need.REASON,)
_TWO = (Need.REASON, Need.SECOND_APPROVAL)

CERTIFICATE = Lifecycle(
    "certificate",
    S.ISSUED,
    (
        # Suspension is the urgent step, so one person may take it; what follows needs two.
        Transition(S.ISSUED, "suspend", S.SUSPENDED, May.CERTIFICATE_SUSPEND, "certificate:suspended", _WHY),
        Transition(
            S.SUSPENDED, "reinstate", S.ISSUED, May.CERTIFICATE_REINSTATE, "certificate:reinstated", _TWO
        ),
        Transition(S.ISSUED, "revoke", S.REVOKED, May.CERTIFICATE_REVOKE, "certificate:revoked", _TWO),
        Transition(S.SUSPENDED, "revoke", S.REVOKED, May.CERTIFICATE_REVOKE, "certificate:revoked", _TWO),
        Transition(
            S.ISSUED, "supersede", S.SUPERSEDED, May.CERTIFICATE_ISSUE, "certificate:superseded", _WHY
        ),
        Transition(
            S.ISSUED, "withdraw", S.WITHDRAWN, May.CERTIFICATE_WITHDRAW, "certificate:withdrawn", _WHY
        ),
    ),
)

MAY_TAKE = {one.action: one.permission for one in CERTIFICATE.transitions if one.permission is not None}
"""Who may take each step, from whatever state; who may take it decides on a proposal of it."""
