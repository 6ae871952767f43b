"""Claims and notes on overlaps as they stood where the file of a curriculum was written (decision 0026)."""

from datetime import datetime

from curriculum.access import require
from curriculum.announcements import ClaimChanged
from curriculum.audit import service as audit
from curriculum.catalogue import queries as catalogue
from curriculum.db import announce, db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.permissions import Permission
from curriculum.domain.proof import Depth
from curriculum.donors import queries
from curriculum.donors.models import CoverageClaim, OverlapNote


def restore_claim(
    actor: Actor,
    *,
    offering: str,
    outcome: str,
    depth: Depth,
    state: ClaimState,
    reviewed_at: datetime | None,
    reason: str | None,
) -> None:
    """Let a claim stand as it stood: decided there, and nobody here is said to have decided it."""
    require(actor, Permission.CURRICULUM_RESTORE)
    offering_id = queries.get_offering(offering).id
    claim = CoverageClaim(
        id=new_id(),
        offering_id=offering_id,
        outcome_id=catalogue.outcomes_by_code([outcome])[outcome].id,
        depth=depth,
        state=state,
        reviewed_at=reviewed_at,
        reason=reason,
    )
    db.session.add(claim)
    audit.record(
        actor,
        "claim:restored",
        "claim",
        claim.id,
        offering=offering,
        outcome=outcome,
        depth=depth,
        state=state,
    )
    announce(ClaimChanged(offering_id))


def restore_overlap(actor: Actor, *, outcome: str, reason: str, ended_at: datetime | None) -> None:
    """Let a note on a wanted overlap stand as it stood."""
    require(actor, Permission.CURRICULUM_RESTORE)
    outcome_id = catalogue.outcomes_by_code([outcome])[outcome].id
    note = OverlapNote(id=new_id(), outcome_id=outcome_id, reason=reason, ended_at=ended_at)
    db.session.add(note)
    audit.record(actor, "overlap:justified", "outcome", outcome_id, reason=reason, outcome=outcome)
