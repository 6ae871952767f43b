"""Graduations: many certificates of one day as a batch, and what each institution is handed of it."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Id, Model, Stamped, ref


class Graduation(Stamped, Model):
    """A named batch of applications; how far it is follows from their rows, nothing is counted here."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    institution_id: Mapped[int] = ref("institution.id")
    """Who holds it: the owner of the paths, or the employer of the people."""
    started_by: Mapped[int | None] = ref("account.id", index=False)
    started_at: Mapped[At]
    cancelled_at: Mapped[At | None]
    """Since when nothing of it is issued; None while it goes on."""
    cancelled_by: Mapped[int | None] = ref("account.id", index=False)
    cancelled_because: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("cancelled_at IS NULL OR cancelled_because IS NOT NULL", name="cancelled_says_why"),
    )


class GraduationMember(Model):
    """One application of a graduation; of no more than one at a time."""

    person_id: Mapped[int] = mapped_column(KEY, primary_key=True)
    application_id: Mapped[int] = mapped_column(KEY, primary_key=True, unique=True)
    graduation_id: Mapped[int] = ref("graduation.id")
    employer_id: Mapped[int] = ref("institution.id")
    """Who employed at the decision and signs for HR (I-15): whose archive the certificate lies in."""

    __table_args__ = (
        ForeignKeyConstraint(["person_id", "application_id"], ["application.person_id", "application.id"]),
    )


class GraduationArchive(Stamped, Model):
    """One file with all certificates of one employer: asked for, then written by the worker."""

    graduation_id: Mapped[int] = ref("graduation.id", primary_key=True)
    employer_id: Mapped[int] = ref("institution.id", primary_key=True)
    asked_at: Mapped[At]
    due_at: Mapped[At | None] = mapped_column(index=True)
    """When the worker writes it; None: it is written, as of `made_at`."""
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    made_at: Mapped[At | None]
    sha256: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(KEY)
    certificates: Mapped[int | None]
    announced_at: Mapped[At | None]
    """When the institution was told that all its certificates are in it; once, whoever asks for it anew."""
