"""The list formats: one module each, and the registry.

To add one (a donor that sends something new), touch these files and nothing else:
1. `intake/sources/<name>.py` with `NAME`, `SUFFIXES`, `recognises(content) -> bool` (look at the bytes,
   never at the name) and `read(content, hints) -> Sheet`: every cell a text, line numbers as the sender's
   own program shows them, limits by `sheet.checked`, every "no" a Refusal with what was found and expected;
2. one line in FORMATS below, before `separated`, which takes every text; its name in `sheet.ACCEPTED`, and
   out of `_KNOWN_OTHERS` if it was refused by name so far;
3. `tests/intake/test_<name>.py`, with the bytes a donor sent.
Columns, dates and hours are nobody's business here: `reading/` sees texts alone.
"""

from types import ModuleType

from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.intake.sources import separated, workbook
from curriculum.intake.sources.sheet import ACCEPTED, Hints, Line, Sheet

__all__ = ["FORMATS", "SUFFIXES", "Hints", "Line", "Sheet", "read"]

FORMATS: tuple[ModuleType, ...] = (workbook, separated)
SUFFIXES = tuple(suffix for one in FORMATS for suffix in one.SUFFIXES)

# What people send in place of a list, by its first bytes.
_KNOWN_OTHERS = {
    b"%PDF-": "PDF",
    b"\xd0\xcf\x11\xe0": "XLS / DOC",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"<!DOCTYPE html": "HTML",
    b"<html": "HTML",
    b"<?xml": "XML",
}


def read(content: bytes, hints: Hints = Hints()) -> Sheet:  # noqa: B008 - frozen
    """Read a file by what its bytes are, whatever its name says."""
    if not content.strip():
        raise Refusal(RefusalCode.FILE_EMPTY, found=len(content))
    for start, name in _KNOWN_OTHERS.items():
        if content.startswith(start):
            raise Refusal(RefusalCode.FORMAT_UNKNOWN, found=name, expected=ACCEPTED)
    source = next((one for one in FORMATS if one.recognises(content)), None)
    if source is None:
        raise Refusal(RefusalCode.FORMAT_UNKNOWN, found="?", expected=ACCEPTED)
    sheet: Sheet = source.read(content, hints)
    return sheet
