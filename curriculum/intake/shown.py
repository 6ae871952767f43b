"""What the page of a list shows: its report, and what the donor was asked."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from curriculum.audit import queries as trail
from curriculum.domain.lifecycles.import_row import COUNTED, UNDECIDED, RowState
from curriculum.intake import queries
from curriculum.intake.models import ImportBatch


@dataclass(frozen=True)
class Report:
    """A list in figures: so many rows, so many persons, so many of each state, which problems where."""

    rows: int
    persons: int
    repeated: int
    counted: int
    undecided: int
    states: dict[RowState, int]
    problems: list[tuple[str, list[int]]]


def report(batch: ImportBatch) -> Report:
    """Count a list; problems grouped by cause with the lines they stand on."""
    rows = queries.rows_of(batch.id)
    states = Counter(row.state for row in rows)
    causes: dict[str, list[int]] = {}
    for row in rows:
        for told in row.problems:
            causes.setdefault(told["code"], []).append(row.number)
    return Report(
        len(rows),
        len({row.person_id for row in rows if row.state in COUNTED}),
        states[RowState.DUPLICATE_ROW],
        sum(1 for row in rows if row.applied_at is not None),
        sum(states[state] for state in UNDECIDED),
        {state: states[state] for state in RowState if states[state]},
        sorted(causes.items(), key=lambda item: (-len(item[1]), item[0])),
    )


@dataclass(frozen=True)
class Question:
    """What a donor was asked about a row, and when."""

    row: int
    text: str
    at: datetime


def questions(batch: ImportBatch) -> list[Question]:
    """What donors were asked about rows that still wait, the latest question of each row."""
    waiting = {row.number for row in queries.rows_of(batch.id, UNDECIDED)}
    asked: dict[int, Question] = {}
    for event in trail.of_object("batch", batch.id, limit=1000):
        number = event.facts.get("row")
        if event.event == "row:asked" and number in waiting and number not in asked:
            asked[number] = Question(number, event.reason or "", event.at)
    return [asked[number] for number in sorted(asked)]
