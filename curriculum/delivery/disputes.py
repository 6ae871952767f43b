"""Settle by judgement what rules could not, and ask for it: resolve, contest (J6, I-10)."""

from sqlalchemy import func, select

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import PersonTouched
from curriculum.audit import service as audit
from curriculum.db import announce, db, new_id
from curriculum.delivery import case, queries
from curriculum.delivery.models import (
    AttendanceFigure,
    AttendanceRecord,
    AttendanceSource,
    Document,
    FigureState,
    Run,
    SourceKind,
)
from curriculum.delivery.settlement import mark_person
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.attendance import ATTENDANCE, AttendanceState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.domain.separation import CaseRole, require_free
from curriculum.people import queries as people

_STATE = {
    FigureState.SETTLED: AttendanceState.CONFIRMED,
    FigureState.DISPUTED: AttendanceState.DISPUTED,
    FigureState.RESOLVED: AttendanceState.RESOLVED,
}
"""Where the records of a figure stand, as the life cycle names it."""


def resolve(actor: Actor, person_id: int, run_id: int, hours: int, reason: str) -> AttendanceFigure:
    """Set the one figure of a disputed attendance, with a reason; never by who entered a record of it."""
    one = queries.run(run_id)
    require(actor, Permission.ATTENDANCE_RESOLVE, queries.subject(one))
    figure = _get(person_id, one)
    entered = (*case.who_entered(person_id, run_id), *case.close_to(person_id, clock.today()))
    require_free(actor.person_id, CaseRole.ATTENDANCE_RESOLVER, case.history(person_id, actor, entered))
    established = {Need.INDEPENDENT_RESOLVER} | ({Need.REASON} if reason.strip() else set())
    step = ATTENDANCE.advance(_STATE[figure.state], "resolve", established)
    _check_hours(hours, one)
    figure.hours, figure.state, figure.reason = hours, FigureState.RESOLVED, reason.strip()
    figure.resolved_by, figure.resolved_at = int(str(actor.account_id)), clock.now()
    mark_person(run_id, person_id, step.state)
    audit.record(
        actor, step.event, "run", run_id, about=person_id, reason=reason.strip(), code=one.code, hours=hours
    )
    announce(PersonTouched(person_id))
    return figure


def _get(person_id: int, one: Run) -> AttendanceFigure:
    return found(queries.find_figure(person_id, one.id), "attendance", one.code)


def _check_hours(hours: int, one: Run) -> None:
    if hours < 0:
        raise Refusal(RefusalCode.HOURS_NEGATIVE, hours=hours)
    if hours > one.hours:
        raise Refusal(RefusalCode.HOURS_ABOVE_RUN, hours=hours, most=one.hours, code=one.code)


def contest(
    actor: Actor,
    person_id: int,
    run_id: int,
    *,
    reason: str,
    hours: int | None = None,
    file_sha256: str | None = None,
    label: str | None = None,
) -> AttendanceFigure:
    """Ask to have a figure checked: the person or the trainer; after a resolution once, with a new document.

    `hours` with a label, and the document's hash, become one more source: what the person says of it.
    """
    one = queries.run(run_id)
    aliases = people.aliases(person_id)
    require(actor, Permission.ATTENDANCE_DISPUTE, queries.subject(one, person_ids=aliases))
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="attendance", action="dispute")
    figure = _get(person_id, one)
    was_resolved = figure.state is FigureState.RESOLVED
    established = {Need.FIRST_CONTEST} if not figure.contested else set()
    if file_sha256 and not _is_known_document(run_id, file_sha256):
        established.add(Need.NEW_DOCUMENT)
    step = ATTENDANCE.advance(_STATE[figure.state], "dispute", established)
    if hours is not None and label:
        _check_hours(hours, one)
        _add_statement(actor, one, person_id, hours=hours, label=label, file_sha256=file_sha256)
    figure.hours, figure.state, figure.reason = None, FigureState.DISPUTED, reason.strip()
    figure.contested = figure.contested or was_resolved
    mark_person(run_id, person_id, step.state)
    audit.record(actor, step.event, "run", run_id, about=person_id, reason=reason.strip(), code=one.code)
    announce(PersonTouched(person_id))
    return figure


def _is_known_document(run_id: int, file_sha256: str) -> bool:
    wanted = select(AttendanceSource.id).where(
        AttendanceSource.run_id == run_id, AttendanceSource.file_sha256 == file_sha256
    )
    handed_in = select(Document.id).where(Document.run_id == run_id, Document.sha256 == file_sha256)
    return db.session.scalar(wanted.union_all(handed_in).limit(1)) is not None


def _add_statement(
    actor: Actor, one: Run, person_id: int, *, hours: int, label: str, file_sha256: str | None
) -> None:
    label = f"{label} ({people.person_ref(person_id)[:6]})"
    said_before = select(func.count()).where(
        AttendanceSource.run_id == one.id, AttendanceSource.label.startswith(label, autoescape=True)
    )
    earlier = db.session.scalar(said_before) or 0
    source = AttendanceSource(
        id=new_id(),
        run_id=one.id,
        kind=SourceKind.SIGN_IN_SHEET,
        label=f"{label} {earlier + 1}" if earlier else label,
        file_sha256=file_sha256,
        received_from=people.display_name(person_id),
        received_at=clock.now(),
        entered_by=actor.account_id,
    )
    db.session.add(source)
    db.session.flush()
    db.session.add(AttendanceRecord(person_id=person_id, run_id=one.id, source_id=source.id, hours=hours))
    db.session.flush()
