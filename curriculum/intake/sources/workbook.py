"""Workbooks (XLSX): looked into before, then read by a child process that may use little."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.intake.sources import archive
from curriculum.intake.sources import sheet as limits
from curriculum.intake.sources.sheet import Hints, Line, Sheet, checked

NAME = "xlsx"
SUFFIXES = (".xlsx",)
SECONDS = 30
_CHILD = Path(__file__).with_name("workbook_child.py")


def recognises(content: bytes) -> bool:
    """Whether it is a ZIP archive, as every workbook is."""
    return content.startswith(b"PK\x03\x04")


def read(content: bytes, hints: Hints) -> Sheet:
    """The first visible sheet that holds anything; formulas as the values they last had."""
    names = archive.check(content)
    if "xl/workbook.xml" not in names:
        found = next((name.split("/")[0] for name in names if "/" in name), "ZIP")
        raise Refusal(RefusalCode.FORMAT_UNKNOWN, found=found[:40], expected="CSV, XLSX")
    answer = _ask_child(content)
    lines = checked(Line(number, tuple(cells)) for number, cells in answer["lines"])
    return Sheet(NAME, lines, {"sheet": answer["sheet"], "other_sheets": bool(answer["others"])})


def _ask_child(content: bytes) -> dict[str, Any]:
    """Parse in a process of its own with little memory and time: a parser is not to be trusted (F1)."""
    allowed = (limits.MOST_LINES, limits.MOST_COLUMNS, limits.LONGEST_CELL, SECONDS)
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD), *map(str, allowed)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise _unreadable("time") from slow
    if done.returncode != 0:
        raise _unreadable(done.stderr.decode("utf-8", "replace").strip()[-120:] or str(done.returncode))
    answer: dict[str, Any] = json.loads(done.stdout)
    if refusal := answer.get("refusal"):
        raise Refusal(RefusalCode(refusal.pop("code")), **refusal)
    return answer


def _unreadable(found: str) -> Refusal:
    return Refusal(RefusalCode.FILE_UNREADABLE, row=0, found=found, expected="XLSX")
