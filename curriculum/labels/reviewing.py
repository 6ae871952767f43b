"""One sentence for every refusal of reviews: lent power, questions, suggestions (I-17)."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum.domain.refusals import RefusalCode as R

REVIEWING: dict[R, tuple[LazyString, ...]] = {
    R.LENDER_WROTE: (
        _(
            "%(by)s, who lent you this power, wrote in the draft, so it is not lent for this version. "
            "Somebody else has to decide."
        ),
        _("Whoever lent you this power wrote in the draft. Somebody else has to decide."),
    ),
    R.LENT_TO_SELF: (_("Nobody lends power to themselves, under whatever account. Choose another person."),),
    R.CANNOT_SPEAK_FOR: (
        _(
            "%(name)s holds no role that speaks as “%(given_as)s” on this version. Choose another account, "
            "or ask in another name."
        ),
        _("This account holds no role that speaks in that name. Choose another account."),
    ),
    R.SUGGESTION_OUTDATED: (
        _(
            "The text is not what the suggestion began from, or the suggestion changes nothing. Read both, "
            "then write the change by hand or suggest it anew."
        ),
    ),
}
