"""What a document says by itself, before anybody is asked about it: what it claims and who vouches for it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from certificates.credential.code import CodeClaims
from certificates.credential.credential import Credential, read_credential
from certificates.statement import Statement
from certificates.verifying.checks.coded import open_code
from certificates.verifying.checks.credentials import (
    check_agreement,
    check_signature,
    doubts_of,
    open_credential,
)
from certificates.verifying.checks.seals import Doubt
from certificates.verifying.checks.signatures import check_signatures
from certificates.verifying.checks.structure import Opened, open_document, refused_unread
from certificates.verifying.presented import Kind, Typed, number_in, recognise, token_in
from certificates.verifying.report import Answer, Finding, Outcome, failed, passed, unknown
from certificates.verifying.trust import Trust


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
    carried: bytes | None = None
    claims: CodeClaims | None = None
    typed: Typed | None = None
    address: str | None = None

    @cached_property
    def credential(self) -> Credential | None:
        """The credential that was held up, or that the document carries, if it could be read."""
        return None if self.carried is None else read_credential(self.carried)

    @property
    def number(self) -> str | None:
        """The number that the document bears."""
        bears = self.statement or (self.credential and self.credential.claims) or self.claims or self.typed
        return bears.number if bears else None

    @property
    def token(self) -> str | None:
        """The token that the document bears."""
        bears = self.statement or (self.credential and self.credential.claims)
        return bears.token if bears else token_in(self.address or "")

    @property
    def code(self) -> str | None:
        """The code that the document bears beside its number."""
        bears = self.statement or self.claims or self.typed
        return bears.code if bears else None

    def to_json(self) -> str:
        """Write what was read in a PDF or a credential for another process."""
        told = {
            "statement": self.statement and self.statement.canonical_bytes().decode("utf-8"),
            "credential": self.carried and self.carried.decode("utf-8"),
            "findings": [_plain(found) for found in self.findings],
            "closed": self.closed,
            "doubts": [[doubt.check, doubt.before.isoformat()] for doubt in self.doubts],
        }
        return json.dumps(told)

    @classmethod
    def from_json(cls, text: bytes) -> Inspected:
        """Read it back; statement and credential are checked anew, for the writer met hostile bytes."""
        told = json.loads(text)
        said, carried = told["statement"], told["credential"]
        doubts = tuple(Doubt(check, datetime.fromisoformat(before)) for check, before in told["doubts"])
        seen = cls(
            None if said is None else Statement.from_bytes(said.encode("utf-8")),
            tuple(map(_finding, told["findings"])),
            told["closed"],
            doubts,
            None if carried is None else carried.encode("utf-8"),
        )
        assert seen.carried is None or seen.credential is not None  # reads it, or refuses by name
        return seen


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
    if kind is Kind.CREDENTIAL:
        data = document if isinstance(document, bytes) else document.encode("utf-8", "replace")
        return _inspect_credential(data, trust)
    text = document.decode("utf-8", "replace") if isinstance(document, bytes) else document
    if kind is Kind.CODE:
        claims, found = open_code(text, trust)
        return Inspected(None, (found,), claims=claims)
    return Inspected(None, (), typed=number_in(text), address=text if kind is Kind.ADDRESS else None)


def _inspect_pdf(pdf: bytes, trust: Trust | None) -> Inspected:
    opened, findings = open_document(pdf)
    if opened is None or opened.statement is None:
        return Inspected(None, tuple(findings))  # not ours: whose seals it bears does not matter
    said, doubts = _carried(opened, opened.statement, trust)
    carried = opened.credential if len(said) > 1 else None  # it could be read
    if trust is None:
        no_keys = unknown("trust", "no_keys")
        return Inspected(opened.statement, (*findings, *said, no_keys), carried=carried)
    seals = check_signatures(pdf, opened.reader, opened.signatures, opened.statement, trust)
    closed = None if seals.closed is None else hashlib.sha256(pdf[: seals.closed]).hexdigest()
    found = (*findings, *seals.findings, *said)
    return Inspected(opened.statement, found, closed, (*seals.doubts, *doubts), carried)


def _carried(
    opened: Opened, statement: Statement, trust: Trust | None
) -> tuple[list[Finding], tuple[Doubt, ...]]:
    """Judge the credential that a document carries, and whether both say the same."""
    if opened.credential is None:
        return [failed("credential", "no_credential", Answer.ALTERED)], ()
    credential, found = open_credential(opened.credential, None)
    if credential is None:
        return [found], ()
    agreement = check_agreement(credential, statement)
    if trust is None:
        return [found, agreement], ()
    proof = check_signature(credential, trust)
    return [found, proof, agreement], doubts_of(credential, proof, trust)


def _inspect_credential(data: bytes, trust: Trust | None) -> Inspected:
    credential, found = open_credential(data, trust)
    if credential is None:
        return Inspected(None, (found,))
    readable = passed("structure", "readable")
    if trust is None:
        return Inspected(None, (readable, found, unknown("trust", "no_keys")), carried=data)
    proof = check_signature(credential, trust)
    doubts = doubts_of(credential, proof, trust)
    return Inspected(None, (readable, found, proof), doubts=doubts, carried=data)
