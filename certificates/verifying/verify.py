"""One `verify` for a document or a number: findings, then one answer; never raises on bad input."""

from __future__ import annotations

from datetime import datetime

from certificates.errors import CertificateError, NumberRefused
from certificates.log.store import LogStore
from certificates.numbers import parse_number
from certificates.statement import Statement
from certificates.verifying.checks.logged import check_log
from certificates.verifying.checks.registered import (
    check_claims,
    check_digest,
    check_status,
    check_status_alone,
    replaced_by,
)
from certificates.verifying.checks.structure import open_document
from certificates.verifying.inspecting import Inspected, inspect
from certificates.verifying.register import Register, Registered
from certificates.verifying.report import Answer, Finding, Report, conclude, failed, passed, unknown
from certificates.verifying.trust import Trust


def verify(
    pdf: bytes | None = None,
    *,
    number: str | None = None,
    register: Register | None = None,
    trust: Trust | None = None,
    log: LogStore | None = None,
    at: datetime,
    inspected: Inspected | None = None,
) -> Report:
    """Check a document, a number, or a document against the number it should bear.

    What is left out is not asked: without `register` the status of the day cannot be told, without
    `trust` a document's seals cannot. `inspected` is what was already read from the same document,
    for instance in a process of its own (`inspect_confined`).
    """
    findings: list[Finding] = []
    statement = None
    if pdf is not None:
        seen = inspected or inspect(pdf, trust)
        statement, findings = seen.statement, list(seen.findings)
    wanted = number if number is not None else (statement.number if statement else None)
    if wanted is None:
        return conclude(findings or [failed("number", "nothing_asked", Answer.NOT_FOUND)], at, statement)
    if statement is not None and number is not None:
        findings.append(_same_number(statement, number))
    registered, asked = _look_up(wanted, register)
    findings += asked
    if registered is None:
        return conclude([*findings, *_alone(statement, register, at)], at, statement)
    findings += _against_register(pdf, statement, registered, at)
    findings += check_log(registered, trust, log)
    return conclude(findings, at, registered.statement, replaced_by(registered, at))


def statement_in(pdf: bytes) -> Statement | None:
    """Read what a document says it is, unchecked; None if it says nothing readable."""
    opened, _ = open_document(pdf)
    return opened.statement if opened else None


def _same_number(statement: Statement, number: str) -> Finding:
    try:
        same = parse_number(number) == statement.number
    except NumberRefused:
        same = False
    return passed("number", "as_asked") if same else failed("number", "another_number", Answer.ALTERED)


def _look_up(number: str, register: Register | None) -> tuple[Registered | None, list[Finding]]:
    if register is None:
        return None, []
    try:
        found = register.find(parse_number(number))
    except NumberRefused as error:
        return None, [failed("register", error.code, Answer.NOT_FOUND)]
    except (CertificateError, OSError):
        return None, [unknown("register", "unreachable")]
    if found is None:
        return None, [failed("register", "no_such_number", Answer.NOT_FOUND)]
    return found, [passed("register", "known")]


def _alone(statement: Statement | None, register: Register | None, at: datetime) -> list[Finding]:
    if register is not None:
        return []
    if statement is None:
        return [unknown("register", "no_register")]
    return [check_status_alone(statement, at)]


def _against_register(
    pdf: bytes | None, statement: Statement | None, registered: Registered, at: datetime
) -> list[Finding]:
    findings = [check_status(registered, at)]
    if pdf is not None:
        findings.append(check_digest(pdf, registered))
    if statement is not None:
        findings.append(check_claims(statement, registered))
    return findings
