"""The public status lists: signed anew when something happened, and daily; the web process only reads them.

A list lasts seven days and is signed every day, so that a stopped worker is noticed before checkers are.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select

from certificates.credential.key import CredentialKey
from certificates.status.entry import PURPOSES
from certificates.status.lists import make_list
from curriculum.awards.issuing import opened, slots
from curriculum.awards.models import Certificate, ClosedList, IssueRequest, PublishedList, StatusEvent
from curriculum.awards.signing import addresses
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.certificate import CertificateState

SIGNED_EVERY = timedelta(days=1)
SPEAKS_OF = {
    "revocation": (CertificateState.REVOKED, CertificateState.WITHDRAWN, CertificateState.SUPERSEDED),
    "suspension": (CertificateState.SUSPENDED,),
}
"""What a set bit means: the certificate stands no more, or not now (credentials.md §2)."""


def publish_due(at: datetime) -> int:
    """Sign every list that is not up to date; gives how many were signed."""
    key = opened.seals().credential_key()
    upto = db.session.scalar(select(func.max(StatusEvent.id)))
    due = [place for place in _places() if _is_due(*place, upto, at)]
    db.session.rollback()
    for purpose, number in due:
        _publish(purpose, number, key, at)
    return len(due)


def _places() -> Iterator[tuple[str, int]]:
    last = max(slots.last_used(), slots.last_closed())
    return ((purpose, number) for number in range(1, last + 1) for purpose in PURPOSES)


def _is_due(purpose: str, number: int, upto: int | None, at: datetime) -> bool:
    wanted = select(PublishedList.upto, PublishedList.signed_at)
    row = db.session.execute(
        wanted.where(PublishedList.purpose == purpose, PublishedList.number == number)
    ).one_or_none()
    # Signed in days to come: the clock was set back since, and nobody would take that list until then.
    return row is None or row.upto != upto or not timedelta(0) <= at - row.signed_at < SIGNED_EVERY


def _publish(purpose: str, number: int, key: CredentialKey, at: datetime) -> None:
    """Read and sign in one transaction: what happens meanwhile has a later event and makes it due again."""
    with transaction():
        upto = db.session.scalar(select(func.max(StatusEvent.id)))
        body = make_list(addresses.base(), key, purpose, number, _indexes(purpose, number), at)
        row = db.session.get(PublishedList, (purpose, number))
        if row is None:
            row = PublishedList(purpose=purpose, number=number)
            db.session.add(row)
        row.body, row.upto, row.signed_at = body, upto, at


def _indexes(purpose: str, number: int) -> list[int]:
    wanted = (
        select(IssueRequest.status_index)
        .join(Certificate, Certificate.statement_id == IssueRequest.statement_id)
        .where(IssueRequest.status_list == number, Certificate.state.in_(SPEAKS_OF[purpose]))
    )
    closed = db.session.get(ClosedList, (purpose, number))
    kept = set() if closed is None else set(closed.indexes)
    return sorted(kept.union(index for index in db.session.scalars(wanted) if index is not None))


def find(purpose: str, number: int) -> bytes | None:
    """The list as last signed."""
    wanted = select(PublishedList.body)
    return db.session.scalar(wanted.where(PublishedList.purpose == purpose, PublishedList.number == number))


def every() -> list[PublishedList]:
    """Every list as last signed, for whoever checks without network."""
    return list(
        db.session.scalars(select(PublishedList).order_by(PublishedList.purpose, PublishedList.number))
    )
