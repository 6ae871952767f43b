"""Plain makers of donors' things."""

from datetime import date
from typing import Any

from curriculum.catalogue.models import ModuleVersion
from curriculum.db import db, new_id
from curriculum.domain.proof import Depth
from curriculum.donors import service
from curriculum.donors.models import CoverageClaim, Donor, Offering, OfferingState, Programme
from tests.factories.catalogue import both


def make_programme(code: str = "HORIZON-F", donor: str = "D-NORD") -> Programme:
    payer = Donor(id=new_id(), code=donor, name=both(donor), type="bilateral")
    db.session.add(payer)
    db.session.flush()
    row = Programme(
        id=new_id(),
        donor_id=payer.id,
        code=code,
        title=both(code),
        start=date(2023, 6, 1),
        end=date(2027, 5, 31),
        currency="EUR",
    )
    db.session.add(row)
    db.session.flush()
    return row


def make_offering(code: str = "NORD-02", *, programme: Programme, hours: int = 2400) -> Offering:
    row = Offering(
        id=new_id(),
        programme_id=programme.id,
        code=code,
        title=both(code),
        activity_type="training",
        hours=hours,
        languages=["en"],
        assessment_kind="practical",
        start=date(2025, 10, 13),
        end=date(2025, 10, 17),
        state=OfferingState.DELIVERED,
    )
    db.session.add(row)
    db.session.flush()
    return row


def propose(
    deal: dict[str, Any],
    version: ModuleVersion,
    number: int = 1,
    who: str = "dalia",
    depth: Depth = Depth.ASSESSED,
) -> CoverageClaim:
    """A claim of the deal's offering on one outcome of a version."""
    return service.propose_claim(deal[who], deal["offering"].id, version.outcomes[number - 1].id, depth)
