"""Rows for other programs: as text that no spreadsheet will run (F3)."""

import csv
import io

from curriculum.domain.lifecycles.import_row import RowState
from curriculum.intake import queries, words
from curriculum.intake.models import ImportBatch
from curriculum.labels import label
from curriculum.spreadsheets import harmless

REJECTED = (RowState.INVALID, RowState.UNMATCHED, RowState.IGNORED)


def rejected_rows(batch: ImportBatch) -> bytes:
    """The rows that do not count, as they came, with what is wrong and how to mend it."""
    memory = io.StringIO()
    writer = csv.writer(memory, delimiter=";", lineterminator="\r\n")
    headings: list[str] = batch.details["headings"]
    writer.writerow(harmless(cell) for cell in ("#", *headings, *words.extra_headings()))
    for row in queries.rows_of(batch.id, REJECTED):
        cells = [*row.cells, *[""] * (len(headings) - len(row.cells))]
        why = " ".join(words.problem_line(one) for one in row.problems)
        writer.writerow(harmless(cell) for cell in (str(row.number), *cells, label(row.state), why))
    return ("\ufeff" + memory.getvalue()).encode("utf-8")
