"""A received file: its columns named, its rows matched, counted, and undone as a whole."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class BatchState(StrEnum):
    """Where a file stands; linked rows of a matched batch count at once."""

    RECEIVED = "received"
    MAPPED = "mapped"
    MATCHED = "matched"
    APPLIED = "applied"
    ROLLED_BACK = "rolled_back"
    DISCARDED = "discarded"


S = BatchState
_FREE = (Need.REASON, Need.NO_ROW_HELD)

IMPORT_BATCH = Lifecycle(
    "batch",
    S.RECEIVED,
    (
        Transition(S.RECEIVED, "map", S.MAPPED, May.BATCH_MAP, "batch:mapped"),
        Transition(S.RECEIVED, "discard", S.DISCARDED, May.BATCH_DISCARD, "batch:discarded", (Need.REASON,)),
        # A wrong column is mended before anything was matched; people found later are matched anew.
        Transition(S.MAPPED, "map", S.MAPPED, May.BATCH_MAP, "batch:mapped"),
        Transition(S.MAPPED, "match", S.MATCHED, May.BATCH_MATCH, "batch:matched"),
        Transition(S.MAPPED, "discard", S.DISCARDED, May.BATCH_DISCARD, "batch:discarded", (Need.REASON,)),
        Transition(S.MATCHED, "match", S.MATCHED, May.BATCH_MATCH, "batch:matched"),
        Transition(S.MATCHED, "apply", S.APPLIED, May.BATCH_APPLY, "batch:applied", (Need.NO_ROW_UNDECIDED,)),
        Transition(S.MATCHED, "undo", S.ROLLED_BACK, May.BATCH_UNDO, "batch:rolled_back", _FREE),
        # A decision taken back leaves a row undecided, so the list is not applied any more (J2).
        Transition(S.APPLIED, "reopen", S.MATCHED, May.ROW_DECIDE, "batch:reopened", (Need.REASON,)),
        Transition(S.APPLIED, "undo", S.ROLLED_BACK, May.BATCH_UNDO, "batch:rolled_back", _FREE),
    ),
)
