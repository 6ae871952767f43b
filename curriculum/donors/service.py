"""The door to donors, programmes and offerings; claims proposed by one, decided by another (I-09)."""

from curriculum import clock
from curriculum.access import is_permitted, require
from curriculum.accounts import queries as accounts
from curriculum.announcements import ClaimChanged
from curriculum.audit import service as audit
from curriculum.catalogue import queries as catalogue
from curriculum.db import announce, db, new_id
from curriculum.db.holding import hold
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.claim import CLAIM
from curriculum.domain.permissions import Permission
from curriculum.domain.proof import Depth
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.domain.separation import CaseHistory, CaseRole, Involvement, Part, require_free
from curriculum.donors import queries
from curriculum.donors.announcing import change_offering as change_offering
from curriculum.donors.announcing import create_offering as create_offering
from curriculum.donors.announcing import step as step
from curriculum.donors.models import CoverageClaim
from curriculum.donors.paying.service import change_donor as change_donor
from curriculum.donors.paying.service import change_phase as change_phase
from curriculum.donors.paying.service import change_programme as change_programme
from curriculum.donors.paying.service import create_donor as create_donor
from curriculum.donors.paying.service import create_programme as create_programme
from curriculum.donors.paying.service import enter_phase as enter_phase
from curriculum.donors.paying.service import remove_phase as remove_phase
from curriculum.institutions import queries as institutions


def propose_claim(
    actor: Actor, offering_id: int, outcome_id: int, depth: Depth, *, version_id: int | None = None
) -> CoverageClaim:
    """Propose that an offering covers an outcome; donors may, and nothing follows from it yet (I-09).

    Whoever was shown one version of a module names it; an outcome of another version is refused then.
    """
    offering, outcome = queries.offering(offering_id), catalogue.outcome(outcome_id)
    require(actor, Permission.CLAIM_PROPOSE, queries.proposing(offering_id, outcome.owner_id))
    if version_id not in (None, outcome.version_id):
        raise Refusal(RefusalCode.CLAIM_NOT_OF_VERSION, outcome=outcome.code)
    if outcome.state not in catalogue.TAUGHT:
        raise Refusal(RefusalCode.VERSION_NOT_PUBLISHED, code=outcome.code, state=outcome.state)
    if queries.find_claim(offering_id, outcome_id, depth) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="claim", code=f"{offering.code} {outcome.code}")
    claim = CoverageClaim(
        id=new_id(),
        offering_id=offering_id,
        outcome_id=outcome_id,
        depth=depth,
        state=CLAIM.start,
        proposed_by=actor.account_id,
    )
    db.session.add(claim)
    _record(actor, "claim:proposed", claim, offering.code, outcome.code)
    return claim


def accept_claim(actor: Actor, claim_id: int, note: str = "") -> CoverageClaim:
    """Accept a claim as the owner of the module, never one's own proposal (I-09); a note may say how."""
    claim = _to_decide(actor, claim_id)
    _require_another(actor, claim)
    _decide(actor, claim, "accept", {Need.ANOTHER_APPROVER}, reason=note.strip() or None)
    _close_review(claim)
    announce(ClaimChanged(claim.offering_id))
    return claim


def reject_claim(actor: Actor, claim_id: int, reason: str) -> CoverageClaim:
    """Reject a claim as the owner of the module, with the reason (I-17)."""
    claim = _to_decide(actor, claim_id)
    if claim.proposed_by == actor.account_id:
        raise Refusal(RefusalCode.SECOND_APPROVER_IS_PROPOSER, role=CaseRole.APPROVER)
    _decide(actor, claim, "reject", {Need.REASON} if reason.strip() else set(), reason=reason)
    if _close_review(claim):
        announce(ClaimChanged(claim.offering_id))
    return claim


