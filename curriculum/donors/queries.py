"""Donors, programmes, offerings and their claims; what donors cover of the catalogue."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from curriculum import clock
from curriculum.catalogue import queries as catalogue
from curriculum.db import Bilingual, db
from curriculum.db.holding import hold
from curriculum.domain import coverage
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import reaches
from curriculum.domain.refusals import found
from curriculum.donors.claims import ClaimRow as ClaimRow
from curriculum.donors.claims import accepted_claims as accepted_claims
from curriculum.donors.claims import as_claim as as_claim
from curriculum.donors.claims import awaiting_decision as awaiting_decision
from curriculum.donors.claims import awaiting_review as awaiting_review
from curriculum.donors.claims import claim as claim
from curriculum.donors.claims import claims_of as claims_of
from curriculum.donors.claims import claims_on as claims_on
from curriculum.donors.claims import find_claim as find_claim
from curriculum.donors.claims import open_claims_on as open_claims_on
from curriculum.donors.models import Donor, Offering, OfferingState, Programme, ProgrammePhase
from curriculum.institutions import queries as institutions


class OfferingRow(NamedTuple):
    """One line of a list of offerings."""

    id: int
    code: str
    title: Bilingual
    donor_code: str
    donor_name: Bilingual
    activity_type: str
    hours: int
    start: date
    end: date
    state: OfferingState


def get_donor(code: str) -> Donor:
    """The donor with this code."""
    return found(find_donor(code), "donor", code)


def find_donor(code: str) -> Donor | None:
    """The donor with this code, if there is one."""
    return db.session.scalar(select(Donor).where(Donor.code == code))


def donor(donor_id: int) -> Donor:
    """The donor with this key."""
    return found(db.session.get(Donor, donor_id), "donor", donor_id)


def get_programme(code: str) -> Programme:
    """The programme with this code."""
    return found(find_programme(code), "programme", code)


def donors() -> Sequence[Donor]:
    """Every donor, in the order of its code."""
    return db.session.scalars(select(Donor).order_by(Donor.code)).all()


def find_programme(code: str) -> Programme | None:
    """The programme with this code, if there is one."""
    return db.session.scalar(select(Programme).where(Programme.code == code))


def programmes() -> Sequence[Programme]:
    """Every programme, in the order of its code."""
    return db.session.scalars(select(Programme).order_by(Programme.code)).all()


def programmes_by_donor() -> dict[int, list[Programme]]:
    """The programmes of each donor in the order of their days; one statement."""
    found: dict[int, list[Programme]] = {}
    for one in db.session.scalars(select(Programme).order_by(Programme.start, Programme.code)):
        found.setdefault(one.donor_id, []).append(one)
    return found


def programme(programme_id: int) -> Programme:
    """The programme with this key."""
    return found(db.session.get(Programme, programme_id), "programme", programme_id)


def paid_by(programme: Programme) -> Subject:
    """What a programme pays for, as permissions see it."""
    return Subject(programmes=frozenset({programme.id}), donors=frozenset({programme.donor_id}))


def phases_of(programme_id: int) -> Sequence[ProgrammePhase]:
    """The phases of a programme in the order of their days."""
    wanted = select(ProgrammePhase).where(ProgrammePhase.programme_id == programme_id)
    return db.session.scalars(wanted.order_by(ProgrammePhase.start, ProgrammePhase.id)).all()


def phase(phase_id: int) -> ProgrammePhase:
    """The phase with this key."""
    return found(db.session.get(ProgrammePhase, phase_id), "phase", phase_id)


def find_offering(code: str) -> Offering | None:
    """The offering with this code, if there is one."""
    return db.session.scalar(select(Offering).where(Offering.code == code))


def get_offering(code: str) -> Offering:
    """The offering with this code."""
    return found(find_offering(code), "offering", code)


def offering(offering_id: int) -> Offering:
    """The offering with this key."""
    return found(db.session.get(Offering, offering_id), "offering", offering_id)


def locked(offering_id: int) -> Offering:
    """The offering as it stands now, held until the transaction ends: of two at once one waits."""
    return found(hold(Offering, offering_id), "offering", offering_id)


def programme_of(offering_id: int) -> Programme:
    """The programme that pays for an offering."""
    wanted = select(Programme).join(Offering, Offering.programme_id == Programme.id)
    return db.session.scalars(wanted.where(Offering.id == offering_id)).one()


def donor_of(programme_id: int) -> Donor:
    """The donor behind a programme."""
    wanted = select(Donor).join(Programme, Programme.donor_id == Donor.id)
    return db.session.scalars(wanted.where(Programme.id == programme_id)).one()


def _offerings() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Offering.id,
            Offering.code,
            Offering.title,
            Donor.code,
            Donor.name,
            Offering.activity_type,
            Offering.hours,
            Offering.start,
            Offering.end,
            Offering.state,
        )
        .join(Programme, Programme.id == Offering.programme_id)
        .join(Donor, Donor.id == Programme.donor_id)
        .order_by(Donor.code, Offering.code)
    )


def visible_to(actor: Actor) -> list[OfferingRow]:
    """Every offering, for whoever has any role (domain.md §3); who took part is another matter."""
    if not reaches(actor, Permission.CLAIM_VIEW, clock.today()):
        return []
    return [OfferingRow(*row) for row in db.session.execute(_offerings())]


def offerings_of(programme_id: int) -> list[OfferingRow]:
    """The offerings of a programme."""
    rows = db.session.execute(_offerings().where(Programme.id == programme_id))
    return [OfferingRow(*row) for row in rows]


def subject(offering_id: int) -> Subject:
    """An offering as permissions see it: who pays, and who owns the modules it claims to cover."""
    row = db.session.execute(
        select(Programme.id, Programme.donor_id)
        .join(Offering, Offering.programme_id == Programme.id)
        .where(Offering.id == offering_id)
    ).one_or_none()
    programme_id, donor_id = found(row, "offering", offering_id)
    owners = {claim.owner_id for claim in claims_of(offering_id) if claim.state is not ClaimState.REJECTED}
    above = frozenset(one for owner in owners for one in institutions.lineage(owner))
    return Subject(programmes=frozenset({programme_id}), donors=frozenset({donor_id}), owners=above)


def proposing(offering_id: int, owner_id: int) -> Subject:
    """An offering and the owner of an outcome it may cover, as whoever proposes a claim stands to them."""
    whose = subject(offering_id)
    return replace(whose, owners=whose.owners | institutions.lineage(owner_id))


def coverage_of(version_ids: Collection[int]) -> dict[int, coverage.Coverage]:
    """What donors cover of some module versions: best depth, gaps and overlaps (K01-K03)."""
    modules = catalogue.domain_modules(version_ids)
    claims = claims_on(version_ids)
    return {one: coverage.of(modules[one], map(as_claim, claims[one])) for one in modules}


def consequence(version_id: int, held: Iterable[ClaimRow], added: Iterable[ClaimRow]) -> "Consequence":
    """What accepting claims would close of a module version, and what would remain (J1, step 3)."""
    module = catalogue.domain_modules([version_id])[version_id]
    before = coverage.of(module, map(as_claim, held))
    after = coverage.of(module, map(as_claim, (*held, *added)))
    open_before = {one.outcome for one in before.gaps}
    closed = tuple(one for one in after.outcomes if one.outcome in open_before and one.depth is not None)
    return Consequence(module.ref, closed, after.gaps, after.covered_weight)


class Consequence(NamedTuple):
    """The outcomes newly covered, those still without a donor, and the weight covered afterwards."""

    module: str
    closes: tuple[coverage.OutcomeCoverage, ...]
    remains: tuple[coverage.OutcomeCoverage, ...]
    covered_weight: int

    @property
    def closed_weight(self) -> int:
        """How much of the module becomes covered, out of 100."""
        return sum(one.weight for one in self.closes)
