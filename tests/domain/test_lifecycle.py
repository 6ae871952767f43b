"""How any life cycle answers: a step and its event, or a refusal that names the fact."""

from enum import StrEnum

import pytest

from curriculum.domain.lifecycle import Lifecycle, Need, Step, Transition
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    WALLED = "walled"


DOORS = Lifecycle(
    "door",
    Door.OPEN,
    (
        Transition(Door.OPEN, "shut", Door.SHUT, Permission.UNIT_EDIT, "door:shut"),
        Transition(Door.SHUT, "wall", Door.WALLED, None, "door:walled", (Need.REASON, Need.DEED)),
    ),
)


def refusal_of(state: Door, action: str, *established: Need) -> Refusal:
    with pytest.raises(Refusal) as caught:
        DOORS.advance(state, action, established)
    return caught.value


def test_listed_step_gives_next_state_and_event():
    assert DOORS.advance(Door.OPEN, "shut") == Step(Door.SHUT, "door:shut")


def test_step_with_needs_passes_when_all_are_established():
    assert DOORS.advance(Door.SHUT, "wall", {Need.DEED, Need.REASON}) == Step(Door.WALLED, "door:walled")


@pytest.mark.parametrize(
    ("state", "action", "established", "code", "facts"),
    [
        (
            Door.WALLED,
            "shut",
            (),
            RefusalCode.WRONG_STATE,
            {"object": "door", "state": Door.WALLED, "action": "shut"},
        ),
        (
            Door.SHUT,
            "wall",
            (Need.DEED,),
            RefusalCode.REASON_MISSING,
            {"object": "door", "action": "wall"},
        ),
        (
            Door.SHUT,
            "wall",
            (Need.REASON,),
            RefusalCode.CONDITION_NOT_MET,
            {"object": "door", "action": "wall", "missing": (Need.DEED,)},
        ),
    ],
    ids=["not from here", "no reason (I-17)", "no deed"],
)
def test_refusal_names_the_fact(state, action, established, code, facts):
    refusal = refusal_of(state, action, *established)

    assert (refusal.code, dict(refusal.facts)) == (code, facts)


def test_unknown_verb_is_a_bug_and_not_a_refusal():
    with pytest.raises(ValueError, match="door knows no action 'paint'"):
        DOORS.advance(Door.OPEN, "paint")


def test_table_can_be_asked():
    assert DOORS.actions(Door.OPEN) == ("shut",)
    assert (DOORS.states("wall"), DOORS.states("open")) == ((Door.SHUT,), ())
    assert DOORS.events() == {"door:shut", "door:walled"}
    assert DOORS.find(Door.WALLED, "wall") is None


def test_refusal_shows_itself_in_a_log_line():
    refusal = Refusal(RefusalCode.MANDATE_ENDED, on="2026-04-01")

    assert (str(refusal), repr(refusal)) == ("mandate_ended", "Refusal(mandate_ended, on='2026-04-01')")
