"""What a form and the demo's loader hand over: donors' programmes and offerings, as frozen values."""

from dataclasses import dataclass
from datetime import date

from curriculum.db import Bilingual
from curriculum.donors.models import OfferingState


@dataclass(frozen=True)
class NewProgramme:
    """A donor's dated project; the budget is in whole units of the currency."""

    donor: str
    code: str
    title: Bilingual
    start: date
    end: date
    currency: str
    training_budget: int | None = None
    visibility_text: Bilingual | None = None
    disclaimer: Bilingual | None = None


@dataclass(frozen=True)
class NewPhase:
    """A dated part of a programme; parallel: meant to run beside another."""

    title: Bilingual
    start: date
    end: date
    is_parallel: bool = False


@dataclass(frozen=True)
class NewOffering:
    """A donor's course as offered; hours in hundredths, pass mark in whole points of 100."""

    programme: str
    code: str
    title: Bilingual
    activity_type: str
    hours: int
    languages: tuple[str, ...]
    start: date
    end: date
    assessment_kind: str = "none"
    mode: str | None = None
    pass_mark: int = 60
    seats: int | None = None
    total_cost: int | None = None
    state: OfferingState = OfferingState.PLANNED
    provider: str | None = None
    schedule: str | None = None
