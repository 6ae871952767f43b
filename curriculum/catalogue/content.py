"""What a designer's form and the demo's loader hand over: the content of a module version."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from curriculum.catalogue.models import OutcomeType
from curriculum.db import Bilingual

NOTHING = Bilingual("", "")


class ChangeClass(StrEnum):
    """How far a new version departs from the one it replaces (domain.md §2.9)."""

    MAJOR = "major"
    MINOR = "minor"
    EDITORIAL = "editorial"


class GivenAs(StrEnum):
    """In whose name an opinion on a version is given (R14, R24, R33); the last is an expert from outside."""

    THEMATIC = "thematic"
    HR = "hr"
    COORDINATION = "coordination"
    EXTERNAL = "external"


class Opinion(StrEnum):
    """What an opinion says."""

    FAVOURABLE = "favourable"
    WITH_RESERVATIONS = "with_reservations"
    UNFAVOURABLE = "unfavourable"


@dataclass(frozen=True)
class OutcomeContent:
    """One learning outcome.

    The key says which outcome it is, whatever its place, text or code; without one it is told by its code
    or place. The code is the row's, or follows from module, version and position.
    """

    text: Bilingual
    type: OutcomeType
    bloom: str
    weight: int
    critical: bool = False
    code: str | None = None
    key: str | None = None
    verb: Bilingual = NOTHING
    """What can be seen being done; empty: the first word of the text."""
    eqf_level_indicative: int | None = None


@dataclass(frozen=True)
class CriterionContent:
    """One line of a rubric: what is looked at, what is enough, and its weight within its part."""

    title: Bilingual
    enough: Bilingual = NOTHING
    weight: int = 0
    key: str | None = None


@dataclass(frozen=True)
class AssessmentContent:
    """One part of the module's own assessment; weight and pass mark in whole points of 100."""

    method: str
    title: Bilingual
    weight: int
    pass_mark: int = 60
    key: str | None = None
    outcomes: tuple[str, ...] = ()
    """Keys of the outcomes it assesses."""
    criteria: tuple[CriterionContent, ...] = ()
    needs_external_assessor: bool = False


@dataclass(frozen=True)
class ReviewerContent:
    """Somebody named to read the content again, until a day or until replaced."""

    name: str
    office: str = ""
    until: date | None = None
    key: str | None = None


@dataclass(frozen=True)
class Hours:
    """The workload by kind, in hundredths of an hour."""

    contact: int
    online: int = 0
    practice: int = 0
    self_study: int = 0
    assessment: int = 0

    @property
    def total(self) -> int:
        """The sum of the parts (domain.md §2.3)."""
        return self.contact + self.online + self.practice + self.self_study + self.assessment


@dataclass(frozen=True)
class CompletionContent:
    """When the module counts as met (domain.md §2.6, rule 2)."""

    all_critical_outcomes: bool = True
    min_outcome_weight: int = 80
    min_contact_attendance_pct: int = 80
    module_assessment_required: bool = True


@dataclass(frozen=True)
class VersionContent:
    """Everything a module version says; a draft may be incomplete, see `checks.problems`."""

    title: Bilingual
    hours: Hours
    outcomes: tuple[OutcomeContent, ...]
    summary: Bilingual = NOTHING
    target_group: Bilingual = NOTHING
    assessments: tuple[AssessmentContent, ...] = ()
    completion: CompletionContent = CompletionContent()
    kind: str = "taught"
    authoritative_language: str = "fr"
    eqf_level_indicative: int | None = None
    credits_indicative: str | None = None
    languages: tuple[str, ...] = ("fr", "en")
    delivery_modes: tuple[str, ...] = ()
    prerequisites_all: tuple[str, ...] = ()
    prerequisites_any: tuple[str, ...] = ()
    gcm_objectives: tuple[int, ...] = ()
    currency_months: int | None = None
    change_class: ChangeClass | None = None
    change_note: Bilingual | None = None
    entry_requirements: Bilingual = NOTHING
    level_note: Bilingual = NOTHING
    prerequisites_advised: tuple[str, ...] = ()
    rights_integrated: bool = False
    legal_instruments: tuple[str, ...] = ()
    external_refs: tuple[str, ...] = ()
    reviewers: tuple[ReviewerContent, ...] = ()
