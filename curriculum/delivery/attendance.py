"""Attendance, source by source: kept for ever, settled into the one figure that counts (I-10, S10)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import insert, select, update

from curriculum import clock
from curriculum.access import may_somewhere, require
from curriculum.announcements import PersonTouched
from curriculum.audit import service as audit
from curriculum.db import announce, db, new_id
from curriculum.delivery import queries
from curriculum.delivery.models import AttendanceRecord, AttendanceSource, Run, SourceKind
from curriculum.delivery.settlement import settle
from curriculum.domain.actors import Actor, ActorKind
from curriculum.domain.lifecycles.attendance import ATTENDANCE, AttendanceState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode


@dataclass(frozen=True)
class Recorded:
    """What became of a list of hours, person by person."""

    written: tuple[int, ...] = ()
    """Persons of whom the source said something new."""
    disputed: tuple[int, ...] = ()
    """Those of them whose sources now disagree; nothing counts until resolved."""
    refused: Mapping[int, Refusal] = field(default_factory=dict)
    """Persons whose hours were not taken, and why."""


def require_list(actor: Actor, permission: Permission) -> None:
    """Ask whether the actor may bring or undo a donor's list at all.

    Where the permission must reach is asked by `intake` with the batch in hand: a list has an owner,
    the run of an offering has none.
    """
    if actor.kind is not ActorKind.ACCOUNT or not may_somewhere(actor, permission):
        require(actor, permission)


def require_entry(
    actor: Actor, one: Run, kind: SourceKind, for_lists: Permission = Permission.BATCH_APPLY
) -> None:
    """Ask whether the actor may enter, or take back, what a source of this kind says of a run."""
    if kind is SourceKind.DONOR_LIST:
        require_list(actor, for_lists)
    else:
        require(actor, Permission.ATTENDANCE_RECORD, queries.subject(one))


def add_source(
    actor: Actor,
    run_id: int,
    kind: SourceKind,
    label: str,
    file_sha256: str | None = None,
    received_from: str | None = None,
) -> AttendanceSource:
    """Name one more sheet, export or list about a run; the same file twice is the same source."""
    one = queries.run(run_id)
    require_entry(actor, one, kind)
    if not label.strip():
        raise Refusal(RefusalCode.VALUE_MISSING, field="label")
    known = db.session.scalar(
        select(AttendanceSource).where(
            AttendanceSource.run_id == run_id,
            AttendanceSource.kind == kind,
            AttendanceSource.label == label.strip(),
        )
    )
    if known is not None:
        return _same_file(known, file_sha256)
    source = AttendanceSource(
        id=new_id(),
        run_id=run_id,
        kind=kind,
        label=label.strip(),
        file_sha256=file_sha256,
        received_from=received_from,
        received_at=clock.now(),
        entered_by=actor.account_id,
    )
    db.session.add(source)
    db.session.flush()
    audit.record(
        actor, "attendance_source:added", "run", run_id, code=one.code, kind=kind.value, label=source.label
    )
    return source


def _same_file(known: AttendanceSource, file_sha256: str | None) -> AttendanceSource:
    if file_sha256 is None or known.file_sha256 != file_sha256:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="attendance_source", code=known.label)
    return known


def record_attendance(actor: Actor, source_id: int, hours: Mapping[int, int]) -> Recorded:
    """Write what one source says of many persons, then settle; a row at fault is refused alone.

    Hours are hundredths. The same hours from the same source change nothing; other hours from the
    same source are refused: what a source said stays, a correction is a source of its own.
    """
    source = queries.get_source(source_id)
    one = queries.run(source.run_id)
    require_entry(actor, one, source.kind)
    if one.start > clock.today():
        raise Refusal(RefusalCode.DATE_IN_FUTURE, field="start", value=one.start)
    kept = _kept(source_id)
    refused = {
        person_id: refusal
        for person_id, said in hours.items()
        if (refusal := _fault(said, one, kept.get(person_id))) is not None
    }
    new = {p: said for p, said in hours.items() if p not in refused and not _is_live(kept.get(p))}
    if not new:
        return Recorded(refused=refused)
    _write(source, new, kept)
    disputed = settle(one.id, new) & new.keys()
    audit.record(
        actor,
        "attendance:recorded",
        "run",
        one.id,
        about=next(iter(new)) if len(new) == 1 else None,
        code=one.code,
        label=source.label,
        count=len(new),
        disputed=len(disputed),
    )
    for person_id in new:
        announce(PersonTouched(person_id))
    return Recorded(tuple(new), tuple(sorted(disputed)), refused)


def _kept(source_id: int) -> dict[int, AttendanceRecord]:
    wanted = select(AttendanceRecord).where(AttendanceRecord.source_id == source_id)
    return {one.person_id: one for one in db.session.scalars(wanted)}


def live_records(source_id: int) -> list[AttendanceRecord]:
    """What a source says and nobody withdrew."""
    return [record for record in _kept(source_id).values() if record.withdrawn_at is None]


def _is_live(record: AttendanceRecord | None) -> bool:
    return record is not None and record.withdrawn_at is None


def _fault(said: int, one: Run, known: AttendanceRecord | None) -> Refusal | None:
    if said < 0:
        return Refusal(RefusalCode.HOURS_NEGATIVE, hours=said)
    if said > one.hours:
        return Refusal(RefusalCode.HOURS_ABOVE_RUN, hours=said, most=one.hours, code=one.code)
    if known is not None and known.withdrawn_at is None and known.hours != said:
        return Refusal(RefusalCode.ALREADY_EXISTS, object="attendance", hours=known.hours)
    return None


def _write(source: AttendanceSource, new: Mapping[int, int], kept: Mapping[int, AttendanceRecord]) -> None:
    key = {"run_id": source.run_id, "source_id": source.id}
    rows = [{"person_id": p, **key, "hours": said} for p, said in new.items() if p not in kept]
    back = [
        {"person_id": p, **key, "hours": said, "state": AttendanceState.RECORDED.value, "withdrawn_at": None}
        for p, said in new.items()
        if p in kept
    ]
    if rows:
        db.session.execute(insert(AttendanceRecord), rows)
    if back:
        db.session.execute(update(AttendanceRecord), back)


def confirm_attendance(actor: Actor, source_id: int) -> int:
    """Let the trainer or the designer confirm what a source says; gives how many records that was."""
    source = queries.get_source(source_id)
    one = queries.run(source.run_id)
    require(actor, Permission.ATTENDANCE_CONFIRM, queries.subject(one))
    step = ATTENDANCE.advance(AttendanceState.RECORDED, "confirm")
    waiting = [
        record
        for record in _kept(source_id).values()
        if record.state == AttendanceState.RECORDED and record.withdrawn_at is None
    ]
    if not waiting:
        raise Refusal(RefusalCode.WRONG_STATE, object="attendance", state="confirmed", action="confirm")
    for record in waiting:
        record.state = step.state.value
    audit.record(actor, step.event, "run", one.id, code=one.code, label=source.label, count=len(waiting))
    return len(waiting)
