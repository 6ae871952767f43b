"""Certificates that anyone can check, without the application that asked for them.

draft = prepare(statement, recorded, key)            # laid out and linted, no seal put on
issued = issue(statement, keyring.signers_for(statement), key, store, recorded)
report = verify(issued.pdf, register=register, trust=trust, log=store, at=now)
report.answer                                        # "valid", "revoked", "altered", …
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certificates.on_demand import on_demand

if TYPE_CHECKING:
    from certificates.issuing import Draft, Issued, Recorded, enter, issue, prepare, preview, record_of, sign
    from certificates.statement import Statement
    from certificates.status import Happening, Status, StatusEvent, status_on
    from certificates.verifying.confined import inspect_confined
    from certificates.verifying.inspecting import Inspected, inspect
    from certificates.verifying.register import OneRegistered, Register, Registered, RegisterUnreachable
    from certificates.verifying.report import Answer, Finding, Outcome, Report
    from certificates.verifying.trust import Trust
    from certificates.verifying.verify import statement_in, verify

# Each name is imported when it is asked for: who verifies needs no page layout, who lays out no validator.
__getattr__ = on_demand(
    __name__,
    {
        "issuing": "Draft Issued Recorded enter issue prepare preview record_of sign",
        "statement": "Statement",
        "status": "Happening Status StatusEvent status_on",
        "verifying.confined": "inspect_confined",
        "verifying.inspecting": "Inspected inspect",
        "verifying.register": "OneRegistered Register Registered RegisterUnreachable",
        "verifying.report": "Answer Finding Outcome Report",
        "verifying.trust": "Trust",
        "verifying.verify": "statement_in verify",
    },
)

__all__ = [
    "Answer",
    "Draft",
    "Finding",
    "Happening",
    "Inspected",
    "Issued",
    "OneRegistered",
    "Outcome",
    "Recorded",
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


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
