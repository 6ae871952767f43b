"""Runs, who attended them by which source, the one figure that counts, and who taught (domain.md §2.4, §2.5).

Hours are whole hundredths of an hour everywhere (2160 = 21.6 h): exact, and the same on both databases.
"""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Data, Id, Model, Stamped, Text2, closed, new_id, ref


class SourceKind(StrEnum):
    """Who or what says that somebody attended."""

    SIGN_IN_SHEET = "sign_in_sheet"
    LMS_EXPORT = "lms_export"
    DONOR_LIST = "donor_list"
    TRAINER_REGISTER = "trainer_register"


class TrainerRole(StrEnum):
    """What a person did in front of the class."""

    LEAD = "lead"
    CO = "co"
    OBSERVER = "observer"


class FigureState(StrEnum):
    """How the one figure of a person and run came about; a disputed one counts nothing (I-10)."""

    SETTLED = "settled"
    DISPUTED = "disputed"
    RESOLVED = "resolved"


class Run(Stamped, Model):
    """A module version or a donor's offering delivered once (domain.md: Session)."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[Text2]
    offering_id: Mapped[int | None] = ref("offering.id")
    module_version_id: Mapped[int | None] = ref("module_version.id")
    institution_id: Mapped[int | None] = ref("institution.id")
    """The training institution of an own run; empty for a donor's."""
    outcome_ids: Mapped[Data] = mapped_column(default=list)
    """Outcomes that an own run teaches, as of a bridging run; empty: all of the version."""
    place: Mapped[str | None]
    language: Mapped[str | None]
    hours: Mapped[int]
    """Hundredths of an hour on the programme; nobody can attend more."""
    start: Mapped[date]
    end: Mapped[date]
    state: Mapped[str] = mapped_column(default="delivered")

    __table_args__ = (
        CheckConstraint("(offering_id IS NULL) <> (module_version_id IS NULL)", name="one_of_two"),
        CheckConstraint('"end" >= start', name="dates_in_order"),
    )


class RunTrainer(Stamped, Model):
    """A person who taught or watched a run; what the separation of duties looks at (I-02)."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    run_id: Mapped[int] = ref("run.id", primary_key=True)
    role: Mapped[TrainerRole] = mapped_column(closed(TrainerRole), primary_key=True)


class RunEnrolment(Stamped, Model):
    """A person expected on a run, with who nominated them."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    run_id: Mapped[int] = ref("run.id", primary_key=True)
    state: Mapped[str] = mapped_column(default="admitted")
    nominated_by: Mapped[int | None] = ref("account.id", index=False)


class AttendanceSource(Stamped, Model):
    """One sheet, export or list about a run; the original file stays with its hash."""

    id: Mapped[Id]
    run_id: Mapped[int] = ref("run.id")
    kind: Mapped[SourceKind] = mapped_column(closed(SourceKind))
    label: Mapped[str]
    file_sha256: Mapped[str | None]
    received_from: Mapped[str | None]
    received_at: Mapped[At]
    entered_by: Mapped[int | None] = ref("account.id", index=False)

    __table_args__ = (UniqueConstraint("run_id", "kind", "label"),)


class AttendanceRecord(Stamped, Model):
    """What one source says of one person: kept for ever, one per source."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    run_id: Mapped[int] = ref("run.id", primary_key=True)
    source_id: Mapped[int] = ref("attendance_source.id", primary_key=True)
    hours: Mapped[int]
    state: Mapped[str] = mapped_column(default="recorded")
    withdrawn_at: Mapped[At | None]
    """Set when the import that brought it was undone."""

    __table_args__ = (CheckConstraint("hours >= 0", name="hours_not_negative"),)


class AttendanceFigure(Stamped, Model):
    """The only hours used in computations (AttendanceResolution); None while disputed."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    run_id: Mapped[int] = ref("run.id", primary_key=True)
    hours: Mapped[int | None]
    state: Mapped[FigureState] = mapped_column(closed(FigureState))
    reason: Mapped[str | None]
    resolved_by: Mapped[int | None] = ref("account.id", index=False)
    resolved_at: Mapped[At | None]
    contested: Mapped[bool] = mapped_column(default=False)
    """A resolved figure can be disputed once more, with a new document."""

    __table_args__ = (
        CheckConstraint("(state = 'disputed') = (hours IS NULL)", name="disputed_counts_nothing"),
        CheckConstraint("state <> 'resolved' OR reason IS NOT NULL", name="resolution_has_a_reason"),
    )


class TeachingLog(Stamped, Model):
    """Hours a person says to have taught in a run; practice hours once somebody else confirmed them."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False, default=new_id)
    run_id: Mapped[int] = ref("run.id")
    role: Mapped[TrainerRole] = mapped_column(closed(TrainerRole))
    hours: Mapped[int]
    topic: Mapped[str | None]
    language: Mapped[str | None]
    taught_on: Mapped[date]
    confirmed_by: Mapped[int | None] = ref("person.id", index=False)
    """None until somebody else confirmed it; only then it counts."""
    confirmed_at: Mapped[At | None]

    __table_args__ = (
        CheckConstraint("confirmed_by <> person_id", name="not_own_confirmation"),
        UniqueConstraint("person_id", "run_id", "role", "taught_on"),
    )


class Document(Stamped, Model):
    """A file somebody handed in, byte for byte, for evidence or for a check of their hours."""

    id: Mapped[Id]
    person_id: Mapped[int] = ref("person.id", index=False)
    """Whom it is about."""
    run_id: Mapped[int | None] = ref("run.id", index=False)
    """The run whose attendance it speaks for; None: a piece of evidence."""
    sha256: Mapped[str]
    kind: Mapped[str]
    """The ending of its name when given back: what the bytes are, not what they were called."""
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    __table_args__ = (Index("ix_document_person_id_sha256", "person_id", "sha256"),)
