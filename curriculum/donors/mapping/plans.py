"""What donors plan for the next twelve months, with the outcomes each plan claims; two statements."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from curriculum.catalogue.models import Outcome
from curriculum.db import Bilingual, db
from curriculum.domain.currency import add_months
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.planning import Clash, Plan, clashes
from curriculum.donors.models import STILL_PLANNED, CoverageClaim, Donor, Offering, OfferingState, Programme

MONTHS = 12
OPEN_CLAIMS = (ClaimState.PROPOSED, ClaimState.ACCEPTED)


class PlanRow(NamedTuple):
    """One offering that is still to be held."""

    id: int
    code: str
    title: Bilingual
    donor: str
    donor_name: Bilingual
    programme: str
    start: date
    end: date
    languages: list[str]
    seats: int | None
    state: OfferingState


class Plans(NamedTuple):
    """The plans in the order of their days, and what gets into whose way."""

    rows: tuple[PlanRow, ...]
    outcomes: Mapping[int, frozenset[str]]
    clashes: tuple[Clash, ...]

    def of(self, code: str) -> list[tuple[Clash, str]]:
        """The clashes of one plan, each with the code of the other."""
        return [
            (one, one.other if one.one == code else one.one)
            for one in self.clashes
            if code in (one.one, one.other)
        ]


def plans_from(on: date) -> Plans:
    """What donors hold in the twelve months from a day on, planned or confirmed."""
    rows = tuple(PlanRow(*row) for row in db.session.execute(_planned(on, add_months(on, MONTHS))))
    outcomes = _outcomes([row.id for row in rows])
    plans = (Plan(row.code, row.donor, row.start, row.end, outcomes[row.id]) for row in rows)
    return Plans(rows, outcomes, clashes(plans))


def _planned(from_: date, to: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Offering.id,
            Offering.code,
            Offering.title,
            Donor.code,
            Donor.name,
            Programme.code,
            Offering.start,
            Offering.end,
            Offering.languages,
            Offering.seats,
            Offering.state,
        )
        .join(Programme, Programme.id == Offering.programme_id)
        .join(Donor, Donor.id == Programme.donor_id)
        .where(
            Offering.state.in_(STILL_PLANNED),
            Offering.end >= from_,
            Offering.start < to,
        )
        .order_by(Offering.start, Offering.code)
    )


def _outcomes(offering_ids: list[int]) -> dict[int, frozenset[str]]:
    wanted = (
        select(CoverageClaim.offering_id, Outcome.code)
        .join(Outcome, Outcome.id == CoverageClaim.outcome_id)
        .where(CoverageClaim.offering_id.in_(offering_ids), CoverageClaim.state.in_(OPEN_CLAIMS))
    )
    found: dict[int, set[str]] = {one: set() for one in offering_ids}
    for offering, code in db.session.execute(wanted):
        found[offering].add(code)
    return {one: frozenset(codes) for one, codes in found.items()}
