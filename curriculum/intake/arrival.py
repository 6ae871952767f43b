"""A list arrives: the file kept with its hash, its rows verbatim, its columns named."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from curriculum import clock
from curriculum.access import is_permitted, require
from curriculum.audit import service as audit
from curriculum.db import acting, db, new_id
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.import_batch import IMPORT_BATCH, BatchState
from curriculum.domain.lifecycles.import_row import RowState
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import reaches
from curriculum.domain.powers import Reach
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.donors import queries as donors
from curriculum.intake import queries, sources
from curriculum.intake.models import ColumnProfile, ImportBatch, ImportRow, MatchCandidate, ReceivedFile
from curriculum.intake.reading import columns
from curriculum.intake.reading.columns import Field
from curriculum.intake.reading.rows import ReadRow, read_rows
from curriculum.intake.sources import Hints, Line, Sheet

MOST_BYTES = 16 * 1024 * 1024


def receive(
    actor: Actor,
    *,
    file_name: str,
    content: bytes,
    offering_code: str | None,
    encoding: str | None = None,
    separator: str | None = None,
) -> ImportBatch:
    """Take in a donor's list; the same file for the same offering again gives the batch that is there.

    Nothing is stored unless the whole file can be read: every refusal comes before the first write.
    """
    offering_id = _offering_id(offering_code)
    whose = queries.offering_subject(actor, offering_id)
    _require_receive(actor, whose)
    if len(content) > MOST_BYTES:
        raise Refusal(RefusalCode.FILE_TOO_LARGE, found=_megabytes(len(content)), most=_megabytes(MOST_BYTES))
    digest = hashlib.sha256(content).hexdigest()
    if known := queries.find_received(offering_id, digest):
        return known
    _refuse_elsewhere(actor, offering_id, digest)
    sheet = sources.read(content, Hints(encoding, separator))
    batch, rows = _opened(actor, offering_id, sheet, display_name(file_name), digest)
    _keep(batch, content)
    _insert_rows(batch.id, rows)
    audit.record(
        actor,
        "batch:received",
        "batch",
        batch.id,
        code=batch.code,
        file=batch.file_name,
        sha256=digest,
        rows=len(rows),
    )
    return batch


def _keep(batch: ImportBatch, content: bytes) -> None:
    """Write the file and its batch; of two uploads at once the database lets one in (PostgreSQL)."""
    digest = batch.file_sha256
    try:
        if db.session.get(ReceivedFile, digest) is None:
            db.session.add(ReceivedFile(sha256=digest, content=content, size=len(content)))
            db.session.flush()
        db.session.add(batch)
        db.session.flush()
    except IntegrityError as error:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="batch", code=batch.file_name) from error


def _offering_id(code: str | None) -> int:
    if not code:
        raise Refusal(RefusalCode.VALUE_MISSING, field="offering")
    return donors.get_offering(code).id


def _require_receive(actor: Actor, whose: Subject) -> None:
    """A donor's account handing in another donor's list is told just that (I-09)."""
    ways = {reach for reach, _ in reaches(actor, Permission.BATCH_RECEIVE, clock.today())}
    if ways == {Reach.PROGRAMME} and not is_permitted(actor, Permission.BATCH_RECEIVE, whose):
        raise Refusal(RefusalCode.FILE_OF_OTHER_DONOR)
    require(actor, Permission.BATCH_RECEIVE, whose)


def _refuse_elsewhere(actor: Actor, offering_id: int, digest: str) -> None:
    """One file cannot be the list of two courses; a donor is not told whose the other one is."""
    other = queries.find_elsewhere(offering_id, digest)
    if other is None:
        return
    if is_permitted(actor, Permission.BATCH_VIEW, queries.subject(other)):
        raise Refusal(RefusalCode.FILE_ALREADY_RECEIVED, code=other.code)
    raise Refusal(RefusalCode.FILE_OF_OTHER_DONOR)


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB"


def display_name(file_name: str) -> str:
    """A file's name as it may be shown: no folders, no control or direction marks, not endless (F6)."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    return (kept if len(kept) <= 120 else f"{kept[:100]}…{kept[-19:]}") or "list"


