"""Coverage claims as others read them: of an offering, on a module version, waiting for a decision."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from curriculum.catalogue.models import Module, ModuleVersion, Outcome
from curriculum.db import Bilingual, db
from curriculum.domain import coverage
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.proof import Depth
from curriculum.domain.refusals import found
from curriculum.donors.models import CoverageClaim, Donor, Offering, OfferingState, Programme


class ClaimRow(NamedTuple):
    """A claim with the outcome it is about and where that outcome stands."""

    id: int
    offering_id: int
    offering_code: str
    donor_code: str
    outcome_id: int
    outcome_code: str
    outcome_text: Bilingual
    weight: int
    critical: bool
    version_id: int
    module_code: str
    version: int
    owner_id: int
    depth: Depth
    state: ClaimState
    proposed_by: int | None
    reviewed_by: int | None
    reason: str | None
    reviewed_at: datetime | None

    @property
    def waits_for_review(self) -> bool:
        """Whether the syllabus changed and nobody has said yet what becomes of what relied on the claim."""
        return self.state is ClaimState.SUPERSEDED and self.reviewed_at is None

    @property
    def ref(self) -> str:
        """The module version in the engine's words: "BOR-102.v2"."""
        return f"{self.module_code}.v{self.version}"


def _claims() -> Select[*tuple[Any, ...]]:
    return (
        select(
            CoverageClaim.id,
            CoverageClaim.offering_id,
            Offering.code,
            Donor.code,
            Outcome.id,
            Outcome.code,
            Outcome.text,
            Outcome.weight,
            Outcome.critical,
            ModuleVersion.id,
            Module.code,
            ModuleVersion.version,
            Module.owner_institution_id,
            CoverageClaim.depth,
            CoverageClaim.state,
            CoverageClaim.proposed_by,
            CoverageClaim.reviewed_by,
            CoverageClaim.reason,
            CoverageClaim.reviewed_at,
        )
        .join(Offering, Offering.id == CoverageClaim.offering_id)
        .join(Programme, Programme.id == Offering.programme_id)
        .join(Donor, Donor.id == Programme.donor_id)
        .join(Outcome, Outcome.id == CoverageClaim.outcome_id)
        .join(ModuleVersion, ModuleVersion.id == Outcome.version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .order_by(Offering.code, Module.code, ModuleVersion.version, Outcome.position)
    )


def claims_of(offering_id: int) -> list[ClaimRow]:
    """Every claim of an offering, decided or not."""
    rows = db.session.execute(_claims().where(CoverageClaim.offering_id == offering_id))
    return [ClaimRow(*row) for row in rows]


def claim(claim_id: int) -> ClaimRow:
    """One claim with what it is about."""
    row = db.session.execute(_claims().where(CoverageClaim.id == claim_id)).one_or_none()
    return ClaimRow(*found(row, "claim", claim_id))


def find_claim(offering_id: int, outcome_id: int, depth: Depth) -> CoverageClaim | None:
    """The claim of an offering on an outcome to a depth that is proposed or accepted, if there is one."""
    wanted = select(CoverageClaim).where(
        CoverageClaim.offering_id == offering_id,
        CoverageClaim.outcome_id == outcome_id,
        CoverageClaim.depth == depth,
        CoverageClaim.state.in_((ClaimState.PROPOSED, ClaimState.ACCEPTED)),
    )
    return db.session.scalar(wanted)


def awaiting_review(offering_id: int) -> Sequence[CoverageClaim]:
    """Superseded claims of an offering on which evidence still rests until somebody reviews them (J1)."""
    wanted = select(CoverageClaim).where(
        CoverageClaim.offering_id == offering_id,
        CoverageClaim.state == ClaimState.SUPERSEDED,
        CoverageClaim.reviewed_at.is_(None),
    )
    return db.session.scalars(wanted.order_by(CoverageClaim.id)).all()


def open_claims_on(version_id: int) -> list[CoverageClaim]:
    """The claims on a module version that were proposed or accepted, held until the transaction ends."""
    wanted = select(CoverageClaim).join(Outcome, Outcome.id == CoverageClaim.outcome_id)
    stands = CoverageClaim.state.in_((ClaimState.PROPOSED, ClaimState.ACCEPTED))
    held = wanted.where(Outcome.version_id == version_id, stands).with_for_update(of=CoverageClaim)
    return list(db.session.scalars(held.order_by(CoverageClaim.id)))


def awaiting_decision() -> list[ClaimRow]:
    """Claims that were proposed and neither accepted nor rejected."""
    rows = db.session.execute(_claims().where(CoverageClaim.state == ClaimState.PROPOSED))
    return [ClaimRow(*row) for row in rows]


def accepted_claims(offering_ids: Collection[int]) -> dict[int, list[ClaimRow]]:
    """The accepted claims of some offerings, in one statement; offerings without any have an empty list."""
    found: dict[int, list[ClaimRow]] = {one: [] for one in offering_ids}
    wanted = _claims().where(
        CoverageClaim.offering_id.in_(offering_ids), CoverageClaim.state == ClaimState.ACCEPTED
    )
    for row in db.session.execute(wanted):
        found[row[1]].append(ClaimRow(*row))
    return found


def claims_on(version_ids: Collection[int]) -> dict[int, list[ClaimRow]]:
    """The accepted claims on the outcomes of some versions, one statement; a cancelled course covers none."""
    found: dict[int, list[ClaimRow]] = {one: [] for one in version_ids}
    wanted = _claims().where(
        ModuleVersion.id.in_(version_ids),
        CoverageClaim.state == ClaimState.ACCEPTED,
        Offering.state != OfferingState.CANCELLED,
    )
    for row in db.session.execute(wanted):
        one = ClaimRow(*row)
        found[one.version_id].append(one)
    return found


def as_claim(row: ClaimRow) -> coverage.Claim:
    """A claim in the engine's words."""
    return coverage.Claim(row.offering_code, row.donor_code, row.outcome_code, row.depth)
