"""What counts for what, decided by a person: a finished module counts for one requirement and no other."""

from collections.abc import Sequence

from sqlalchemy import select

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import PersonTouched
from curriculum.audit import service as audit
from curriculum.db import announce, db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.path import Path
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import queries
from curriculum.paths.held import held
from curriculum.paths.models import ComponentAssignment, PathEnrolment
from curriculum.people import queries as people

MOVABLE = (EnrolmentState.ADMITTED, EnrolmentState.ACTIVE, EnrolmentState.ON_HOLD)
"""Before anybody decides what counts for what; afterwards the file of the application is frozen (I-19)."""


def assign(
    actor: Actor, enrolment: PathEnrolment, *, module: str, component: str, reason: str
) -> ComponentAssignment:
    """Let a module count for one of the components that ask for it, with the reason the person reads.

    It counts there as soon as it is finished; an earlier decision on the same module ends.
    """
    _require(actor, enrolment, reason)
    if component not in askers(path_of(enrolment), module):
        raise Refusal(RefusalCode.VALUE_INVALID, field="component", value=component)
    _end(actor, enrolment, module, reason)
    db.session.flush()
    decided = ComponentAssignment(
        person_id=enrolment.person_id,
        id=new_id(),
        enrolment_id=enrolment.id,
        component=component,
        module=module,
        reason=reason.strip(),
        decided_by=actor.row_id,
        decided_at=clock.now(),
    )
    db.session.add(decided)
    _settle(actor, enrolment, "assignment:decided", reason, module=module, component=component)
    return decided


def release(actor: Actor, enrolment: PathEnrolment, *, module: str, reason: str) -> None:
    """Leave a module to the rule again, with the reason."""
    _require(actor, enrolment, reason)
    ended = _end(actor, enrolment, module, reason)
    if ended is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="assignment", code=module)
    _settle(actor, enrolment, "assignment:ended", reason, module=module, component=ended.component)


def path_of(enrolment: PathEnrolment) -> Path:
    """The path as this enrolment follows it."""
    return queries.plan(enrolment.path_version_id, enrolment.renews_path_version_id, enrolment.route)


def askers(path: Path, module: str) -> tuple[str, ...]:
    """The components a module could count for, where there is a choice."""
    asking = tuple(
        one.code for one in path.components if one.code in path.contested and module in one.options
    )
    return asking if len(asking) > 1 else ()


def in_force(enrolment: PathEnrolment) -> Sequence[ComponentAssignment]:
    """The decisions in force on what counts for what, oldest first."""
    wanted = select(ComponentAssignment).where(
        ComponentAssignment.person_id == enrolment.person_id,
        ComponentAssignment.enrolment_id == enrolment.id,
        ComponentAssignment.ended_at.is_(None),
    )
    return db.session.scalars(wanted.order_by(ComponentAssignment.id)).all()


def _require(actor: Actor, enrolment: PathEnrolment, reason: str) -> None:
    held(enrolment)
    about = queries.enrolment_subject(enrolment.person_id, enrolment.path_version_id, clock.today())
    require(actor, Permission.ASSIGNMENT_OVERRIDE, about)
    if actor.person_id in people.aliases(enrolment.person_id):
        raise Refusal(RefusalCode.OWN_RECORD, role="owner")
    if enrolment.state not in MOVABLE:
        raise Refusal(RefusalCode.WRONG_STATE, object="enrolment", state=enrolment.state, action="assign")
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="enrolment", action="assign")


def _end(actor: Actor, enrolment: PathEnrolment, module: str, reason: str) -> ComponentAssignment | None:
    standing = next((one for one in in_force(enrolment) if one.module == module), None)
    if standing is not None:
        standing.ended_at, standing.end_reason = clock.now(), reason.strip()
        standing.ended_by = actor.row_id
    return standing


def _settle(actor: Actor, enrolment: PathEnrolment, event: str, reason: str, **facts: str) -> None:
    """Put what is in force on the enrolment, where progress reads it, and tell."""
    db.session.flush()
    enrolment.pins = [{"module": one.module, "component": one.component} for one in in_force(enrolment)]
    path = queries.version(enrolment.path_version_id).path.code
    about = enrolment.person_id
    audit.record(
        actor, event, "enrolment", enrolment.id, about=about, reason=reason.strip(), path=path, **facts
    )
    announce(PersonTouched(enrolment.person_id))
