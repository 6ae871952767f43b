"""What the trail says of people."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

EVENTS: dict[str, Event] = {
    "person:registered": says(_("%(actor)s opened a file for %(about)s")),
    "people:registered": says(_("%(actor)s opened %(count)s files from a list"), "count"),
    "person:name_corrected": says(
        _("%(actor)s corrected the name of %(about)s (%(script)s): %(reason)s"), "script"
    ),
    "person:moved": says(_("%(actor)s recorded a transfer of %(about)s on %(on)s: %(reason)s"), "on"),
    "relation:declared": says(
        _("%(actor)s declared a relation (%(kind)s) of the person with number %(of)s to %(about)s"),
        "kind",
        "of",
    ),
    "relation:ended": says(
        _(
            "%(actor)s ended the relation (%(kind)s) of the person with number %(of)s to %(about)s "
            "on %(on)s: %(reason)s"
        ),
        "kind",
        "of",
        "on",
    ),
}
