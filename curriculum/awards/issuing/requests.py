"""What the worker has to issue, as rows: what is due, whose turn it is, what went wrong."""

import logging
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from curriculum import clock
from curriculum.awards import queries
from curriculum.awards.models import (
    Application,
    IssueRequest,
)
from curriculum.awards.queries import graduations
from curriculum.db import db, transaction

logger = logging.getLogger("cursus.issuing")


LONGEST_PAUSE = timedelta(hours=1)


def due() -> list[int]:
    """Statements to issue now, the longest due first."""
    wanted = select(IssueRequest.statement_id).where(IssueRequest.done_at.is_(None), ripe())
    found = list(db.session.scalars(wanted.order_by(IssueRequest.due_at, IssueRequest.statement_id)))
    db.session.rollback()  # a read that stayed open would hold an old view of the rows during signing
    return found


def ripe() -> ColumnElement[bool]:
    """Due now, or put off for longer than any pause: the clock was set back since, by days perhaps."""
    now = clock.now()
    put_off = and_(IssueRequest.due_at > now + LONGEST_PAUSE, IssueRequest.due_at < graduations.HELD)
    return or_(IssueRequest.due_at <= now, put_off)


def locked(statement_id: int) -> IssueRequest | None:
    """The request, held against other workers; None where nothing is left to do."""
    wanted = select(IssueRequest).where(
        IssueRequest.statement_id == statement_id, IssueRequest.done_at.is_(None)
    )
    fresh = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(fresh).one_or_none()


def is_done(statement_id: int) -> bool:
    """Whether somebody issued it meanwhile."""
    db.session.rollback()
    wanted = select(IssueRequest.done_at).where(IssueRequest.statement_id == statement_id)
    return db.session.scalar(wanted) is not None


def locked_application(statement_id: int) -> Application | None:
    """The application, held before its request as whoever voids a statement does: no two wait crosswise."""
    wanted = select(IssueRequest.person_id, IssueRequest.application_id).where(
        IssueRequest.statement_id == statement_id
    )
    key = db.session.execute(wanted).one_or_none()
    return None if key is None else queries.application(*key, lock=True)


def note_failure(statement_id: int, error: Exception) -> None:
    """Keep what went wrong and wait a little longer after each attempt; the row stays due."""
    try:
        with transaction():
            request = locked(statement_id)
            if request is None:
                return
            request.attempts += 1
            request.last_error = f"{type(error).__name__}: {error}"[:500]
            request.due_at = clock.now() + min(
                timedelta(minutes=2 ** min(request.attempts, 6)), LONGEST_PAUSE
            )
    except Exception:  # a full disk refuses the note as well; the row itself is the work that is left
        logger.exception("the failure of statement %s could not be noted", statement_id)


def waiting() -> list[tuple[int, int, str | None]]:
    """What is not issued yet: statement, attempts, last error; for `doctor` and the page of operators."""
    wanted = select(IssueRequest.statement_id, IssueRequest.attempts, IssueRequest.last_error)
    rows = db.session.execute(wanted.where(IssueRequest.done_at.is_(None)).order_by(IssueRequest.due_at))
    return [(row.statement_id, row.attempts, row.last_error) for row in rows]
