"""From application to certificate: mandates, decision, two sign-offs, issue, status (domain.md §2.7)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Data, Id, Model, Stamped, Text2, closed, new_id, ref
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.certificate import CertificateState
from curriculum.domain.lifecycles.mandate import MandateState
from curriculum.domain.lifecycles.signoff import SignOffState


class Function(StrEnum):
    """The two bodies that sign (R13)."""

    HR = "HR"
    TRAINING = "TRAINING"


class Mandate(Stamped, Model):
    """Dated power of a natural person to sign for an institution in one function, with its deed."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = ref("person.id")
    institution_id: Mapped[int] = ref("institution.id")
    """For which institution it signs; a borrowed signatory serves elsewhere (S21)."""
    function: Mapped[Function] = mapped_column(closed(Function))
    capacity: Mapped[Text2]
    legal_ref: Mapped[str]
    deed: Mapped[bytes | None] = mapped_column(LargeBinary)
    deed_sha256: Mapped[str | None]
    from_: Mapped[date]
    to: Mapped[date | None]
    acting: Mapped[bool] = mapped_column(default=False)
    replaces_id: Mapped[int | None] = ref("mandate.id", index=False)
    state: Mapped[MandateState] = mapped_column(closed(MandateState), default=MandateState.DRAFT)
    proposed_by: Mapped[int | None] = ref("account.id", index=False)
    approved_by: Mapped[int | None] = ref("account.id", index=False)
    ended_reason: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name="two_people"),
        CheckConstraint("state <> 'active' OR deed_sha256 IS NOT NULL", name="active_has_a_deed"),
        CheckConstraint("state <> 'active' OR approved_by IS NOT NULL", name="active_was_approved"),
        Index("ix_mandate_institution_function", "institution_id", "function"),
    )


_OPEN = text("state NOT IN ('decided_refuse', 'issued', 'withdrawn')")
"""What is not over: of a double click, one application stays (`queries.CLOSED`)."""


class Application(Stamped, Model):
    """A candidacy for a certificate with its frozen, hashed snapshot."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    enrolment_id: Mapped[int] = mapped_column(KEY)
    path_version_id: Mapped[int] = ref("path_version.id")
    state: Mapped[ApplicationState] = mapped_column(closed(ApplicationState), default=ApplicationState.DRAFT)
    submitted_on: Mapped[date | None]
    submitted_by: Mapped[int | None] = ref("account.id", index=False)
    snapshot: Mapped[str | None]
    """Canonical JSON of the dossier at submission."""
    snapshot_hash: Mapped[str | None]
    printed_names: Mapped[Data] = mapped_column(default=dict)
    """Script → name as the candidate agreed to see it printed."""
    replaces_certificate_id: Mapped[int | None] = mapped_column(KEY)

    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "enrolment_id"], ["path_enrolment.person_id", "path_enrolment.id"]
        ),
        Index("ix_application_state", "state", "path_version_id"),
        Index(
            "uq_application_open",
            "person_id",
            "enrolment_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        CheckConstraint("state = 'draft' OR snapshot_hash IS NOT NULL", name="submitted_is_frozen"),
    )


class ApplicationStep(Stamped, Model):
    """One move of an application, by whom and with what reason, for the page and for the record."""

    person_id: Mapped[int] = mapped_column(KEY, primary_key=True)
    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False, default=new_id)
    application_id: Mapped[int] = mapped_column(KEY, index=True)
    action: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    actor_person_id: Mapped[int | None] = mapped_column(KEY)
    actor_account_id: Mapped[int | None] = mapped_column(KEY)
    at: Mapped[At]
    reason: Mapped[str | None]

    __table_args__ = (
        ForeignKeyConstraint(["person_id", "application_id"], ["application.person_id", "application.id"]),
    )


class Decision(Stamped, Model):
    """The certification decision with reasons and minutes, by somebody free of the case (I-02)."""

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(KEY)
    application_id: Mapped[int] = mapped_column(KEY, index=True)
    code: Mapped[str] = mapped_column(unique=True)
    outcome: Mapped[str]
    decided_on: Mapped[date]
    decider_id: Mapped[int] = ref("person.id")
    reasons: Mapped[str]
    minutes: Mapped[str]
    conflicts_checked_at: Mapped[At]
    employer_id: Mapped[int] = ref("institution.id", index=False)
    """The employer at decision date, who provides the HR sign-off (I-15)."""

    __table_args__ = (
        ForeignKeyConstraint(["person_id", "application_id"], ["application.person_id", "application.id"]),
        CheckConstraint("decider_id <> person_id", name="not_own_decision"),
    )


class SigningStatement(Stamped, Model):
    """The payload both signatories see; a change makes a new one and voids both sign-offs (I-07)."""

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(KEY)
    application_id: Mapped[int] = mapped_column(KEY, index=True)
    number: Mapped[str]
    token: Mapped[str]
    payload: Mapped[str]
    """Canonical JSON, the bytes that `digest` is taken of."""
    digest: Mapped[str]
    voided_at: Mapped[At | None]
    voided_because: Mapped[str | None]

    __table_args__ = (
        ForeignKeyConstraint(["person_id", "application_id"], ["application.person_id", "application.id"]),
        Index(
            "uq_signing_statement_open",
            "application_id",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
    )


class SignOff(Stamped, Model):
    """One of the two signatures on a statement: who, under which mandate, on which digest."""

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(KEY)
    application_id: Mapped[int] = mapped_column(KEY, index=True)
    statement_id: Mapped[int] = ref("signing_statement.id")
    function: Mapped[Function] = mapped_column(closed(Function))
    mandate_id: Mapped[int] = ref("mandate.id")
    signatory_id: Mapped[int] = ref("person.id")
    state: Mapped[SignOffState] = mapped_column(closed(SignOffState), default=SignOffState.PENDING)
    shown_text: Mapped[str | None]
    payload_hash: Mapped[str | None]
    decided_at: Mapped[At | None]
    reason: Mapped[str | None]
    declaration: Mapped[str | None]
    """What an HR signatory in the candidate's reporting line declares (I-04)."""

    __table_args__ = (
        UniqueConstraint("statement_id", "function"),
        UniqueConstraint("statement_id", "signatory_id"),
        CheckConstraint("signatory_id <> person_id", name="not_own_signature"),
        CheckConstraint("state <> 'approved' OR payload_hash IS NOT NULL", name="approved_has_the_hash"),
        Index("ix_sign_off_signatory_state", "signatory_id", "state"),
    )


