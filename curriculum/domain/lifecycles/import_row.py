"""A line of a list, kept verbatim: whose it is, decided by the bar or by the desk."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class RowState(StrEnum):
    """Where a row stands. `invalid`: a cell could not be read, so nobody was looked for."""

    NEW = "new"
    INVALID = "invalid"
    AUTO_LINKED = "auto_linked"
    CANDIDATE = "candidate"
    UNMATCHED = "unmatched"
    LINKED = "linked"
    NEW_PERSON_CREATED = "new_person_created"
    IGNORED = "ignored"
    DUPLICATE_ROW = "duplicate_row"


S = RowState
UNDECIDED = frozenset({S.NEW, S.INVALID, S.CANDIDATE, S.UNMATCHED})
COUNTED = frozenset({S.AUTO_LINKED, S.LINKED, S.NEW_PERSON_CREATED})

_MATCHING = (
    Transition(S.NEW, "fault", S.INVALID, May.BATCH_MATCH, "row:faulted"),
    Transition(S.NEW, "link_automatically", S.AUTO_LINKED, May.BATCH_MATCH, "row:linked"),
    Transition(S.NEW, "propose", S.CANDIDATE, May.BATCH_MATCH, "row:proposed"),
    Transition(S.NEW, "find_nobody", S.UNMATCHED, May.BATCH_MATCH, "row:unmatched"),
    Transition(S.NEW, "set_duplicate", S.DUPLICATE_ROW, May.BATCH_MATCH, "row:duplicate"),
    Transition(S.INVALID, "mend", S.NEW, May.ROW_DECIDE, "row:mended", (Need.REASON,)),
    Transition(S.INVALID, "ignore", S.IGNORED, May.ROW_DECIDE, "row:ignored"),
)

_DESK = tuple(
    row
    for state in (S.CANDIDATE, S.UNMATCHED)
    for row in (
        Transition(state, "rematch", S.NEW, May.BATCH_MATCH, "row:rematched"),
        Transition(state, "link", S.LINKED, May.ROW_DECIDE, "row:linked"),
        Transition(state, "create_person", S.NEW_PERSON_CREATED, May.ROW_DECIDE, "row:person_created"),
        Transition(state, "ignore", S.IGNORED, May.ROW_DECIDE, "row:ignored"),
        Transition(state, "set_duplicate", S.DUPLICATE_ROW, May.ROW_DECIDE, "row:duplicate"),
    )
)

# Every decision is reversible until closure (J2), the automatic ones too.
_SECOND_THOUGHTS = tuple(
    Transition(state, "reopen", S.CANDIDATE, May.ROW_DECIDE, "row:reopened", (Need.REASON, Need.NO_ROW_HELD))
    for state in (S.AUTO_LINKED, S.LINKED, S.NEW_PERSON_CREATED, S.IGNORED, S.DUPLICATE_ROW)
)

IMPORT_ROW = Lifecycle("row", S.NEW, _MATCHING + _DESK + _SECOND_THOUGHTS)
