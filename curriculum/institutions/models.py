"""Institutions, their units, grades, post profiles and code lists (domain.md §2.1)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import Data, Id, Model, Stamped, Text2, closed, ref
from curriculum.domain.lifecycles.instrument import InstrumentState


class UnitFunction(StrEnum):
    """What a unit does in the life of a certificate (R24)."""

    THEMATIC = "thematic"
    HR = "hr"
    TRAINING_UNIT = "training_unit"
    HR_AND_TRAINING = "hr_and_training"
    QUALITY = "quality"
    SECRETARIAT = "secretariat"


class InstitutionRole(StrEnum):
    """What an institution is in the life of training; it may be several things."""

    EMPLOYER = "employer"
    TRAINER = "trainer"
    COORDINATION = "coordination"
    REQUESTER = "requester"
    DONOR = "donor"
    PARTNER = "partner"


class Institution(Stamped, Model):
    """An employer, a training institution, a coordination body … ; roles say which."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    type: Mapped[str]
    name: Mapped[Text2]
    country: Mapped[str] = mapped_column(default="XV")
    parent_id: Mapped[int | None] = ref("institution.id")
    roles: Mapped[Data] = mapped_column(default=list)
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]
    contact: Mapped[str | None]


class InstitutionName(Stamped, Model):
    """A former or present name with its dates, so that a rename keeps history (R50)."""

    id: Mapped[Id]
    institution_id: Mapped[int] = ref("institution.id")
    name: Mapped[Text2]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class OrgUnit(Stamped, Model):
    """A part of an institution with one function."""

    id: Mapped[Id]
    institution_id: Mapped[int] = ref("institution.id")
    parent_id: Mapped[int | None] = ref("org_unit.id")
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Text2]
    function: Mapped[UnitFunction] = mapped_column(closed(UnitFunction))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Grade(Stamped, Model):
    """A rank owned by the official; contract staff have none."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    category: Mapped[str]
    rank: Mapped[int]
    title: Mapped[Text2]


class PostProfile(Stamped, Model):
    """A kind of post with the modules and paths it asks for (codes, kept for `careers`)."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[Text2]
    grades: Mapped[Data] = mapped_column(default=list)
    theme_code: Mapped[str | None]
    required_modules: Mapped[Data] = mapped_column(default=list)
    qualifying_paths: Mapped[Data] = mapped_column(default=list)


class CodeListItem(Stamped, Model):
    """One member of a list that an administration may extend (activity types, reasons …)."""

    id: Mapped[Id]
    list_name: Mapped[str]
    code: Mapped[str]
    label: Mapped[Text2] = mapped_column()
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    __table_args__ = (UniqueConstraint("list_name", "code"),)


class LegalInstrument(Stamped, Model):
    """A law, decree, order … that modules and paths rest on; named by its code for ever (R36)."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    """Of the code list `adoption_instrument`."""
    title: Mapped[Text2]
    reference: Mapped[str]
    owner_institution_id: Mapped[int] = ref("institution.id")
    """Who keeps this entry of the register."""
    issuer_institution_id: Mapped[int | None] = ref("institution.id", index=False)
    issuer_name: Mapped[str] = mapped_column(default="")
    """Of an issuer that is no institution here: a parliament, another state."""
    state: Mapped[InstrumentState] = mapped_column(closed(InstrumentState))
    in_force_from: Mapped[date | None]
    in_force_to: Mapped[date | None]
    checked_on: Mapped[date | None]
    check_on: Mapped[date | None]
    """When somebody has to look whether it is still in force."""

    __table_args__ = (
        CheckConstraint("state <> 'in_force' OR in_force_from IS NOT NULL", name="in_force_since_a_day"),
        CheckConstraint("issuer_institution_id IS NOT NULL OR issuer_name <> ''", name="has_an_issuer"),
    )


class LegalFile(Stamped, Model):
    """The text of an instrument as it was handed in, byte for byte; a later one takes its place on pages."""

    id: Mapped[Id]
    instrument_id: Mapped[int] = ref("legal_instrument.id")
    sha256: Mapped[str]
    kind: Mapped[str]
    """The ending of its name when given back: what the bytes are, not what they were called."""
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
