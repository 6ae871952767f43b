"""Does the register know this certificate, exactly this file, and what has happened to it since?"""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from certificates.statement import Statement
from certificates.status import Status, status_on
from certificates.verifying.register import Registered
from certificates.verifying.report import Answer, Finding, failed, passed

_MEANS = {
    Status.REVOKED: Answer.REVOKED,
    Status.WITHDRAWN: Answer.WITHDRAWN,
    Status.SUPERSEDED: Answer.SUPERSEDED,
    Status.SUSPENDED: Answer.SUSPENDED,
    Status.NOT_ISSUED: Answer.NOT_FOUND,
}


def check_digest(pdf: bytes, registered: Registered, closed: str | None = None) -> Finding:
    """Compare the exact bytes: pyHanko alone accepts some additions (credentials.md §6 no. 20).

    `closed` is the digest of the file up to its last seal, where only updates of an archive follow.
    """
    if hashlib.sha256(pdf).hexdigest() == registered.pdf_sha256:
        return passed("digest", "registered_file")
    if closed == registered.pdf_sha256:
        return passed("digest", "archive_of_registered")
    return failed("digest", "other_file", Answer.ALTERED)


def check_claims(statement: Statement, registered: Registered) -> Finding:
    """Compare what the document says with what both authorities signed off."""
    if statement.digest() == registered.statement.digest():
        return passed("claims", "as_registered")
    return failed("claims", "differ", Answer.ALTERED, _first_difference(statement, registered.statement))


def check_address(text: str, registered: Registered) -> Finding:
    """The code must lead to the public page itself: a forger's leads to a page that says what he likes."""
    if text.strip() == registered.statement.verify_url:
        return passed("address", "as_printed")
    return failed("address", "another_address", Answer.ALTERED)


def _first_difference(one: Statement, other: Statement) -> str | None:
    names = one.__dataclass_fields__
    return next((name for name in names if getattr(one, name) != getattr(other, name)), None)


def check_status(registered: Registered, at: datetime) -> Finding:
    """Derive from the events what somebody decided; that it ran out is a question of dates."""
    status = status_on(registered.events, None, at.date())
    if status is Status.VALID:
        return passed("status", str(status))
    return failed("status", str(status), _MEANS[status])


def check_dates(start: date, until: date | None, at: datetime) -> Finding:
    """Both days count; a certificate that ran out was never revoked (I-08)."""
    day = at.date()
    if day < start:
        return failed("dates", "not_yet", Answer.NOT_FOUND)
    if until is not None and day > until:
        return failed("dates", "expired", Answer.EXPIRED)
    return passed("dates", "within")


def replaced_by(registered: Registered, at: datetime) -> str | None:
    """Name the certificate that replaced this one, if an event tells."""
    told = (e.replaced_by for e in registered.events if e.effective_on <= at.date() and e.replaced_by)
    return next(told, None)
