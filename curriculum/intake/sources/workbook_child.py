"""Runs alone in a child process: a workbook on standard input, its lines as JSON on standard output.

Started by path and isolated, so that it imports nothing of Cursus and inherits no setting.
"""

import datetime
import io
import json
import resource
import sys
from typing import Any

MEMORY = 512 * 1024 * 1024


def main() -> None:
    """Read the first visible sheet that holds anything."""
    lines, columns, length, seconds = map(int, sys.argv[1:5])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine  # after the limits: they are for what it does

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        answer = _read(book, lines, columns, length)
    except (python_calamine.CalamineError, MemoryError, ValueError, OSError) as wrong:
        sys.exit(f"{type(wrong).__name__}: {wrong}"[:120])
    json.dump(answer, sys.stdout, ensure_ascii=True)


def _read(book: Any, lines: int, columns: int, length: int) -> dict[str, Any]:
    shown = [sheet.name for sheet in book.sheets_metadata if _is_shown(sheet)]
    for name in shown:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height > lines or sheet.total_width > columns:
            return _too_large(sheet, lines, columns)
        rows = [
            (number, [_text(cell) for cell in cells])
            for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1)
        ]
        for number, cells in rows:
            longest = max(map(len, cells), default=0)
            if longest > length:
                return _refusal("cell_too_large", row=number, found=longest, most=length)
        if any(any(cells) for _, cells in rows):
            return {"sheet": name, "others": [other for other in shown if other != name], "lines": rows}
    return {"sheet": "", "others": [], "lines": []}


def _is_shown(sheet: Any) -> bool:
    return repr(sheet.visible).endswith("Visible") and repr(sheet.typ).endswith("WorkSheet")


def _too_large(sheet: Any, lines: int, columns: int) -> dict[str, Any]:
    if sheet.total_height > lines:
        return _refusal("file_too_large", found=f"{sheet.total_height} lines", most=f"{lines} lines")
    return _refusal("file_too_large", found=f"{sheet.total_width} columns", most=f"{columns} columns")


def _refusal(code: str, **facts: object) -> dict[str, Any]:
    return {"refusal": {"code": code, **facts}}


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
