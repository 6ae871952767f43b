"""What the trail says of assessment."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

EVENTS: dict[str, Event] = {
    "result:graded": says(
        _("%(actor)s graded %(about)s in %(module)s (attempt %(attempt)s)"),
        "module",
        "run",
        "score",
        "passed",
        "attempt",
    ),
    "result:verified": says(_("%(actor)s verified a result of %(about)s in %(module)s"), "module"),
    "result:annulled": says(
        _("%(actor)s annulled a result of %(about)s in %(module)s: %(reason)s"), "module"
    ),
    "observation:recorded": says(_("%(actor)s observed %(about)s teach at %(code)s"), "code", "overall"),
    "observation:signed": says(_("%(actor)s signed the observation of %(about)s at %(code)s"), "code", "as_"),
    "panel:held": says(
        _("%(actor)s recorded the panel that heard %(about)s (%(minutes)s)"), "path", "minutes", "favourable"
    ),
}