def supersede_claims(actor: Actor, offering_id: int, reason: str) -> list[CoverageClaim]:
    """Set aside every accepted claim of an offering whose syllabus changed, until reviewed again (J1).

    Nothing is recalculated by it: what relied on a claim keeps counting until the owner of the module
    decides a new claim on that outcome or closes the review, so that no donor changes what counts (I-09).
    A new module version does not do this: the claims on the old one still serve whoever is pinned to it
    until its teach-out ends (I-18), and the new version has outcomes of its own to claim.
    """
    about = queries.subject(offering_id)
    decides = is_permitted(actor, Permission.CLAIM_DECIDE, about)
    require(actor, Permission.CLAIM_DECIDE if decides else Permission.OFFERING_EDIT, about)
    held = [_row(one.id) for one in queries.accepted_claims([offering_id])[offering_id]]
    if not held:
        raise Refusal(RefusalCode.NOT_FOUND, object="claim", code=queries.offering(offering_id).code)
    for claim in held:
        step = CLAIM.advance(claim.state, "supersede", {Need.REASON} if reason.strip() else ())
        claim.state, claim.reason = step.state, reason.strip()
        # Who accepted it stands in the trail; from here on these say who reviewed it, and when.
        claim.reviewed_by = claim.reviewed_at = None
    _record_all(actor, "claim:superseded", offering_id, reason, len(held))
    return held


def review_superseded(actor: Actor, offering_id: int, reason: str) -> list[CoverageClaim]:
    """End the review: nothing rests on the superseded claims any more, with the reason (J1)."""
    waiting = list(queries.awaiting_review(offering_id))
    if not waiting:
        raise Refusal(RefusalCode.NOT_FOUND, object="claim", code=queries.offering(offering_id).code)
    for claim in waiting:
        if _to_decide(actor, claim.id).reviewed_at is not None:
            raise Refusal(RefusalCode.CHANGED_MEANWHILE)
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="claim", action="review")
    for claim in waiting:
        claim.reviewed_at = clock.now()
    _record_all(actor, "claim:reviewed", offering_id, reason, len(waiting))
    announce(ClaimChanged(offering_id))
    return waiting


def _record_all(actor: Actor, event: str, offering_id: int, reason: str, count: int) -> None:
    code = queries.offering(offering_id).code
    audit.record(actor, event, "offering", offering_id, reason=reason.strip(), offering=code, count=count)


def _close_review(decided: CoverageClaim) -> bool:
    """A decision on the new syllabus is the review of the old claims on the same outcome."""
    same = [
        one for one in queries.awaiting_review(decided.offering_id) if one.outcome_id == decided.outcome_id
    ]
    for claim in same:
        claim.reviewed_at = clock.now()
    return bool(same)


def _to_decide(actor: Actor, claim_id: int) -> CoverageClaim:
    """Load a claim and ask whether the actor speaks for the owner of the module."""
    about = queries.claim(claim_id)
    require(actor, Permission.CLAIM_DECIDE, Subject(owners=institutions.lineage(about.owner_id)))
    return _row(claim_id)


def _row(claim_id: int) -> CoverageClaim:
    """The claim as it stands now, held until the transaction ends: of two who decide one waits."""
    return found(hold(CoverageClaim, claim_id), "claim", claim_id)


def _require_another(actor: Actor, claim: CoverageClaim) -> None:
    """Refuse whoever proposed the claim, under whatever account."""
    if claim.proposed_by == actor.account_id:
        raise Refusal(RefusalCode.SECOND_APPROVER_IS_PROPOSER, role=CaseRole.APPROVER)
    proposer = accounts.person_of(claim.proposed_by) if claim.proposed_by is not None else None
    # A donor's account has no person behind it: then the accounts differ and so do the people.
    proposed = () if proposer is None else (Involvement(proposer, Part.PROPOSED),)
    require_free(actor.person_id, CaseRole.APPROVER, CaseHistory(None, proposed))


def _decide(
    actor: Actor, claim: CoverageClaim, action: str, needs: set[Need], reason: str | None = None
) -> None:
    step = CLAIM.advance(claim.state, action, needs)
    about = queries.claim(claim.id)
    claim.state, claim.reason = step.state, reason
    claim.reviewed_by = actor.row_id
    claim.reviewed_at = clock.now()
    _record(actor, step.event, claim, about.offering_code, about.outcome_code, reason)


def _record(
    actor: Actor, event: str, claim: CoverageClaim, offering: str, outcome: str, reason: str | None = None
) -> None:
    audit.record(
        actor,
        event,
        "claim",
        claim.id,
        reason=reason,
        offering=offering,
        outcome=outcome,
        depth=claim.depth,
    )
