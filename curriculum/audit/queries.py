"""Reading the trail: the chain checked, the events of an object or about a person."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from curriculum.audit.models import AuditEvent, AuditHead
from curriculum.audit.service import GENESIS, digest
from curriculum.db import db

FIELDS = (
    "seq",
    "at",
    "event",
    "account_id",
    "person_id",
    "actor_kind",
    "object_type",
    "object_id",
    "about_person_id",
    "facts",
    "reason",
)


def broken_links() -> list[int]:
    """Numbers of the events whose hash does not follow from the one before; empty: the chain holds."""
    broken, previous, seq = [], GENESIS, 0
    for row in db.session.scalars(
        select(AuditEvent).order_by(AuditEvent.seq).execution_options(yield_per=1000)
    ):
        content = {field: getattr(row, field) for field in FIELDS}
        right = row.seq == seq + 1 and row.previous_hash == previous and digest(previous, content) == row.hash
        if not right:
            broken.append(row.seq)
        seq, previous = row.seq, row.hash
    head = db.session.execute(select(AuditHead.seq, AuditHead.hash)).one_or_none()
    if (head or (0, GENESIS)) != (seq, previous):
        broken.append(seq + 1)
    return broken


def of_object(object_type: str, object_id: int, limit: int = 100) -> Sequence[AuditEvent]:
    """The latest events of one object, newest first."""
    wanted = select(AuditEvent).where(
        AuditEvent.object_type == object_type, AuditEvent.object_id == object_id
    )
    return db.session.scalars(wanted.order_by(AuditEvent.seq.desc()).limit(limit)).all()


def latest(object_type: str, object_ids: Collection[int], events: Collection[str]) -> dict[int, datetime]:
    """When the latest of these events befell each object; one statement."""
    wanted = select(AuditEvent.object_id, func.max(AuditEvent.at)).where(
        AuditEvent.object_type == object_type,
        AuditEvent.object_id.in_(object_ids),
        AuditEvent.event.in_(events),
    )
    rows = db.session.execute(wanted.group_by(AuditEvent.object_id))
    return {row[0]: row[1] for row in rows if row[0] is not None}


def about(person_id: int, limit: int = 100) -> Sequence[AuditEvent]:
    """The latest events about one person, newest first (I-26: who looked at or changed my file)."""
    wanted = select(AuditEvent).where(AuditEvent.about_person_id == person_id)
    return db.session.scalars(wanted.order_by(AuditEvent.seq.desc()).limit(limit)).all()
