"""The worker's part: whatever is due is issued in order, single certificates before those of a graduation.

What is due is asked anew for each piece, and of each certificate right before it: what a cancelled graduation
holds back is not begun. Killed, nothing but the certificate in hand is repeated, with the same bytes.
"""

from collections.abc import Callable

from sqlalchemy import and_, select

from curriculum import clock
from curriculum.awards.issuing import issuance, opened
from curriculum.awards.models import IssueRequest
from curriculum.awards.models.graduations import GraduationMember
from curriculum.db import db

PIECE = 25
"""So many certificates are issued before anything else has its turn."""


def nothing() -> None:
    """What is done between two pieces where nothing is."""


def issue_due(between: Callable[[], object] = nothing) -> int:
    """Issue what is due; what fails is noted and tried again. Gives how many were issued here."""
    seals, tried, done = opened.seals(), set[int](), 0
    while fresh := [one for one in _next() if one not in tried]:
        for statement_id in fresh:
            tried.add(statement_id)
            if _is_due(statement_id):
                done += issuance._issue_or_note(statement_id, seals)
        between()
    return done


def _next() -> list[int]:
    """The next statements; of a graduation only where nobody else waits."""
    here = and_(
        GraduationMember.person_id == IssueRequest.person_id,
        GraduationMember.application_id == IssueRequest.application_id,
    )
    wanted = (
        select(IssueRequest.statement_id)
        .outerjoin(GraduationMember, here)
        .where(IssueRequest.done_at.is_(None), IssueRequest.due_at <= clock.now())
        .order_by(GraduationMember.graduation_id.is_not(None), IssueRequest.due_at, IssueRequest.statement_id)
    )
    found = list(db.session.scalars(wanted.limit(PIECE)))
    db.session.rollback()  # a read that stayed open would hold an old view of the rows during signing
    return found


def _is_due(statement_id: int) -> bool:
    wanted = select(IssueRequest.due_at).where(
        IssueRequest.statement_id == statement_id, IssueRequest.done_at.is_(None)
    )
    due_at = db.session.scalar(wanted)
    db.session.rollback()
    return due_at is not None and due_at <= clock.now()
