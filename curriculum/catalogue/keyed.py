"""Parts of a draft keep their identity by key, never by their place (domain.md §2.3, `stable_key`)."""

import re
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain, count
from typing import Protocol, TypeVar

from sqlalchemy.exc import IntegrityError

from curriculum.db import db, savepoint
from curriculum.domain.refusals import Refusal, RefusalCode


class Keyed(Protocol):
    """A row that is an outcome, a part of the assessment or a component of a path."""

    id: int
    key: str
    position: int


class Coded(Keyed, Protocol):
    """A keyed row that people also know by a code, which no other row may bear at the same time."""

    code: str


Row = TypeVar("Row", bound=Keyed)
_NUMBERED = re.compile(r"_[0-9]+$")


def new_key() -> str:
    """A key that no part has had before, so that nothing said of a removed one falls to another."""
    return secrets.token_hex(6)


def keys(given: Sequence[tuple[str | None, str]]) -> list[str]:
    """The key of each part: its own, else the name it goes by, else a fresh one where that is taken."""
    own = [key for key, _name in given if key]
    if len(set(own)) != len(own):
        raise Refusal(RefusalCode.VALUE_INVALID, field="code", value=", ".join(sorted(own)))
    taken, found = set(own), []
    for key, name in given:
        chosen = key or (name if name not in taken else new_key())
        taken.add(chosen)
        found.append(chosen)
    return found


def plain_name(name: str) -> str:
    """A name without the number that tells it from others of the same."""
    return _NUMBERED.sub("", name)


def distinct(name: str, taken: Collection[str]) -> str:
    """The name, with a number where another part of the version goes by it already."""
    numbered = (f"{name}_{number}" for number in count(2))
    return next(one for one in chain((name,), numbered) if one not in taken)


def arrange(
    rows: list[Row],
    wanted: Sequence[str],
    make: Callable[[str], Row],
    forget: Callable[[Sequence[Row]], None] = lambda gone: None,
) -> None:
    """Bring the rows into the order of these keys; what has none of them is removed, `forget` told first."""
    present = {row.key: row for row in rows}
    gone = [row for row in rows if row.key not in wanted]
    if gone:
        forget(gone)
        _remove(rows, gone)
    rows[:] = [present.get(key) or make(key) for key in wanted]
    for position, row in enumerate(rows, 1):
        row.position = position


def _remove(rows: list[Row], gone: Sequence[Row]) -> None:
    """Delete now, so that a code or key set free may be used again by the same save."""
    named = ", ".join(row.key for row in gone)
    try:
        with savepoint():
            rows[:] = [row for row in rows if row not in gone]
            for row in gone:
                db.session.delete(row)
            db.session.flush()
    except IntegrityError as broken:
        raise Refusal(RefusalCode.IN_USE, code=named) from broken


def recode(coded: Iterable[tuple[Coded, str]]) -> None:
    """Give every row its code; codes that change hands are let go by all before anybody takes one."""
    pairs = [(row, code) for row, code in coded if row.code != code]
    held = {row.code for row, _code in pairs}
    if any(code in held for _row, code in pairs):
        for row, _code in pairs:
            row.code = f"~{row.id}"
        db.session.flush()
    for row, code in pairs:
        row.code = code
