"""Paths, their versions and components, and the enrolments pinned to a version (domain.md §2.3, §2.7)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from curriculum.catalogue.immutable import keep_parts, keep_version
from curriculum.catalogue.keyed import new_key
from curriculum.db import KEY, At, Data, Id, Model, Stamped, Text2, closed, new_id, ref
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.version import VersionState

_MOVED = text("moved_from_id IS NOT NULL AND state <> 'transitioned'")
"""One move leads to one enrolment, unless it was taken back."""
_IN_FORCE = text("ended_at IS NULL")
"""A module counts for one requirement at a time."""


class PathKind(StrEnum):
    """The kind of certificate a path leads to."""

    COMPLETION = "completion"
    TRAINER = "trainer"
    EXPERT = "expert"
    RENEWAL = "renewal"


class Path(Stamped, Model):
    """The stable identity of ordered requirements that lead to a result."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    owner_institution_id: Mapped[int] = ref("institution.id")


class PathVersion(Stamped, Model):
    """What a path asked for from one publication to the next; immutable once published (I-06)."""

    id: Mapped[Id]
    path_id: Mapped[int] = ref("path.id")
    version: Mapped[int]
    kind: Mapped[PathKind] = mapped_column(closed(PathKind))
    state: Mapped[VersionState] = mapped_column(closed(VersionState), default=VersionState.DRAFT)
    title: Mapped[Text2]
    purpose: Mapped[Text2]
    authoritative_language: Mapped[str] = mapped_column(default="fr")
    eqf_level_indicative: Mapped[int | None]
    entry_requirements: Mapped[Data] = mapped_column(default=dict)
    """Keys of demo-curriculum.json `entry_requirements`; read through `paths.queries.rules`."""
    certificate_validity_months: Mapped[int | None]
    renewal: Mapped[Data] = mapped_column(default=dict)
    max_duration_months: Mapped[int | None]
    hours_minimum_taught: Mapped[int | None]
    """In hundredths of an hour."""
    languages_of_award: Mapped[Data] = mapped_column(default=lambda: ["fr", "en"])
    author_id: Mapped[int | None] = ref("account.id", index=False)
    stages: Mapped[Data] = mapped_column(default=list)
    """Parts of the way in their order, each with a key and a title in both languages."""
    routes: Mapped[Data] = mapped_column(default=list)
    """Named ways through the path (`domain.path.RouteCode` or its own), as stages are; none: one for all."""
    entry_text: Mapped[Text2 | None]
    """What no rule can check is said beside the rules."""
    instruments: Mapped[Data] = mapped_column(default=list)
    """Codes of the legal instruments the path rests on, of the register of `institutions`."""
    change_class: Mapped[str | None]
    change_note: Mapped[Text2 | None]
    writers: Mapped[Data] = mapped_column(default=list)
    """Every account that wrote in the draft, as text; the person behind none of them approves."""
    revision: Mapped[int] = mapped_column(default=1)
    """Grows with every save of the draft, so that nobody writes over what they have not seen."""
    submitted_at: Mapped[At | None]
    """Opinions given before this moment were given on another text."""
    approver_id: Mapped[int | None] = ref("account.id", index=False)
    published_at: Mapped[At | None]
    published_on: Mapped[date | None]
    enrolment_closed_on: Mapped[date | None]
    teach_out_until: Mapped[date | None]
    legal_basis: Mapped[str | None]
    supersedes_id: Mapped[int | None] = ref("path_version.id")
    copied_from: Mapped[str | None] = mapped_column(index=True)
    """Code and version this one was copied from ("BOR-102 v2"), which may live in another house."""
    transition: Mapped[Data | None]

    path: Mapped[Path] = relationship(lazy="raise")
    components: Mapped[list["PathComponent"]] = relationship(order_by="PathComponent.position", lazy="raise")

    __table_args__ = (
        UniqueConstraint("path_id", "version"),
        CheckConstraint("approver_id IS NULL OR approver_id <> author_id", name="approver_is_not_author"),
        CheckConstraint("state <> 'published' OR published_on IS NOT NULL", name="published_has_a_date"),
    )