def _opened(
    actor: Actor, offering_id: int, sheet: Sheet, file_name: str, digest: str
) -> tuple[ImportBatch, list[ReadRow]]:
    offering = donors.offering(offering_id)
    donor_id = donors.programme_of(offering_id).donor_id
    headings = columns.find_headings(sheet.lines, queries.profile_of(donor_id))
    missing = columns.missing_fields(headings.mapping)
    if missing and not columns.has_spare(headings.mapping):
        found = ", ".join(headings.names)
        raise Refusal(RefusalCode.COLUMN_MISSING, column=missing[0], found=found, expected=missing)
    below = [line for line in sheet.lines if line.number > headings.number]
    rows = read_rows(below, headings.names, headings.mapping, most_hours=offering.hours, today=clock.today())
    batch = ImportBatch(
        id=new_id(),
        code=f"{offering.code}-L{queries.count_of_offering(offering_id) + 1}",
        donor_id=donor_id,
        offering_id=offering_id,
        file_sha256=digest,
        file_name=file_name,
        format=sheet.format,
        details={
            **sheet.details,
            "header_row": headings.number,
            "headings": list(headings.names),
            "guessed": list(headings.guessed),
        },
        mapping=dict(headings.mapping),
        state=IMPORT_BATCH.start,
        received_by=actor.account_id,
        received_at=clock.now(),
    )
    return batch, rows


def _insert_rows(batch_id: int, rows: Sequence[ReadRow]) -> None:
    stamp = {"created_at": clock.now(), "created_by": acting.get(), "batch_id": batch_id}
    fresh = {"state": RowState.NEW, "grounds": []}
    written = [
        {**stamp, **fresh, "number": row.number, "cells": list(row.cells), **row.values.columns()}
        for row in rows
    ]
    # Empty values too are written out: else rows would go to the database in as many groups as patterns.
    db.session.execute(insert(ImportRow).execution_options(render_nulls=True), written)


def set_mapping(actor: Actor, batch_id: int, mapping: Mapping[str, Field]) -> ImportBatch:
    """Say what each column holds; the rows are read anew, and the donor's next list will know."""
    batch = queries.batch(batch_id)
    require(actor, Permission.BATCH_MAP, queries.subject(batch))
    step = IMPORT_BATCH.advance(batch.state, "map")
    headings: list[str] = batch.details["headings"]
    chosen = {name: Field(mapping.get(name, Field.NOT_USED)) for name in headings}
    columns.check(chosen, headings)
    if chosen != batch.mapping:
        _read_again(batch, headings, chosen)
    batch.mapping, batch.state = dict(chosen), step.state
    batch.details = {**batch.details, "guessed": []}
    _remember(batch.donor_id, chosen)
    said = ", ".join(f"{name} = {field}" for name, field in chosen.items() if field is not Field.NOT_USED)
    audit.record(actor, step.event, "batch", batch.id, code=batch.code, mapping=said)
    return batch


def _read_again(batch: ImportBatch, headings: Sequence[str], mapping: Mapping[str, Field]) -> None:
    """Read the verbatim cells by another mapping; the cells themselves stay as they came."""
    kept = [Line(row.number, tuple(row.cells)) for row in queries.rows_of(batch.id)]
    hours = donors.offering(batch.offering_id).hours
    rows = read_rows(kept, headings, mapping, most_hours=hours, today=clock.today())
    by_number = {row.number: row for row in queries.rows_of(batch.id)}
    for read in rows:
        for name, value in read.values.columns().items():
            setattr(by_number[read.number], name, value)


def _remember(donor_id: int, mapping: Mapping[str, Field]) -> None:
    for heading, field in mapping.items():
        if heading.startswith("#"):
            continue
        known = queries.find_profile(donor_id, heading)
        if known is None:
            db.session.add(
                ColumnProfile(id=new_id(), donor_id=donor_id, heading=columns.folded(heading), field=field)
            )
            db.session.flush()
        else:
            known.field = field


def discard(actor: Actor, batch_id: int, reason: str) -> ImportBatch:
    """Put a list aside before it was matched; the file stays, and may be received again."""
    batch = queries.batch(batch_id)
    require(actor, Permission.BATCH_DISCARD, queries.subject(batch))
    established = (Need.REASON,) if reason.strip() else ()
    step = IMPORT_BATCH.advance(batch.state, "discard", established)
    batch.state, batch.undone_at, batch.undone_reason = BatchState(step.state), clock.now(), reason.strip()
    db.session.execute(delete(MatchCandidate).where(MatchCandidate.batch_id == batch.id))
    audit.record(actor, step.event, "batch", batch.id, code=batch.code, reason=reason)
    return batch
