"""Words of evaluations: their moments, what people say on a scale, why an answer is refused."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum.domain.evaluation import Moment, Statement
from curriculum.domain.refusals import RefusalCode as R
from curriculum.labels.registry import labelled

labelled(
    Moment,
    {
        Moment.REACTION: _("Right after the session"),
        Moment.PRE_TEST: _("Test before"),
        Moment.POST_TEST: _("Test after"),
        Moment.FOLLOW_UP: _("Three to six months later"),
    },
)
labelled(
    Statement,
    {
        Statement.USEFUL: _("It is useful for my post"),
        Statement.CLEAR: _("It was clear"),
        Statement.LEVEL: _("The level was right for me"),
        Statement.USE: _("I use it, or will use it"),
    },
)

EVALUATING: dict[R, tuple[LazyString, ...]] = {
    R.EVALUATION_NOT_OPEN: (
        _(
            "This evaluation is answered between %(opens_on)s and %(closes_on)s; today is %(today)s. Come "
            "back in that time, or use “Give feedback” on the page of the session."
        ),
        _("This evaluation is not open today. You can use “Give feedback” on the page of the session."),
    ),
    R.ALREADY_ANSWERED: (
        _(
            "You answered this evaluation already, or a trainer entered your score; nothing was added. To "
            "say more, use “Give feedback” on the page of the session."
        ),
    ),
}
