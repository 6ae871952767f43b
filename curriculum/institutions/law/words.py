"""Words of the register of legal instruments."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum.domain.lifecycles.instrument import InstrumentState

S = InstrumentState
KINDS = {S.PROPOSED: "neutral", S.ADOPTED: "info", S.IN_FORCE: "good", S.REPEALED: "bad", S.LAPSED: "bad"}
"""The colour of a state, after its word."""


class StepWords(NamedTuple):
    """A step as a button: what it is called, what it means, and what it asks for."""

    action: str
    name: LazyString
    hint: LazyString
    asks_day: bool = True
    asks_reason: bool = False


STEPS: Mapping[str, StepWords] = {
    "adopt": StepWords("adopt", _("It was adopted"), _("Signed, and not in force yet."), asks_day=False),
    "enter": StepWords(
        "enter", _("It came into force"), _("From this day on; in a year somebody is asked to look again.")
    ),
    "check": StepWords(
        "check",
        _("Still in force today"),
        _("You looked it up. In a year somebody is asked to look again."),
        asks_day=False,
    ),
    "repeal": StepWords(
        "repeal",
        _("It was repealed"),
        _("Paths that rest on it say so from now on; certificates issued in its time stay what they are."),
        asks_reason=True,
    ),
    "lapse": StepWords(
        "lapse",
        _("It lapsed"),
        _("Its own last day has come. Paths that rest on it say so from now on."),
    ),
}


def steps(actions: Iterable[str]) -> tuple[StepWords, ...]:
    """The steps that may be noted now, in words."""
    return tuple(STEPS[action] for action in actions)
