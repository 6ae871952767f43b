"""What a source said is taken back, of everybody or of some persons; its records stay for ever (I-10)."""

from collections.abc import Collection, Sequence

from curriculum import clock
from curriculum.announcements import PersonTouched
from curriculum.audit import service as audit
from curriculum.db import announce, db
from curriculum.delivery import queries
from curriculum.delivery.attendance import live_records, require_entry
from curriculum.delivery.models import AttendanceRecord, AttendanceSource
from curriculum.delivery.settlement import settle
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode


def withdraw_source(actor: Actor, source_id: int, reason: str) -> int:
    """Let a source count no more because its import was undone; the figures settle anew."""
    source = _asked(actor, source_id, reason, Permission.BATCH_UNDO)
    live = live_records(source_id)
    if live:
        _withdraw(source, live)
        _tell(actor, "attendance_source:withdrawn", source, live, reason)
    return len(live)


def withdraw_records(actor: Actor, source_id: int, person_ids: Collection[int], reason: str) -> int:
    """Let what a source says of some persons count no more because their rows were reopened (J2).

    The same source may say it again later, of the same persons or of others.
    """
    source = _asked(actor, source_id, reason, Permission.ROW_DECIDE)
    live = [record for record in live_records(source_id) if record.person_id in set(person_ids)]
    if live:
        _withdraw(source, live)
        _tell(actor, "attendance:withdrawn", source, live, reason)
    return len(live)


def _asked(actor: Actor, source_id: int, reason: str, for_lists: Permission) -> AttendanceSource:
    source = queries.get_source(source_id)
    require_entry(actor, queries.run(source.run_id), source.kind, for_lists)
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="attendance_source", action="withdraw")
    return source


def _withdraw(source: AttendanceSource, live: Sequence[AttendanceRecord]) -> None:
    for record in live:
        record.withdrawn_at = clock.now()
    db.session.flush()
    settle(source.run_id, [record.person_id for record in live])
    for record in live:
        announce(PersonTouched(record.person_id))


def _tell(
    actor: Actor, event: str, source: AttendanceSource, live: Sequence[AttendanceRecord], reason: str
) -> None:
    audit.record(
        actor,
        event,
        "run",
        source.run_id,
        about=live[0].person_id if len(live) == 1 else None,
        reason=reason,
        code=queries.run(source.run_id).code,
        label=source.label,
        count=len(live),
    )
