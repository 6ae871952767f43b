"""A legal instrument: proposed, adopted, in force, and one day repealed or lapsed (domain.md §2.9)."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class InstrumentState(StrEnum):
    """Where an instrument stands; what ended is kept, because certificates of its time rest on it."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    IN_FORCE = "in_force"
    REPEALED = "repealed"
    LAPSED = "lapsed"


S = InstrumentState
ENDED = frozenset({S.REPEALED, S.LAPSED})
EDIT = May.INSTRUMENT_EDIT

INSTRUMENT = Lifecycle(
    "instrument",
    S.PROPOSED,
    (
        Transition(S.PROPOSED, "adopt", S.ADOPTED, EDIT, "instrument:adopted"),
        Transition(S.ADOPTED, "enter", S.IN_FORCE, EDIT, "instrument:entered"),
        Transition(S.ADOPTED, "repeal", S.REPEALED, EDIT, "instrument:repealed", (Need.REASON,)),
        Transition(S.IN_FORCE, "check", S.IN_FORCE, EDIT, "instrument:checked"),
        Transition(S.IN_FORCE, "repeal", S.REPEALED, EDIT, "instrument:repealed", (Need.REASON,)),
        Transition(S.IN_FORCE, "lapse", S.LAPSED, EDIT, "instrument:lapsed"),
    ),
)
