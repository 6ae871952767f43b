"""One `verify` for a file, a credential, a code or a number: findings, then one answer; never raises."""

from __future__ import annotations

import hmac
from datetime import datetime

from certificates.errors import CertificateError, NumberRefused
from certificates.log.store import LogStore
from certificates.numbers import parse_number
from certificates.statement import Statement
from certificates.verifying.checks.logged import check_log
from certificates.verifying.checks.registered import (
    check_address,
    check_claims,
    check_dates,
    check_digest,
    check_status,
    replaced_by,
)
from certificates.verifying.checks.seals import settle
from certificates.verifying.checks.structure import open_document
from certificates.verifying.inspecting import NOTHING, Inspected, inspect
from certificates.verifying.register import Register, Registered
from certificates.verifying.report import Answer, Finding, Report, conclude, failed, passed, unknown
from certificates.verifying.trust import Trust


def verify(
    document: bytes | str | None = None,
    *,
    number: str | None = None,
    register: Register | None = None,
    trust: Trust | None = None,
    log: LogStore | None = None,
    at: datetime,
    inspected: Inspected | None = None,
    pdf: bytes | None = None,
) -> Report:
    """Check a document, a number, or a document against the number it should bear.

    A document is a PDF, a credential (JSON), the text of either QR code, or a number with the code printed
    beside it. What is left out is not asked: without `register` only signed lists tell the status of the
    day, without `trust` nobody vouches for a document. `inspected` is what was already read from the same
    document, for instance in a process of its own (`inspect_confined`).
    """
    document = pdf if document is None else document
    seen = NOTHING if document is None else inspected or inspect(document, trust)
    findings = list(seen.findings)
    if number is not None and seen.number is not None:
        findings.append(_same_number(seen.number, number))
    registered, asked = _look_up(seen, number, register)
    findings += asked
    if registered is None:
        alone = _alone(seen, register, at)
        return conclude([*findings, *alone], at, seen.statement)
    findings += _against_register(document, seen, registered, at)
    findings += check_log(registered, trust, log)
    findings = settle(findings, seen.doubts, registered)
    return conclude(findings, at, registered.statement, replaced_by(registered, at))


def statement_in(pdf: bytes) -> Statement | None:
    """Read what a document says it is, unchecked; None if it says nothing readable."""
    opened, _ = open_document(pdf)
    return opened.statement if opened else None


def _same_number(borne: str, number: str) -> Finding:
    try:
        same = parse_number(number) == borne
    except NumberRefused:
        same = False
    return passed("number", "as_asked") if same else failed("number", "another_number", Answer.ALTERED)


def _look_up(
    seen: Inspected, number: str | None, register: Register | None
) -> tuple[Registered | None, list[Finding]]:
    """Ask the register for what the caller named, else for what the document names itself."""
    wanted = number if number is not None else seen.number
    if wanted is None and seen.token is None:
        return None, [] if seen.findings else [failed("number", "nothing_asked", Answer.NOT_FOUND)]
    if register is None:
        return None, []
    try:
        token = seen.token if wanted is None else None
        found = register.find_token(token) if token else register.find(parse_number(wanted or ""))
    except NumberRefused as error:
        return None, [failed("register", error.code, Answer.NOT_FOUND)]
    except (CertificateError, OSError):
        return None, [unknown("register", "unreachable")]
    if found is None or not _knows_code(seen, found):
        return None, [failed("register", "no_such_number", Answer.NOT_FOUND)]
    return found, [passed("register", "known")]


def _knows_code(seen: Inspected, found: Registered) -> bool:
    """A wrong code is told like no certificate (I-25)."""
    return seen.code is None or hmac.compare_digest(seen.code.encode(), found.statement.code.encode())


def _alone(seen: Inspected, register: Register | None, at: datetime) -> list[Finding]:
    """What can be told without a register: the dates it bears, and what signed lists say."""
    statement = seen.statement
    dates = [check_dates(statement.effective_from, statement.valid_until, at)] if statement else []
    if register is not None:
        return dates
    if statement is None:
        return [] if any(found.answer for found in seen.findings) else [unknown("register", "no_register")]
    return [*dates, unknown("status", "no_register")]


def _against_register(
    document: bytes | str | None, seen: Inspected, registered: Registered, at: datetime
) -> list[Finding]:
    says = registered.statement
    findings = [check_status(registered, at), check_dates(says.effective_from, says.valid_until, at)]
    if isinstance(document, bytes):
        findings.append(check_digest(document, registered, seen.closed))
    if seen.statement is not None:
        findings.append(check_claims(seen.statement, registered))
    if seen.token is not None and isinstance(document, str):
        findings.append(check_address(document, registered))
    return findings
