"""One sentence for every refusal on the way from an application to its certificate (I-17)."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum.domain.refusals import RefusalCode as R

SIGNING: dict[R, tuple[LazyString, ...]] = {
    R.NOT_ELIGIBLE: (
        _("The path is not complete yet: %(missing)s."),
        _("The path is not complete yet. The progress page says what is missing and the ways to get it."),
    ),
    R.PAYLOAD_CHANGED: (
        _(
            "The text to sign has changed since you opened it, so earlier signatures are void. Read it "
            "again before you sign."
        ),
    ),
    R.SNAPSHOT_CHANGED: (
        _(
            "This cannot be granted: of the records the application was frozen with, %(evidence)s no longer "
            "count. Refuse it with the reason; the person may apply again."
        ),
        _(
            "The frozen file of this application no longer agrees with its seal. Nothing was decided; tell "
            "the administrator."
        ),
    ),
    R.MANDATE_MISSING: (
        _(
            "%(institution)s has no mandate in force to sign for %(function)s. It has to give one, or borrow "
            "a signatory of another institution, with a deed."
        ),
        _("You hold no mandate to sign here. The institution has to give one, with its deed."),
    ),
    R.MANDATE_ENDED: (
        _("The mandate ended on %(ended)s; it no longer lets you sign."),
        _("The mandate has ended; it no longer lets you sign."),
    ),
    R.MANDATE_NOT_YET: (
        _("The mandate begins on %(begins)s; until then another signatory has to sign."),
        _("The mandate has not begun yet; until then another signatory has to sign."),
    ),
    R.MANDATE_SUSPENDED: (_("The mandate is suspended. Another signatory has to sign."),),
    R.MANDATE_OF_OTHER_BODY: (
        _("The mandate is for another institution or function. A signatory of the right one has to sign."),
    ),
    R.MANDATE_TOO_LONG: (
        _("An acting mandate may last until %(longest)s at most. Shorten it, or propose a full one."),
        _("The mandate lasts longer than its kind allows. Shorten it."),
    ),
    R.DEED_MISSING: (_("The deed of the mandate is missing. Name the legal act it rests on."),),
    R.NOT_DESIGNATED: (
        _("This case was given to another signatory. Ask for it to be reassigned if you should sign."),
    ),
    R.SIGN_OFF_MISSING: (_("Both sign-offs are needed before the certificate can be issued."),),
    R.ALREADY_SIGNED: (_("This was already signed; nothing was changed."),),
    R.ALREADY_ISSUED: (_("The certificate was already issued; nothing was changed."),),
    R.CERTIFICATE_ENDED: (_("The certificate no longer stands, so its status cannot change this way."),),
    R.NOTHING_WAITS: (
        _(
            "There is nothing to take here: of what you chose at %(institution)s, nothing waits or is "
            "issued, or another graduation has it. Choose other paths or institutions, or come back later."
        ),
        _("There is nothing to take here yet. Choose something else, or come back later."),
    ),
}
