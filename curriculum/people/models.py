"""Persons, their names by script, identifiers, service records and declared relations (domain.md §2.1)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Id, Model, Stamped, closed, new_id, ref


class Position(StrEnum):
    """How a person stands towards the employer of a service record."""

    ACTIVE = "active"
    SECONDMENT = "secondment"
    LONG_LEAVE = "long_leave"
    DETACHED = "detached"
    LEFT = "left"
    RETIRED = "retired"
    DECEASED = "deceased"


class NameKind(StrEnum):
    """Where a spelling comes from."""

    OFFICIAL = "official"
    BIRTH = "birth"
    MARRIED = "married"
    TRANSLITERATION = "transliteration"


class RelationKind(StrEnum):
    """A declared relation that keeps one person from acting on another (I-02, I-04)."""

    RELATIVE = "relative"
    MENTOR = "mentor"
    REPORTING_LINE = "reporting_line"
    OTHER = "other"


class Person(Stamped, Model):
    """Who training is about; minimal by design: no nationality, religion or address."""

    id: Mapped[Id]
    birth_date: Mapped[date | None] = mapped_column(index=True)
    sex: Mapped[str | None]
    preferred_language: Mapped[str] = mapped_column(default="fr")
    merged_into: Mapped[int | None] = ref("person.id")
    identity_protected: Mapped[bool] = mapped_column(default=False)


class PersonName(Stamped, Model):
    """One spelling of a name in one script; old ones stay searchable."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False, default=new_id)
    script: Mapped[str]
    given: Mapped[str]
    family: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)
    """Latin letters only, for the search box; internal, never shown."""
    patronymic: Mapped[str | None]
    kind: Mapped[NameKind] = mapped_column(closed(NameKind), default=NameKind.OFFICIAL)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    is_primary: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="hr")


class NameKey(Model):
    """An internal key by which candidates are found; never shown (domain.md §8.9)."""

    key: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = ref("person.id", primary_key=True)

    # One tree instead of three: a register has many keys, and they are looked up by nothing else.
    __table_args__ = ({"sqlite_with_rowid": False},)


class PersonIdentifier(Stamped, Model):
    """A number somebody gave the person; unique per scheme and issuer."""

    id: Mapped[Id]
    person_id: Mapped[int] = ref("person.id")
    scheme: Mapped[str] = mapped_column(default="personnel_no")
    issuer: Mapped[str] = mapped_column(default="XV")
    value: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    __table_args__ = (UniqueConstraint("scheme", "issuer", "value"),)


class ServiceRecord(Stamped, Model):
    """Where a person served and as what, between two dates; one primary record at a time."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False, default=new_id)
    institution_id: Mapped[int] = ref("institution.id")
    unit_id: Mapped[int | None] = ref("org_unit.id")
    post_profile_id: Mapped[int | None] = ref("post_profile.id", index=False)
    grade_id: Mapped[int | None] = ref("grade.id", index=False)
    position: Mapped[Position] = mapped_column(closed(Position), default=Position.ACTIVE)
    from_: Mapped[date]
    to: Mapped[date | None]
    end_reason: Mapped[str | None]
    home_institution_id: Mapped[int | None] = ref("institution.id", index=False)
    """Of a secondment: the employer that lends the person and stays the employer."""
    source: Mapped[str] = mapped_column(default="import")


class Relation(Stamped, Model):
    """A declared relation of one person to another (ConflictDeclaration and mentorship)."""

    id: Mapped[Id]
    person_id: Mapped[int] = ref("person.id")
    """Who declares: the relative, the mentor, the superior."""
    about_person_id: Mapped[int] = ref("person.id")
    kind: Mapped[RelationKind] = mapped_column(closed(RelationKind))
    declared_at: Mapped[At]
    note: Mapped[str | None]
    from_: Mapped[date]
    to: Mapped[date | None]
