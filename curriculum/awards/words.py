"""Words of this room: functions, outcomes, steps, statuses, and why somebody may or may not apply."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from certificates.status import Happening, Status
from curriculum.awards.decisions import Outcome
from curriculum.awards.models import Function
from curriculum.awards.standing import StatusAction
from curriculum.domain.eligibility import Reason, ReasonCode, Verdict
from curriculum.domain.separation import Conflict
from curriculum.labels import label, labelled

R = ReasonCode

labelled(Function, {Function.HR: _l("human resources"), Function.TRAINING: _l("training")})
labelled(
    Outcome,
    {
        Outcome.GRANT: _l("Grant the certificate"),
        Outcome.REFUSE: _l("Refuse the certificate"),
        Outcome.DEFER: _l("Put the decision off"),
    },
)
labelled(
    StatusAction,
    {
        StatusAction.SUSPEND: _l("Suspend"),
        StatusAction.REINSTATE: _l("Reinstate"),
        StatusAction.REVOKE: _l("Revoke"),
    },
)
labelled(
    Status,
    {
        Status.VALID: _l("Valid"),
        Status.EXPIRED: _l("Expired"),
        Status.SUSPENDED: _l("Suspended"),
        Status.SUPERSEDED: _l("Replaced"),
        Status.WITHDRAWN: _l("Given back by the holder"),
        Status.REVOKED: _l("Revoked"),
        Status.NOT_ISSUED: _l("Not in effect yet"),
    },
)
labelled(
    Happening,
    {
        Happening.ISSUED: _l("Issued"),
        Happening.SUSPENDED: _l("Suspended"),
        Happening.REINSTATED: _l("Reinstated"),
        Happening.REVOKED: _l("Revoked"),
        Happening.WITHDRAWN: _l("Given back by the holder"),
        Happening.SUPERSEDED: _l("Replaced"),
        Happening.RENEWED: _l("Renewed"),
        Happening.REPRINTED: _l("Printed again"),
    },
)
labelled(
    Verdict,
    {
        Verdict.FOR: _l("Met"),
        Verdict.AGAINST: _l("Missing"),
        Verdict.WARNING: _l("To note"),
    },
)
labelled(
    ReasonCode,
    {
        R.COMPONENT_MET: _l("Component met"),
        R.COMPONENT_WAIVED: _l("Component waived by a decision"),
        R.COMPONENT_NOT_MET: _l("Component not met yet"),
        R.OPTIONAL_NOT_MET: _l("Optional component not met"),
        R.DESIGNATED: _l("Designated by the employer"),
        R.NOT_DESIGNATED: _l("Not designated by the employer"),
        R.SERVICE_ENOUGH: _l("Enough months of service"),
        R.SERVICE_SHORT: _l("Not enough months of service"),
        R.CATEGORY_HIGH_ENOUGH: _l("Category high enough"),
        R.CATEGORY_TOO_LOW: _l("Category too low"),
        R.PATH_HELD: _l("Required path held"),
        R.EQUIVALENT_EXPERIENCE: _l("Equivalent experience accepted"),
        R.PATH_NOT_HELD: _l("Required path not held"),
        R.CERTIFICATE_HELD: _l("Required certificate held"),
        R.CERTIFICATE_NOT_HELD: _l("Required certificate not held"),
        R.CERTIFICATE_REVOKED: _l("Required certificate was revoked"),
        R.CERTIFICATE_EXPIRED_TOO_LONG: _l("Required certificate expired too long ago"),
        R.ADMITTED_ON_GROUNDS: _l("Accepted at admission"),
        R.DISPUTE_OPEN: _l("Attendance in dispute"),
        R.RESULTS_AWAITED: _l("Results still awaited"),
        R.EVIDENCE_ENDS_SOON: _l("Evidence runs out soon"),
        R.PREREQUISITE_NOT_HELD: _l("Prerequisite not held"),
        R.ALREADY_CERTIFIED: _l("A certificate of this path is already in force"),
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
    "propose": _l("Propose a change of status"),
    "hear": _l("Record that the holder was heard"),
    "suspend": _l("Suspend at once"),
    "decide": _l("Decide on the status"),
    "approve": _l("Approve as second person"),
    "reject": _l("Do not follow the proposal"),
    "give-back": _l("Give the certificate back"),
}
"""The words on a button."""

REASONS: dict[str, LazyString] = {
    "name_corrected": _l("The name was corrected."),
    "employer_changed": _l("The employer at decision date changed."),
    "evidence_invalidated": _l("Evidence used here was invalidated."),
    "mandate_ended": _l("The mandate has ended."),
    "mandate_suspended": _l("The mandate is suspended."),
    "replaced_fell_away": _l("The certificate to be replaced no longer stands as issued."),
    "replaced": _l("Replaced by another certificate."),
}
"""Reasons the system gives itself; people write their own."""

STATUS_KINDS = {
    Status.VALID: "good",
    Status.EXPIRED: "neutral",
    Status.SUSPENDED: "wait",
    Status.SUPERSEDED: "info",
    Status.WITHDRAWN: "neutral",
    Status.REVOKED: "bad",
    Status.NOT_ISSUED: "neutral",
}


def reason(text: str | None) -> str:
    """A reason as people read it."""
    return str(REASONS[text]) if text in REASONS else text or ""


def because(one: Reason) -> str:
    """One reason of eligibility as a line: what, of which component, how much of how much."""
    said = f"{label(one.code)}: {one.subject}" if one.subject else label(one.code)
    if one.need:
        return str(_("%(reason)s (%(have)s of %(need)s)", reason=said, have=one.have, need=one.need))
    return said


def conflict(one: Conflict) -> str:
    """Why somebody may not act, as a line."""
    return f"{label(one.part)} ({one.about})" if one.about else label(one.part)


OUTCOMES = {"grant": _l("granted"), "refuse": _l("refused"), "defer": _l("put off")}

KINDS = {
    "completion": _l("Attestation of completion"),
    "trainer": _l("Trainer certificate"),
    "expert": _l("Expert certificate"),
    "renewal": _l("Renewal"),
}


def happened(event: str) -> str:
    """What happened to a certificate, as a word."""
    return label(Happening(event))


def action(value: str) -> str:
    """What is proposed for a certificate, as a word."""
    return label(StatusAction(value))
