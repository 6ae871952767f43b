"""What the coverage map is drawn of: outcomes, offerings, open claims; four statements however large."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from curriculum.catalogue.models import Module, ModuleVersion, Outcome
from curriculum.db import Bilingual, db
from curriculum.domain import mapping
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.mapping import Filters, Grid
from curriculum.donors.models import (
    CoverageClaim,
    Donor,
    Offering,
    OfferingState,
    OverlapNote,
    Programme,
)


class OutcomeRow(NamedTuple):
    """An outcome of the version of a module that newcomers follow today."""

    id: int
    code: str
    text: Bilingual
    weight: int
    critical: bool
    module: str
    version: int
    title: Bilingual

    @property
    def short(self) -> str:
        """The outcome inside its module: "O3"."""
        return self.code.rpartition(".")[2]


class OfferingColumn(NamedTuple):
    """An offering that is not cancelled, with who pays for it."""

    id: int
    code: str
    title: Bilingual
    donor: str
    donor_name: Bilingual
    languages: list[str]
    start: date
    end: date
    seats: int | None


class CoverageMap(NamedTuple):
    """The grid, with what stands behind its rows and columns."""

    grid: Grid
    outcomes: Mapping[int, OutcomeRow]
    offerings: Mapping[int, OfferingColumn]
    reasons: Mapping[int, str]
    """Why an overlap is wanted, by outcome; without a reason it is one to speak about."""

    @property
    def wanted(self) -> tuple[str, ...]:
        """The overlaps of which somebody said why they are wanted."""
        noted = {self.outcomes[key].code for key in self.reasons if key in self.outcomes}
        return tuple(code for code in self.grid.overlaps if code in noted)

    @property
    def modules(self) -> tuple[str, ...]:
        """Every module there is to choose from, whatever is shown."""
        return tuple(dict.fromkeys(one.module for one in self.outcomes.values()))

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language an offering is held in."""
        return tuple(sorted({lang for one in self.offerings.values() for lang in one.languages}))

    @property
    def donors(self) -> dict[str, Bilingual]:
        """The name of each donor by its code."""
        return {one.donor: one.donor_name for one in self.offerings.values()}


_IS_CURRENT = ModuleVersion.state == VersionState.PUBLISHED


def _outcomes() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Outcome.id,
            Outcome.code,
            Outcome.text,
            Outcome.weight,
            Outcome.critical,
            Module.code,
            ModuleVersion.version,
            ModuleVersion.title,
        )
        .join(ModuleVersion, ModuleVersion.id == Outcome.version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(_IS_CURRENT)
        .order_by(Module.code, Outcome.position)
    )


def _offerings() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Offering.id,
            Offering.code,
            Offering.title,
            Donor.code,
            Donor.name,
            Offering.languages,
            Offering.start,
            Offering.end,
            Offering.seats,
        )
        .join(Programme, Programme.id == Offering.programme_id)
        .join(Donor, Donor.id == Programme.donor_id)
        .where(Offering.state != OfferingState.CANCELLED)
    )


def _claims() -> Select[*tuple[Any, ...]]:
    return (
        select(CoverageClaim.outcome_id, CoverageClaim.offering_id, CoverageClaim.depth, CoverageClaim.state)
        .join(Outcome, Outcome.id == CoverageClaim.outcome_id)
        .join(ModuleVersion, ModuleVersion.id == Outcome.version_id)
        .where(_IS_CURRENT, CoverageClaim.state.in_((ClaimState.PROPOSED, ClaimState.ACCEPTED)))
    )


def coverage_map(filters: Filters | None = None) -> CoverageMap:
    """Every outcome of a current version against every offering, as the filters leave them."""
    outcomes = {row.id: OutcomeRow(*row) for row in db.session.execute(_outcomes())}
    offerings = {row.id: OfferingColumn(*row) for row in db.session.execute(_offerings())}
    claims = [
        mapping.Claim(outcome, offering, depth, state is ClaimState.ACCEPTED)
        for outcome, offering, depth, state in db.session.execute(_claims())
    ]
    drawn = mapping.grid(
        (mapping.Row(o.id, o.code, o.module, o.weight, o.critical) for o in outcomes.values()),
        (mapping.Column(o.id, o.code, o.donor, tuple(o.languages)) for o in offerings.values()),
        claims,
        filters,
    )
    return CoverageMap(drawn, outcomes, offerings, justified())


def standing_note(outcome_id: int) -> OverlapNote | None:
    """The note that says why several donors teach an outcome, if one stands."""
    wanted = select(OverlapNote).where(OverlapNote.outcome_id == outcome_id, OverlapNote.ended_at.is_(None))
    return db.session.scalar(wanted)


def justified() -> dict[int, str]:
    """Why several donors teach an outcome, by outcome; what is not here has not been said to be wanted."""
    wanted = select(OverlapNote.outcome_id, OverlapNote.reason).where(OverlapNote.ended_at.is_(None))
    return {row.outcome_id: row.reason for row in db.session.execute(wanted)}
