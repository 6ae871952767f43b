"""Documents and records that speak for a person: evidence, reviews, experience, CPD (domain.md §2.5)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Data, Id, Model, Stamped, closed, new_id, ref
from curriculum.domain.lifecycles.evidence import EvidenceState


class EvidenceKind(StrEnum):
    """Formal, non-formal and informal learning (R17)."""

    FORMAL = "formal"
    NON_FORMAL = "non_formal"
    INFORMAL = "informal"


class EvidenceType(StrEnum):
    """What the document or record is."""

    ATTENDANCE = "attendance"
    ASSESSMENT_RESULT = "assessment_result"
    CERTIFICATE = "certificate"
    WORK_PRODUCT = "work_product"
    SUPERVISOR_ATTESTATION = "supervisor_attestation"
    OBSERVATION = "observation"
    LOGBOOK = "logbook"
    PUBLICATION = "publication"


class Evidence(Stamped, Model):
    """One piece of evidence; what it proves is derived from accepted claims or from its review."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False, default=new_id)
    kind: Mapped[EvidenceKind] = mapped_column(closed(EvidenceKind))
    type: Mapped[EvidenceType] = mapped_column(closed(EvidenceType))
    title: Mapped[str]
    issuer: Mapped[str]
    issued_on: Mapped[date]
    offering_id: Mapped[int | None] = ref("offering.id")
    run_id: Mapped[int | None] = ref("run.id")
    outcome_ids: Mapped[Data] = mapped_column(default=list)
    """Outcomes it was offered for; a donor's row names none, its offering's claims do."""
    path_version_id: Mapped[int | None] = ref("path_version.id", index=False)
    """Of a portfolio item: the path it was made for."""
    score: Mapped[int | None]
    """Hundredths of a point out of 100; None: attended, no individual result."""
    attested_by: Mapped[str | None]
    """Host or supervisor who attests mentoring, twinning, on-the-job learning or a deployment."""
    submitted_by: Mapped[int | None] = ref("account.id", index=False)
    state: Mapped[EvidenceState] = mapped_column(closed(EvidenceState), default=EvidenceState.ACCEPTED)
    valid_until: Mapped[date | None]
    file_sha256: Mapped[str | None]
    batch_id: Mapped[int | None] = mapped_column(KEY, index=True)
    """The import batch that brought it first (a value: `intake` stands above)."""
    withdrawn_at: Mapped[At | None]
    """Set when every import that brought it was undone; the row stays."""

    __table_args__ = (Index("ix_evidence_offering_person", "offering_id", "person_id"),)


class EvidenceSource(Stamped, Model):
    """One import that says the same: duplicate evidence is stored once and linked to all its sources."""

    person_id: Mapped[int] = mapped_column(KEY, primary_key=True)
    evidence_id: Mapped[int] = mapped_column(KEY, primary_key=True)
    batch_id: Mapped[int] = mapped_column(KEY, primary_key=True, index=True)
    withdrawn_at: Mapped[At | None]
    """Set when this import was undone."""

    __table_args__ = (
        ForeignKeyConstraint(["person_id", "evidence_id"], ["evidence.person_id", "evidence.id"]),
    )


class EvidenceOutcome(Stamped, Model):
    """What a review accepted of a piece of evidence, outcome by outcome."""

    person_id: Mapped[int] = mapped_column(KEY, primary_key=True)
    evidence_id: Mapped[int] = mapped_column(KEY, primary_key=True)
    outcome_id: Mapped[int] = ref("outcome.id", primary_key=True)
    proof_level: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(["person_id", "evidence_id"], ["evidence.person_id", "evidence.id"]),
        CheckConstraint("proof_level BETWEEN 0 AND 4", name="level_range"),
    )


class EvidenceReview(Stamped, Model):
    """A reasoned opinion on a piece of evidence by somebody else."""

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(KEY)
    evidence_id: Mapped[int] = mapped_column(KEY)
    reviewer_id: Mapped[int] = ref("person.id", index=False)
    decision: Mapped[str]
    reason_code: Mapped[str | None]
    comment: Mapped[str | None]
    reviewed_at: Mapped[At]

    __table_args__ = (
        ForeignKeyConstraint(["person_id", "evidence_id"], ["evidence.person_id", "evidence.id"]),
        Index("ix_evidence_review_evidence", "person_id", "evidence_id"),
        CheckConstraint("reviewer_id <> person_id", name="not_own_evidence"),
    )


class EvidenceHold(Stamped, Model):
    """A frozen application snapshot uses this evidence: its import cannot be undone."""

    person_id: Mapped[int] = mapped_column(KEY, primary_key=True)
    evidence_id: Mapped[int] = mapped_column(KEY, primary_key=True)
    application_id: Mapped[int] = mapped_column(KEY, primary_key=True)

    __table_args__ = (
        ForeignKeyConstraint(["person_id", "evidence_id"], ["evidence.person_id", "evidence.id"]),
    )


class Experience(Stamped, Model):
    """Months served in a field, attested by HR (R18)."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False, default=new_id)
    theme_id: Mapped[int] = ref("theme.id", index=False)
    from_: Mapped[date]
    to: Mapped[date]
    attested_by: Mapped[int] = ref("person.id", index=False)
    attested_on: Mapped[date]
    note: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("attested_by <> person_id", name="not_own_experience"),
        CheckConstraint('"to" >= from_', name="dates_in_order"),
        UniqueConstraint("person_id", "theme_id", "from_"),
    )


class CpdType(StrEnum):
    """What earns points; no kind fills more than half of what is asked (domain.md §5.3)."""

    DELIVERED = "delivered"
    LEARNED = "learned"
    SESSION_PLAN = "session_plan"
    PEER_OBSERVATION = "peer_observation"
    MISSION_DAY = "mission_day"
    PUBLICATION = "publication"


class CpdRecord(Stamped, Model):
    """Points of continuing professional development; they count once somebody else accepted them."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False, default=new_id)
    type: Mapped[CpdType] = mapped_column(closed(CpdType))
    points: Mapped[int]
    """Hundredths of a point."""
    done_on: Mapped[date]
    note: Mapped[str | None]
    accepted_by: Mapped[int | None] = ref("person.id", index=False)
    accepted_at: Mapped[At | None]

    __table_args__ = (
        CheckConstraint("accepted_by <> person_id", name="not_own_points"),
        CheckConstraint("points > 0", name="points_positive"),
    )
