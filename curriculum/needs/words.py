"""Words of needs: who asks, what comes first."""

from flask_babel import lazy_gettext as _

from curriculum.domain.needs import Priority, Source
from curriculum.labels import labelled

labelled(
    Source,
    {
        Source.POST: _("Post profile"),
        Source.COMPETENCE: _("Competence"),
        Source.PATH: _("Path that qualifies"),
    },
)

PRIORITIES = {
    Priority.FIRST: (_("pressing"), "bad"),
    Priority.SECOND: (_("soon"), "wait"),
    Priority.THIRD: (_("later"), "neutral"),
}
"""The word of each with the kind of its tag."""
