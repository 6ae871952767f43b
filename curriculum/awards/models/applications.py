"""Applications, their steps and the decision (domain.md §2.7)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Data, Id, Model, Stamped, closed, new_id, ref
from curriculum.domain.lifecycles.application import ApplicationState


class Outcome(StrEnum):
    """What a decision says."""

    GRANT = "grant"
    REFUSE = "refuse"
    DEFER = "defer"


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
