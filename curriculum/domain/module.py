"""Module versions and their outcomes: the unit of truth of a curriculum (domain.md 2.3)."""

from collections.abc import Collection
from typing import NamedTuple


class Outcome(NamedTuple):
    """A learning outcome of one module version; `code` is unique over the whole deployment."""

    code: str
    weight: int
    critical: bool = False


class AssessmentSpec(NamedTuple):
    """One part of a module's own assessment, with the mark that passes it."""

    code: str
    weight: int = 100
    pass_mark: int = 60


class Prerequisites(NamedTuple):
    """Module codes to hold before: each of `all`, and one of `any` when there are any."""

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()


class CompletionRule(NamedTuple):
    """When a module counts as met (domain.md 2.6, rule 2)."""

    all_critical_outcomes: bool = True
    min_outcome_weight: int = 80
    min_contact_attendance_pct: int = 80
    module_assessment_required: bool = False


class ModuleVersion(NamedTuple):
    """One published (or draft) version of a module, as far as progress needs it."""

    code: str
    version: int
    outcomes: tuple[Outcome, ...]
    contact_minutes: int
    total_minutes: int = 0
    theme: str = ""
    cross_cutting: bool = False
    currency_months: int | None = None
    rule: CompletionRule = CompletionRule()
    prerequisites: Prerequisites = Prerequisites()
    assessments: tuple[AssessmentSpec, ...] = ()
    credits: int = 0  # hundredths, indicative

    @property
    def ref(self) -> str:
        """The name components use: "BOR-102.v2"."""
        return f"{self.code}.v{self.version}"


class PrerequisiteStanding(NamedTuple):
    """What a person still lacks before a module; empty tuples mean nothing."""

    module: str
    missing_all: tuple[str, ...]
    missing_any: tuple[str, ...]

    @property
    def met(self) -> bool:
        """Tell whether the module may be begun."""
        return not (self.missing_all or self.missing_any)


def suggested_credits(total_hours: int) -> float:
    """Credits that a workload in hundredths of an hour is usually worth: one for 25 hours, by halves."""
    return round(total_hours / 2500 * 2) / 2


def prerequisites(module: ModuleVersion, held: Collection[str]) -> PrerequisiteStanding:
    """Compare a module's prerequisites with the module codes somebody holds (S20)."""
    missing_all = tuple(code for code in module.prerequisites.all if code not in held)
    lacks_any = module.prerequisites.any and not any(code in held for code in module.prerequisites.any)
    return PrerequisiteStanding(module.ref, missing_all, module.prerequisites.any if lacks_any else ())
