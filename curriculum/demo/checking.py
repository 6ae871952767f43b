"""Every certificate of the demonstration is checked as an outsider would, before anybody looks at it."""

from datetime import datetime

from sqlalchemy import select

from curriculum.awards import queries
from curriculum.awards.models import Certificate
from curriculum.db import db
from curriculum.verify import service as verify


def verify_all(at: datetime) -> list[str]:
    """Check seals, bytes, register and log of every document; gives those that say something else."""
    failed = []
    rows = list(db.session.scalars(select(Certificate).order_by(Certificate.log_index)))
    statuses = queries.statuses_on(rows, at.date())
    for one in rows:
        report = verify.recheck(one.number, at, whole=True)
        if report.answer.value != statuses[one.id].value:
            failed.append(f"{one.number}: {report.answer.value}, the register says {statuses[one.id].value}")
    return failed
