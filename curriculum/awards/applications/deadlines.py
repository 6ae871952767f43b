"""By when somebody may expect the next word, and how long a signature has been asked for (J7, J13)."""

from datetime import date, timedelta
from typing import NamedTuple

from curriculum.awards.models import Application, Certificate, SigningStatement, SignOff, StatusEvent
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.certificate import CertificateState
from curriculum.domain.lifecycles.signoff import SignOffState

DECISION_DAYS = 60
"""From the day an application is handed in to its decision."""
SIGNATURE_DAYS = 20
"""A signatory away longer than this is replaced by an acting one, or another is asked (J7)."""
SUSPENSION_DAYS = 15
"""As long as one person alone may keep a certificate suspended (J13)."""

S = ApplicationState
TO_DECIDE = (S.SUBMITTED, S.ADMISSIBILITY, S.IN_ASSESSMENT_CHECK, S.DECISION_READY)


class Expected(NamedTuple):
    """What is due by which day; `left` is below zero once the day is over."""

    what: str
    by: date
    left: int


def expected(application: Application, row: SigningStatement | None, on: date) -> Expected | None:
    """The next word due to the official; None where nothing waits, or it waits for the official."""
    if application.state in TO_DECIDE and application.submitted_on is not None:
        return _due("decision", application.submitted_on, DECISION_DAYS, on)
    if application.state is S.AWAITING_SIGNOFFS and row is not None:
        return _due("signatures", row.created_at.date(), SIGNATURE_DAYS, on)
    return None


def _due(what: str, since: date, days: int, on: date) -> Expected:
    by = since + timedelta(days=days)
    return Expected(what, by, (by - on).days)


def waited(sign_off: SignOff, on: date) -> int:
    """Whole days a signature has been asked for; none once it was answered."""
    return (on - sign_off.created_at.date()).days if sign_off.state is SignOffState.PENDING else 0


def to_settle(certificate: Certificate, events: list[StatusEvent], on: date) -> Expected | None:
    """By when a suspension has to end in a revocation or a reinstatement, both by two people."""
    suspended = [one.effective_at.date() for one in events if one.event == "suspended"]
    if certificate.state is not CertificateState.SUSPENDED or not suspended:
        return None
    return _due("suspension", suspended[-1], SUSPENSION_DAYS, on)
