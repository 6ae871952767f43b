"""Words of this room's closed lists."""

from flask_babel import lazy_gettext as _

from curriculum.assessment.grid import Criterion
from curriculum.assessment.models import ResultKind, ResultState
from curriculum.labels import labelled

labelled(
    ResultKind,
    {
        ResultKind.MODULE: _("Assessment of the module"),
        ResultKind.CHALLENGE_TEST: _("Challenge test"),
        ResultKind.TOP_UP: _("Top-up"),
    },
)
labelled(
    ResultState,
    {
        ResultState.GRADED: _("Graded, waits for verification"),
        ResultState.VERIFIED: _("Verified"),
        ResultState.ANNULLED: _("Annulled"),
    },
)
labelled(
    Criterion,
    {
        Criterion.OBJECTIVES: _("Objectives stated"),
        Criterion.ALIGNMENT: _("Alignment of activities with the objectives"),
        Criterion.ACTIVATION: _("Activation of learners"),
        Criterion.ACCURACY: _("Accuracy of the content"),
        Criterion.QUESTIONS: _("Handling of questions"),
        Criterion.CHECKS: _("Use of checks for learning"),
        Criterion.INCLUSION: _("Inclusion and rights"),
        Criterion.TIME: _("Use of time"),
        Criterion.CLARITY: _("Clarity of language"),
        Criterion.FEEDBACK: _("Feedback to learners"),
    },
)
KINDS = {ResultState.GRADED: "wait", ResultState.VERIFIED: "good", ResultState.ANNULLED: "bad"}
"""How the tag of a result looks."""

LEVELS = {1: _("1 – not yet"), 2: _("2 – in part"), 3: _("3 – sufficient"), 4: _("4 – fully")}
"""The four levels of the grid."""
