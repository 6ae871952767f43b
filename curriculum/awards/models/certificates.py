"""The register: certificates, their documents, what happens to them (domain.md §2.7)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Id, Model, Stamped, closed, ref
from curriculum.domain.lifecycles.certificate import CertificateState


class StatusAction(StrEnum):
    """What can be proposed for a certificate."""

    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REVOKE = "revoke"


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
    credential_sha256: Mapped[str]
    log_index: Mapped[int] = mapped_column(unique=True)
    replaces_id: Mapped[int | None] = ref("certificate.id")
    training_key_id: Mapped[int | None] = ref("signing_key.id")
    hr_key_id: Mapped[int | None] = ref("signing_key.id")
    credential_key_id: Mapped[int | None] = ref("signing_key.id")
    """Which keys signed it: what a compromised one leaves in doubt is found by one question (I-16)."""

    __table_args__ = (Index("ix_certificate_path_state", "path_version_id", "state"),)


class CertificateDocument(Model):
    """The signed PDF and the credential attached to it, byte for byte as issued."""

    certificate_id: Mapped[int] = ref("certificate.id", primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    credential: Mapped[bytes] = mapped_column(LargeBinary)


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
