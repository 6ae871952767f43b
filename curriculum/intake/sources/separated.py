"""Separated text (CSV and its relatives): encoding and separator found where the sender named none."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.intake.sources.encodings import decode
from curriculum.intake.sources.sheet import LONGEST_CELL, Hints, Line, Sheet, checked

NAME = "csv"
SUFFIXES = (".csv", ".tsv", ".txt")
SEPARATORS = (",", ";", "\t", "|")
_SNIFFED_LINES = 60
_QUOTED = 40

# One megabyte cells are refused by us, with the line; the reader's own limit would name none.
csv.field_size_limit(1 << 22)


def recognises(content: bytes) -> bool:
    """Whether this may be text at all; the last format asked, so nearly everything is."""
    return not content.startswith(b"%PDF-")


def read(content: bytes, hints: Hints) -> Sheet:
    """The lines of a text file; refuses what is no text or has a cell that cannot be one."""
    text, encoding, is_guess = decode(content, hints.encoding)
    separator = hints.separator or _sniff(text)
    lines = checked(_lines(text, separator))
    details: dict[str, str | bool] = {
        "encoding": encoding,
        "encoding_guessed": is_guess,
        "separator": separator,
        "separator_guessed": hints.separator is None,
    }
    return Sheet(NAME, lines, details)


def _lines(text: str, separator: str) -> Iterator[Line]:
    # Lone carriage returns end lines too: old office software still writes them.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as wrong:
            raise _unreadable(text, number, separator) from wrong
        if cells is None:
            return
        yield Line(number, tuple(cells))
        number = reader.line_num + 1


def _unreadable(text: str, number: int, separator: str) -> Refusal:
    """What stops the reader is a quote left open; without one, a cell beyond all measure."""
    begins = _open_quote(text, number, separator)
    if begins is None:
        return Refusal(RefusalCode.CELL_TOO_LARGE, row=number, found=len(text), most=LONGEST_CELL)
    return Refusal(RefusalCode.FILE_UNREADABLE, row=number, begins=begins, expected='"…"')


def _open_quote(text: str, number: int, separator: str) -> str | None:
    """The beginning of the cell of a line that opens a quote and never closes it rightly."""
    line = next(islice(io.StringIO(text, newline=""), number - 1, None)).rstrip("\r\n")[:LONGEST_CELL]
    between = re.escape(separator)
    opened = re.search(rf'(?:^|{between})(?!"(?:[^"]|"")*"(?:{between}|$))(".*)', line)
    if opened is None:
        return None
    return opened[1] if len(opened[1]) <= _QUOTED else f"{opened[1][:_QUOTED]}…"


def _sniff(text: str) -> str:
    """The separator by which most lines fall into equally many cells."""
    sample = text[: LONGEST_CELL * 50]
    return max(SEPARATORS, key=lambda one: _evenness(sample, one))


def _evenness(sample: str, separator: str) -> float:
    """How even the lines become: the share of the commonest width, times the cuts it makes."""
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        for _, cells in zip(range(_SNIFFED_LINES), reader, strict=False):
            widths[len(cells)] += 1
    except csv.Error:
        return 0.0
    cut = {width: count for width, count in widths.items() if width > 1}
    if not cut:
        return 0.0
    width, count = max(cut.items(), key=lambda item: (item[1], item[0]))
    return count / widths.total() * (width - 1)
