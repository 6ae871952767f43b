"""The projection of progress: rebuildable at any time, never edited by hand (domain.md §2.5, §2.6)."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Data, Model, closed, new_id, ref
from curriculum.domain.dossier import CertificateStanding


class Achievement(Model):
    """An outcome held at a proof level until a date, and what met it."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    outcome_id: Mapped[int] = ref("outcome.id", primary_key=True)
    proof_level: Mapped[int]
    via: Mapped[str]
    achieved_on: Mapped[date]
    current_until: Mapped[date | None]
    trace: Mapped[Data]

    __table_args__ = (Index("ix_achievement_outcome", "outcome_id", "person_id"),)


class Standing(Model):
    """Where a person stands on one enrolment, with the breakdown the page shows."""

    person_id: Mapped[int] = mapped_column(KEY, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(KEY, primary_key=True)
    path_version_id: Mapped[int] = ref("path_version.id", index=False)
    percent: Mapped[int]
    percent_taught: Mapped[int]
    met: Mapped[bool]
    breakdown: Mapped[str]
    """The text of `codec.Written`: JSON with a line for each component."""
    as_of: Mapped[date]
    good_until: Mapped[date | None]
    """The last day for which the answer holds without any new fact: the first lapse; None: no lapse."""
    rules_version: Mapped[int]
    updated_at: Mapped[At]

    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "enrolment_id"], ["path_enrolment.person_id", "path_enrolment.id"]
        ),
        Index("ix_standing_path_person", "path_version_id", "person_id"),
    )


class StandingChange(Model):
    """Why a figure changed: from, to, because (domain.md §2.6 rule 7)."""

    person_id: Mapped[int] = mapped_column(KEY, primary_key=True)
    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False, default=new_id)
    enrolment_id: Mapped[int] = mapped_column(KEY)
    at: Mapped[At]
    from_percent: Mapped[int | None]
    to_percent: Mapped[int]
    because: Mapped[Data]

    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "enrolment_id"], ["path_enrolment.person_id", "path_enrolment.id"]
        ),
    )


class HeldCertificate(Model):
    """A certificate in a person's name, as `awards` tells it: taught is not certified (2.6 rule 4)."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)
    path_version_id: Mapped[int] = ref("path_version.id", index=False)
    effective_from: Mapped[date]
    valid_until: Mapped[date | None]
    standing: Mapped[CertificateStanding] = mapped_column(closed(CertificateStanding))
