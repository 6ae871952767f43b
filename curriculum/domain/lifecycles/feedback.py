"""Feedback on a module, a path or a run: read by its owner, answered with reasons, carried by a version."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class FeedbackState(StrEnum):
    """Where feedback stands; whoever gave it reads every answer."""

    OPEN = "open"
    PLANNED = "planned"
    CARRIED = "carried"
    DECLINED = "declined"


S = FeedbackState
_REASON = (Need.REASON,)

FEEDBACK = Lifecycle(
    "feedback",
    S.OPEN,
    (
        Transition(S.OPEN, "plan", S.PLANNED, May.FEEDBACK_DECIDE, "feedback:planned", _REASON),
        Transition(S.OPEN, "decline", S.DECLINED, May.FEEDBACK_DECIDE, "feedback:declined", _REASON),
        Transition(S.PLANNED, "decline", S.DECLINED, May.FEEDBACK_DECIDE, "feedback:declined", _REASON),
        Transition(S.PLANNED, "carry", S.CARRIED, May.FEEDBACK_DECIDE, "feedback:carried"),
    ),
)
