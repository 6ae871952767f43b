"""Hours taught: said by the trainer, confirmed by somebody else; only then practice (domain.md §2.5)."""

from datetime import date

from sqlalchemy import select

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import PersonTouched
from curriculum.audit import service as audit
from curriculum.db import announce, db, new_id
from curriculum.delivery import queries
from curriculum.delivery.models import Run, TeachingLog, TrainerRole
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.domain.separation import CaseRole, Involvement, Part, require_free
from curriculum.people import queries as people


def log_teaching(
    actor: Actor,
    *,
    person_id: int,
    run_id: int,
    role: TrainerRole,
    hours: int,
    taught_on: date | None = None,
    topic: str | None = None,
    language: str | None = None,
) -> TeachingLog:
    """Say how long one taught in a run one was named for; it waits for somebody else to confirm it."""
    require(actor, Permission.TEACHING_LOG_RECORD, Subject(person_ids=people.aliases(person_id)))
    one = queries.run(run_id)
    taught_on = taught_on or one.end
    _check(one, person_id, role, hours, taught_on)
    log = TeachingLog(
        person_id=person_id,
        id=new_id(),
        run_id=run_id,
        role=role,
        hours=hours,
        topic=topic,
        language=language or one.language,
        taught_on=taught_on,
    )
    db.session.add(log)
    db.session.flush()
    audit.record(
        actor,
        "teaching:logged",
        "teaching",
        log.id,
        about=person_id,
        code=one.code,
        role=role.value,
        hours=hours,
        taught_on=taught_on,
    )
    announce(PersonTouched(person_id))
    return log


def _check(one: Run, person_id: int, role: TrainerRole, hours: int, taught_on: date) -> None:
    if (person_id, role) not in queries.trainers_of(one.id) or role is TrainerRole.OBSERVER:
        raise Refusal(RefusalCode.VALUE_INVALID, field="role", value=role.value)
    if hours <= 0:
        raise Refusal(RefusalCode.HOURS_NEGATIVE, hours=hours)
    if taught_on > clock.today():
        raise Refusal(RefusalCode.DATE_IN_FUTURE, field="taught_on", value=taught_on)
    if not one.start <= taught_on <= one.end:
        raise Refusal(RefusalCode.DATES_CONTRADICT, start=one.start, end=one.end)
    logged = db.session.execute(
        select(TeachingLog.hours, TeachingLog.taught_on, TeachingLog.role).where(
            TeachingLog.person_id == person_id, TeachingLog.run_id == one.id
        )
    ).all()
    if any(row.taught_on == taught_on and row.role == role for row in logged):
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="teaching", code=one.code)
    if sum(row.hours for row in logged) + hours > one.hours:
        raise Refusal(RefusalCode.HOURS_ABOVE_RUN, hours=hours, most=one.hours, code=one.code)


def confirm_teaching(actor: Actor, person_id: int, log_id: int) -> TeachingLog:
    """Confirm hours that somebody else says to have taught."""
    log = found(db.session.get(TeachingLog, (person_id, log_id)), "teaching", log_id)
    one = queries.run(log.run_id)
    require(actor, Permission.TEACHING_LOG_CONFIRM, queries.subject(one))
    said = [Involvement(person_id, Part.PROPOSED, one.code)]
    require_free(actor.person_id, CaseRole.APPROVER, queries.history(person_id, actor, said))
    if log.confirmed_by is not None:
        raise Refusal(RefusalCode.WRONG_STATE, object="teaching", state="confirmed", action="confirm")
    log.confirmed_by, log.confirmed_at = int(str(actor.person_id)), clock.now()
    audit.record(actor, "teaching:confirmed", "teaching", log.id, about=person_id, code=one.code)
    announce(PersonTouched(person_id))
    return log
