"""Saying that an overlap of donors is wanted, and taking it back (K03)."""

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.catalogue import queries as catalogue
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.donors.mapping import queries
from curriculum.donors.models import OverlapNote
from curriculum.institutions import queries as institutions


def justify_overlap(actor: Actor, outcome_id: int, reason: str) -> OverlapNote:
    """Say as the owner of the module why several donors should teach an outcome (K03)."""
    outcome = _owned(actor, outcome_id)
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="claim", action="justify")
    if queries.standing_note(outcome_id) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="claim", code=outcome.code)
    note = OverlapNote(id=new_id(), outcome_id=outcome_id, reason=reason.strip(), set_by=actor.account_id)
    db.session.add(note)
    audit.record(actor, "overlap:justified", "outcome", outcome_id, reason=note.reason, outcome=outcome.code)
    return note


def reopen_overlap(actor: Actor, outcome_id: int) -> OverlapNote:
    """End the note of an outcome: its overlap is one to speak about again."""
    outcome = _owned(actor, outcome_id)
    note = found(queries.standing_note(outcome_id), "claim", outcome.code)
    note.ended_at = clock.now()
    audit.record(actor, "overlap:reopened", "outcome", outcome_id, outcome=outcome.code)
    return note


def _owned(actor: Actor, outcome_id: int) -> catalogue.OutcomeRow:
    """Load an outcome and ask whether the actor speaks for the owner of its module."""
    outcome = catalogue.outcome(outcome_id)
    require(actor, Permission.CLAIM_DECIDE, Subject(owners=institutions.lineage(outcome.owner_id)))
    return outcome
