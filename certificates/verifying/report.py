"""The result of verification: findings, and one word of the public vocabulary (design.md §3.4)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from certificates.record import plain
from certificates.statement import Statement


class Answer(StrEnum):
    """One answer; the order of the members is the order of precedence."""

    ALTERED = "altered"
    ISSUER_UNKNOWN = "issuer_unknown"
    NOT_FOUND = "not_found"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    CANNOT_TELL = "cannot_tell"
    VALID = "valid"


class Outcome(StrEnum):
    """What one check found; `cannot_tell` is neither good nor bad."""

    PASSED = "passed"
    FAILED = "failed"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Finding:
    """One check: its name, its outcome, a stable code saying why, and the answer that a failure means.

    `about` names what the code speaks of where that varies: the first claim that differs, how many cosigned.
    """

    check: str
    outcome: Outcome
    detail: str
    answer: Answer | None = None
    about: str | None = None

    def to_dict(self) -> dict[str, str]:
        """Write the finding as the report carries it."""
        told = {"check": self.check, "outcome": str(self.outcome), "detail": self.detail}
        return told | ({"about": self.about} if self.about else {})


def passed(check: str, detail: str, about: str | None = None) -> Finding:
    """Record that a check holds."""
    return Finding(check, Outcome.PASSED, detail, about=about)


def failed(check: str, detail: str, answer: Answer, about: str | None = None) -> Finding:
    """Record that a check does not hold, and what that means."""
    return Finding(check, Outcome.FAILED, detail, answer, about)


def unknown(check: str, detail: str, about: str | None = None) -> Finding:
    """Record that something needed could not be had."""
    return Finding(check, Outcome.CANNOT_TELL, detail, about=about)


def judged(check: str, good: bool, yes: str, no: str, means: Answer) -> Finding:
    """Record a check that either holds or fails."""
    return passed(check, yes) if good else failed(check, no, means)


@dataclass(frozen=True)
class Report:
    """What was asked, found and answered; `statement` is None when no certificate could be read."""

    answer: Answer
    as_of: datetime
    findings: tuple[Finding, ...]
    statement: Statement | None = None
    replaced_by: str | None = None
    said: Mapping[str, Any] | None = None
    """What a credential or a code says of itself, where no statement is at hand."""

    def finding(self, check: str) -> Finding | None:
        """Return the finding of a check, or None if it was not asked."""
        return next((found for found in self.findings if found.check == check), None)

    def to_dict(self) -> dict[str, Any]:
        """Write the report as design.md §3.4 lays down."""
        told: dict[str, Any] = {
            "answer": str(self.answer),
            "as_of": self.as_of.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "findings": [found.to_dict() for found in self.findings],
            "certificate": certificate_of(self.statement) if self.statement else self.said,
        }
        return told | ({"replaced_by": self.replaced_by} if self.replaced_by else {})

    def to_json(self) -> str:
        """Write the report as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)


def conclude(
    findings: Iterable[Finding],
    at: datetime,
    statement: Statement | None,
    replaced_by: str | None = None,
    said: Mapping[str, Any] | None = None,
) -> Report:
    """Draw the one answer: the gravest failure, else what could not be told, else valid."""
    found = tuple(findings)
    means = [f.answer for f in found if f.outcome is Outcome.FAILED and f.answer is not None]
    if any(f.outcome is Outcome.CANNOT_TELL for f in found):
        means.append(Answer.CANNOT_TELL)
    order = list(Answer)
    answer = min(means, key=order.index, default=Answer.VALID)
    return Report(answer, at, found, statement, replaced_by, said)


def certificate_of(statement: Statement) -> dict[str, Any]:
    """Tell every claim that the paper may make, so that an edited copy is seen at a glance."""
    language = statement.authoritative_language
    return {
        "number": statement.number,
        "kind": statement.kind,
        "holder": statement.holder[0].text,
        "names": {name.script: name.text for name in statement.holder},
        "path": {
            "code": statement.path.code,
            "version": statement.path.version,
            "title": statement.path.title.to(language),
            "titles": plain(statement.path.title),
        },
        "scope": plain(statement.scope),
        "hours": statement.hours,
        "eqf_indicative": statement.eqf_indicative,
        "decision": {"ref": statement.decision_ref, "date": statement.decision_date.isoformat()},
        "issued_on": statement.effective_from.isoformat(),
        "valid_until": statement.valid_until.isoformat() if statement.valid_until else None,
        "issuer": statement.issuer.name.to(language),
        "signed_by": [plain(signatory) for signatory in statement.signatories],
        "replaces": statement.replaces,
        "authoritative_language": language,
    }
