"""A candidacy for a certificate, from the frozen snapshot to the issued document."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class ApplicationState(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ADMISSIBILITY = "admissibility"
    RETURNED = "returned"
    IN_ASSESSMENT_CHECK = "in_assessment_check"
    DECISION_READY = "decision_ready"
    DECIDED_GRANT = "decided_grant"
    DECIDED_REFUSE = "decided_refuse"
    DEFERRED = "deferred"
    AWAITING_SIGNOFFS = "awaiting_signoffs"
    SIGNED_OFF = "signed_off"
    ISSUED = "issued"
    ESCALATED = "escalated"
    WITHDRAWN = "withdrawn"


S = ApplicationState
WITHDRAWABLE = (S.SUBMITTED, S.ADMISSIBILITY, S.RETURNED, S.IN_ASSESSMENT_CHECK, S.DECISION_READY)
_FROZEN = (Need.ALL_MET, Need.SNAPSHOT_FROZEN)
_CLEAR = (Need.NO_CONFLICT,)
_FIXED = (Need.STATEMENT_FIXED,)
_WHY = (Need.REASON,)
# Grant or not, the decider writes down why (I-17) and has nothing else to do with the case (I-02).
_JUDGED = (Need.REASON, Need.NO_CONFLICT)

_TO_DECISION = (
    Transition(S.DRAFT, "submit", S.SUBMITTED, May.APPLICATION_SUBMIT, "application:submitted", _FROZEN),
    Transition(S.RETURNED, "submit", S.SUBMITTED, May.APPLICATION_SUBMIT, "application:submitted", _FROZEN),
    Transition(S.SUBMITTED, "take", S.ADMISSIBILITY, May.APPLICATION_ADMIT, "application:taken", _CLEAR),
    Transition(S.ADMISSIBILITY, "return", S.RETURNED, May.APPLICATION_ADMIT, "application:returned", _WHY),
    Transition(
        S.ADMISSIBILITY,
        "admit",
        S.IN_ASSESSMENT_CHECK,
        May.APPLICATION_ADMIT,
        "application:admitted",
        _CLEAR,
    ),
    Transition(
        S.IN_ASSESSMENT_CHECK,
        "check",
        S.DECISION_READY,
        May.APPLICATION_CHECK,
        "application:checked",
        _CLEAR,
    ),
)

_DECISION = (
    Transition(
        S.DECISION_READY, "grant", S.DECIDED_GRANT, May.APPLICATION_DECIDE, "application:granted", _JUDGED
    ),
    Transition(
        S.DECISION_READY, "refuse", S.DECIDED_REFUSE, May.APPLICATION_DECIDE, "application:refused", _JUDGED
    ),
    Transition(
        S.DECISION_READY, "defer", S.DEFERRED, May.APPLICATION_DECIDE, "application:deferred", _JUDGED
    ),
    Transition(S.DEFERRED, "resume", S.IN_ASSESSMENT_CHECK, May.APPLICATION_ADMIT, "application:resumed"),
)

_SIGNING = (
    Transition(S.DECIDED_GRANT, "state", S.AWAITING_SIGNOFFS, None, "application:stated", _FIXED),
    # A changed statement is a new one: both sign-offs start again (S13).
    Transition(S.AWAITING_SIGNOFFS, "restate", S.AWAITING_SIGNOFFS, None, "application:restated", _FIXED),
    Transition(S.SIGNED_OFF, "restate", S.AWAITING_SIGNOFFS, None, "application:restated", _FIXED),
    Transition(
        S.AWAITING_SIGNOFFS, "complete", S.SIGNED_OFF, None, "application:signed_off", (Need.BOTH_SIGNED,)
    ),
    Transition(S.AWAITING_SIGNOFFS, "send_back", S.DECISION_READY, None, "application:sent_back", _WHY),
    # Both signed, but what they signed on fell away before the worker issued (J13).
    Transition(S.SIGNED_OFF, "send_back", S.DECISION_READY, None, "application:sent_back", _WHY),
    Transition(S.AWAITING_SIGNOFFS, "escalate", S.ESCALATED, None, "application:escalated", _WHY),
    Transition(
        S.ESCALATED, "reopen", S.DECISION_READY, May.APPLICATION_ARBITRATE, "application:reopened", _WHY
    ),
    Transition(
        S.ESCALATED, "refuse", S.DECIDED_REFUSE, May.APPLICATION_ARBITRATE, "application:refused", _WHY
    ),
    Transition(S.SIGNED_OFF, "issue", S.ISSUED, May.CERTIFICATE_ISSUE, "application:issued"),
)

_WITHDRAWAL = tuple(
    Transition(state, "withdraw", S.WITHDRAWN, May.APPLICATION_WITHDRAW, "application:withdrawn")
    for state in WITHDRAWABLE
)

APPLICATION = Lifecycle("application", S.DRAFT, _TO_DECISION + _DECISION + _SIGNING + _WITHDRAWAL)
