"""Words of needs: who asks, how strong a proof is, what comes first."""

from flask_babel import lazy_gettext as _

from curriculum.domain.needs import Priority, Source
from curriculum.domain.proof import ProofLevel
from curriculum.labels import labelled

labelled(
    Source,
    {
        Source.POST: _("Post profile"),
        Source.COMPETENCE: _("Competence"),
        Source.PATH: _("Path that qualifies"),
    },
)

LEVELS = {
    ProofLevel.DECLARED: _("stated"),
    ProofLevel.ATTENDED: _("attended"),
    ProofLevel.PRACTISED: _("practised"),
    ProofLevel.ASSESSED_EXTERNALLY: _("assessed"),
    ProofLevel.ASSESSED_BY_AUTHORISED: _("assessed by our own assessor"),
}

PRIORITIES = {
    Priority.FIRST: (_("pressing"), "bad"),
    Priority.SECOND: (_("soon"), "wait"),
    Priority.THIRD: (_("later"), "neutral"),
}
"""The word of each with the kind of its tag."""
