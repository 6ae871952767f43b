"""Workbooks (XLSX): looked into before, then read by a child process that may use little."""

import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.intake.sources import archive
from curriculum.intake.sources import sheet as limits
from curriculum.intake.sources.sheet import ACCEPTED, Hints, Line, Sheet, checked, too_large
from curriculum.intake.sources.workbook_child import FIELD, RECORD, TOO_LARGE

NAME = "xlsx"
SUFFIXES = (".xlsx",)
SECONDS = 30
_CHILD = Path(__file__).with_name("workbook_child.py")
_SHEETS, _FORMULA = "xl/worksheets/", re.compile(rb"[<:]f[ />]")


def recognises(content: bytes) -> bool:
    """Whether it is a ZIP archive, as every workbook is."""
    return content.startswith(b"PK\x03\x04")


def read(content: bytes, hints: Hints) -> Sheet:
    """The first visible sheet that holds anything; formulas as the values they last had, else as they are."""
    names = archive.check(content)
    if "xl/workbook.xml" not in names:
        found = next((name.split("/")[0] for name in names if "/" in name), "ZIP")
        raise Refusal(RefusalCode.FORMAT_UNKNOWN, found=found[:40], expected=ACCEPTED)
    (sheet, others), *rows = _ask_child(content)
    lines = checked(Line(int(number), tuple(cells)) for number, *cells in rows)
    return Sheet(NAME, lines, {"sheet": sheet, "other_sheets": bool(others)})


def _ask_child(content: bytes) -> list[list[str]]:
    """Parse in a process of its own with little memory and time: a parser is not to be trusted (F1)."""
    allowed = (limits.MOST_LINES, limits.MOST_COLUMNS, SECONDS)
    wanted = ("formulas",) if archive.mentions(content, _SHEETS, _FORMULA) else ()
    try:
        done = subprocess.run(
            # Without site packages the child starts in half the time; the one it needs it is told of.
            [sys.executable, "-I", "-S", str(_CHILD), *map(str, allowed), _packages(), *wanted],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise _unreadable("time") from slow
    if done.returncode != 0:
        raise _unreadable(done.stderr.decode("utf-8", "replace").strip()[-120:] or str(done.returncode))
    records = [one.split(FIELD) for one in done.stdout.decode("utf-8").split(RECORD)[:-1]]
    if records[0][0] == TOO_LARGE:
        found, unit = records[0][1:]
        raise too_large(found, limits.MOST_LINES if unit == "lines" else limits.MOST_COLUMNS, unit)
    return records


@cache
def _packages() -> str:
    """Where the parser is installed."""
    found = find_spec("python_calamine")
    assert found is not None
    assert found.origin is not None
    return str(Path(found.origin).parents[1])


def _unreadable(found: str) -> Refusal:
    return Refusal(RefusalCode.FILE_UNREADABLE, row=0, found=found, expected="XLSX")
