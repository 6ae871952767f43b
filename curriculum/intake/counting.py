"""Linked rows begin to count: attendance by source, one piece of evidence a person; and the way back."""

from collections.abc import Sequence

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import db
from curriculum.delivery import service as delivery
from curriculum.delivery.models import SourceKind
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.import_batch import IMPORT_BATCH, BatchState
from curriculum.domain.lifecycles.import_row import COUNTED, UNDECIDED
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.donors import queries as donors
from curriculum.evidence import queries as evidence_queries
from curriculum.evidence import service as evidence
from curriculum.evidence.content import NewEvidence
from curriculum.evidence.models import EvidenceKind, EvidenceType
from curriculum.intake import queries
from curriculum.intake.models import ImportBatch, ImportRow

_TAUGHT = frozenset({"training", "e_learning"})


def apply(actor: Actor, batch_id: int) -> ImportBatch:
    """Let every linked row count; the batch is applied once nothing is undecided. Twice changes nothing."""
    batch = queries.batch(batch_id)
    require(actor, Permission.BATCH_APPLY, queries.subject(batch))
    if batch.state is BatchState.APPLIED:
        return batch
    IMPORT_BATCH.advance(batch.state, "apply", (Need.NO_ROW_UNDECIDED,))
    waiting = _waiting(batch.id)
    count_rows(actor, batch, waiting)
    if not finish(actor, batch) and waiting:
        undecided = len(queries.rows_of(batch.id, UNDECIDED))
        audit.record(
            actor,
            "batch:counted",
            "batch",
            batch.id,
            code=batch.code,
            rows=len(waiting),
            undecided=undecided,
        )
    return batch


def _waiting(batch_id: int) -> list[ImportRow]:
    return [row for row in queries.rows_of(batch_id, COUNTED) if row.applied_at is None]


def finish(actor: Actor, batch: ImportBatch) -> bool:
    """Call the batch applied when every row is decided and counts."""
    db.session.flush()
    if queries.rows_of(batch.id, UNDECIDED) or _waiting(batch.id):
        return False
    step = IMPORT_BATCH.advance(batch.state, "apply", (Need.NO_ROW_UNDECIDED,))
    batch.state, batch.applied_at = step.state, clock.now()
    counted = len(queries.rows_of(batch.id, COUNTED))
    audit.record(actor, step.event, "batch", batch.id, code=batch.code, rows=counted)
    return True


def count_rows(actor: Actor, batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    """Write the hours and the evidence of some linked rows; a refused figure refuses them all."""
    if not rows:
        return
    _attend(actor, batch, rows)
    _prove(actor, batch, rows)
    for row in rows:
        row.applied_at = clock.now()


def _attend(actor: Actor, batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    if batch.source_id is None:
        run = delivery.ensure_offering_run(actor, batch.offering_id)
        source = delivery.add_source(
            actor,
            run.id,
            SourceKind.DONOR_LIST,
            batch.code,
            file_sha256=batch.file_sha256,
            received_from=_donor_name(batch),
        )
        batch.run_id, batch.source_id = run.id, source.id
    hours = {row.person_id: row.hours for row in rows if row.person_id is not None and row.hours is not None}
    recorded = delivery.record_attendance(actor, batch.source_id, hours)
    if recorded.refused:
        raise next(iter(recorded.refused.values()))


def _prove(actor: Actor, batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    offering, issuer = donors.offering(batch.offering_id), _donor_name(batch)
    kind = EvidenceKind.FORMAL if offering.activity_type in _TAUGHT else EvidenceKind.NON_FORMAL
    evidence.record_many(
        actor,
        [
            NewEvidence(
                person_id=row.person_id,
                kind=kind,
                # A list proves a result only where it names one for this person (domain.md §2.5).
                type=EvidenceType.ATTENDANCE if row.score is None else EvidenceType.ASSESSMENT_RESULT,
                title=offering.title.in_("fr"),
                issuer=issuer,
                issued_on=offering.end,
                offering_id=offering.id,
                run_id=batch.run_id,
                score=row.score,
                file_sha256=batch.file_sha256,
                batch_id=batch.id,
            )
            for row in rows
            if row.person_id is not None
        ],
    )


def stop_counting(actor: Actor, batch: ImportBatch, row: ImportRow, reason: str) -> None:
    """Take back the hours and the evidence of one row, unless a frozen application snapshot rests on it."""
    if row.applied_at is None or row.person_id is None or batch.source_id is None:
        return
    evidence.withdraw_rows(actor, batch.id, [row.person_id], reason)
    delivery.withdraw_records(actor, batch.source_id, [row.person_id], reason)
    row.applied_at = None


def _donor_name(batch: ImportBatch) -> str:
    return donors.donor_of(donors.programme_of(batch.offering_id).id).name.in_("fr")


def undo(actor: Actor, batch_id: int, reason: str) -> ImportBatch:
    """Take back everything a list brought, unless a frozen application snapshot rests on it."""
    batch = queries.batch(batch_id)
    require(actor, Permission.BATCH_UNDO, queries.subject(batch))
    if evidence_queries.held(batch.id):
        raise Refusal(RefusalCode.EVIDENCE_HELD, object="batch", code=batch.code)
    reasoned = (Need.REASON,) if reason.strip() else ()
    step = IMPORT_BATCH.advance(batch.state, "undo", (Need.NO_ROW_HELD, *reasoned))
    applied = [row for row in queries.rows_of(batch.id, COUNTED) if row.applied_at is not None]
    if applied and batch.source_id is not None:
        delivery.withdraw_source(actor, batch.source_id, reason)
        evidence.withdraw_batch(actor, batch.id, reason)
    for row in applied:
        row.applied_at = None
    batch.state, batch.undone_at, batch.undone_reason = step.state, clock.now(), reason.strip()
    audit.record(
        actor, step.event, "batch", batch.id, reason=reason.strip(), code=batch.code, rows=len(applied)
    )
    return batch
