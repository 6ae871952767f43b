"""The ways to ask about a certificate: by token, by number and code, by document or code (domain.md J10)."""

import hmac
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from certificates import (
    Answer,
    Finding,
    Inspected,
    Outcome,
    Registered,
    Report,
    Status,
    inspect_confined,
    verify,
)
from certificates.errors import NumberRefused
from certificates.numbers import parse_code, parse_number, parse_token
from certificates.verifying.checks.registered import check_digest
from certificates.verifying.report import conclude, failed
from curriculum.awards.issuing import log, seals
from curriculum.verify import queries
from curriculum.verify.queries import Found


class AskedBy(StrEnum):
    """How a certificate was asked for."""

    TOKEN = "token"  # noqa: S105  # a way to ask, no secret
    NUMBER = "number"
    FILE = "file"
    TEXT = "text"


@dataclass(frozen=True)
class Checked:
    """A report with what the page and the statistics need beside it."""

    report: Report
    asked_by: AskedBy
    certificate_id: int | None = None
    since: date | None = None
    """The day of a decision that ended or suspended it; its reason is nobody's business (S18)."""

    def to_dict(self) -> dict[str, object]:
        """Write the report of design.md §3.4, with the day where a decision stands behind the answer."""
        day = {"since": self.since.isoformat()} if self.since else {}
        return self.report.to_dict() | day


def check_token(token: str, at: datetime) -> Checked:
    """Check the certificate behind a QR code against register, stored document and public log."""
    return _told(find_by_token(token), AskedBy.TOKEN, at)


def find_by_token(token: str) -> Found | None:
    """The certificate behind what was sent as a token; only what has its shape is looked up."""
    try:
        return queries.find_by_token(parse_token(token))
    except NumberRefused:
        return None


def check_number(number: str, code: str, at: datetime) -> Checked:
    """Check by the number and the code printed beside it; a wrong code is told like no certificate (I-25)."""
    try:
        found, given = queries.find_by_number(parse_number(number)), parse_code(code)
    except NumberRefused as error:
        return Checked(_unknown(error.code, at), AskedBy.NUMBER)
    if found is not None and not hmac.compare_digest(found.statement.code, given):
        found = None
    return _told(found, AskedBy.NUMBER, at)


def check_document(document: bytes | str, at: datetime, asked_by: AskedBy) -> Checked:
    """Check whatever was brought: a PDF, a credential, the text of a code; nothing of it is kept."""
    trust = seals.trust()
    seen = inspect_confined(document, trust)
    presented = _Presented(seen)
    report = verify(document, register=presented, trust=trust, log=log.TableStore(), at=at, inspected=seen)
    return _with_day(report, presented.found, asked_by)


def check_file(document: bytes, at: datetime) -> Checked:
    """Check a file whole: what vouches for it, every byte, register and log."""
    return check_document(document, at, AskedBy.FILE)


def check_text(text: str, at: datetime) -> Checked:
    """Check the text of a code as a scanner reads it, or a credential that was pasted."""
    return check_document(text, at, AskedBy.TEXT)


class _Presented:
    """The register for whoever brings a document: it answers only who knows its code or its token (I-25)."""

    def __init__(self, seen: Inspected) -> None:
        self._borne = seen.code, seen.token
        self.found: Found | None = None

    def find(self, number: str) -> Registered | None:
        """What is registered under the number, if the document bears more than that."""
        return self._told(queries.find_by_number(number))

    def find_token(self, token: str) -> Registered | None:
        """What is registered under a token, which is as secret as the code."""
        return self._told(queries.find_by_token(token))

    def _told(self, found: Found | None) -> Registered | None:
        if found is None:
            return None
        own = found.statement.code, found.statement.token
        pairs = zip(self._borne, own, strict=True)
        if not any(borne and hmac.compare_digest(borne.encode(), mine.encode()) for borne, mine in pairs):
            return None
        self.found = found
        return found.registered


def _told(found: Found | None, asked_by: AskedBy, at: datetime) -> Checked:
    if found is None:
        return Checked(_unknown("no_such_number", at), asked_by)
    report = verify(number=found.number, register=queries.only(found), log=log.TableStore(), at=at)
    stored = _stored(found)
    return _with_day(conclude((*report.findings, stored), at, report.statement), found, asked_by)


def _stored(found: Found) -> Finding:
    """The document that is handed out is the one that was sealed, byte for byte."""
    pdf = queries.pdf_of(found)
    if pdf is None:
        return Finding("digest", Outcome.CANNOT_TELL, "document_missing")
    return check_digest(pdf, found.registered)


def _unknown(detail: str, at: datetime) -> Report:
    return conclude([failed("register", detail, Answer.NOT_FOUND)], at, None)


def _with_day(report: Report, found: Found | None, asked_by: AskedBy) -> Checked:
    if found is None:
        return Checked(report, asked_by)
    status = found.status(report.as_of.date())
    newer = next((e.replaced_by for e in found.registered.events if e.replaced_by), None)
    report = replace(report, replaced_by=newer if status is Status.SUPERSEDED else None)
    decided = report.answer.value == status.value and status is not Status.VALID
    return Checked(report, asked_by, found.id, found.since(status) if decided else None)


def recheck(number: str, at: datetime, *, whole: bool) -> Report:
    """Check a certificate of our own by its stored bytes; `whole` validates both seals as outsiders do."""
    found = queries.find_by_number(number)
    if found is None:
        return _unknown("no_such_number", at)
    pdf = queries.pdf_of(found)
    if whole and pdf is not None:
        register = queries.only(found)
        return verify(pdf, register=register, trust=seals.trust(), log=log.TableStore(), at=at)
    return _told(found, AskedBy.NUMBER, at).report


def is_sound(report: Report) -> bool:
    """Whether a certificate of ours is what was issued, whatever became of it since."""
    since = {"status", "dates"}
    return all(one.outcome is Outcome.PASSED for one in report.findings if one.check not in since)
