"""How the room puts faults, levels and previews into words."""

from flask_babel import gettext as _

from curriculum.domain import case_faults, exchange
from curriculum.domain.lifecycles.framework import FrameworkState
from curriculum.frameworks.models import FrameworkItem
from curriculum.labels import label

KINDS = {
    FrameworkState.DRAFT: "neutral",
    FrameworkState.ADOPTED: "good",
    FrameworkState.DEPRECATED: "wait",
}


def level(item: FrameworkItem) -> str:
    """The shared level of an item; never more than a hint, and said so."""
    if item.level_scheme is None or item.level is None:
        return ""
    said: str = _(
        "%(scheme)s level %(level)s (indicative)", scheme=label(item.level_scheme), level=item.level
    )
    return said


def mend(fault: case_faults.Fault | exchange.Fault) -> str:
    """What was found, what was expected: the sentence of one fault."""
    said: str = _(
        "%(fault)s: found %(found)s, expected %(expected)s.",
        fault=label(fault.code),
        found=fault.found or "–",
        expected=fault.expected,
    )
    return said
