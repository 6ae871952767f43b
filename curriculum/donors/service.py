"""Donors, programmes, offerings; claims proposed by one account and decided by another (I-09)."""

from curriculum import clock
from curriculum.access import require
from curriculum.accounts import queries as accounts
from curriculum.announcements import ClaimChanged
from curriculum.audit import service as audit
from curriculum.catalogue import queries as catalogue
from curriculum.db import Bilingual, announce, db, new_id
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.claim import CLAIM
from curriculum.domain.permissions import Permission
from curriculum.domain.proof import Depth
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import CaseHistory, CaseRole, Involvement, Part, require_free
from curriculum.donors import queries
from curriculum.donors.content import NewOffering, NewProgramme
from curriculum.donors.models import CoverageClaim, Donor, Offering, Programme
from curriculum.institutions import queries as institutions


def create_donor(actor: Actor, *, code: str, name: Bilingual, type: str) -> Donor:  # noqa: A002 - domain.md's word
    """Enter who pays."""
    require(actor, Permission.DONOR_EDIT)
    donor = Donor(id=new_id(), code=code, name=name, type=type)
    db.session.add(donor)
    audit.record(actor, "donor:created", "donor", donor.id, code=code)
    return donor


def create_programme(actor: Actor, new: NewProgramme) -> Programme:
    """Enter a donor's dated project."""
    donor = queries.get_donor(new.donor)
    require(actor, Permission.PROGRAMME_EDIT, Subject(donors=frozenset({donor.id})))
    _require_order(new.start, new.end)
    programme = Programme(
        id=new_id(),
        donor_id=donor.id,
        code=new.code,
        title=new.title,
        start=new.start,
        end=new.end,
        currency=new.currency,
        training_budget=new.training_budget,
        visibility_text=new.visibility_text,
        disclaimer=new.disclaimer,
    )
    db.session.add(programme)
    audit.record(actor, "programme:created", "programme", programme.id, code=new.code, donor=new.donor)
    return programme


def create_offering(actor: Actor, new: NewOffering) -> Offering:
    """Enter a donor's course, planned or given."""
    programme = queries.get_programme(new.programme)
    whose = Subject(programmes=frozenset({programme.id}), donors=frozenset({programme.donor_id}))
    require(actor, Permission.OFFERING_EDIT, whose)
    _require_order(new.start, new.end)
    if queries.find_offering(new.code) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="offering", code=new.code)
    offering = Offering(
        id=new_id(),
        programme_id=programme.id,
        code=new.code,
        title=new.title,
        activity_type=new.activity_type,
        mode=new.mode,
        hours=new.hours,
        languages=list(new.languages),
        assessment_kind=new.assessment_kind,
        pass_mark=new.pass_mark,
        seats=new.seats,
        total_cost=new.total_cost,
        start=new.start,
        end=new.end,
        state=new.state,
    )
    db.session.add(offering)
    audit.record(actor, "offering:created", "offering", offering.id, code=new.code, programme=new.programme)
    return offering


def _require_order(start: object, end: object) -> None:
    if start > end:  # type: ignore[operator]
        raise Refusal(RefusalCode.DATES_CONTRADICT, start=start, end=end)


def propose_claim(actor: Actor, offering_id: int, outcome_id: int, depth: Depth) -> CoverageClaim:
    """Propose that an offering covers an outcome; donors may, and nothing follows from it yet (I-09)."""
    offering, outcome = queries.offering(offering_id), catalogue.outcome(outcome_id)
    whose = queries.subject(offering_id)
    owners = whose.owners | institutions.lineage(outcome.owner_id)
    require(
        actor,
        Permission.CLAIM_PROPOSE,
        Subject(programmes=whose.programmes, donors=whose.donors, owners=owners),
    )
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


def accept_claim(actor: Actor, claim_id: int) -> CoverageClaim:
    """Accept a claim as the owner of the module, never one's own proposal (I-09)."""
    claim = _to_decide(actor, claim_id)
    _require_another(actor, claim)
    _decide(actor, claim, "accept", {Need.ANOTHER_APPROVER})
    announce(ClaimChanged(claim.offering_id))
    return claim


def reject_claim(actor: Actor, claim_id: int, reason: str) -> CoverageClaim:
    """Reject a claim as the owner of the module, with the reason (I-17)."""
    claim = _to_decide(actor, claim_id)
    if claim.proposed_by == actor.account_id:
        raise Refusal(RefusalCode.SECOND_APPROVER_IS_PROPOSER, role=CaseRole.APPROVER)
    _decide(actor, claim, "reject", {Need.REASON} if reason.strip() else set(), reason=reason)
    return claim


def supersede_claims(actor: Actor, offering_id: int, reason: str) -> list[CoverageClaim]:
    """Set aside every accepted claim of an offering whose syllabus changed, until reviewed again.

    A new module version does not do this: the claims on the old one still serve whoever is pinned to it
    until its teach-out ends (I-18), and the new version has outcomes of its own to claim.
    """
    require(actor, Permission.OFFERING_EDIT, queries.subject(offering_id))
    held = [_row(one.id) for one in queries.accepted_claims([offering_id])[offering_id]]
    for claim in held:
        step = CLAIM.advance(claim.state, "supersede", {Need.REASON} if reason.strip() else ())
        claim.state, claim.reason = step.state, reason
    if held:
        code = queries.offering(offering_id).code
        audit.record(
            actor, "claim:superseded", "offering", offering_id, reason=reason, offering=code, count=len(held)
        )
        announce(ClaimChanged(offering_id))
    return held


def _to_decide(actor: Actor, claim_id: int) -> CoverageClaim:
    """Load a claim and ask whether the actor speaks for the owner of the module."""
    about = queries.claim(claim_id)
    require(actor, Permission.CLAIM_DECIDE, Subject(owners=institutions.lineage(about.owner_id)))
    return _row(claim_id)


def _row(claim_id: int) -> CoverageClaim:
    claim = db.session.get(CoverageClaim, claim_id)
    assert claim is not None
    return claim


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
    claim.reviewed_by = actor.account_id if isinstance(actor.account_id, int) else None
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
