"""Donors, programmes, offerings; claims proposed by one account and decided by another (I-09)."""

from curriculum import clock
from curriculum.access import is_permitted, require
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
from curriculum.donors.models import STILL_PLANNED, CoverageClaim, Donor, Offering, Programme
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
    if queries.find_programme(new.code) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="programme", code=new.code)
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


def change_offering(actor: Actor, offering_id: int, new: NewOffering) -> Offering:
    """Change what a donor announced, as long as the course has not been held; code and programme stay."""
    offering = queries.offering(offering_id)
    require(actor, Permission.OFFERING_EDIT, queries.subject(offering_id))
    if offering.state not in STILL_PLANNED:
        raise Refusal(RefusalCode.WRONG_STATE, object="offering", state=offering.state, action="change")
    _require_order(new.start, new.end)
    offering.title, offering.activity_type, offering.hours = new.title, new.activity_type, new.hours
    offering.languages, offering.seats = list(new.languages), new.seats
    offering.start, offering.end = new.start, new.end
    audit.record(actor, "offering:changed", "offering", offering.id, code=offering.code)
    return offering


def _require_order(start: object, end: object) -> None:
    if start > end:  # type: ignore[operator]
        raise Refusal(RefusalCode.DATES_CONTRADICT, start=start, end=end)


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
        _to_decide(actor, claim.id)
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
