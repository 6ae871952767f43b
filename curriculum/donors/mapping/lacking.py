"""What donors leave open: modules half covered with the session that would close them (J1, J4)."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from curriculum.access import is_permitted
from curriculum.catalogue import queries as catalogue
from curriculum.db import Bilingual, db
from curriculum.domain import coverage
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.permissions import Permission
from curriculum.donors import queries
from curriculum.donors.models import Offering


class BridgeRow(NamedTuple):
    """A module that donors cover in part, and the session of our own that would close it."""

    owner_id: int
    code: str
    title: Bilingual
    bridge: coverage.Bridge

    @property
    def hours(self) -> int:
        """What is proposed; hundredths of an hour, as all of these."""
        return _hundredths(self.bridge.minutes)

    @property
    def least(self) -> int:
        """With fewer attendance does not reach the rule; 0: it does without."""
        return _hundredths(self.bridge.least)

    @property
    def most(self) -> int:
        """More is credited to nobody."""
        return _hundredths(self.bridge.most)

    @property
    def contact(self) -> int:
        """Of the whole module."""
        return _hundredths(self.bridge.contact_minutes)

    def brings(self, hours: int) -> int:
        """What is credited after a session of so many hours."""
        return _hundredths(self.bridge.brings(_minutes(hours)))

    def percent(self, hours: int) -> int:
        """The same out of 100."""
        return self.bridge.percent(_minutes(hours))

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What it would teach, inside the module: O3, O4."""
        return tuple(one.outcome.rpartition(".")[2] for one in self.bridge.remains)


def _hundredths(minutes: int) -> int:
    return minutes * 100 // 60


def _minutes(hundredths: int) -> int:
    return hundredths * 60 // 100


def bridges(version_ids: Collection[int] | None = None) -> list[BridgeRow]:
    """The sessions proposed for half-covered modules, all of them or of some versions."""
    versions = [one for one in catalogue.published_versions() if version_ids is None or one.id in version_ids]
    ids = [one.id for one in versions]
    modules, seen = catalogue.domain_modules(ids), queries.coverage_of(ids)
    proposed = ((one, coverage.bridge(modules[one.id], seen[one.id])) for one in versions)
    return [
        BridgeRow(one.module.owner_institution_id, one.module.code, one.title, row)
        for one, row in proposed
        if row
    ]


def may_open(actor: Actor) -> frozenset[int]:
    """The institutions of whose modules the actor may open a session."""
    return frozenset(
        owner
        for owner, above in catalogue.all_lineages().items()
        if is_permitted(actor, Permission.RUN_EDIT, Subject.owned_by(above))
    )


class Covering(NamedTuple):
    """An accepted claim as the page of a module shows it: the course with its days, languages and seats."""

    claim: queries.ClaimRow
    offering: Offering


def by_outcome(version_id: int) -> dict[int, list[Covering]]:
    """Who covers each outcome of a version, two statements."""
    claims = queries.claims_on([version_id])[version_id]
    wanted = select(Offering).where(Offering.id.in_({one.offering_id for one in claims}))
    offerings = {one.id: one for one in db.session.scalars(wanted)}
    found: dict[int, list[Covering]] = {}
    for claim in claims:
        found.setdefault(claim.outcome_id, []).append(Covering(claim, offerings[claim.offering_id]))
    return found
