"""The desk: a human says who a row is; the decision counts at once and is remembered (J2)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import delete

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import db, savepoint
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.import_batch import IMPORT_BATCH, BatchState
from curriculum.domain.lifecycles.import_row import COUNTED, IMPORT_ROW, UNDECIDED, RowState
from curriculum.domain.matching import Lane
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.donors import queries as donors
from curriculum.intake import counting, queries
from curriculum.intake.bench import lanes
from curriculum.intake.bench.firsts import firsts
from curriculum.intake.models import ImportBatch, ImportRow, MatchCandidate, NotSamePerson
from curriculum.intake.reading import values as reading
from curriculum.intake.reading.columns import Field
from curriculum.intake.reading.rows import fingerprint, identity
from curriculum.people import queries as people
from curriculum.people import service as registering
from curriculum.people.registration import NewPerson


class Decision(StrEnum):
    """What the desk may say of a row."""

    LINK = "link"
    DIFFERENT = "different"
    IGNORE = "ignore"
    DUPLICATE = "duplicate"
    CREATE = "create"


def decide(
    actor: Actor,
    batch_id: int,
    number: int,
    decision: Decision,
    *,
    person_id: int | None = None,
    duplicate_of: int | None = None,
    new: NewPerson | None = None,
) -> ImportRow:
    """Decide one row of a matched list: link and create count at once, different is never asked again."""
    batch, row = _open_row(actor, batch_id, number)
    match Decision(decision):
        case Decision.LINK:
            _link(actor, batch, row, _given(person_id, "person"))
        case Decision.DIFFERENT:
            _tell_apart(actor, batch, row, _given(person_id, "person"))
        case Decision.IGNORE:
            _settle(actor, batch, row, "ignore")
        case Decision.DUPLICATE:
            _repeat(actor, batch, row, duplicate_of)
        case Decision.CREATE:
            _create(actor, batch, row, new)
    counting.finish(actor, batch)
    return row


def accept_several(actor: Actor, batch_id: int, picks: Mapping[int, int]) -> dict[int, Refusal]:
    """Link several rows to the first candidates the desk saw, each a decision of its own (J2).

    `picks` are persons by row; what comes back are the rows that were refused, the others count.
    """
    batch = _open_batch(actor, batch_id)
    if not picks:
        raise Refusal(RefusalCode.VALUE_MISSING, field="row")
    refused: dict[int, Refusal] = {}
    for number, person_id in sorted(picks.items()):
        try:
            with savepoint():
                _accept(actor, batch, number, person_id)
        except Refusal as refusal:
            refused[number] = refusal
    counting.finish(actor, batch)
    return refused


def _accept(actor: Actor, batch: ImportBatch, number: int, person_id: int) -> None:
    """Link a row if its first candidate still stands out and still is the one that was seen."""
    row = queries.row(batch.id, number)
    IMPORT_ROW.advance(row.state, "link")
    seen = [one.card.person_id for one in firsts(batch, limit=1, numbers=(number,))]
    if seen != [person_id]:
        raise Refusal(RefusalCode.CHANGED_MEANWHILE, object="row", code=number)
    _link(actor, batch, row, person_id)


def _open_row(actor: Actor, batch_id: int, number: int) -> tuple[ImportBatch, ImportRow]:
    return _open_batch(actor, batch_id), queries.row(batch_id, number)


def _open_batch(actor: Actor, batch_id: int) -> ImportBatch:
    batch = queries.batch(batch_id)
    require(actor, Permission.ROW_DECIDE, queries.subject(batch))
    if batch.state is not BatchState.MATCHED:
        raise Refusal(RefusalCode.WRONG_STATE, object="batch", state=batch.state, action="decide")
    return batch


def _given(person_id: int | None, field: str) -> int:
    if person_id is None:
        raise Refusal(RefusalCode.VALUE_MISSING, field=field)
    return person_id


def mark(row: ImportRow) -> str:
    """The fingerprint of what a row says of who somebody is."""
    return fingerprint(identity(row.given, row.family, row.birth_date, row.personnel_no))


def _link(actor: Actor, batch: ImportBatch, row: ImportRow, person_id: int) -> None:
    step = IMPORT_ROW.advance(row.state, "link")
    person = people.get(person_id)
    if person.merged_into is not None:
        raise Refusal(RefusalCode.PERSON_MERGED, object="person")
    if person_id in queries.refused_by_fingerprint([mark(row)]).get(mark(row), ()):
        raise Refusal(RefusalCode.REMEMBERED_DIFFERENT, object="row", code=row.number)
    _refuse_own(actor, person_id)
    _refuse_second(row, person_id)
    row.person_id, row.duplicate_of = person_id, None
    _decided(actor, row, step.state)
    counting.count_rows(actor, batch, [row])
    _tell(actor, step.event, batch, row, about=person_id)


def _refuse_own(actor: Actor, person_id: int) -> None:
    """Nobody brings hours to their own file (I-01)."""
    if isinstance(actor.person_id, int) and person_id in people.aliases(actor.person_id):
        raise Refusal(RefusalCode.OWN_RECORD)


def _refuse_second(row: ImportRow, person_id: int) -> None:
    """One list says of one person once: the other line must be called a duplicate."""
    for other in queries.rows_of(row.batch_id, COUNTED):
        if other.person_id == person_id and other.number != row.number:
            raise Refusal(RefusalCode.ALREADY_EXISTS, object="row", code=other.number)


def _tell_apart(actor: Actor, batch: ImportBatch, row: ImportRow, person_id: int) -> None:
    """Remember that they differ; with no candidate left, nobody was found."""
    IMPORT_ROW.advance(row.state, "rematch")
    people.get(person_id)
    key = (mark(row), person_id)
    if db.session.get(NotSamePerson, key) is not None:
        return
    db.session.add(
        NotSamePerson(
            fingerprint=key[0], person_id=person_id, decided_by=actor.account_id, decided_at=clock.now()
        )
    )
    db.session.execute(
        delete(MatchCandidate).where(
            MatchCandidate.batch_id == row.batch_id,
            MatchCandidate.row_number == row.number,
            MatchCandidate.person_id == person_id,
        )
    )
    db.session.flush()
    if row.state is RowState.CANDIDATE and not queries.candidates_of(row.batch_id, row.number):
        fresh = IMPORT_ROW.advance(row.state, "rematch").state
        row.state, row.lane = IMPORT_ROW.advance(fresh, "find_nobody").state, Lane.NOT_FOUND
        row.grounds = []
    _tell(actor, "row:different", batch, row, about=person_id)


def _settle(actor: Actor, batch: ImportBatch, row: ImportRow, action: str, **facts: Any) -> None:
    step = IMPORT_ROW.advance(row.state, action)
    _decided(actor, row, step.state)
    _tell(actor, step.event, batch, row, **facts)


def _repeat(actor: Actor, batch: ImportBatch, row: ImportRow, duplicate_of: int | None) -> None:
    first = duplicate_of if duplicate_of is not None else row.duplicate_of
    if first is not None:
        if first == row.number:
            raise Refusal(RefusalCode.VALUE_INVALID, field="row", value=first)
        queries.row(batch.id, first)
    row.duplicate_of = first
    _settle(actor, batch, row, "set_duplicate", of=first)


def _create(actor: Actor, batch: ImportBatch, row: ImportRow, new: NewPerson | None) -> None:
    step = IMPORT_ROW.advance(row.state, "create_person")
    if new is None:
        raise Refusal(RefusalCode.VALUE_MISSING, field="person")
    person = registering.register(actor, new)
    row.person_id = person.id
    _decided(actor, row, step.state)
    counting.count_rows(actor, batch, [row])
    _tell(actor, step.event, batch, row, about=person.id)


def _decided(actor: Actor, row: ImportRow, state: RowState) -> None:
    row.state, row.decided_at = state, clock.now()
    row.decided_by = actor.row_id


def _tell(
    actor: Actor,
    event: str,
    batch: ImportBatch,
    row: ImportRow,
    *,
    about: int | None = None,
    reason: str | None = None,
    **facts: Any,
) -> None:
    audit.record(
        actor, event, "batch", batch.id, about=about, reason=reason, code=batch.code, row=row.number, **facts
    )


def mend(actor: Actor, batch_id: int, number: int, texts: Mapping[Field, str], reason: str) -> ImportRow:
    """Correct what was read of a faulty row, with the reason; its cells stay as they came."""
    batch, row = _open_row(actor, batch_id, number)
    step = IMPORT_ROW.advance(row.state, "mend", (Need.REASON,) if reason.strip() else ())
    hours = donors.offering(batch.offering_id).hours
    values = reading.read(texts, most_hours=hours, today=clock.today())
    for fault in values.faults:
        raise Refusal(
            RefusalCode.VALUE_INVALID, field=fault.field, value=fault.found, expected=fault.expected
        )
    for name, value in values.columns().items():
        setattr(row, name, value)
    _decided(actor, row, step.state)
    db.session.flush()
    changed = ", ".join(sorted(field.value for field, text in texts.items() if text))
    _tell(actor, step.event, batch, row, reason=reason.strip(), fields=changed)
    lanes.judge_rows(batch, [row])
    return row


def ask_source(actor: Actor, batch_id: int, number: int, question: str) -> ImportRow:
    """Note what the donor was asked about an undecided row; it keeps waiting, and the note shows why (J2)."""
    batch, row = _open_row(actor, batch_id, number)
    if row.state not in UNDECIDED:
        raise Refusal(RefusalCode.WRONG_STATE, object="row", state=row.state, action="ask")
    if not question.strip():
        raise Refusal(RefusalCode.VALUE_MISSING, field="question")
    _tell(actor, "row:asked", batch, row, reason=question.strip())
    return row


def reopen(actor: Actor, batch_id: int, number: int, reason: str) -> ImportRow:
    """Take back a decision, and what counts because of it; the row waits at the desk again (J2).

    The list may be applied already: then it is open again until the row is decided (domain.md §2.9).
    """
    batch = queries.batch(batch_id)
    require(actor, Permission.ROW_DECIDE, queries.subject(batch))
    row = queries.row(batch_id, number)
    reasoned = (Need.REASON,) if reason.strip() else ()
    if batch.state is not BatchState.MATCHED:
        _open_list(actor, batch, reason.strip())
    step = IMPORT_ROW.advance(row.state, "reopen", (Need.NO_ROW_HELD, *reasoned))
    counting.stop_counting(actor, batch, row, reason.strip())
    about, row.person_id, row.duplicate_of = row.person_id, None, None
    _decided(actor, row, step.state)
    db.session.flush()
    lanes.propose(batch, row)
    _tell(actor, step.event, batch, row, about=about, reason=reason.strip())
    return row


def _open_list(actor: Actor, batch: ImportBatch, reason: str) -> None:
    step = IMPORT_BATCH.advance(batch.state, "reopen", (Need.REASON,) if reason else ())
    batch.state, batch.applied_at = step.state, None
    audit.record(actor, step.event, "batch", batch.id, reason=reason, code=batch.code)
