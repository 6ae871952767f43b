"""Where the public status lists speak of a certificate: a place drawn at random, used once."""

from sqlalchemy import func, select

from certificates.status.entry import StatusEntry, draw_index
from curriculum.awards.models import ClosedList, IssueRequest
from curriculum.db import db

TRIES = 8
"""Taken places in a row after which a list counts as full: about half of it is taken then, or more."""


def draw() -> StatusEntry:
    """Draw a place nobody has or, lost with an older backup, may have had; the order of issue shows nowhere
    in it (credentials.md §2).
    """
    number = max(last_used(), last_closed() + 1)
    for _ in range(TRIES):
        entry = StatusEntry(number, draw_index())
        if not _is_taken(entry):
            return entry
    return StatusEntry(number + 1, draw_index())


def last_used() -> int:
    """The last list in which somebody has a place."""
    return db.session.scalar(select(func.max(IssueRequest.status_list))) or 1


def last_closed() -> int:
    """The last list in which lost certificates may stand, 0 where none was ever lost."""
    return db.session.scalar(select(func.max(ClosedList.number))) or 0


def _is_taken(entry: StatusEntry) -> bool:
    wanted = select(IssueRequest.statement_id).where(
        IssueRequest.status_list == entry.list, IssueRequest.status_index == entry.index
    )
    return db.session.scalar(wanted) is not None
