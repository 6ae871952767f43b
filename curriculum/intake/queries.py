"""Batches and rows as others read them; every list starts from `visible_to`."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Select, func, select

from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.import_batch import BatchState
from curriculum.domain.lifecycles.import_row import COUNTED, UNDECIDED, RowState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found
from curriculum.donors.models import Donor, Offering
from curriculum.intake.models import ColumnProfile, ImportBatch, ImportRow, MatchCandidate, NotSamePerson
from curriculum.intake.reach import offering_subject as offering_subject
from curriculum.intake.reach import receivable as receivable
from curriculum.intake.reach import subject as subject
from curriculum.intake.reach import visible as visible
from curriculum.intake.reading.columns import Field, folded

OUT_OF_USE = (BatchState.DISCARDED, BatchState.ROLLED_BACK)


class BatchRow(NamedTuple):
    """One line of the list of batches."""

    code: str
    offering_code: str
    offering_title: Bilingual
    donor_name: Bilingual
    file_name: str
    state: BatchState
    received_at: object
    rows: int
    counted: int
    undecided: int


def find(code: str) -> ImportBatch | None:
    """The batch with this code, if there is one."""
    return db.session.scalar(select(ImportBatch).where(ImportBatch.code == code))


def get(code: str) -> ImportBatch:
    """The batch with this code; refuses NOT_FOUND."""
    return found(find(code), "batch", code)


def batch(batch_id: int) -> ImportBatch:
    """The batch with this key; refuses NOT_FOUND."""
    return found(db.session.get(ImportBatch, batch_id), "batch", batch_id)


def get_visible(actor: Actor, code: str) -> ImportBatch:
    """A batch the actor may see; NOT_FOUND otherwise, so that codes cannot be probed."""
    return found(
        db.session.scalar(select(ImportBatch).where(ImportBatch.code == code, visible(actor))), "batch", code
    )


def row(batch_id: int, number: int) -> ImportRow:
    """One row by its line number; refuses NOT_FOUND."""
    return found(db.session.get(ImportRow, (batch_id, number)), "row", number)


def find_received(offering_id: int, sha256: str) -> ImportBatch | None:
    """The batch in use that brought this very file for this offering."""
    return db.session.scalar(
        select(ImportBatch).where(
            ImportBatch.offering_id == offering_id,
            ImportBatch.file_sha256 == sha256,
            ImportBatch.state.not_in(OUT_OF_USE),
        )
    )


def find_elsewhere(offering_id: int, sha256: str) -> ImportBatch | None:
    """A batch in use that brought this very file for another offering."""
    return db.session.scalars(
        select(ImportBatch)
        .where(
            ImportBatch.offering_id != offering_id,
            ImportBatch.file_sha256 == sha256,
            ImportBatch.state.not_in(OUT_OF_USE),
        )
        .order_by(ImportBatch.id)
        .limit(1)
    ).one_or_none()


def count_of_offering(offering_id: int) -> int:
    """How many lists of an offering were ever received."""
    wanted = select(func.count()).where(ImportBatch.offering_id == offering_id)
    return db.session.scalar(wanted) or 0


def profile_of(donor_id: int) -> dict[str, Field]:
    """How a donor names its columns, as confirmed with earlier lists."""
    wanted = select(ColumnProfile.heading, ColumnProfile.field).where(ColumnProfile.donor_id == donor_id)
    return {heading: Field(field) for heading, field in db.session.execute(wanted)}


def find_profile(donor_id: int, heading: str) -> ColumnProfile | None:
    """What is remembered of one heading of a donor."""
    return db.session.scalar(
        select(ColumnProfile).where(
            ColumnProfile.donor_id == donor_id, ColumnProfile.heading == folded(heading)
        )
    )


def visible_to(actor: Actor, *, limit: int = 50, offset: int = 0) -> list[BatchRow]:
    """One page of the lists an actor may see, the latest first, in one statement."""
    counted = func.count(ImportRow.number).filter(ImportRow.state.in_(COUNTED))
    undecided = func.count(ImportRow.number).filter(ImportRow.state.in_(UNDECIDED))
    wanted = (
        select(
            ImportBatch.code,
            Offering.code,
            Offering.title,
            Donor.name,
            ImportBatch.file_name,
            ImportBatch.state,
            ImportBatch.received_at,
            func.count(ImportRow.number),
            counted,
            undecided,
        )
        .join(Offering, Offering.id == ImportBatch.offering_id)
        .join(Donor, Donor.id == ImportBatch.donor_id)
        .outerjoin(ImportRow, ImportRow.batch_id == ImportBatch.id)
        .where(visible(actor))
        .group_by(ImportBatch.id, Offering.id, Donor.id)
        .order_by(ImportBatch.received_at.desc(), ImportBatch.id.desc())
    )
    return [BatchRow._make(one) for one in db.session.execute(wanted.limit(limit).offset(offset))]


def count_visible(actor: Actor) -> int:
    """How many lists an actor may see."""
    return db.session.scalar(select(func.count(ImportBatch.id)).where(visible(actor))) or 0


def rows_of(batch_id: int, states: Iterable[RowState] | None = None) -> Sequence[ImportRow]:
    """The rows of a batch in the order of the file, of some states only when given."""
    wanted = select(ImportRow).where(ImportRow.batch_id == batch_id).order_by(ImportRow.number)
    if states is not None:
        wanted = wanted.where(ImportRow.state.in_(tuple(states)))
    return db.session.scalars(wanted).all()


def states_of(batch_id: int) -> dict[RowState, int]:
    """How many rows stand in each state."""
    wanted = select(ImportRow.state, func.count()).where(ImportRow.batch_id == batch_id)
    return dict(db.session.execute(wanted.group_by(ImportRow.state)).all())


def candidates_of(batch_id: int, number: int) -> Sequence[MatchCandidate]:
    """The persons proposed for a row, best first, without those already called different."""
    return candidates_of_many(batch_id, [number])


def candidates_of_many(batch_id: int, numbers: Iterable[int]) -> Sequence[MatchCandidate]:
    """The persons proposed for some rows, row by row, best first."""
    wanted = select(MatchCandidate).where(
        MatchCandidate.batch_id == batch_id, MatchCandidate.row_number.in_(tuple(numbers))
    )
    return db.session.scalars(wanted.order_by(MatchCandidate.row_number, MatchCandidate.rank)).all()


def refused_by_fingerprint(fingerprints: Iterable[str]) -> dict[str, set[int]]:
    """Who was called different from an incoming identity, by its fingerprint (J2)."""
    found: dict[str, set[int]] = {}
    wanted = sorted(set(fingerprints))
    for start in range(0, len(wanted), 1000):
        part = select(NotSamePerson.fingerprint, NotSamePerson.person_id).where(
            NotSamePerson.fingerprint.in_(wanted[start : start + 1000])
        )
        for fingerprint, person_id in db.session.execute(part):
            found.setdefault(fingerprint, set()).add(person_id)
    return found


def count_all() -> int:
    """How many lists were ever received."""
    return db.session.scalar(select(func.count(ImportBatch.id))) or 0


def _undecided(actor: Actor, batch_id: int | None) -> Select[ImportRow]:
    wanted = (
        select(ImportRow)
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(
            ImportBatch.state == BatchState.MATCHED,
            ImportRow.state.in_(UNDECIDED),
            visible(actor, Permission.ROW_DECIDE),
        )
    )
    return wanted if batch_id is None else wanted.where(ImportRow.batch_id == batch_id)


def count_undecided(actor: Actor, batch_id: int | None = None) -> int:
    """How many rows wait at the desk of this actor, of one list when given."""
    counted = _undecided(actor, batch_id).with_only_columns(func.count(), maintain_column_froms=True)
    return db.session.scalar(counted) or 0


def undecided_at(actor: Actor, place: int, batch_id: int | None = None) -> ImportRow | None:
    """The row at a place of the queue, oldest list first; None behind its end."""
    ordered = _undecided(actor, batch_id).order_by(
        ImportBatch.received_at, ImportBatch.id, ImportRow.state, ImportRow.number
    )
    return db.session.scalars(ordered.limit(1).offset(place)).one_or_none()


def _listed(batch_id: int, states: Iterable[RowState] | None) -> Select[ImportRow]:
    wanted = select(ImportRow).where(ImportRow.batch_id == batch_id)
    return wanted if states is None else wanted.where(ImportRow.state.in_(tuple(states)))


def page_of_rows(
    batch_id: int, states: Iterable[RowState] | None, *, limit: int, offset: int
) -> Sequence[ImportRow]:
    """One page of the rows of a list, in the order of the file."""
    wanted = _listed(batch_id, states).order_by(ImportRow.number)
    return db.session.scalars(wanted.limit(limit).offset(offset)).all()


def count_rows(batch_id: int, states: Iterable[RowState] | None) -> int:
    """How many rows of a list stand in these states."""
    counted = _listed(batch_id, states).with_only_columns(func.count(), maintain_column_froms=True)
    return db.session.scalar(counted) or 0


class ParticipantRow(NamedTuple):
    """A participant as the list names them, with what became of the row."""

    batch_code: str
    offering_title: Bilingual
    number: int
    given: str | None
    family: str | None
    hours: int | None
    score: int | None
    state: RowState
    counts: bool


def participants_visible_to(actor: Actor, *, limit: int = 200) -> list[ParticipantRow]:
    """The participants of the lists an actor may see, in the words of those lists, latest list first."""
    wanted = (
        select(
            ImportBatch.code,
            Offering.title,
            ImportRow.number,
            ImportRow.given,
            ImportRow.family,
            ImportRow.hours,
            ImportRow.score,
            ImportRow.state,
            ImportRow.applied_at.is_not(None),
        )
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .join(Offering, Offering.id == ImportBatch.offering_id)
        .where(visible(actor), ImportBatch.state.not_in(OUT_OF_USE))
        .order_by(ImportBatch.received_at.desc(), ImportBatch.id.desc(), ImportRow.number)
        .limit(limit)
    )
    return [ParticipantRow._make(one) for one in db.session.execute(wanted)]
