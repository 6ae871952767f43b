"""Runs alone in a child process: a workbook on standard input, its lines on standard output.

Started by path, isolated and without site packages, so that it imports nothing of Cursus, inherits no
setting and starts quickly: neither json nor typing, which cost more than the reading of a list.
What it says are records ended by RS, their fields parted by US: first the sheet's name and whether
there are others, then a line number with its cells; or one record that says what there is too much of.
"""

from __future__ import annotations

import datetime
import io
import os.path
import resource
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MEMORY = 512 * 1024 * 1024
RECORD, FIELD = "\x1e", "\x1f"
TOO_LARGE = "too_large"


def main() -> None:
    """Read the first visible sheet that holds anything."""
    lines, columns, seconds = map(int, sys.argv[1:4])
    sys.path.append(sys.argv[4])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine  # after the limits: they are for what it does

    content = sys.stdin.buffer.read()
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        records = _read(book, content, lines, columns)
    except (python_calamine.CalamineError, MemoryError, ValueError, OSError) as wrong:
        sys.exit(f"{type(wrong).__name__}: {wrong}"[:120])
    said = "".join(FIELD.join(map(_plain, record)) + RECORD for record in records)
    sys.stdout.buffer.write(said.encode("utf-8", "replace"))


def _plain(field: str) -> str:
    return field.replace(RECORD, " ").replace(FIELD, " ")


def _read(book: Any, content: bytes, lines: int, columns: int) -> list[list[str]]:
    shown = [sheet.name for sheet in book.sheets_metadata if _is_shown(sheet)]
    for name in shown:
        sheet = book.get_sheet_by_name(name)
        empty = _unvalued(content, name) if len(sys.argv) > 5 else {}
        height = max([sheet.total_height, *(row for row, _ in empty)])
        width = max([sheet.total_width, *(column for _, column in empty)])
        if height > lines:
            return [[TOO_LARGE, str(height), "lines"]]
        if width > columns:
            return [[TOO_LARGE, str(width), "columns"]]
        grid = [[_text(cell) for cell in cells] for cells in sheet.to_python(skip_empty_area=False)]
        _fill(grid, empty)
        if any(any(cells) for cells in grid):
            numbered = [[str(number), *cells] for number, cells in enumerate(grid, start=1)]
            return [[name, "others" if len(shown) > 1 else ""], *numbered]
    return [["", ""]]


def _unvalued(content: bytes, name: str) -> dict[tuple[int, int], str]:
    """Formulas nobody has computed yet; loaded only for files that hold formulas at all."""
    sys.path.append(os.path.dirname(__file__))  # pathlib costs as much as json
    import formulas  # type: ignore[import-not-found]  # beside this file, found by its path

    found: dict[tuple[int, int], str] = formulas.unvalued(content, name)
    return found


def _fill(grid: list[list[str]], empty: dict[tuple[int, int], str]) -> None:
    """Let a formula without a value stand as itself: the reader of rows says what to do about it."""
    for (row, column), formula in empty.items():
        grid += [[] for _ in range(row - len(grid))]
        cells = grid[row - 1]
        cells += [""] * (column - len(cells))
        cells[column - 1] = cells[column - 1] or formula


def _is_shown(sheet: Any) -> bool:
    return repr(sheet.visible).endswith("Visible") and repr(sheet.typ).endswith("WorkSheet")


def _text(cell: Any) -> str:
    """A cell as a person would type it: dates as ISO, whole numbers without a point."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)


if __name__ == "__main__":
    main()
