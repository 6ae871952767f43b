"""Velmaria's curriculum made wider: as many outcomes and offerings as the coverage map must bear."""

from datetime import date, timedelta
from itertools import islice

from sqlalchemy import func, select

from curriculum.catalogue.models import ModuleVersion, Outcome
from curriculum.db import db, new_id
from curriculum.domain.actors import Role
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.proof import Depth
from curriculum.donors.models import CoverageClaim, Offering, Programme
from curriculum.institutions import queries as institutions
from tests.factories.catalogue import make_actor, make_module, outcome, published, within
from tests.factories.donors import make_offering

OUTCOMES, OFFERINGS = 150, 60


def widen() -> None:
    """Add what is missing to 150 outcomes and 60 offerings, each offering with four claims."""
    _add_outcomes(OUTCOMES - len(_outcomes()))
    keys = _outcomes()
    have = db.session.scalar(select(func.count(Offering.id))) or 0
    for number in range(OFFERINGS - have):
        _add_offering(number, keys)


def _outcomes() -> list[int]:
    wanted = select(Outcome.id).join(ModuleVersion).where(ModuleVersion.state == VersionState.PUBLISHED)
    return list(db.session.scalars(wanted.order_by(Outcome.code)))


def _add_outcomes(missing: int) -> None:
    owner = institutions.get("CNFGF")
    designer, signatory = (
        make_actor(f"wide-{role.value}", role, scope=within(owner))
        for role in (Role.CURRICULUM_DESIGNER, Role.TRAINING_SIGNATORY)
    )
    weights = [100 - 5 * (missing - 1), *[5] * (missing - 1)]
    texts = (outcome(weight, critical=True, text="Judge a document at the border") for weight in weights)
    published(make_module("BOR-999", owner=owner), designer, signatory, *texts)


def _add_offering(number: int, keys: list[int]) -> None:
    programmes = db.session.scalars(select(Programme).order_by(Programme.code)).all()
    made = make_offering(f"WIDE-{number:02}", programme=programmes[number % len(programmes)])
    made.start = date(2026, 1, 1) + timedelta(days=9 * number)
    made.end = made.start + timedelta(days=4)
    for place, key in enumerate(islice(keys, number, None, len(keys) // 4 or 1)):
        depth = list(Depth)[place % len(Depth)]
        claim = CoverageClaim(
            id=new_id(), offering_id=made.id, outcome_id=key, depth=depth, state=ClaimState.ACCEPTED
        )
        db.session.add(claim)
