"""Certificates that anyone can check, without the application that asked for them.

draft = prepare(statement, at)                       # laid out and linted, nothing signed
issued = issue(statement, keyring.signers_for(statement), store, at, salt)
report = verify(issued.pdf, register=register, trust=trust, log=store, at=now)
report.answer                                        # "valid", "revoked", "altered", …
"""

from __future__ import annotations

from certificates.issue import Draft, Issued, enter, issue, prepare, preview, record_of, sign
from certificates.statement import Statement
from certificates.status import Happening, Status, StatusEvent, status_on
from certificates.verifying.confined import inspect_confined
from certificates.verifying.inspecting import Inspected, inspect
from certificates.verifying.register import OneRegistered, Register, Registered, RegisterUnreachable
from certificates.verifying.report import Answer, Finding, Outcome, Report
from certificates.verifying.trust import Trust
from certificates.verifying.verify import statement_in, verify

__all__ = [
    "Answer",
    "Draft",
    "Finding",
    "Happening",
    "Inspected",
    "Issued",
    "OneRegistered",
    "Outcome",
    "Register",
    "RegisterUnreachable",
    "Registered",
    "Report",
    "Statement",
    "Status",
    "StatusEvent",
    "Trust",
    "enter",
    "inspect",
    "inspect_confined",
    "issue",
    "prepare",
    "preview",
    "record_of",
    "sign",
    "statement_in",
    "status_on",
    "verify",
]
