"""What a document says by itself, before anybody is asked about it: its statement and both its seals."""

from __future__ import annotations

import json
from dataclasses import dataclass

from certificates.statement import Statement
from certificates.verifying.checks.signatures import check_signatures
from certificates.verifying.checks.structure import open_document
from certificates.verifying.report import Answer, Finding, Outcome, unknown
from certificates.verifying.trust import Trust


@dataclass(frozen=True)
class Inspected:
    """The statement that could be read, and what was found on the way."""

    statement: Statement | None
    findings: tuple[Finding, ...]

    def to_json(self) -> str:
        """Write it for another process; a statement travels as its canonical bytes."""
        said = self.statement.canonical_bytes().decode("utf-8") if self.statement else None
        found = [[f.check, str(f.outcome), f.detail, f.answer and str(f.answer)] for f in self.findings]
        return json.dumps({"statement": said, "findings": found})

    @classmethod
    def from_json(cls, text: bytes) -> Inspected:
        """Read it back; the statement is checked anew, for whoever wrote it met hostile bytes."""
        told = json.loads(text)
        said = told["statement"]
        statement = None if said is None else Statement.from_bytes(said.encode("utf-8"))
        findings = tuple(
            Finding(check, Outcome(outcome), detail, Answer(answer) if answer else None)
            for check, outcome, detail, answer in told["findings"]
        )
        return cls(statement, findings)


def inspect(pdf: bytes, trust: Trust | None) -> Inspected:
    """Read a document and check its seals against the keys; asks neither register nor log."""
    opened, findings = open_document(pdf)
    if opened is None or opened.statement is None:
        return Inspected(None, tuple(findings))  # not ours: whose seals it bears does not matter
    if trust is None:
        return Inspected(opened.statement, (*findings, unknown("trust", "no_keys")))
    seals = check_signatures(pdf, opened.signatures, opened.statement, trust)
    return Inspected(opened.statement, (*findings, *seals))
