"""Donors' courses as they are announced, changed, confirmed, held, closed or called off (domain.md §2.9)."""

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.offering import OFFERING, STILL_PLANNED
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.donors import queries
from curriculum.donors.content import NewOffering
from curriculum.donors.models import Offering
from curriculum.donors.paying.service import require_order


def create_offering(actor: Actor, new: NewOffering) -> Offering:
    """Enter a donor's course, planned or given."""
    programme = queries.get_programme(new.programme)
    require(actor, Permission.OFFERING_EDIT, queries.paid_by(programme))
    require_order(new.start, new.end)
    if queries.find_offering(new.code) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="offering", code=new.code)
    offering = Offering(id=new_id(), programme_id=programme.id, code=new.code, state=new.state)
    _describe(offering, new)
    db.session.add(offering)
    audit.record(actor, "offering:created", "offering", offering.id, code=new.code, programme=new.programme)
    return offering


def change_offering(actor: Actor, offering_id: int, new: NewOffering) -> Offering:
    """Change what a donor announced, as long as the course has not been held; code and programme stay.

    How it is assessed stays as it was when claims were accepted: no donor changes what counts (I-09).
    """
    offering = queries.locked(offering_id)
    require(actor, Permission.OFFERING_EDIT, queries.subject(offering_id))
    if offering.state not in STILL_PLANNED:
        raise Refusal(RefusalCode.WRONG_STATE, object="offering", state=offering.state, action="change")
    require_order(new.start, new.end)
    assessed = offering.assessment_kind, offering.pass_mark
    if assessed != (new.assessment_kind, new.pass_mark) and _is_relied_on(offering_id):
        raise Refusal(RefusalCode.CLAIMS_REST_ON_IT, code=offering.code, mark=offering.pass_mark)
    _describe(offering, new)
    audit.record(actor, "offering:changed", "offering", offering.id, code=offering.code)
    return offering


def _is_relied_on(offering_id: int) -> bool:
    """Whether results of a course count: claims are accepted, or superseded ones still under review."""
    return bool(queries.accepted_claims([offering_id])[offering_id] or queries.awaiting_review(offering_id))


def _describe(offering: Offering, new: NewOffering) -> None:
    offering.title, offering.activity_type, offering.mode = new.title, new.activity_type, new.mode
    offering.provider, offering.schedule = new.provider, new.schedule
    offering.hours, offering.languages = new.hours, list(new.languages)
    offering.assessment_kind, offering.pass_mark = new.assessment_kind, new.pass_mark
    offering.seats, offering.total_cost = new.seats, new.total_cost
    offering.start, offering.end = new.start, new.end


def step(actor: Actor, offering_id: int, action: str, reason: str = "") -> Offering:
    """Confirm, tell as held, close or cancel a course; a cancelled one says why (I-17)."""
    offering = queries.locked(offering_id)
    require(actor, Permission.OFFERING_EDIT, queries.subject(offering_id))
    taken = OFFERING.advance(offering.state, action, {Need.REASON} if reason.strip() else ())
    if action == "deliver" and clock.today() < offering.end:
        raise Refusal(RefusalCode.NOT_HELD_YET, end=offering.end)
    offering.state = taken.state
    audit.record(
        actor, taken.event, "offering", offering.id, reason=reason.strip() or None, code=offering.code
    )
    return offering
