"""The coverage map: outcomes in rows, offerings in columns, totals in the margins (domain.md K02, K03)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from curriculum.domain.coverage import DEPTHS
from curriculum.domain.proof import Depth


class Row(NamedTuple):
    """One outcome of a current module version."""

    key: int
    code: str
    module: str
    weight: int
    critical: bool


class Column(NamedTuple):
    """One offering of a donor."""

    key: int
    code: str
    donor: str
    languages: tuple[str, ...] = ()


class Claim(NamedTuple):
    """An offering claims an outcome to a depth; what is only proposed covers nothing yet (I-09)."""

    outcome: int
    offering: int
    depth: Depth
    accepted: bool = True


class Cell(NamedTuple):
    """The strongest claim where an outcome and an offering meet."""

    depth: Depth
    accepted: bool


class Show(StrEnum):
    """Which outcomes the map shows."""

    ALL = "all"
    UNCOVERED = "uncovered"
    OVERLAP = "overlap"


@dataclass(frozen=True)
class Filters:
    """What the reader asked to see; an offering in another language than asked for covers nothing."""

    show: Show = Show.ALL
    language: str = ""
    critical: bool = False
    module: str = ""


class Line(NamedTuple):
    """One outcome with its cells, one for each column, and its total."""

    row: Row
    cells: tuple[Cell | None, ...]
    donors: tuple[str, ...]

    @property
    def offerings(self) -> int:
        """How many offerings cover the outcome."""
        return sum(1 for cell in self.cells if cell is not None and cell.accepted)

    @property
    def is_gap(self) -> bool:
        """Tell whether nobody covers the outcome."""
        return not self.donors

    @property
    def is_overlap(self) -> bool:
        """Tell whether two different donors cover the outcome."""
        return len(self.donors) > 1


class Grid(NamedTuple):
    """The map: the lines that are shown, and the figures of all that the language and module leave."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    outcomes: int
    uncovered: tuple[str, ...]
    overlaps: tuple[str, ...]
    weights: Mapping[str, int]
    """How much of each module donors cover, in hundredths of its weight."""

    @property
    def covered(self) -> tuple[int, ...]:
        """How many of the lines shown each offering covers."""
        counts = [0] * len(self.columns)
        for line in self.lines:
            for place, cell in enumerate(line.cells):
                counts[place] += cell is not None and cell.accepted
        return tuple(counts)

    @property
    def donors(self) -> tuple[tuple[str, int], ...]:
        """Donors in the order of the columns, with how many columns each has."""
        return tuple((donor, len(list(of))) for donor, of in groupby(one.donor for one in self.columns))


def grid(
    rows: Iterable[Row], columns: Iterable[Column], claims: Iterable[Claim], filters: Filters | None = None
) -> Grid:
    """Lay claims out over outcomes and offerings, by donor, and show what the filters leave."""
    wanted = filters or Filters()
    shown = tuple(
        sorted((c for c in columns if _speaks(c, wanted.language)), key=lambda c: (c.donor, c.code))
    )
    cells = _cells(claims)
    lines = [_line(row, shown, cells) for row in rows if wanted.module in ("", row.module)]
    return Grid(
        shown,
        tuple(line for line in lines if _shows(line, wanted)),
        len(lines),
        tuple(line.row.code for line in lines if line.is_gap),
        tuple(line.row.code for line in lines if line.is_overlap),
        _weights(lines),
    )


def _weights(lines: Iterable[Line]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        covered = 0 if line.is_gap else line.row.weight
        found[line.row.module] = found.get(line.row.module, 0) + covered
    return found


class LanguageGap(NamedTuple):
    """People whose post asks for a module that donors teach, in no language of theirs (J1, step 4)."""

    module: str
    language: str
    people: int
    taught_in: tuple[str, ...]


def language_gaps(found: Grid, speakers: Mapping[str, Mapping[str, int]]) -> tuple[LanguageGap, ...]:
    """The languages of those who need a module in which no offering covers any of it, most people first."""
    taught: dict[str, set[str]] = {}
    for line in found.lines:
        for column, cell in zip(found.columns, line.cells, strict=True):
            if cell is not None and cell.accepted:
                taught.setdefault(line.row.module, set()).update(column.languages)
    gaps_ = [
        LanguageGap(module, language, people, tuple(sorted(taught[module])))
        for module, spoken in speakers.items()
        if module in taught
        for language, people in spoken.items()
        if people and language not in taught[module]
    ]
    return tuple(sorted(gaps_, key=lambda gap: (-gap.people, gap.module, gap.language)))


def _speaks(column: Column, language: str) -> bool:
    return not language or language in column.languages


def _shows(line: Line, filters: Filters) -> bool:
    kind = {Show.ALL: True, Show.UNCOVERED: line.is_gap, Show.OVERLAP: line.is_overlap}[filters.show]
    return kind and (line.row.critical or not filters.critical)


def _strength(cell: Cell) -> tuple[bool, int]:
    return cell.accepted, DEPTHS.index(cell.depth)


def _cells(claims: Iterable[Claim]) -> dict[int, dict[int, Cell]]:
    """The strongest claim by outcome and offering: accepted before proposed, then the deeper one."""
    found: dict[int, dict[int, Cell]] = {}
    for claim in claims:
        own, cell = found.setdefault(claim.outcome, {}), Cell(claim.depth, claim.accepted)
        held = own.get(claim.offering)
        if held is None or _strength(held) < _strength(cell):
            own[claim.offering] = cell
    return found


def _line(row: Row, columns: Sequence[Column], cells: dict[int, dict[int, Cell]]) -> Line:
    own = cells.get(row.key)
    if own is None:
        return Line(row, (None,) * len(columns), ())
    covering = {one.donor for one in columns if one.key in own and own[one.key].accepted}
    return Line(row, tuple(own.get(one.key) for one in columns), tuple(sorted(covering)))
