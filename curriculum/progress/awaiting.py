"""Individual results that were requested from donors and are not here yet (J4, bad case)."""

from collections.abc import Iterable

from sqlalchemy import select

from curriculum.db import db
from curriculum.domain.standing import Excluded, ExcludedWhy
from curriculum.donors import results
from curriculum.donors.results import Requested
from curriculum.evidence.models import Evidence


def requested(person_id: int, excluded: Iterable[Excluded]) -> list[Requested]:
    """What was asked of donors for the results a person waits for; nothing is read where none is awaited."""
    refs = {one.ref for one in excluded if one.why is ExcludedWhy.WAITING}
    ids = [int(key) for room, _colon, key in (ref.partition(":") for ref in refs) if room == "evidence"]
    if not ids:
        return []
    wanted = select(Evidence.offering_id).where(Evidence.person_id == person_id, Evidence.id.in_(ids))
    offerings = {one for one in db.session.scalars(wanted) if one is not None}
    return sorted(results.requested(offerings), key=lambda one: one.on)
