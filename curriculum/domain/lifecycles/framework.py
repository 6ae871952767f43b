"""A competence framework: drafted, adopted and then frozen, deprecated when another takes its place."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class FrameworkState(StrEnum):
    """Where a framework stands, in the words of CASE; an adopted one is never changed."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    DEPRECATED = "deprecated"


S = FrameworkState

FRAMEWORK = Lifecycle(
    "framework",
    S.DRAFT,
    (
        Transition(
            S.DRAFT, "adopt", S.ADOPTED, May.FRAMEWORK_ADOPT, "framework:adopted", (Need.CONTENT_COMPLETE,)
        ),
        Transition(
            S.ADOPTED, "deprecate", S.DEPRECATED, May.FRAMEWORK_ADOPT, "framework:deprecated", (Need.REASON,)
        ),
    ),
)
