"""What both signatories see, their two signatures, and what the worker then has to do (domain.md §2.7)."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.awards.models.mandates import Function
from curriculum.db import KEY, At, Id, Model, Stamped, closed, ref
from curriculum.domain.lifecycles.signoff import SignOffState


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


class IssueRequest(Stamped, Model):
    """What the worker has to do; written in the transaction of the second sign-off."""

    statement_id: Mapped[int] = ref("signing_statement.id", primary_key=True)
    person_id: Mapped[int] = mapped_column(KEY)
    application_id: Mapped[int] = mapped_column(KEY)
    due_at: Mapped[At] = mapped_column(index=True)
    recorded_at: Mapped[At | None]
    """The moment put into both signatures, recorded before signing so that a repeat gives the same bytes."""
    salt: Mapped[str | None]
    status_list: Mapped[int | None]
    """Where the public status lists speak of the certificate: drawn at random, never used again."""
    status_index: Mapped[int | None]
    done_at: Mapped[At | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]

    __table_args__ = (UniqueConstraint("status_list", "status_index"),)
