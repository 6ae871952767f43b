"""A donor's course: planned, confirmed, held, closed; or called off before it was held (domain.md §2.9)."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class OfferingState(StrEnum):
    """Where a donor's course stands."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    DELIVERED = "delivered"
    CLOSED = "closed"
    CANCELLED = "cancelled"


S = OfferingState

STILL_PLANNED = (S.PLANNED, S.CONFIRMED)
"""Not held yet: what was announced may still change."""

HELD = (S.DELIVERED, S.CLOSED)
"""There are people who were taught."""

OFFERING = Lifecycle(
    "offering",
    S.PLANNED,
    (
        Transition(S.PLANNED, "confirm", S.CONFIRMED, May.OFFERING_EDIT, "offering:confirmed"),
        Transition(S.CONFIRMED, "deliver", S.DELIVERED, May.OFFERING_EDIT, "offering:delivered"),
        Transition(S.DELIVERED, "close", S.CLOSED, May.OFFERING_EDIT, "offering:closed"),
        Transition(S.PLANNED, "cancel", S.CANCELLED, May.OFFERING_EDIT, "offering:cancelled", (Need.REASON,)),
        Transition(
            S.CONFIRMED, "cancel", S.CANCELLED, May.OFFERING_EDIT, "offering:cancelled", (Need.REASON,)
        ),
    ),
)
