"""Text handed to spreadsheets as text: shown, and never computed (F3)."""

import csv
import io
from collections.abc import Iterable

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_UNSEEN = " \u00a0\u200e\u200f\ufeff"


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and never computes."""
    return f"'{cell}" if cell.lstrip(_UNSEEN).startswith(_STARTS) else cell


def as_csv(rows: Iterable[Iterable[str | int]]) -> bytes:
    """A table as CSV; marked as UTF-8, because spreadsheets guess otherwise."""
    lines = io.StringIO()
    csv.writer(lines).writerows([harmless(str(value)) for value in row] for row in rows)
    return lines.getvalue().encode("utf-8-sig")
