"""One sentence for every refusal: what was found, what was expected, how to mend it (I-17)."""

from collections import defaultdict

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum.domain.refusals import Refusal
from curriculum.domain.refusals import RefusalCode as R

SENTENCES: dict[R, LazyString] = {
    R.NOT_PERMITTED: _("Your roles do not allow this here (%(permission)s)."),
    R.NOT_SIGNED_IN: _("Please sign in first."),
}


def sentence(refusal: Refusal) -> str:
    """The sentence of a refusal with its facts filled in; its code where no sentence was written."""
    pattern = SENTENCES.get(refusal.code)
    if pattern is None:
        return refusal.code.value
    facts: dict[str, object] = defaultdict(lambda: "…", refusal.facts)
    return str(pattern) % facts
