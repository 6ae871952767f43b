"""The example of the README, run as it is printed there."""

from __future__ import annotations

import contextlib
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import certificates
from certificates import Happening, Registered, Report, StatusEvent
from tests.certificates.samples import CNFGF, ENAPV, MINT, statement

AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
README = Path(certificates.__file__).with_name("README.md")
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Book:
    """The caller's register: it knows what the example has issued so far."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names

    def find(self, number: str) -> Registered | None:
        stated, issued = self.names["statement"], self.names["issued"]
        events = (StatusEvent(Happening.ISSUED, date(2026, 11, 21)),)
        known = Registered(stated, issued.digest, events, issued.entry)
        return known if number == stated.number else None

    def find_token(self, token: str) -> Registered | None:
        raise AssertionError(f"nobody asked for a token: {token}")


def run(folder: Path) -> Report:
    """Run the one Python example of the README in a folder, with what it says the caller brings."""
    (text,) = _BLOCK.findall(README.read_text("utf-8"))
    names: dict[str, Any] = {
        "passphrase": b"correct horse battery staple",
        "institutions": [CNFGF, ENAPV, MINT],
        "at": AT,
        "now": AT,
        "statement": statement(),
    }
    names["register"] = Book(names)
    with contextlib.chdir(folder):
        exec(compile(text, str(README), "exec"), names)
    return names["report"]


if __name__ == "__main__":
    report = run(Path(sys.argv[1]))
    print(report.answer, certificates.__file__)
