"""Evidence of lists, and the doors to review, experience and points of this room."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import insert, select, update

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import EvidenceInvalidated, PersonTouched
from curriculum.audit import service as audit
from curriculum.db import acting, announce, db, new_id, table
from curriculum.db.prepared import Prepared
from curriculum.delivery import queries as delivery
from curriculum.delivery import service as delivering
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.evidence import EVIDENCE, EvidenceState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import CaseRole, require_free
from curriculum.evidence import queries
from curriculum.evidence.content import NewEvidence as NewEvidence
from curriculum.evidence.content import Piece
from curriculum.evidence.models import Evidence, EvidenceHold, EvidenceSource
from curriculum.evidence.records import accept_cpd as accept_cpd
from curriculum.evidence.records import attest_experience as attest_experience
from curriculum.evidence.records import record_cpd as record_cpd
from curriculum.evidence.reviewing import resubmit as resubmit
from curriculum.evidence.reviewing import review as review
from curriculum.evidence.reviewing import submit as submit
from curriculum.evidence.reviewing import take as take
from curriculum.evidence.withdrawing import withdraw_rows as withdraw_rows

CHUNK = 500
BROUGHT = tuple(one.name for one in fields(NewEvidence))

_ENTER = Prepared(insert(table(Evidence)), *BROUGHT, "id", "outcome_ids", "state", "created_at", "created_by")

Key = tuple[int, int | None, int | None]


def record_many(actor: Actor, rows: Sequence[NewEvidence]) -> list[Piece]:
    """Record what a list brings, accepted on the strength of the list; gives one piece for each row.

    The same offering, person and run are stored once and linked to every import that says so. A later
    list that brings the result an earlier one lacked is a piece of its own (S03).
    """
    delivering.require_list(actor, Permission.BATCH_APPLY)
    known = _on_file(rows)
    fresh: list[dict[str, Any]] = []
    given = [_same(known[row.key], row) or _start(row, known, fresh) for row in rows]
    _ENTER.run(fresh)
    _link(rows, given)
    if fresh:
        about = fresh[0]["person_id"] if len({row.person_id for row in rows}) == 1 else None
        audit.record(actor, "evidence:recorded", "evidence", fresh[0]["id"], about=about, count=len(fresh))
    for one in fresh:
        announce(PersonTouched(one["person_id"], one["offering_id"]))
    return given


def _on_file(rows: Sequence[NewEvidence]) -> dict[Key, list[Piece]]:
    """What is on file of the same persons, offerings and runs."""
    found: dict[Key, list[Piece]] = defaultdict(list)
    persons = sorted({row.person_id for row in rows})
    offerings, runs = {row.offering_id for row in rows}, {row.run_id for row in rows}
    for start in range(0, len(persons), CHUNK):
        for one in queries.known(persons[start : start + CHUNK], offerings, runs):
            found[one.key].append(one)
    return found


def _same(known: list[Piece], row: NewEvidence) -> Piece | None:
    """The piece on file that already says as much: a result, or anything where the row has none."""
    return next((one for one in known if one.score is not None or row.score is None), None)


def _start(row: NewEvidence, known: dict[Key, list[Piece]], fresh: list[dict[str, Any]]) -> Piece:
    one = Piece(row.person_id, new_id(), row.offering_id, row.run_id, row.score)
    known[row.key].append(one)
    values = {name: getattr(row, name) for name in BROUGHT}
    values |= {"id": one.id, "outcome_ids": [], "state": EvidenceState.ACCEPTED}
    fresh.append(values | {"created_at": clock.now(), "created_by": acting.get()})
    return one


def _link(rows: Sequence[NewEvidence], given: Sequence[Piece]) -> None:
    """Keep every import that brought a piece; one that comes back after an undo counts again."""
    wanted = {
        (one.person_id, one.id, row.batch_id)
        for row, one in zip(rows, given, strict=True)
        if row.batch_id is not None
    }
    if not wanted:
        return
    batches = {batch_id for _, _, batch_id in wanted}
    linked = {
        (one.person_id, one.evidence_id, one.batch_id): one
        for one in db.session.scalars(select(EvidenceSource).where(EvidenceSource.batch_id.in_(batches)))
    }
    for key in wanted & linked.keys():
        linked[key].withdrawn_at = None
    new: list[dict[str, Any]] = [
        {"person_id": person_id, "evidence_id": evidence_id, "batch_id": batch_id}
        for person_id, evidence_id, batch_id in sorted(wanted - linked.keys())
    ]
    if new:
        db.session.execute(insert(EvidenceSource), new)


def withdraw_batch(actor: Actor, batch_id: int, reason: str) -> int:
    """Let an undone import count no more; refuses while a frozen application snapshot uses a row of it.

    Gives how many pieces no other import supports any longer.
    """
    delivering.require_list(actor, Permission.BATCH_UNDO)
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="evidence", action="withdraw")
    if queries.held(batch_id):
        raise Refusal(RefusalCode.EVIDENCE_HELD, object="batch")
    db.session.execute(
        update(EvidenceSource)
        .where(EvidenceSource.batch_id == batch_id, EvidenceSource.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
    )
    alone = _unsupported(batch_id)
    for one in alone:
        one.withdrawn_at = clock.now()
        announce(PersonTouched(one.person_id))
    audit.record(
        actor, "evidence:batch_withdrawn", "batch", batch_id, reason=reason.strip(), count=len(alone)
    )
    return len(alone)


def _unsupported(batch_id: int) -> list[Evidence]:
    """Live pieces of an import that no import says any longer."""
    said = select(EvidenceSource.evidence_id)
    wanted = select(Evidence).where(
        Evidence.withdrawn_at.is_(None),
        Evidence.id.in_(said.where(EvidenceSource.batch_id == batch_id)),
        Evidence.id.not_in(said.where(EvidenceSource.withdrawn_at.is_(None))),
    )
    return list(db.session.scalars(wanted))


def hold(ids: Iterable[int], application_id: int, *, person_id: int) -> None:
    """Keep evidence that a frozen snapshot uses; part of the act of applying, which the trail names."""
    held = select(EvidenceHold.evidence_id).where(
        EvidenceHold.person_id == person_id, EvidenceHold.application_id == application_id
    )
    new = sorted(set(ids) - set(db.session.scalars(held)))
    if new:
        key = {"person_id": person_id, "application_id": application_id}
        db.session.execute(insert(EvidenceHold), [{"evidence_id": one, **key} for one in new])


def invalidate(actor: Actor, person_id: int, evidence_id: int, reason: str) -> Evidence:
    """Let accepted evidence count no more, as a forged one; certificates that used it are looked at again."""
    one = queries.get(person_id, evidence_id)
    require(actor, Permission.EVIDENCE_INVALIDATE, queries.subject(actor, one))
    close = delivery.close_to(person_id, clock.today())
    history = delivery.history(person_id, actor, close)
    require_free(actor.person_id, CaseRole.EVIDENCE_REVIEWER, history)
    step = EVIDENCE.advance(one.state, "invalidate", {Need.REASON} if reason.strip() else ())
    one.state = step.state
    audit.record(
        actor, step.event, "evidence", one.id, about=person_id, reason=reason.strip(), title=one.title
    )
    announce(EvidenceInvalidated(person_id, evidence_id))
    announce(PersonTouched(person_id))
    return one
