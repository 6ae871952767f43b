"""The dated power to sign, with its deed (domain.md §2.7)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import Id, Model, Stamped, Text2, closed, ref
from curriculum.domain.lifecycles.mandate import MandateState


class Function(StrEnum):
    """The two bodies that sign (R13)."""

    HR = "HR"
    TRAINING = "TRAINING"


class Mandate(Stamped, Model):
    """Dated power of a natural person to sign for an institution in one function, with its deed."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = ref("person.id")
    institution_id: Mapped[int] = ref("institution.id")
    """For which institution it signs; a borrowed signatory serves elsewhere (S21)."""
    function: Mapped[Function] = mapped_column(closed(Function))
    capacity: Mapped[Text2]
    legal_ref: Mapped[str]
    deed: Mapped[bytes | None] = mapped_column(LargeBinary)
    deed_sha256: Mapped[str | None]
    from_: Mapped[date]
    to: Mapped[date | None]
    acting: Mapped[bool] = mapped_column(default=False)
    replaces_id: Mapped[int | None] = ref("mandate.id", index=False)
    state: Mapped[MandateState] = mapped_column(closed(MandateState), default=MandateState.DRAFT)
    proposed_by: Mapped[int | None] = ref("account.id", index=False)
    approved_by: Mapped[int | None] = ref("account.id", index=False)
    ended_reason: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name="two_people"),
        CheckConstraint("state <> 'active' OR deed_sha256 IS NOT NULL", name="active_has_a_deed"),
        CheckConstraint("state <> 'active' OR approved_by IS NOT NULL", name="active_was_approved"),
        Index("ix_mandate_institution_function", "institution_id", "function"),
    )
