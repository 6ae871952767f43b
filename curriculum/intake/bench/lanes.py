"""The matching bench: every open row beside the register, in bulk, into its lane (J2)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, update

from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import db
from curriculum.domain import matching
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.import_batch import IMPORT_BATCH, BatchState
from curriculum.domain.lifecycles.import_row import COUNTED, IMPORT_ROW, RowState
from curriculum.domain.matching import IncomingPerson, Lane, Match
from curriculum.domain.permissions import Permission
from curriculum.donors import queries as donors
from curriculum.institutions import queries as institutions
from curriculum.intake import queries
from curriculum.intake.arrival import set_mapping
from curriculum.intake.bench.verdicts import verdicts
from curriculum.intake.models import ImportBatch, ImportRow, MatchCandidate
from curriculum.intake.reading.columns import folded
from curriculum.intake.reading.rows import fingerprint, identity
from curriculum.people.candidates import candidates

AT_ONCE = 500
COUNTS = ("linked", "to_decide", "not_found", "repeated", "faulty")
OPEN = (RowState.NEW, RowState.CANDIDATE, RowState.UNMATCHED)
_STEPS = {Lane.LINKED: "link_automatically", Lane.TO_DECIDE: "propose", Lane.NOT_FOUND: "find_nobody"}


@dataclass
class _Outcome:
    """What a run over the rows decided, as rows to write."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def match(actor: Actor, batch_id: int) -> ImportBatch:
    """Put every open row into its lane; a list nobody mapped is read as its columns were recognised."""
    batch = queries.batch(batch_id)
    if batch.state is BatchState.RECEIVED:
        batch = set_mapping(actor, batch_id, batch.mapping)
    require(actor, Permission.BATCH_MATCH, queries.subject(batch))
    step = IMPORT_BATCH.advance(batch.state, "match")
    db.session.flush()
    found = judge_rows(batch, queries.rows_of(batch_id, OPEN))
    batch.state = step.state
    counts: dict[str, Any] = {name: found[name] for name in COUNTS}
    audit.record(actor, step.event, "batch", batch.id, code=batch.code, **counts)
    return batch


def judge_rows(batch: ImportBatch, rows: Sequence[ImportRow]) -> Counter[str]:
    """Put these rows into their lanes; gives how many went where."""
    outcome = _judge_all(batch, rows)
    _write(batch.id, outcome)
    # The bulk statement went past the session.
    for row in rows:
        db.session.expire(row)
    return outcome.counts


def propose(batch: ImportBatch, row: ImportRow) -> None:
    """Lay out everybody alike beside one row again, for a human; nothing is linked."""
    said = incoming(row, _places(), donors.offering(batch.offering_id).start)
    mark = fingerprint(identity(row.given, row.family, row.birth_date, row.personnel_no))
    refused = frozenset(queries.refused_by_fingerprint([mark]).get(mark, ()))
    [persons] = candidates([said])
    db.session.execute(
        delete(MatchCandidate).where(
            MatchCandidate.batch_id == batch.id, MatchCandidate.row_number == row.number
        )
    )
    cards = _cards(row, matching.judge(said, persons, refused))
    if cards:
        db.session.execute(insert(MatchCandidate), cards)


def _judge_all(batch: ImportBatch, rows: Sequence[ImportRow]) -> _Outcome:
    outcome, places = _Outcome(), _places()
    course_start = donors.offering(batch.offering_id).start
    seen = _seen(batch.id)
    for start in range(0, len(rows), AT_ONCE):
        part = []
        for row in rows[start : start + AT_ONCE]:
            if row.problems:
                _set_aside(outcome, row, "fault", "faulty")
            elif (first := seen.repeats(row)) is not None:
                _set_aside(outcome, row, "set_duplicate", "repeated", duplicate_of=first)
            else:
                part.append((row, incoming(row, places, course_start)))
        _judge_part(outcome, part, seen)
    return outcome


def incoming(row: ImportRow, places: Mapping[str, tuple[str, str | None]], on: Any) -> IncomingPerson:
    """A row as the matching rules see it; an employer nobody knows says nothing for or against."""
    institution, unit = places.get(folded(row.organisation or ""), (None, None))
    return IncomingPerson(
        row.given or "", row.family or "", row.birth_date, row.personnel_no, institution, unit, on
    )


def _places() -> dict[str, tuple[str, str | None]]:
    """Institutions and units by everything a list may call them: code, or name in either language."""
    found: dict[str, tuple[str, str | None]] = {}
    codes = {}
    for institution in institutions.all_():
        codes[institution.id] = institution.code
        for said in (institution.code, institution.name.fr, institution.name.en):
            found[folded(said)] = (institution.code, None)
    for unit in institutions.all_units():
        # Names of units repeat from ministry to ministry; only their codes are their own.
        found[folded(unit.code)] = (codes[unit.institution_id], unit.code)
    found.pop("", None)
    return found


