"""How the room puts fates, reasons and faults into words."""

from collections.abc import Iterable
from typing import NamedTuple

from flask_babel import gettext as _

from curriculum.catalogue import difference_words
from curriculum.domain.exchange_plan import VERSIONS, Fate, Line, Why
from curriculum.frameworks.words import mend as mend
from curriculum.i18n import colon
from curriculum.labels import label

KINDS = {
    Fate.NEW: "good",
    Fate.CHANGED: "info",
    Fate.EQUAL: "neutral",
    Fate.LEFT: "wait",
    Fate.REFUSED: "bad",
}
ORDER = (Fate.REFUSED, Fate.CHANGED, Fate.NEW, Fate.LEFT)
"""What has to be looked at comes first; what is equal is only counted."""
_NAMING = frozenset({Why.NEEDS, Why.OPEN_HERE, Why.ANOTHER_PUBLISHED})
"""Reasons that are about another object, which is named."""
MOST_LINES = 200
MOST_DIFFERENCES = 5


class Group(NamedTuple):
    """The objects of one fate: the first of them, and how many there are."""

    fate: Fate
    lines: list[Line]
    total: int


def groups(lines: Iterable[Line]) -> list[Group]:
    """What becomes of the objects, by fate."""
    by_fate: dict[Fate, list[Line]] = {fate: [] for fate in ORDER}
    for line in lines:
        by_fate.setdefault(line.fate, []).append(line)
    return [Group(fate, by_fate[fate][:MOST_LINES], len(by_fate[fate])) for fate in ORDER if by_fate[fate]]


def why(line: Line) -> str:
    """Why an object is left or refused, and what it is about."""
    if line.why is None:
        return ""
    said = label(line.why)
    return f"{said} ({line.about})" if line.about and line.why in _NAMING else said


def differences(line: Line) -> list[str]:
    """What is not the same here and in the file, the first few."""
    if line.entry.kind not in VERSIONS:
        return list(dict.fromkeys(one.field or one.part for one in line.differences))[:MOST_DIFFERENCES]
    rows = difference_words.lines(line.differences[:MOST_DIFFERENCES], line.entry.data["content"])
    said = [f"{row.where}{colon()}{row.before or '–'} → {row.after or '–'}" for row in rows]
    more = len(line.differences) - len(rows)
    return [*said, _("and %(count)s more", count=more)] if more else said