class PathComponent(Stamped, Model):
    """One requirement of a path version."""

    id: Mapped[Id]
    path_version_id: Mapped[int] = ref("path_version.id")
    key: Mapped[str] = mapped_column(default=new_key)
    """What it stays under while rows move, and from one version to the next."""
    position: Mapped[int]
    code: Mapped[str]
    type: Mapped[str]
    title: Mapped[Text2 | None]
    module_version_id: Mapped[int | None] = ref("module_version.id")
    module_id: Mapped[int | None] = ref("module.id", index=False)
    """Instead of one version of a module: whichever is published when it is followed."""
    options: Mapped[Data] = mapped_column(default=list)
    """Of an elective group: the ids of the module versions to choose from, or of modules whose version does
    not matter (`paths.options`)."""
    rule: Mapped[Data] = mapped_column(default=dict)
    """The numbers of the other types, keys as in demo-curriculum.json (choose, minimum, count …).

    Of any type also `after`: [{"component": key, "months": number}], the least time since another was met;
    of another path its code, `path`.
    """
    stage: Mapped[str] = mapped_column(default="")
    """The key of its stage; none: it stands outside them."""
    routes: Mapped[Data] = mapped_column(default=list)
    """The routes that ask for it; none: all do."""
    min_proof_level: Mapped[int | None]
    mandatory: Mapped[bool] = mapped_column(default=True)
    waivable: Mapped[bool] = mapped_column(default=False)
    weight: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        UniqueConstraint("path_version_id", "code"),
        UniqueConstraint("path_version_id", "key"),
        CheckConstraint("module_version_id IS NULL OR module_id IS NULL", name="one_version_or_any"),
    )


keep_version(PathVersion)
keep_parts(PathComponent, PathVersion, "path_version_id")


class PathOpinion(Stamped, Model):
    """What a thematic unit, HR or a coordination body says of a path version before approval (R14, R33)."""

    id: Mapped[Id]
    path_version_id: Mapped[int] = ref("path_version.id")
    given_as: Mapped[str]
    opinion: Mapped[str]
    given_by: Mapped[int | None] = ref("account.id", index=False)
    given_at: Mapped[At]
    note: Mapped[str | None]


class PathEnrolment(Stamped, Model):
    """A person on a path version, pinned to it (I-18)."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False, default=new_id)
    path_version_id: Mapped[int] = ref("path_version.id")
    moved_from_id: Mapped[int | None] = mapped_column(KEY)
    """The person's enrolment on the older version that this one goes on from."""
    renews_path_version_id: Mapped[int | None] = ref("path_version.id", index=False)
    route: Mapped[str] = mapped_column(default="")
    """The route of the path the person follows; none where the path has one for everybody."""
    state: Mapped[EnrolmentState] = mapped_column(closed(EnrolmentState), default=EnrolmentState.NOMINATED)
    paused_as: Mapped[EnrolmentState | None] = mapped_column(closed(EnrolmentState, "paused_as"))
    """Where it stood when its version was withdrawn or taught no more; None: not paused for that."""
    entry_grounds: Mapped[Data] = mapped_column(default=dict)
    """Frozen at admission: service months, category, certificates or experience accepted."""
    designated_by: Mapped[int | None] = ref("account.id", index=False)
    designated_on: Mapped[date]
    release_terms: Mapped[str | None]
    mentor_id: Mapped[int | None] = ref("person.id")
    admitted_on: Mapped[date | None]
    target_date: Mapped[date | None]
    languages: Mapped[Data] = mapped_column(default=list)
    """Languages the employer says the person works in, as codes; asked at the nomination."""
    completed_on: Mapped[date | None]
    exemptions: Mapped[Data] = mapped_column(default=list)
    """Codes of outcomes or components exempted by an accepted RPL decision."""
    pins: Mapped[Data] = mapped_column(default=list)
    """The assignments in force (`ComponentAssignment`): [{"module": "BOR-101.v1", "component": "C2"}]."""

    __table_args__ = (
        Index("ix_path_enrolment_version_state", "path_version_id", "state"),
        Index(
            "uq_path_enrolment_moved",
            "person_id",
            "moved_from_id",
            unique=True,
            sqlite_where=_MOVED,
            postgresql_where=_MOVED,
        ),
    )


class ComponentAssignment(Stamped, Model):
    """Somebody's decision that a module counts for one requirement of a person and for no other."""

    person_id: Mapped[int] = mapped_column(KEY, primary_key=True)
    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False, default=new_id)
    enrolment_id: Mapped[int] = mapped_column(KEY)
    component: Mapped[str]
    """The code of the component it counts for."""
    module: Mapped[str]
    """The finished module, as BOR-101.v1."""
    reason: Mapped[str]
    decided_by: Mapped[int | None] = ref("account.id", index=False)
    decided_at: Mapped[At]
    ended_by: Mapped[int | None] = ref("account.id", index=False)
    ended_at: Mapped[At | None]
    end_reason: Mapped[str | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "enrolment_id"], ["path_enrolment.person_id", "path_enrolment.id"]
        ),
        Index("ix_component_assignment_enrolment", "person_id", "enrolment_id"),
        Index(
            "uq_component_assignment_in_force",
            "person_id",
            "enrolment_id",
            "module",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
    )
