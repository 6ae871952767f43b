"""Rows whose first candidate stands out: the only ones the desk may accept together (J2)."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from curriculum.domain.lifecycles.import_row import RowState
from curriculum.domain.matching import Ground, stands_out
from curriculum.intake import queries
from curriculum.intake.models import ImportBatch, ImportRow, MatchCandidate

AT_ONCE = 200


class First(NamedTuple):
    """A row and the one candidate it most likely means."""

    row: ImportRow
    card: MatchCandidate


def firsts(batch: ImportBatch, *, limit: int, numbers: Collection[int] | None = None) -> list[First]:
    """The first rows of a list that may be accepted together; of some lines only when given."""
    if numbers is None:
        rows = queries.rows_of(batch.id, (RowState.CANDIDATE,))
    else:
        rows = [queries.row(batch.id, number) for number in sorted(numbers)]
    # A line that seems to repeat another one is looked at by itself.
    alone = [row for row in rows if row.state is RowState.CANDIDATE and row.duplicate_of is None]
    return list(islice(_standing_out(batch.id, alone), limit))


def _standing_out(batch_id: int, rows: Sequence[ImportRow]) -> Iterator[First]:
    for start in range(0, len(rows), AT_ONCE):
        part = {row.number: row for row in rows[start : start + AT_ONCE]}
        held = queries.candidates_of_many(batch_id, part)
        for number, cards in groupby(held, key=lambda card: card.row_number):
            first, *others = cards
            if stands_out(_grounds(first), map(_grounds, others)):
                yield First(part[number], first)


def _grounds(card: MatchCandidate) -> frozenset[Ground]:
    return frozenset(map(Ground, card.grounds))
