"""Words of the case sheet: outcomes, what happened, what can be done, reasons of the system."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from curriculum.awards.models import Outcome
from curriculum.labels import labelled

labelled(
    Outcome,
    {
        Outcome.GRANT: _l("Grant the certificate"),
        Outcome.REFUSE: _l("Refuse the certificate"),
        Outcome.DEFER: _l("Put the decision off"),
    },
)


STEPS: dict[str, LazyString] = {
    "submit": _l("Application handed in"),
    "take": _l("Taken up for examination"),
    "return": _l("Returned to the candidate"),
    "admit": _l("Found admissible"),
    "check": _l("Evidence checked"),
    "grant": _l("Granted"),
    "refuse": _l("Refused"),
    "defer": _l("Put off"),
    "resume": _l("Taken up again"),
    "state": _l("Statement fixed, both signatories asked"),
    "restate": _l("Statement made anew, both sign again"),
    "complete": _l("Both signatures given"),
    "send_back": _l("Sent back to the decision"),
    "escalate": _l("Passed to the head of the institution"),
    "reopen": _l("Reopened by the head of the institution"),
    "issue": _l("Certificate issued"),
    "withdraw": _l("Withdrawn by the candidate"),
    "reissue": _l("Replacement opened"),
    "evidence_invalidated": _l("Evidence used here was invalidated"),
}
"""What happened, one line a step."""


DO: dict[str, LazyString] = {
    "take": _l("Take up"),
    "return": _l("Return to the candidate"),
    "admit": _l("Find admissible"),
    "resume": _l("Take up again"),
    "check": _l("Confirm the check"),
    "withdraw": _l("Withdraw the application"),
    "reopen": _l("Back to the decision"),
    "arbitrate-refuse": _l("Refuse for good"),
}
"""The words on a button."""


REASONS: dict[str, LazyString] = {
    "name_corrected": _l("The name was corrected."),
    "wording_changed": _l("The wording of the certificates was changed."),
    "employer_changed": _l("The employer at decision date changed."),
    "evidence_invalidated": _l("Evidence used here was invalidated."),
    "mandate_ended": _l("The mandate has ended."),
    "mandate_suspended": _l("The mandate is suspended."),
    "replaced_fell_away": _l("The certificate to be replaced no longer stands as issued."),
    "replaced": _l("Replaced by another certificate."),
    "log_rolled_back": _l(
        "The number may have been used on a certificate that a restored backup does not know."
    ),
}
"""Reasons the system gives itself; people write their own."""


def reason(text: str | None) -> str:
    """A reason as people read it."""
    return str(REASONS[text]) if text in REASONS else text or ""


OUTCOMES = {"grant": _l("granted"), "refuse": _l("refused"), "defer": _l("put off")}
