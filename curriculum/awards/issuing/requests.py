"""What the worker has to issue, as rows: what is due, whose turn it is, what went wrong."""

import logging

from sqlalchemy import ColumnElement, and_, select

from curriculum import clock
from curriculum.awards import queries
from curriculum.awards.models import Application, IssueRequest
from curriculum.awards.models.graduations import GraduationMember
from curriculum.db import db, transaction
from curriculum.db.waiting import pause, ripe

logger = logging.getLogger("cursus.issuing")


def due(at_most: int | None = None) -> list[int]:
    """Statements to issue now, the longest due first; of a graduation only where nobody else waits."""
    here = and_(
        GraduationMember.person_id == IssueRequest.person_id,
        GraduationMember.application_id == IssueRequest.application_id,
    )
    wanted = (
        select(IssueRequest.statement_id)
        .outerjoin(GraduationMember, here)
        .where(_is_due())
        .order_by(GraduationMember.graduation_id.is_not(None), IssueRequest.due_at, IssueRequest.statement_id)
    )
    found = list(db.session.scalars(wanted.limit(at_most)))
    db.session.rollback()  # a read that stayed open would hold an old view of the rows during signing
    return found


def is_due(statement_id: int) -> bool:
    """Whether it is to be issued now; asked again right before it is begun."""
    wanted = select(IssueRequest.statement_id).where(IssueRequest.statement_id == statement_id, _is_due())
    found = db.session.scalar(wanted)
    db.session.rollback()
    return found is not None


def _is_due() -> ColumnElement[bool]:
    return and_(IssueRequest.done_at.is_(None), ripe(IssueRequest.due_at, clock.now()))


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
            request.due_at = clock.now() + pause(request.attempts)
    except Exception:  # a full disk refuses the note as well; the row itself is the work that is left
        logger.exception("the failure of statement %s could not be noted", statement_id)


def waiting() -> list[tuple[int, int, str | None]]:
    """What is not issued yet: statement, attempts, last error; for `doctor` and the page of operators."""
    wanted = select(IssueRequest.statement_id, IssueRequest.attempts, IssueRequest.last_error)
    rows = db.session.execute(wanted.where(IssueRequest.done_at.is_(None)).order_by(IssueRequest.due_at))
    return [(row.statement_id, row.attempts, row.last_error) for row in rows]
