"""A plan that moves people to a newer version of their path: counted first, then applied, and undone."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class MigrationState(StrEnum):
    """Where a plan stands; each of its lines says what became of one person."""

    COUNTING = "counting"
    DRAWN = "drawn"
    APPLYING = "applying"
    STOPPED = "stopped"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    DISCARDED = "discarded"


S = MigrationState
_WHY = (Need.REASON,)

MIGRATION = Lifecycle(
    "migration",
    S.COUNTING,
    (
        Transition(S.COUNTING, "count", S.DRAWN, None, "migration:drawn"),
        Transition(S.COUNTING, "discard", S.DISCARDED, May.MIGRATION_PREPARE, "migration:discarded"),
        Transition(S.DRAWN, "discard", S.DISCARDED, May.MIGRATION_PREPARE, "migration:discarded"),
        Transition(S.DRAWN, "apply", S.APPLYING, May.MIGRATION_APPLY, "migration:applied", _WHY),
        Transition(S.APPLYING, "stop", S.STOPPED, May.MIGRATION_APPLY, "migration:stopped"),
        Transition(S.APPLYING, "halt", S.STOPPED, None, "migration:halted"),
        Transition(S.STOPPED, "resume", S.APPLYING, May.MIGRATION_APPLY, "migration:resumed"),
        Transition(S.APPLYING, "finish", S.APPLIED, None, "migration:finished"),
        Transition(S.STOPPED, "undo", S.UNDOING, May.MIGRATION_APPLY, "migration:undone", _WHY),
        Transition(S.APPLIED, "undo", S.UNDOING, May.MIGRATION_APPLY, "migration:undone", _WHY),
        Transition(S.UNDOING, "finish_undo", S.UNDONE, None, "migration:undo_finished"),
    ),
)
