"""How many statements something sends to the database."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from curriculum.db import db


def statements_of(act: Callable[[], Any]) -> int:
    seen: list[str] = []

    def note(*call: Any) -> None:
        seen.append(call[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
