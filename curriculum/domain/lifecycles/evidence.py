"""A document or record offered as proof; running out is a date, never a state."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class EvidenceState(StrEnum):
    """Where a piece of evidence stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REJECTED = "rejected"
    MORE_INFO = "more_info"
    RESUBMITTED = "resubmitted"
    INVALIDATED = "invalidated"


S = EvidenceState
_WHY = (Need.REASON,)
_CLEAR = (Need.NO_CONFLICT,)
_REVIEW = May.EVIDENCE_REVIEW

EVIDENCE = Lifecycle(
    "evidence",
    S.DRAFT,
    (
        Transition(S.DRAFT, "submit", S.SUBMITTED, May.EVIDENCE_SUBMIT, "evidence:submitted"),
        Transition(S.SUBMITTED, "take", S.UNDER_REVIEW, _REVIEW, "evidence:taken", _CLEAR),
        Transition(S.RESUBMITTED, "take", S.UNDER_REVIEW, _REVIEW, "evidence:taken", _CLEAR),
        Transition(S.UNDER_REVIEW, "accept", S.ACCEPTED, _REVIEW, "evidence:accepted"),
        Transition(
            S.UNDER_REVIEW, "accept_partly", S.PARTLY_ACCEPTED, _REVIEW, "evidence:partly_accepted", _WHY
        ),
        Transition(S.UNDER_REVIEW, "reject", S.REJECTED, _REVIEW, "evidence:rejected", _WHY),
        Transition(S.UNDER_REVIEW, "ask", S.MORE_INFO, _REVIEW, "evidence:more_asked", _WHY),
        Transition(S.MORE_INFO, "submit", S.SUBMITTED, May.EVIDENCE_SUBMIT, "evidence:submitted"),
        Transition(
            S.REJECTED,
            "resubmit",
            S.RESUBMITTED,
            May.EVIDENCE_SUBMIT,
            "evidence:resubmitted",
            (Need.RESUBMISSION_LEFT,),
        ),
        Transition(
            S.ACCEPTED, "invalidate", S.INVALIDATED, May.EVIDENCE_INVALIDATE, "evidence:invalidated", _WHY
        ),
        # A forged document is forged even where only part of it was believed.
        Transition(
            S.PARTLY_ACCEPTED,
            "invalidate",
            S.INVALIDATED,
            May.EVIDENCE_INVALIDATE,
            "evidence:invalidated",
            _WHY,
        ),
    ),
)
MOST_RESUBMISSIONS = 2
