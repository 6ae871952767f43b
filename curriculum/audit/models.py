"""The private trail: one row per change, each carrying the hash of the one before (I-26)."""

from sqlalchemy import BigInteger, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Data, Model


class AuditEvent(Model):
    """One change: who did what to which object, about whom, and why; never updated or deleted."""

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[At]
    event: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(KEY)
    person_id: Mapped[int | None] = mapped_column(KEY)
    """The natural person who acted; None for a job or an account without a person."""
    actor_kind: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[int | None] = mapped_column(KEY)
    about_person_id: Mapped[int | None] = mapped_column(KEY)
    facts: Mapped[Data]
    reason: Mapped[str | None]
    previous_hash: Mapped[str]
    hash: Mapped[str]

    __table_args__ = (
        Index("ix_audit_event_object", "object_type", "object_id"),
        Index("ix_audit_event_about_person_id", "about_person_id", "seq"),
    )


class AuditHead(Model):
    """The single row that every writer takes, so that the chain stays one line on PostgreSQL too."""

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    hash: Mapped[str]
