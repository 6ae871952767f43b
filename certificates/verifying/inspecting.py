"""What a document says by itself, before anybody is asked about it: what it claims and who vouches for it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certificates.statement import Statement
from certificates.verifying.checks.seals import Doubt
from certificates.verifying.checks.signatures import check_signatures
from certificates.verifying.checks.structure import open_document, refused_unread
from certificates.verifying.presented import Kind, number_in, recognise, token_in
from certificates.verifying.report import Answer, Finding, Outcome, unknown
from certificates.verifying.trust import Trust


@dataclass(frozen=True)
class Named:
    """By what a document names its certificate where it holds no statement."""

    number: str | None = None
    code: str | None = None
    token: str | None = None


UNNAMED = Named()


@dataclass(frozen=True)
class Inspected:
    """What could be read, and what was found on the way.

    `closed` is the SHA-256 of the file up to its last seal, where only updates of an archive follow;
    `doubts` are signatures that only a dated record can settle.
    """

    statement: Statement | None
    findings: tuple[Finding, ...]
    closed: str | None = None
    doubts: tuple[Doubt, ...] = ()
    named: Named = UNNAMED

    @property
    def number(self) -> str | None:
        """The number that the document bears."""
        return self.statement.number if self.statement else self.named.number

    @property
    def token(self) -> str | None:
        """The token that the document bears instead of a number."""
        return self.named.token

    @property
    def code(self) -> str | None:
        """The code that the document bears beside its number, where that is all it bears."""
        return self.named.code

    def to_json(self) -> str:
        """Write it for another process; a statement travels as its canonical bytes."""
        said = self.statement.canonical_bytes().decode("utf-8") if self.statement else None
        told = {
            "statement": said,
            "findings": [_plain(found) for found in self.findings],
            "closed": self.closed,
            "doubts": [[doubt.check, doubt.before.isoformat()] for doubt in self.doubts],
        }
        return json.dumps(told)

    @classmethod
    def from_json(cls, text: bytes) -> Inspected:
        """Read it back; the statement is checked anew, for whoever wrote it met hostile bytes."""
        told = json.loads(text)
        said = told["statement"]
        statement = None if said is None else Statement.from_bytes(said.encode("utf-8"))
        doubts = tuple(Doubt(check, datetime.fromisoformat(before)) for check, before in told["doubts"])
        return cls(statement, tuple(map(_finding, told["findings"])), told["closed"], doubts)


NOTHING = Inspected(None, ())
"""Nothing was held up."""


def _plain(found: Finding) -> list[str | None]:
    means = None if found.answer is None else str(found.answer)
    return [found.check, str(found.outcome), found.detail, means, found.about]


def _finding(plain: list[Any]) -> Finding:
    check, outcome, detail, means, about = plain
    return Finding(check, Outcome(outcome), detail, Answer(means) if means else None, about)


def inspect(document: bytes | str, trust: Trust | None) -> Inspected:
    """Read a document and check what vouches for it against the keys; asks neither register nor log."""
    kind = recognise(document)
    refused = refused_unread(document, kind)
    if refused is not None:
        return Inspected(None, (refused,))
    if isinstance(document, bytes) and kind is Kind.PDF:
        return _inspect_pdf(document, trust)
    return Inspected(None, (), named=_named(_text(document)))


def _named(text: str) -> Named:
    typed = number_in(text)
    return Named(token=token_in(text)) if typed is None else Named(typed.number, typed.code)


def _text(document: bytes | str) -> str:
    return document.decode("utf-8", "replace") if isinstance(document, bytes) else document


def _inspect_pdf(pdf: bytes, trust: Trust | None) -> Inspected:
    opened, findings = open_document(pdf)
    if opened is None or opened.statement is None:
        return Inspected(None, tuple(findings))  # not ours: whose seals it bears does not matter
    if trust is None:
        return Inspected(opened.statement, (*findings, unknown("trust", "no_keys")))
    seals = check_signatures(pdf, opened.reader, opened.signatures, opened.statement, trust)
    closed = None if seals.closed is None else hashlib.sha256(pdf[: seals.closed]).hexdigest()
    return Inspected(opened.statement, (*findings, *seals.findings), closed, seals.doubts)
