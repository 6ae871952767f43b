"""What a list brought for some persons is taken back, because their rows were reopened (J2)."""

from collections.abc import Collection

from sqlalchemy import select, update

from curriculum import clock
from curriculum.announcements import PersonTouched
from curriculum.audit import service as audit
from curriculum.db import announce, db
from curriculum.delivery import service as delivering
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.evidence.models import Evidence, EvidenceHold, EvidenceSource


def withdraw_rows(actor: Actor, batch_id: int, person_ids: Collection[int], reason: str) -> int:
    """Let what an import brought for these persons count no more; refuses while a frozen snapshot uses it.

    Gives how many pieces no other import supports any longer.
    """
    delivering.require_list(actor, Permission.ROW_DECIDE)
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="evidence", action="withdraw")
    if held_for(batch_id, person_ids):
        raise Refusal(RefusalCode.EVIDENCE_HELD, object="row")
    brought = _brought(batch_id, person_ids)
    db.session.execute(
        update(EvidenceSource)
        .where(
            EvidenceSource.batch_id == batch_id,
            EvidenceSource.person_id.in_(set(person_ids)),
            EvidenceSource.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=clock.now())
    )
    alone = _unsupported(brought)
    for one in alone:
        one.withdrawn_at = clock.now()
        announce(PersonTouched(one.person_id))
    _tell(actor, batch_id, set(person_ids), reason, len(alone))
    return len(alone)


def _tell(actor: Actor, batch_id: int, person_ids: set[int], reason: str, count: int) -> None:
    about = min(person_ids) if len(person_ids) == 1 else None
    audit.record(
        actor, "evidence:rows_withdrawn", "batch", batch_id, about=about, reason=reason.strip(), count=count
    )


def held_for(batch_id: int, person_ids: Collection[int]) -> bool:
    """Whether a frozen application snapshot uses what an import brought for one of these persons."""
    wanted = select(EvidenceHold.evidence_id).where(
        EvidenceHold.evidence_id.in_(_brought(batch_id, person_ids)),
        EvidenceHold.person_id.in_(set(person_ids)),
    )
    return db.session.scalar(wanted.limit(1)) is not None


def _brought(batch_id: int, person_ids: Collection[int]) -> list[int]:
    """The pieces an import still supports for these persons."""
    wanted = select(EvidenceSource.evidence_id).where(
        EvidenceSource.batch_id == batch_id,
        EvidenceSource.person_id.in_(set(person_ids)),
        EvidenceSource.withdrawn_at.is_(None),
    )
    return list(db.session.scalars(wanted))


def _unsupported(evidence_ids: Collection[int]) -> list[Evidence]:
    """Those of some live pieces that no import says any longer."""
    said = select(EvidenceSource.evidence_id).where(
        EvidenceSource.withdrawn_at.is_(None), EvidenceSource.evidence_id.in_(evidence_ids)
    )
    wanted = select(Evidence).where(
        Evidence.withdrawn_at.is_(None), Evidence.id.in_(evidence_ids), Evidence.id.not_in(said)
    )
    return list(db.session.scalars(wanted))
