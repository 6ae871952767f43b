"""Words and signs of the coverage map."""

from flask_babel import lazy_gettext as _

from curriculum.domain.mapping import Show
from curriculum.domain.planning import ClashKind
from curriculum.domain.proof import Depth
from curriculum.labels import labelled

labelled(
    Show,
    {
        Show.ALL: _("All outcomes"),
        Show.UNCOVERED: _("Without a donor"),
        Show.OVERLAP: _("Covered by two donors or more"),
    },
)

labelled(
    ClashKind,
    {
        ClashKind.SAME_DAYS: _("On the same days"),
        ClashKind.TAUGHT_TWICE: _("Taught twice in half a year"),
    },
)

SIGNS = {Depth.INTRODUCED: "○", Depth.PRACTISED: "◐", Depth.ASSESSED: "●"}
"""One sign a depth, the fuller the deeper; the word stands beside it for whoever does not see it."""
