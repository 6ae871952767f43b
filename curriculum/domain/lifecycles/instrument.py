"""A legal instrument: proposed, adopted, in force, and one day repealed or lapsed (domain.md §2.9)."""

from datetime import date
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


def standing(state: InstrumentState, first: date | None, last: date | None, on: date) -> InstrumentState:
    """Where an instrument stands on a day: what is in force ends with its last day, whoever notes it or not.

    Repealed with a day to come, it holds until that day.
    """
    if last is None or state not in (S.IN_FORCE, *ENDED):
        return state
    if state is S.IN_FORCE:
        return S.LAPSED if last < on else state
    return S.IN_FORCE if first is not None and first <= on < last else state


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
