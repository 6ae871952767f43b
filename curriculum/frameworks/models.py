"""Competence frameworks, their items and associations, and the files that wait to be taken in."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import Data, Id, Model, Stamped, Text2, closed, guards, ref, table
from curriculum.domain.case import AssociationType, LevelScheme
from curriculum.domain.lifecycles.framework import FrameworkState


class Framework(Stamped, Model):
    """One framework document; `shell` is its CASE package without the rows, as it came."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[Text2]
    creator: Mapped[str]
    language: Mapped[str]
    owner_institution_id: Mapped[int | None] = ref("institution.id")
    """None: nobody here owns it; it came from elsewhere by the operator's hand."""
    state: Mapped[FrameworkState] = mapped_column(closed(FrameworkState))
    adopted_on: Mapped[date | None]
    deprecated_on: Mapped[date | None]
    case_id: Mapped[str] = mapped_column(index=True)
    shell: Mapped[Data]
    supersedes_id: Mapped[int | None] = ref("framework.id")


class FrameworkItem(Stamped, Model):
    """One competence, skill or heading; `raw` is its CASE object as it came."""

    id: Mapped[Id]
    framework_id: Mapped[int] = ref("framework.id")
    seq: Mapped[int]
    """Its place in the file."""
    place: Mapped[int]
    """Its place when the tree is read from top to bottom."""
    depth: Mapped[int]
    case_id: Mapped[str] = mapped_column(index=True)
    code: Mapped[str]
    text: Mapped[Text2]
    words: Mapped[str] = mapped_column(deferred=True)
    """Code and text without case and accents, for the search."""
    type: Mapped[str]
    level_scheme: Mapped[LevelScheme | None] = mapped_column(closed(LevelScheme))
    level: Mapped[int | None]
    raw: Mapped[Data] = mapped_column(deferred=True)

    __table_args__ = (
        UniqueConstraint("framework_id", "case_id"),
        Index("ix_framework_item_place", "framework_id", "place"),
    )


class FrameworkAssociation(Stamped, Model):
    """One association of the file, within the framework or to another; `raw` as it came."""

    id: Mapped[Id]
    framework_id: Mapped[int] = ref("framework.id")
    seq: Mapped[int]
    type: Mapped[str]
    origin: Mapped[str]
    target: Mapped[str]
    is_outward: Mapped[bool]
    raw: Mapped[Data] = mapped_column(deferred=True)


class Crosswalk(Stamped, Model):
    """How an item of one framework stands to an item of another: signed by a person, dated, ended."""

    id: Mapped[Id]
    from_item_id: Mapped[int] = ref("framework_item.id")
    to_item_id: Mapped[int] = ref("framework_item.id")
    type: Mapped[AssociationType] = mapped_column(closed(AssociationType))
    note: Mapped[str]
    signed_by: Mapped[int] = ref("person.id", index=False)
    signed_on: Mapped[date]
    ended_on: Mapped[date | None]

    __table_args__ = (CheckConstraint("from_item_id <> to_item_id", name="two_items"),)


class PostCompetence(Stamped, Model):
    """A post asks for a competence, at a level if one is named; dated, ended, never removed."""

    id: Mapped[Id]
    post_profile_id: Mapped[int] = ref("post_profile.id")
    item_id: Mapped[int] = ref("framework_item.id")
    level: Mapped[str | None]
    is_desirable: Mapped[bool] = mapped_column(default=False)
    """Wished for; otherwise nobody fills the post without it."""
    from_: Mapped[date]
    to: Mapped[date | None]

    __table_args__ = (
        CheckConstraint('"to" IS NULL OR "to" >= from_', name="dates_in_order"),
        Index(
            "uq_post_competence_open",
            "post_profile_id",
            "item_id",
            unique=True,
            sqlite_where=text('"to" IS NULL'),
            postgresql_where=text('"to" IS NULL'),
        ),
    )


class FrameworkFile(Stamped, Model):
    """A file between its preview and the decision to take it in; gone afterwards."""

    id: Mapped[Id]
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    code: Mapped[str]
    """The code it shall have; empty: made from its title."""
    title: Mapped[str]
    """What a table is called; a CASE file says so itself."""
    owner_institution_id: Mapped[int] = ref("institution.id")


ADOPTED = guards.Rule(
    "an adopted framework is never changed",
    {FrameworkState.ADOPTED, FrameworkState.DEPRECATED},
    {"state", "adopted_on", "deprecated_on", "updated_at", "updated_by"},
    {(FrameworkState.ADOPTED, FrameworkState.DEPRECATED)},
)
"""What adoption freezes, and what still says how the framework stands."""

guards.hold_whole(table(Framework), ADOPTED)
guards.hold_parts(table(FrameworkItem), "framework", "framework_id", ADOPTED)
guards.hold_parts(table(FrameworkAssociation), "framework", "framework_id", ADOPTED)
