"""One `verify` for a file, a credential, a code or a number: findings, then one answer; never raises."""

from __future__ import annotations

import hmac
from datetime import datetime

from certificates.errors import CertificateError, NumberRefused
from certificates.log.store import LogStore
from certificates.numbers import parse_number
from certificates.statement import Statement
from certificates.verifying.checks.coded import check_code
from certificates.verifying.checks.credentials import check_agreement
from certificates.verifying.checks.listed import check_listed
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
from certificates.verifying.presented import Kind, recognise
from certificates.verifying.register import Register, Registered
from certificates.verifying.report import Answer, Finding, Report, conclude, failed, passed, unknown
from certificates.verifying.saying import said_by
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
) -> Report:
    """Check a document, a number, or a document against the number it should bear.

    A document is a PDF, a credential (JSON), the text of either QR code, or a number with the code printed
    beside it. What is left out is not asked: without `register` only signed lists tell the status of the
    day, without `trust` nobody vouches for a document. `inspected` is what was already read from the same
    document, for instance in a process of its own (`inspect_confined`).
    """
    seen = NOTHING if document is None else inspected or inspect(document, trust)
    findings = list(seen.findings)
    if number is not None and seen.number is not None:
        findings.append(_same_number(seen.number, number))
    registered, asked = _look_up(seen, number, register)
    findings += asked
    if registered is None:
        findings += _dates(seen, at)
        findings += [] if register is not None else _alone(seen, trust, at)
        return conclude(findings, at, seen.statement, said=said_by(seen.credential, seen.claims))
    findings += _against_register(document, seen, registered, at)
    findings += check_log(registered, trust, log)
    digest = seen.credential.digest if seen.credential is not None else None
    findings = settle(_one_each(findings), seen.doubts, registered, digest)
    return conclude(findings, at, registered.statement, replaced_by(registered, at))


def statement_in(pdf: bytes) -> Statement | None:
    """Read what a document says it is, unchecked; None if it says nothing readable."""
    opened, _ = open_document(pdf)
    return opened.statement if opened else None


def _one_each(findings: list[Finding]) -> list[Finding]:
    """One finding per question: what the register adds to an answer takes its place."""
    return list({found.check: found for found in findings}.values())


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
    if wanted is None and seen.address is None:
        return None, [] if seen.findings else [failed("number", "nothing_asked", Answer.NOT_FOUND)]
    if register is None:
        return None, []
    try:
        by_token = register.find_token(seen.token or "") if wanted is None else None
        found = by_token if wanted is None else register.find(parse_number(wanted))
    except NumberRefused as error:
        return None, [failed("register", error.code, Answer.NOT_FOUND)]
    except (CertificateError, OSError):
        return None, [unknown("register", "unreachable")]
    if found is None or not _knows_code(seen, found):
        return None, [failed("register", "no_such_number", Answer.NOT_FOUND)]
    return found, [passed("register", "known")]


def _knows_code(seen: Inspected, found: Registered) -> bool:
    """A wrong code beside a number is told like no certificate (I-25)."""
    given = seen.typed.code if seen.typed else None
    return given is None or hmac.compare_digest(given.encode(), found.statement.code.encode())


def _dates(seen: Inspected, at: datetime) -> list[Finding]:
    """What a document says about itself, where nobody else is asked."""
    if seen.credential is not None and seen.statement is None:
        told = seen.credential.claims
        return [check_dates(told.valid_from.date(), told.valid_until and told.valid_until.date(), at)]
    bears = seen.statement or seen.claims
    return [check_dates(bears.effective_from, bears.valid_until, at)] if bears else []


def _alone(seen: Inspected, trust: Trust | None, at: datetime) -> list[Finding]:
    """What can be told without a register: what signed lists say about the status of the day."""
    claims = seen.credential.claims if seen.credential is not None else seen.claims
    if claims is not None and trust is not None:
        return [check_listed(claims, trust, at)]
    if seen.statement is not None:
        return [unknown("status", "no_register")]
    return [] if any(found.answer for found in seen.findings) else [unknown("register", "no_register")]


def _against_register(
    document: bytes | str | None, seen: Inspected, registered: Registered, at: datetime
) -> list[Finding]:
    says, entry = registered.statement, registered.entry
    findings = [check_status(registered, at), check_dates(says.effective_from, says.valid_until, at)]
    if isinstance(document, bytes) and recognise(document) is Kind.PDF:
        findings.append(check_digest(document, registered, seen.closed))
    if seen.statement is not None:
        findings.append(check_claims(seen.statement, registered))
    elif seen.credential is not None:
        findings.append(check_agreement(seen.credential, says, entry.record.at if entry else None))
    elif seen.claims is not None:
        findings += [found for found in [check_code(seen.claims, registered)] if found]
    if seen.address is not None:
        findings.append(check_address(seen.address, registered))
    return findings
