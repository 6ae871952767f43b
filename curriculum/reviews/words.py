"""Words of the review: what an entry does, what waits, which step a queue is about."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum.labels import labelled
from curriculum.reviews.models import Said
from curriculum.reviews.queue import Step

labelled(
    Said,
    {
        Said.COMMENT: _("wrote"),
        Said.SETTLED: _("called it settled"),
        Said.REOPENED: _("took it up again"),
        Said.TAKEN: _("took the suggestion into the draft"),
        Said.DECLINED: _("declined the suggestion"),
    },
)
labelled(
    Step,
    {
        Step.OPINION: _("Give your opinion"),
        Step.DECIDE: _("Read and decide"),
        Step.PUBLISH: _("Publish"),
        Step.WRITE: _("Go on writing"),
    },
)

KINDS: dict[str, LazyString] = {"modules": _("Modules"), "paths": _("Learning paths")}
"""The two kinds of versions, as filters and breadcrumbs name them."""
