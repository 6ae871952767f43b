"""What a component asks of a module version, and the bare figures that answer it."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Self

from curriculum.domain.plan import ModulePlan
from curriculum.domain.proof import ProofLevel

if TYPE_CHECKING:
    from curriculum.domain.standing import ModuleStanding


class ModuleMark(NamedTuple):
    """The bare figures of one module for one component; hours in hundredths of minutes, exact:
    credited is a fraction, needed is times 100."""

    demand: "Demand"
    met: bool
    percent: int
    weight: int
    critical_met: int
    credited_top: int
    credited_bottom: int
    needed: int
    hours_met: bool
    assessed: bool
    counts_for: str = ""  # the component that has it instead, for each module counts once


@dataclass(frozen=True, eq=False)
class Demand:
    """One module version as one component asks for it; made once per path version.

    `blank` remembers, by component, how the mark of those with nothing on file is explained."""

    plan: ModulePlan
    min_level: ProofLevel
    max_age_months: int | None = None
    hours_waived: bool = False
    blank: "dict[str, ModuleStanding]" = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def untouched(self) -> ModuleMark:
        """The mark of everybody who has nothing on file for this module."""
        rule = self.plan.module.rule
        needed = rule.min_contact_attendance_pct * self.plan.cap
        return ModuleMark(
            demand=self,
            met=False,
            percent=0,
            weight=0,
            critical_met=0,
            credited_top=0,
            credited_bottom=1,
            needed=needed,
            hours_met=self.hours_waived or not needed,
            assessed=not rule.module_assessment_required,
        )

    def without_hours(self) -> Self:
        """The same demand for somebody exempted from the attendance test."""
        return replace(self, hours_waived=True)
