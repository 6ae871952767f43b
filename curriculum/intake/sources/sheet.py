"""What every list format is read into: lines of texts as a person counts them, and how they were read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from curriculum.domain.refusals import Refusal, RefusalCode

ACCEPTED = "CSV, XLSX"
"""What a refused file is told to be: every format by the name that senders know it by."""
MOST_LINES = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 4_000
"""Characters. A name with its title is under a hundred; a longer cell is a lost quote or an attack."""

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One line of a file; `number` counts from 1 as an editor or a spreadsheet shows it."""

    number: int
    cells: Cells

    @property
    def is_empty(self) -> bool:
        """Whether nothing but spaces stands in it."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Sheet:
    """A list as read, before anybody knows what its columns mean."""

    format: str
    lines: tuple[Line, ...]
    details: dict[str, str | bool] = field(default_factory=dict)
    """How it was read: encoding and separator, or the sheet's name; `*_guessed` where nobody said so."""


@dataclass(frozen=True)
class Hints:
    """What the sender said about the file; None: to be found out, and shown."""

    encoding: str | None = None
    separator: str | None = None


def checked(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines that hold something, refused when they cannot be a list of people."""
    kept = tuple(_within_limits(lines))
    if not kept:
        raise Refusal(RefusalCode.NO_ROWS, found=0)
    return kept


def too_large(found: str, most: int, unit: str) -> Refusal:
    """The refusal of a file with too much of something."""
    return Refusal(RefusalCode.FILE_TOO_LARGE, found=f"{found} {unit}", most=f"{most} {unit}")


def _within_limits(lines: Iterable[Line]) -> Iterator[Line]:
    for count, line in enumerate(lines, start=1):
        if count > MOST_LINES:
            raise too_large(f"> {MOST_LINES}", MOST_LINES, "lines")
        if len(line.cells) > MOST_COLUMNS:
            raise too_large(str(len(line.cells)), MOST_COLUMNS, "columns")
        longest = max(map(len, line.cells), default=0)
        if longest > LONGEST_CELL:
            raise Refusal(RefusalCode.CELL_TOO_LARGE, row=line.number, found=longest, most=LONGEST_CELL)
        if not line.is_empty:
            yield line
