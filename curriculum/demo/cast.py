"""Which accounts the sign-in page offers in one click, in demo mode only (style.md §3)."""

import json
from pathlib import Path

STAFF = Path(__file__).with_name("data") / "staff.json"


def logins() -> tuple[str, ...]:
    """The cast, in the order of the staff file."""
    staff = json.loads(STAFF.read_text(encoding="utf-8"))
    return tuple(one["login"] for one in staff["accounts"] if one["cast"])
