"""What waits in the outbox, and what went wrong: for `doctor` and for whoever looks after the deployment."""

from typing import NamedTuple

from sqlalchemy import func, select

from curriculum.db import db
from curriculum.tasks.models import Mail

WAITING = Mail.sent_at.is_(None) & Mail.given_up_at.is_(None)
"""What is neither sent nor given up."""


class Outbox(NamedTuple):
    """How full the outbox is."""

    waiting: int
    given_up: int
    """Refused for good, and not yet forgotten."""
    last_error: str | None


def outbox() -> Outbox:
    """How many mails wait, how many were given up, and what went wrong last."""
    lost = Mail.given_up_at.is_not(None) & Mail.purged_at.is_(None)
    told = select(Mail.last_error).where(Mail.last_error.is_not(None), Mail.sent_at.is_(None))
    return Outbox(
        db.session.scalar(select(func.count()).select_from(Mail).where(WAITING)) or 0,
        db.session.scalar(select(func.count()).select_from(Mail).where(lost)) or 0,
        db.session.scalar(told.where(Mail.purged_at.is_(None)).order_by(Mail.id.desc()).limit(1)),
    )
