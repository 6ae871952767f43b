"""Feedback, and the proposal of a change it becomes: decided with reasons, carried by a version (R53)."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class FeedbackState(StrEnum):
    """Where feedback stands; once taken up, what becomes of it is told by its proposal."""

    OPEN = "open"
    TAKEN_UP = "taken_up"
    DECLINED = "declined"


class ProposalState(StrEnum):
    """Where the proposal of a change stands; everybody whose feedback it took up reads it."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    CARRIED = "carried"
    DECLINED = "declined"


class ProposalSource(StrEnum):
    """What a proposal comes from (domain.md §2.3)."""

    FEEDBACK = "feedback"
    EVALUATION = "evaluation"
    LAW = "law"
    DONOR = "donor"


S, T = FeedbackState, ProposalState
_REASON = (Need.REASON,)

FEEDBACK = Lifecycle(
    "feedback",
    S.OPEN,
    (
        Transition(S.OPEN, "take_up", S.TAKEN_UP, May.FEEDBACK_DECIDE, "feedback:taken_up"),
        Transition(S.OPEN, "decline", S.DECLINED, May.FEEDBACK_DECIDE, "feedback:declined", _REASON),
        Transition(S.TAKEN_UP, "take_up", S.TAKEN_UP, May.FEEDBACK_DECIDE, "feedback:taken_up"),
        Transition(S.TAKEN_UP, "decline", S.DECLINED, May.FEEDBACK_DECIDE, "feedback:declined", _REASON),
    ),
)

PROPOSAL = Lifecycle(
    "change_proposal",
    T.PROPOSED,
    (
        Transition(T.PROPOSED, "accept", T.ACCEPTED, May.FEEDBACK_DECIDE, "proposal:accepted", _REASON),
        Transition(T.PROPOSED, "decline", T.DECLINED, May.FEEDBACK_DECIDE, "proposal:declined", _REASON),
        Transition(T.ACCEPTED, "decline", T.DECLINED, May.FEEDBACK_DECIDE, "proposal:declined", _REASON),
        # Follows from the publication of the version that was linked.
        Transition(T.ACCEPTED, "carry", T.CARRIED, None, "proposal:carried"),
    ),
)
