"""Module and path versions: written, reviewed, tried out, approved by another, published, replaced."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class VersionState(StrEnum):
    """Where a version stands; once published its content is immutable (I-06)."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PILOT = "pilot"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


S = VersionState


def _table(*approval: Need) -> tuple[Transition[VersionState], ...]:
    """Write the table once; what an approval needs is all that differs between modules and paths."""
    reason = (Need.REASON,)
    return (
        Transition(
            S.DRAFT, "submit", S.IN_REVIEW, May.VERSION_DRAFT, "version:submitted", (Need.CONTENT_COMPLETE,)
        ),
        Transition(S.DRAFT, "discard", S.DISCARDED, May.VERSION_DRAFT, "version:discarded"),
        Transition(S.IN_REVIEW, "return", S.DRAFT, May.VERSION_REVIEW, "version:returned", reason),
        Transition(S.IN_REVIEW, "reject", S.DISCARDED, May.VERSION_APPROVE, "version:rejected", reason),
        Transition(
            S.IN_REVIEW, "pilot", S.PILOT, May.VERSION_APPROVE, "version:piloted", (Need.THEMATIC_OPINION,)
        ),
        Transition(S.IN_REVIEW, "approve", S.APPROVED, May.VERSION_APPROVE, "version:approved", approval),
        Transition(S.PILOT, "end_pilot", S.IN_REVIEW, May.VERSION_DRAFT, "version:pilot_ended"),
        Transition(S.PILOT, "return", S.DRAFT, May.VERSION_REVIEW, "version:returned", reason),
        Transition(S.PILOT, "reopen", S.IN_REVIEW, May.VERSION_APPROVE, "version:reopened", reason),
        Transition(S.PILOT, "reject", S.DISCARDED, May.VERSION_APPROVE, "version:rejected", reason),
        Transition(S.PILOT, "approve", S.APPROVED, May.VERSION_APPROVE, "version:approved", approval),
        Transition(S.APPROVED, "publish", S.PUBLISHED, May.VERSION_PUBLISH, "version:published"),
        Transition(S.APPROVED, "return", S.DRAFT, May.VERSION_REVIEW, "version:returned", reason),
        Transition(S.APPROVED, "reopen", S.IN_REVIEW, May.VERSION_APPROVE, "version:reopened", reason),
        Transition(S.PUBLISHED, "supersede", S.SUPERSEDED, None, "version:superseded"),
        Transition(S.PUBLISHED, "withdraw", S.WITHDRAWN, May.VERSION_WITHDRAW, "version:withdrawn", reason),
        Transition(S.SUPERSEDED, "withdraw", S.WITHDRAWN, May.VERSION_WITHDRAW, "version:withdrawn", reason),
    )


MODULE_VERSION = Lifecycle("module_version", S.DRAFT, _table(Need.ANOTHER_APPROVER))

PATH_VERSION = Lifecycle("path_version", S.DRAFT, _table(Need.ANOTHER_APPROVER, Need.HR_OPINION))

# Whether a path spans ministries is a fact of its components: the service picks the table.
CROSS_MINISTRY_PATH_VERSION = Lifecycle(
    "path_version",
    S.DRAFT,
    _table(Need.ANOTHER_APPROVER, Need.HR_OPINION, Need.COORDINATION_ENDORSEMENT),
)
