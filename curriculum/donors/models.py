"""Donors, programmes, offerings and what each offering is claimed to cover (domain.md §2.4)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import At, Data, Id, Model, Stamped, Text2, closed, ref
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.lifecycles.offering import STILL_PLANNED as STILL_PLANNED
from curriculum.domain.lifecycles.offering import OfferingState as OfferingState
from curriculum.domain.proof import Depth


class DonorKind(StrEnum):
    """What kind of body pays."""

    BILATERAL = "bilateral"
    INTERGOVERNMENTAL = "intergovernmental"
    MULTILATERAL = "multilateral"
    TRUST_FUND = "trust_fund"
    PRIVATE_FOUNDATION = "private_foundation"


class Mode(StrEnum):
    """How a course reaches its people."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    BLENDED = "blended"
    WORKPLACE = "workplace"
    STUDY_VISIT = "study_visit"
    PEER_EXCHANGE = "peer_exchange"
    MENTORING = "mentoring"
    TWINNING = "twinning"


class AssessmentKind(StrEnum):
    """How a donor finds out what somebody learnt; without any, attending proves attendance only."""

    NONE = "none"
    TEST = "test"
    PRACTICAL = "practical"
    REPORT = "report"
    ROLE_PLAY = "role_play"
    MICRO_TEACHING = "micro_teaching"


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


class ProgrammePhase(Stamped, Model):
    """A dated part of a programme; beside another one only where that was said."""

    id: Mapped[Id]
    programme_id: Mapped[int] = ref("programme.id")
    title: Mapped[Text2]
    start: Mapped[date]
    end: Mapped[date]
    is_parallel: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (CheckConstraint('"end" >= start', name="dates_in_order"),)


class Offering(Stamped, Model):
    """A donor's course as offered."""

    id: Mapped[Id]
    programme_id: Mapped[int] = ref("programme.id")
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[Text2]
    activity_type: Mapped[str]
    mode: Mapped[str | None]
    provider: Mapped[str | None]
    """Who teaches, where it is not the donor."""
    schedule: Mapped[str | None]
    """Days and times in the donor's words."""
    hours: Mapped[int]
    languages: Mapped[Data] = mapped_column(default=list)
    assessment_kind: Mapped[str]
    pass_mark: Mapped[int] = mapped_column(default=60)
    seats: Mapped[int | None]
    total_cost: Mapped[int | None]
    start: Mapped[date]
    end: Mapped[date]
    state: Mapped[OfferingState] = mapped_column(closed(OfferingState), default=OfferingState.PLANNED)


class OfferingSyllabus(Stamped, Model):
    """The syllabus of an offering, byte for byte (ADR 0002); replaced by a later one, never removed."""

    id: Mapped[Id]
    offering_id: Mapped[int] = ref("offering.id")
    name: Mapped[str]
    kind: Mapped[str]
    """What the bytes are, and the ending it gets when given back."""
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    ended_at: Mapped[At | None]

    __table_args__ = (
        Index(
            "uq_offering_syllabus_current",
            "offering_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class ResultsRequest(Stamped, Model):
    """A donor was asked for the individual results of an offering; answered once they came (J4)."""

    id: Mapped[Id]
    offering_id: Mapped[int] = ref("offering.id")
    asked_on: Mapped[date]
    asked_whom: Mapped[str]
    answered_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("answered_on IS NULL OR answered_on >= asked_on", name="answer_follows"),
        Index(
            "uq_results_request_open",
            "offering_id",
            unique=True,
            sqlite_where=text("answered_on IS NULL"),
            postgresql_where=text("answered_on IS NULL"),
        ),
    )


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
