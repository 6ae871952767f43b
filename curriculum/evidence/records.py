"""What HR attests and trainers collect: experience in a field, points of continuing development."""

from datetime import date

from sqlalchemy import select

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import PersonTouched
from curriculum.audit import service as audit
from curriculum.db import announce, db, new_id
from curriculum.delivery import queries as delivery
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import CaseRole, Involvement, Part, require_free
from curriculum.evidence import queries
from curriculum.evidence.models import CpdRecord, CpdType, Experience
from curriculum.people import queries as people


def attest_experience(
    actor: Actor, *, person_id: int, theme_id: int, from_: date, to: date, note: str | None = None
) -> Experience:
    """Attest that somebody served in a field between two dates: HR of the employer of today (R18)."""
    require(actor, Permission.EXPERIENCE_ATTEST, people.subject(person_id, clock.today()))
    close = delivery.close_to(person_id, clock.today())
    require_free(actor.person_id, CaseRole.APPROVER, delivery.history(person_id, actor, close))
    theme = queries.get_theme(theme_id)
    if to < from_:
        raise Refusal(RefusalCode.DATES_CONTRADICT, start=from_, end=to)
    if to > clock.today():
        raise Refusal(RefusalCode.DATE_IN_FUTURE, field="to", value=to)
    same = select(Experience.id).where(
        Experience.person_id == person_id, Experience.theme_id == theme_id, Experience.from_ == from_
    )
    if db.session.scalar(same) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="experience", code=theme.code)
    one = Experience(
        person_id=person_id,
        id=new_id(),
        theme_id=theme_id,
        from_=from_,
        to=to,
        attested_by=int(str(actor.person_id)),
        attested_on=clock.today(),
        note=note,
    )
    db.session.add(one)
    db.session.flush()
    audit.record(
        actor,
        "experience:attested",
        "experience",
        one.id,
        about=person_id,
        theme=theme.code,
        from_=from_,
        to=to,
    )
    announce(PersonTouched(person_id))
    return one


def record_cpd(
    actor: Actor,
    *,
    person_id: int,
    type: CpdType,  # noqa: A002 - the column's name
    points: int,
    done_on: date,
    note: str | None = None,
) -> CpdRecord:
    """Claim points, in hundredths; they count once somebody else accepted them, a kind at most by half."""
    require(actor, Permission.CPD_RECORD, queries.cpd_subject(actor, person_id))
    if points <= 0:
        raise Refusal(RefusalCode.VALUE_INVALID, field="points", value=points)
    if done_on > clock.today():
        raise Refusal(RefusalCode.DATE_IN_FUTURE, field="done_on", value=done_on)
    one = CpdRecord(person_id=person_id, id=new_id(), type=type, points=points, done_on=done_on, note=note)
    db.session.add(one)
    db.session.flush()
    audit.record(actor, "cpd:recorded", "cpd", one.id, about=person_id, type=type.value, points=points)
    announce(PersonTouched(person_id))
    return one


def accept_cpd(actor: Actor, person_id: int, cpd_id: int) -> CpdRecord:
    """Accept points that somebody else claimed."""
    one = db.session.get(CpdRecord, (person_id, cpd_id))
    if one is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="cpd", code=cpd_id)
    require(actor, Permission.CPD_ACCEPT, queries.cpd_subject(actor, person_id))
    claimed = (Involvement(person_id, Part.PROPOSED, one.type.value),)
    require_free(actor.person_id, CaseRole.APPROVER, delivery.history(person_id, actor, claimed))
    if one.accepted_by is not None:
        raise Refusal(RefusalCode.WRONG_STATE, object="cpd", state="accepted", action="accept")
    one.accepted_by, one.accepted_at = int(str(actor.person_id)), clock.now()
    audit.record(actor, "cpd:accepted", "cpd", cpd_id, about=person_id, type=one.type.value)
    announce(PersonTouched(person_id))
    return one
