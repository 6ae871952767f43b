"""Threads with all that was said in them, opinions that were asked, and power that was lent (J1, §2.9)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.catalogue import guards
from curriculum.catalogue.content import GivenAs
from curriculum.db import At, Data, Id, Model, Stamped, closed, ref, table

ONE_VERSION = "(module_version_id IS NULL) <> (path_version_id IS NULL)"
"""A version is of a module or of a path."""


class Said(StrEnum):
    """What an entry of a thread does."""

    COMMENT = "comment"
    SETTLED = "settled"
    REOPENED = "reopened"
    TAKEN = "taken"
    DECLINED = "declined"


class ReviewThread(Stamped, Model):
    """A talk about one place of a version: list, key of the row and field of its sheet, each may be empty.

    The key is text and no reference, because a draft may lose the row and the talk about it stays.
    """

    id: Mapped[Id]
    module_version_id: Mapped[int | None] = ref("module_version.id")
    path_version_id: Mapped[int | None] = ref("path_version.id")
    part: Mapped[str]
    key: Mapped[str]
    field: Mapped[str]
    name: Mapped[str]
    """What the row was called then ("O2"), for when it is gone."""
    opened_by: Mapped[int | None] = ref("account.id", index=False)
    opened_at: Mapped[At]

    __table_args__ = (CheckConstraint(ONE_VERSION, name="of_one_version"),)


class ReviewComment(Stamped, Model):
    """One entry of a thread, the first one too: never changed, never removed; the database keeps it so."""

    id: Mapped[Id]
    thread_id: Mapped[int] = ref("review_thread.id")
    said: Mapped[Said] = mapped_column(closed(Said))
    by: Mapped[int | None] = ref("account.id", index=False)
    at: Mapped[At]
    text: Mapped[str]
    suggestion: Mapped[Data | None]
    """The place and what it should say instead of what (`suggesting.Suggestion`)."""
    answers_id: Mapped[int | None] = ref("review_comment.id", index=False)
    """The suggestion that was taken or declined; one answer each."""

    __table_args__ = (UniqueConstraint("answers_id"),)


class ReviewRequest(Stamped, Model):
    """An opinion asked of an account until a day; answered when it has spoken in that name since."""

    id: Mapped[Id]
    module_version_id: Mapped[int | None] = ref("module_version.id")
    path_version_id: Mapped[int | None] = ref("path_version.id")
    given_as: Mapped[GivenAs] = mapped_column(closed(GivenAs))
    account_id: Mapped[int] = ref("account.id")
    asked_by: Mapped[int | None] = ref("account.id", index=False)
    asked_at: Mapped[At]
    due_on: Mapped[date]
    note: Mapped[str]
    ended_at: Mapped[At | None]
    """When the question was taken back."""

    __table_args__ = (CheckConstraint(ONE_VERSION, name="of_one_version"),)


class ReviewDelegation(Stamped, Model):
    """The steps of review lent to another account between two days; not the role, and not to be lent on."""

    id: Mapped[Id]
    from_account_id: Mapped[int] = ref("account.id")
    to_account_id: Mapped[int] = ref("account.id")
    institution_id: Mapped[int] = ref("institution.id", index=False)
    from_: Mapped[date]
    to: Mapped[date]
    reason: Mapped[str]
    ended_on: Mapped[date | None]
    """The first day on which it no longer holds, where it was taken back."""

    __table_args__ = (CheckConstraint('"to" >= "from_"', name="ends_after_it_begins"),)


guards.hold_log(table(ReviewThread))
guards.hold_log(table(ReviewComment))
