"""The public status lists as last signed (credentials.md §2)."""

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Data, Model


class PublishedList(Model):
    """One signed status list; the web process serves it as it lies here."""

    purpose: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    upto: Mapped[int | None] = mapped_column(KEY)
    """The last status event that was known when it was signed."""
    signed_at: Mapped[At]


class ClosedList(Model):
    """A list that lost certificates may stand in: it is published on, and no place of it is given again."""

    purpose: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    """It and every list before it."""
    indexes: Mapped[Data]
    """Places that a copy of the list as published names: they stay set."""
