"""A version that was tried out is rejected: nothing is claimed of it any more (§2.9, decision 0031)."""

from collections.abc import Iterable
from typing import Any

from curriculum import clock
from curriculum.announcements import ClaimChanged, VersionDecided
from curriculum.audit import service as audit
from curriculum.db import announce
from curriculum.domain.actors import SYSTEM
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.claim import CLAIM, ClaimState
from curriculum.donors import queries
from curriculum.donors.models import CoverageClaim


def on_versions_decided(announced: list[VersionDecided]) -> None:
    """Listener: claims on a rejected module version end with it, proposed or accepted, with its reason."""
    for one in announced:
        if (one.kind, one.action) == ("module_version", "reject"):
            claims = queries.open_claims_on(one.version_id)
            _refuse([claim for claim in claims if claim.state is ClaimState.PROPOSED], one.reason)
            _set_aside([claim for claim in claims if claim.state is ClaimState.ACCEPTED], one.reason)


def _refuse(claims: Iterable[CoverageClaim], reason: str) -> None:
    for claim in claims:
        step = CLAIM.advance(claim.state, "reject", {Need.REASON})
        about = queries.claim(claim.id)
        _end(claim, step.state, reason)
        facts: dict[str, Any] = {
            "offering": about.offering_code,
            "outcome": about.outcome_code,
            "depth": claim.depth,
        }
        audit.record(SYSTEM, step.event, "claim", claim.id, reason=reason, **facts)


def _set_aside(claims: Iterable[CoverageClaim], reason: str) -> None:
    """No path asks for a version that was never published, so nothing waits for a review of these."""
    count: dict[int, int] = {}
    for claim in claims:
        _end(claim, CLAIM.advance(claim.state, "supersede", {Need.REASON}).state, reason)
        count[claim.offering_id] = count.get(claim.offering_id, 0) + 1
    for offering_id, many in count.items():
        code = queries.offering(offering_id).code
        audit.record(
            SYSTEM, "claim:superseded", "offering", offering_id, reason=reason, offering=code, count=many
        )
        announce(ClaimChanged(offering_id))


def _end(claim: CoverageClaim, state: ClaimState, reason: str) -> None:
    claim.state, claim.reason = state, reason
    claim.reviewed_by, claim.reviewed_at = None, clock.now()
