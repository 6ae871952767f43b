"""Does the register know this certificate, exactly this file, and what has happened to it since?"""

from __future__ import annotations

import hashlib
from datetime import datetime

from certificates.statement import Statement
from certificates.status import Status, status_on
from certificates.verifying.register import Registered
from certificates.verifying.report import Answer, Finding, failed, passed, unknown

_MEANS = {
    Status.REVOKED: Answer.REVOKED,
    Status.WITHDRAWN: Answer.WITHDRAWN,
    Status.SUPERSEDED: Answer.SUPERSEDED,
    Status.SUSPENDED: Answer.SUSPENDED,
    Status.EXPIRED: Answer.EXPIRED,
    Status.NOT_ISSUED: Answer.NOT_FOUND,
}


def check_digest(pdf: bytes, registered: Registered) -> Finding:
    """Compare the exact bytes: pyHanko alone accepts some additions (credentials.md §6 no. 20)."""
    same = hashlib.sha256(pdf).hexdigest() == registered.pdf_sha256
    return passed("digest", "registered_file") if same else failed("digest", "other_file", Answer.ALTERED)


def check_claims(statement: Statement, registered: Registered) -> Finding:
    """Compare what the document says with what both authorities signed off."""
    same = statement.digest() == registered.statement.digest()
    return passed("claims", "as_registered") if same else failed("claims", "differ", Answer.ALTERED)


def check_status(registered: Registered, at: datetime) -> Finding:
    """Derive the status of the day from the events."""
    status = status_on(registered.events, registered.statement.valid_until, at.date())
    if status is Status.VALID:
        return passed("status", str(status))
    return failed("status", str(status), _MEANS[status])


def check_status_alone(statement: Statement, at: datetime) -> Finding:
    """Without a register only the end of validity is known."""
    until = statement.valid_until
    if until is not None and at.date() > until:
        return failed("status", "expired", Answer.EXPIRED)
    return unknown("status", "no_register")


def replaced_by(registered: Registered, at: datetime) -> str | None:
    """Name the certificate that replaced this one, if an event tells."""
    told = (e.replaced_by for e in registered.events if e.effective_on <= at.date() and e.replaced_by)
    return next(told, None)
