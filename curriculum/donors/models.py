"""Donors, programmes, offerings and what each offering is claimed to cover (domain.md §2.4)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import At, Data, Id, Model, Stamped, Text2, closed, ref
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.proof import Depth


class OfferingState(StrEnum):
    """Life of a donor's course (domain.md §2.9)."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    DELIVERED = "delivered"
    CLOSED = "closed"
    CANCELLED = "cancelled"


STILL_PLANNED = (OfferingState.PLANNED, OfferingState.CONFIRMED)
"""Not held yet: what was announced may still change."""


class Donor(Stamped, Model):
    """Who pays."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Text2]
    type: Mapped[str]


class Programme(Stamped, Model):
    """A donor's dated project; its visibility line and disclaimer travel with what it paid for (R68)."""

    id: Mapped[Id]
    donor_id: Mapped[int] = ref("donor.id")
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[Text2]
    start: Mapped[date]
    end: Mapped[date]
    currency: Mapped[str]
    training_budget: Mapped[int | None]
    visibility_text: Mapped[Text2 | None]
    disclaimer: Mapped[Text2 | None]


class Offering(Stamped, Model):
    """A donor's course as offered."""

    id: Mapped[Id]
    programme_id: Mapped[int] = ref("programme.id")
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[Text2]
    activity_type: Mapped[str]
    mode: Mapped[str | None]
    hours: Mapped[int]
    languages: Mapped[Data] = mapped_column(default=list)
    assessment_kind: Mapped[str]
    pass_mark: Mapped[int] = mapped_column(default=60)
    seats: Mapped[int | None]
    total_cost: Mapped[int | None]
    start: Mapped[date]
    end: Mapped[date]
    state: Mapped[OfferingState] = mapped_column(closed(OfferingState), default=OfferingState.PLANNED)


_OPEN = text("state IN ('proposed', 'accepted')")
"""Rejected or superseded, a claim may be made anew: the old one stays beside it."""


class CoverageClaim(Stamped, Model):
    """An offering covers an outcome to a depth: proposed by one account, accepted by another (I-09)."""

    id: Mapped[Id]
    offering_id: Mapped[int] = ref("offering.id")
    outcome_id: Mapped[int] = ref("outcome.id")
    depth: Mapped[Depth] = mapped_column(closed(Depth))
    state: Mapped[ClaimState] = mapped_column(closed(ClaimState), default=ClaimState.PROPOSED)
    proposed_by: Mapped[int | None] = ref("account.id", index=False)
    reviewed_by: Mapped[int | None] = ref("account.id", index=False)
    reviewed_at: Mapped[At | None]
    """Of a superseded claim: since when what relied on it is settled; None, it still counts for them (J1)."""
    reason: Mapped[str | None]

    __table_args__ = (
        Index(
            "uq_coverage_claim_open",
            "offering_id",
            "outcome_id",
            "depth",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        CheckConstraint("reviewed_by IS NULL OR reviewed_by <> proposed_by", name="two_people"),
        CheckConstraint("state <> 'rejected' OR reason IS NOT NULL", name="rejection_has_a_reason"),
    )


_STANDS = text("ended_at IS NULL")


class OverlapNote(Stamped, Model):
    """That two donors teach one outcome is wanted, with the reason; ended, never deleted (K03)."""

    id: Mapped[Id]
    outcome_id: Mapped[int] = ref("outcome.id")
    reason: Mapped[str]
    set_by: Mapped[int | None] = ref("account.id", index=False)
    ended_at: Mapped[At | None]

    __table_args__ = (
        Index(
            "uq_overlap_note_stands",
            "outcome_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )
