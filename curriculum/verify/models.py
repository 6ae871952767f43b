"""What was asked of the public verification, without anything about who asked (domain.md §2.11)."""

from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Id, Model


class VerificationLog(Model):
    """One question and its answer; no address, no cookie, no name."""

    id: Mapped[Id]
    at: Mapped[At] = mapped_column(index=True)
    certificate_id: Mapped[int | None] = mapped_column(KEY)
    asked_by: Mapped[str]
    """`token`, `number`, `file` or `text`."""
    answer: Mapped[str]
