"""The outbox: what is to be told to whom, as a row of the transaction that caused it (domain.md §2.10)."""

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import At, Data, Id, Model, Stamped

_WAITING = text("sent_at IS NULL AND given_up_at IS NULL")


class Mail(Stamped, Model):
    """One mail to one address; after its retention only that it was sent remains."""

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    """What it tells, once: a cause that is repeated writes no second mail."""
    message_id: Mapped[str] = mapped_column(unique=True)
    """The left half of the Message-ID; a mail that is sent again bears the same one."""
    to: Mapped[str]
    template: Mapped[str]
    language: Mapped[str]
    facts: Mapped[Data]
    due_at: Mapped[At]
    claimed_until: Mapped[At | None]
    """Until when the worker that took it may be at it; past that it was killed, and another takes it."""
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    sent_at: Mapped[At | None]
    given_up_at: Mapped[At | None]
    purged_at: Mapped[At | None]
    """When address and facts were forgotten."""

    __table_args__ = (
        CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="one_end"),
        CheckConstraint("purged_at IS NULL OR sent_at IS NOT NULL OR given_up_at IS NOT NULL", name="over"),
        Index("ix_mail_waiting", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )
