"""Themes, modules, their versions and outcomes, and what carries over between outcomes (domain.md §2.3)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from curriculum.catalogue.immutable import keep_parts, keep_version
from curriculum.catalogue.keyed import new_key
from curriculum.db import At, Data, Id, Model, Stamped, Text2, closed, ref
from curriculum.domain.case import Contribution
from curriculum.domain.lifecycles.version import VersionState


class OutcomeType(StrEnum):
    """The three columns of the EQF descriptors."""

    KNOWLEDGE = "knowledge"
    SKILL = "skill"
    RESPONSIBILITY_AUTONOMY = "responsibility_autonomy"


class EquivalenceDegree(StrEnum):
    """How much of one outcome another one carries."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Theme(Stamped, Model):
    """A field of work that modules and paths belong to (R66)."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[Text2]
    cross_cutting: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Module(Stamped, Model):
    """The stable identity of the smallest thing with outcomes of its own."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    owner_institution_id: Mapped[int] = ref("institution.id")
    theme_id: Mapped[int] = ref("theme.id")


class ModuleVersion(Stamped, Model):
    """What a module taught from one publication to the next; immutable once published (I-06)."""

    id: Mapped[Id]
    module_id: Mapped[int] = ref("module.id")
    version: Mapped[int]
    state: Mapped[VersionState] = mapped_column(closed(VersionState), default=VersionState.DRAFT)
    kind: Mapped[str] = mapped_column(default="taught")
    title: Mapped[Text2]
    summary: Mapped[Text2]
    target_group: Mapped[Text2]
    authoritative_language: Mapped[str] = mapped_column(default="fr")
    entry_requirements: Mapped[Text2 | None]
    """Who may come, in words; what has to be held before is said by the prerequisites."""
    eqf_level_indicative: Mapped[int | None]
    level_note: Mapped[Text2 | None]
    """What the level rests on; it stays indicative."""
    credits_indicative: Mapped[str | None]
    hours_contact: Mapped[int]
    """Hours are hundredths of an hour, here as everywhere in rows."""
    hours_online: Mapped[int] = mapped_column(default=0)
    hours_practice: Mapped[int] = mapped_column(default=0)
    hours_self_study: Mapped[int] = mapped_column(default=0)
    hours_assessment: Mapped[int] = mapped_column(default=0)
    languages: Mapped[Data] = mapped_column(default=list)
    delivery_modes: Mapped[Data] = mapped_column(default=list)
    prerequisites_all: Mapped[Data] = mapped_column(default=list)
    """Codes of modules, all of which are needed."""
    prerequisites_any: Mapped[Data] = mapped_column(default=list)
    """Codes of modules, one of which is needed; empty: none."""
    prerequisites_advised: Mapped[Data] = mapped_column(default=list)
    """Codes of modules that help; nobody is kept out for lack of them."""
    gcm_objectives: Mapped[Data] = mapped_column(default=list)
    rights_integrated: Mapped[bool] = mapped_column(default=False)
    """Whether human rights stand in the outcomes themselves and not beside them."""
    legal_instruments: Mapped[Data] = mapped_column(default=list)
    """Codes of the instruments that ask for this module."""
    external_refs: Mapped[Data] = mapped_column(default=list)
    """Where other schemes list the same, each as scheme and code ("ISCED-F 1032")."""
    reviewers: Mapped[Data] = mapped_column(default=list)
    """Who reads the content again, each with key, name, office and last day."""
    currency_months: Mapped[int | None]
    """How long an outcome counts; None: for ever."""
    all_critical_outcomes: Mapped[bool] = mapped_column(default=True)
    min_outcome_weight: Mapped[int] = mapped_column(default=80)
    min_contact_attendance_pct: Mapped[int] = mapped_column(default=80)
    module_assessment_required: Mapped[bool] = mapped_column(default=True)
    change_class: Mapped[str | None]
    change_note: Mapped[Text2 | None]
    author_id: Mapped[int | None] = ref("account.id", index=False)
    writers: Mapped[Data] = mapped_column(default=list)
    """Every account that wrote in the draft, as text; the person behind none of them approves."""
    revision: Mapped[int] = mapped_column(default=1)
    """Grows with every save of the draft, so that nobody writes over what they have not seen."""
    submitted_at: Mapped[At | None]
    """Opinions given before this moment were given on another text."""
    approver_id: Mapped[int | None] = ref("account.id", index=False)
    published_at: Mapped[At | None]
    published_on: Mapped[date | None]
    teach_out_until: Mapped[date | None]
    supersedes_id: Mapped[int | None] = ref("module_version.id")
    copied_from: Mapped[str | None] = mapped_column(index=True)
    """Code and version this one was copied from ("BOR-102 v2"), which may live in another house."""

    module: Mapped[Module] = relationship(lazy="raise")
    outcomes: Mapped[list["Outcome"]] = relationship(order_by="Outcome.position", lazy="raise")
    assessments: Mapped[list["AssessmentSpec"]] = relationship(
        order_by="AssessmentSpec.position", lazy="raise"
    )

    __table_args__ = (
        UniqueConstraint("module_id", "version"),
        CheckConstraint("approver_id IS NULL OR approver_id <> author_id", name="approver_is_not_author"),
        CheckConstraint("state <> 'published' OR published_on IS NOT NULL", name="published_has_a_date"),
    )

    @property
    def hours_total(self) -> int:
        """Total workload in hundredths of an hour: the sum of its parts."""
        taught = self.hours_contact + self.hours_online + self.hours_practice
        return taught + self.hours_self_study + self.hours_assessment


class Outcome(Stamped, Model):
    """What a person can do afterwards: the unit of truth (design.md §2.1)."""

    id: Mapped[Id]
    version_id: Mapped[int] = ref("module_version.id")
    key: Mapped[str] = mapped_column(default=new_key)
    """What it stays under while rows move, and from one version to the next (§2.3, `stable_key`)."""
    code: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    type: Mapped[OutcomeType] = mapped_column(closed(OutcomeType))
    bloom: Mapped[str]
    text: Mapped[Text2]
    critical: Mapped[bool]
    weight: Mapped[int]
    verb: Mapped[Text2 | None]
    """What can be seen being done; empty where it is the first word of the text."""
    eqf_level_indicative: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight_range"),
    )


class AssessmentSpec(Stamped, Model):
    """How a module version assesses, with its weight and pass mark."""

    id: Mapped[Id]
    version_id: Mapped[int] = ref("module_version.id")
    key: Mapped[str] = mapped_column(default=new_key)
    position: Mapped[int]
    method: Mapped[str]
    title: Mapped[Text2]
    weight: Mapped[int]
    pass_mark: Mapped[int]
    outcomes: Mapped[Data] = mapped_column(default=list)
    """Keys of the outcomes it assesses; empty where that was not said."""
    criteria: Mapped[Data] = mapped_column(default=list)
    """The rubric: each criterion with key, title, what is enough, and weight."""
    needs_external_assessor: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("version_id", "key"),)


class OutcomeEquivalence(Stamped, Model):
    """What one outcome carries to another, and the top-up a partial one needs (S05, S06)."""

    id: Mapped[Id]
    from_outcome_id: Mapped[int | None] = ref("outcome.id")
    to_outcome_id: Mapped[int] = ref("outcome.id")
    degree: Mapped[EquivalenceDegree] = mapped_column(closed(EquivalenceDegree))
    top_up: Mapped[str | None]
    """The code that somebody's result names once it is done (`assessment`)."""
    top_up_text: Mapped[Text2 | None]
    """What has to be done, as people read it (J5.3)."""
    decided_by: Mapped[int | None] = ref("account.id", index=False)
    decided_at: Mapped[At | None]
    ended_at: Mapped[At | None]
    """Since when a newer decision stands in its place; the row is kept and carries nothing."""


class DraftCopy(Stamped, Model):
    """What somebody typed in the form of a draft and has not saved, and that they are at it."""

    id: Mapped[Id]
    account_id: Mapped[int] = ref("account.id", index=False)
    kind: Mapped[str]
    """Of what it is a draft: "module" or "path"; rooms above write theirs here too."""
    subject: Mapped[str] = mapped_column(index=True)
    """The code of the module or path; of a part of a path also its key, after a space."""
    opened_at: Mapped[At]
    seen_at: Mapped[At]
    typed_at: Mapped[At | None]
    fields: Mapped[Data | None]
    """The form as it was sent, as pairs; nothing while it is only open."""

    __table_args__ = (UniqueConstraint("account_id", "kind", "subject"),)


class ModuleOpinion(Stamped, Model):
    """What a thematic unit, HR or a coordination body says of a version before approval (R14, R24)."""

    id: Mapped[Id]
    version_id: Mapped[int] = ref("module_version.id")
    given_as: Mapped[str]
    opinion: Mapped[str]
    given_by: Mapped[int | None] = ref("account.id", index=False)
    given_at: Mapped[At]
    note: Mapped[str | None]


class OutcomeCompetence(Stamped, Model):
    """What an outcome does for a competence of a framework: a dated note, ended and never removed.

    It names the outcome by its stable key, so that it holds for every version; it is no content (I-06).
    """

    id: Mapped[Id]
    module_id: Mapped[int] = ref("module.id")
    outcome_key: Mapped[str]
    item_id: Mapped[int] = ref("framework_item.id")
    how: Mapped[Contribution] = mapped_column(closed(Contribution))
    from_: Mapped[date]
    to: Mapped[date | None]
    set_by: Mapped[int | None] = ref("account.id", index=False)


keep_version(ModuleVersion)
keep_parts(Outcome, ModuleVersion, "version_id")
keep_parts(AssessmentSpec, ModuleVersion, "version_id")