class Certificate(Stamped, Model):
    """The issued document's register entry; "expired" is never stored (I-08)."""

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    token: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    person_id: Mapped[int] = ref("person.id")
    application_id: Mapped[int] = mapped_column(KEY, unique=True)
    path_version_id: Mapped[int] = ref("path_version.id")
    statement_id: Mapped[int] = ref("signing_statement.id", index=False, unique=True)
    state: Mapped[CertificateState] = mapped_column(closed(CertificateState), default=CertificateState.ISSUED)
    issued_at: Mapped[At]
    effective_from: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(index=True)
    pdf_sha256: Mapped[str]
    log_index: Mapped[int] = mapped_column(unique=True)
    replaces_id: Mapped[int | None] = ref("certificate.id")

    __table_args__ = (Index("ix_certificate_path_state", "path_version_id", "state"),)


class CertificateDocument(Model):
    """The signed PDF, byte for byte as issued."""

    certificate_id: Mapped[int] = ref("certificate.id", primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)


class IssueRequest(Stamped, Model):
    """What the worker has to do; written in the transaction of the second sign-off."""

    statement_id: Mapped[int] = ref("signing_statement.id", primary_key=True)
    person_id: Mapped[int] = mapped_column(KEY)
    application_id: Mapped[int] = mapped_column(KEY)
    due_at: Mapped[At] = mapped_column(index=True)
    recorded_at: Mapped[At | None]
    """The moment put into both signatures, recorded before signing so that a repeat gives the same bytes."""
    salt: Mapped[str | None]
    done_at: Mapped[At | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]


class StatusEvent(Stamped, Model):
    """One event in the life of a certificate; append-only (domain.md §2.7)."""

    id: Mapped[Id]
    certificate_id: Mapped[int] = ref("certificate.id")
    event: Mapped[str]
    reason_code: Mapped[str | None]
    public_reason: Mapped[str | None]
    note: Mapped[str | None]
    effective_at: Mapped[At]
    decided_by: Mapped[int | None] = ref("account.id", index=False)
    second_approver: Mapped[int | None] = ref("account.id", index=False)

    __table_args__ = (
        CheckConstraint("event <> 'revoked' OR second_approver IS NOT NULL", name="revocation_needs_two"),
        CheckConstraint("second_approver IS NULL OR second_approver <> decided_by", name="two_people"),
    )


class StatusProposal(Stamped, Model):
    """A proposed revocation waiting for its second approver (2.3.5, domain.md §2.9)."""

    id: Mapped[Id]
    certificate_id: Mapped[int] = ref("certificate.id")
    action: Mapped[str]
    reason_code: Mapped[str]
    note: Mapped[str]
    proposed_by: Mapped[int] = ref("account.id", index=False)
    proposed_at: Mapped[At]
    heard_at: Mapped[At | None]
    """When the holder was heard; a revocation takes no effect before."""
    heard_note: Mapped[str | None]
    decided_by: Mapped[int | None] = ref("account.id", index=False)
    decided_at: Mapped[At | None]
    approved: Mapped[bool | None]
    """By the second person; None while the proposal is open."""

    __table_args__ = (
        CheckConstraint(
            "approved IS NULL OR NOT approved OR action <> 'revoke' OR heard_at IS NOT NULL",
            name="heard_before_revocation",
        ),
    )


class LogLeaf(Model):
    """One leaf of the public log: a salted hash, never a name."""

    index: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(unique=True)
    record: Mapped[str]
    """Canonical JSON of what was hashed; not published."""
    appended_at: Mapped[At]


class LogCheckpoint(Model):
    """A signed size and root of the log."""

    size: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    note: Mapped[str]
    signed_at: Mapped[At]


class SigningKey(Stamped, Model):
    """The public part of a seal: who holds it, from when, until when (retired is not compromised)."""

    id: Mapped[Id]
    kid: Mapped[str] = mapped_column(unique=True)
    institution_id: Mapped[int | None] = ref("institution.id")
    function: Mapped[str]
    certificate_pem: Mapped[str]
    """Of the log key, its verifier line."""
    crl_pem: Mapped[str | None]
    """Of the root and the issuing authority: the list of revoked certificates they last signed."""
    activated_on: Mapped[date]
    retired_on: Mapped[date | None]
    compromised_at: Mapped[At | None]