class _Seen:
    """What the file has said already: whole lines that come again, persons already linked."""

    def __init__(self) -> None:
        self.lines: dict[tuple[object, ...], int] = {}
        self.linked: dict[int, tuple[int, int | None, int | None]] = {}

    def repeats(self, row: ImportRow) -> int | None:
        """The line this one repeats word for word; a name alone is never enough, homonyms exist."""
        if row.birth_date is None and not row.personnel_no:
            return None
        said = identity(row.given, row.family, row.birth_date, row.personnel_no)
        key = (*said, row.hours, row.score)
        first = self.lines.setdefault(key, row.number)
        return None if first == row.number else first

    def link(self, person_id: int, row: ImportRow) -> tuple[int, bool] | None:
        """The line that is this person already, and whether it says the same."""
        first = self.linked.setdefault(person_id, (row.number, row.hours, row.score))
        return None if first[0] == row.number else (first[0], first[1:] == (row.hours, row.score))


def _seen(batch_id: int) -> _Seen:
    seen = _Seen()
    for row in queries.rows_of(batch_id, COUNTED):
        seen.repeats(row)
        if row.person_id is not None:
            seen.link(row.person_id, row)
    return seen


def _judge_part(outcome: _Outcome, part: Sequence[tuple[ImportRow, IncomingPerson]], seen: _Seen) -> None:
    prints = [
        fingerprint(identity(row.given, row.family, row.birth_date, row.personnel_no)) for row, _ in part
    ]
    known = queries.refused_by_fingerprint(prints)
    refused = [frozenset(known.get(mark, ())) for mark in prints]
    for (row, _), verdict in zip(part, verdicts([said for _, said in part], refused), strict=True):
        _place(outcome, row, verdict, seen)


def _place(outcome: _Outcome, row: ImportRow, verdict: Match, seen: _Seen) -> None:
    lane, other = verdict.lane, None
    if isinstance(verdict.person_id, int) and (other := seen.link(verdict.person_id, row)) is not None:
        if other[1]:
            _set_aside(outcome, row, "set_duplicate", "repeated", duplicate_of=other[0])
            return
        # The same person twice with other figures: somebody has to say which line is right.
        lane = Lane.TO_DECIDE
    step = IMPORT_ROW.advance(_reopened(row), _STEPS[lane])
    outcome.counts[lane.value] += 1
    outcome.rows.append(
        _written(
            row,
            state=step.state,
            lane=lane,
            person_id=verdict.person_id if lane is Lane.LINKED else None,
            grounds=[ground.value for ground in verdict.grounds],
            duplicate_of=other[0] if other else None,
        )
    )
    outcome.cards += _cards(row, verdict)


def _cards(row: ImportRow, verdict: Match) -> list[dict[str, Any]]:
    return [
        {
            "batch_id": row.batch_id,
            "row_number": row.number,
            "person_id": card.person_id,
            "rank": rank,
            "score": card.points,
            "grounds": [ground.value for ground in card.grounds],
        }
        for rank, card in enumerate(verdict.candidates, start=1)
    ]


def _reopened(row: ImportRow) -> RowState:
    return row.state if row.state is RowState.NEW else IMPORT_ROW.advance(row.state, "rematch").state


def _set_aside(outcome: _Outcome, row: ImportRow, action: str, counted: str, **more: object) -> None:
    step = IMPORT_ROW.advance(_reopened(row), action)
    outcome.counts[counted] += 1
    outcome.rows.append(_written(row, state=step.state, **more))


def _written(row: ImportRow, **values: object) -> dict[str, Any]:
    blank: dict[str, Any] = {"lane": None, "person_id": None, "grounds": [], "duplicate_of": None}
    return {"batch_id": row.batch_id, "number": row.number, **blank, **values}


def _write(batch_id: int, outcome: _Outcome) -> None:
    """All rows and cards in three statements, whatever their number."""
    if not outcome.rows:
        return
    for numbers in _parts([one["number"] for one in outcome.rows]):
        db.session.execute(
            delete(MatchCandidate).where(
                MatchCandidate.batch_id == batch_id, MatchCandidate.row_number.in_(numbers)
            )
        )
    db.session.execute(update(ImportRow), outcome.rows)
    if outcome.cards:
        db.session.execute(insert(MatchCandidate), outcome.cards)


def _parts(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    return (numbers[start : start + 5000] for start in range(0, len(numbers), 5000))
