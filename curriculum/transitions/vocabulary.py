"""Closed lists of this room: where a line of a plan stands, and why somebody was not moved."""

from enum import StrEnum


class LineStanding(StrEnum):
    """What became of one person of a plan."""

    NOT_COUNTED = "not_counted"
    NOT_CHOSEN = "not_chosen"
    CHOSEN = "chosen"
    LEFT = "left"
    MOVED = "moved"
    MOVED_BACK = "moved_back"
    STAYS_MOVED = "stays_moved"


class Stays(StrEnum):
    """Why somebody was not moved, or was not moved back."""

    CHANGED = "changed"
    GONE_ON = "gone_on"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"
    NEWER_EVIDENCE = "newer_evidence"
