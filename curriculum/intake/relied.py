"""What rests on an offering's coverage claims: the evidence of those who took part (J1)."""

from typing import NamedTuple

from sqlalchemy import func, select

from curriculum.db import db
from curriculum.domain.lifecycles.evidence import EvidenceState
from curriculum.evidence.models import Evidence, EvidenceType

MOST = 200


class Relied(NamedTuple):
    """A piece of evidence that proves outcomes by the offering's claims, and nothing without them."""

    person_id: int
    type: EvidenceType
    score: int | None


def relied_on(offering_id: int, *, limit: int = MOST) -> tuple[list[Relied], int]:
    """The evidence that rests on an offering's claims, by person, and how many persons that concerns."""
    counting = (
        Evidence.offering_id == offering_id,
        Evidence.state == EvidenceState.ACCEPTED,
        Evidence.withdrawn_at.is_(None),
    )
    wanted = select(Evidence.person_id, Evidence.type, Evidence.score).where(*counting)
    rows = db.session.execute(wanted.order_by(Evidence.person_id, Evidence.id).limit(limit))
    persons = db.session.scalar(select(func.count(Evidence.person_id.distinct())).where(*counting))
    return [Relied._make(row) for row in rows], persons or 0
