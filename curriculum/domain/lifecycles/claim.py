"""An offering's claim to cover an outcome: donors propose, the owner of the module decides (I-09)."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class ClaimState(StrEnum):
    """Where a coverage claim stands; only an accepted one raises a proof level."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


S = ClaimState

CLAIM = Lifecycle(
    "claim",
    S.PROPOSED,
    (
        Transition(
            S.PROPOSED, "accept", S.ACCEPTED, May.CLAIM_DECIDE, "claim:accepted", (Need.ANOTHER_APPROVER,)
        ),
        Transition(S.PROPOSED, "reject", S.REJECTED, May.CLAIM_DECIDE, "claim:rejected", (Need.REASON,)),
        Transition(S.ACCEPTED, "supersede", S.SUPERSEDED, None, "claim:superseded", (Need.REASON,)),
    ),
)
