"""What the trail says of institutions, units and code lists."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

EVENTS: dict[str, Event] = {
    "institution:created": says(_("%(actor)s opened the institution %(code)s"), "code"),
    "institution:edited": says(_("%(actor)s changed the institution %(code)s"), "code"),
    "institution:renamed": says(
        _("%(actor)s renamed the institution %(code)s; until then: %(former)s"), "code", "former"
    ),
    "unit:created": says(_("%(actor)s opened the unit %(code)s of %(institution)s"), "code", "institution"),
    "unit:edited": says(_("%(actor)s changed the unit %(code)s"), "code"),
    "grade:created": says(_("%(actor)s added the grade %(code)s"), "code"),
    "post_profile:created": says(_("%(actor)s added the post profile %(code)s"), "code"),
    "code_list:set": says(_("%(actor)s set the code list %(name)s with %(count)s members"), "name", "count"),
    "instrument:recorded": says(
        _("%(actor)s entered the legal instrument %(code)s (%(state)s)"), "code", "state"
    ),
    "instrument:revised": says(_("%(actor)s changed the entry of the legal instrument %(code)s"), "code"),
    "instrument:file_kept": says(
        _("%(actor)s handed in the text of the legal instrument %(code)s (SHA-256 %(sha256)s)"),
        "code",
        "sha256",
    ),
    "instrument:adopted": says(_("%(actor)s noted that the legal instrument %(code)s was adopted"), "code"),
    "instrument:entered": says(
        _("%(actor)s noted that the legal instrument %(code)s came into force"), "code"
    ),
    "instrument:checked": says(
        _("%(actor)s looked the legal instrument %(code)s up: it is still in force"), "code"
    ),
    "instrument:repealed": says(
        _("%(actor)s noted that the legal instrument %(code)s was repealed: %(reason)s"), "code"
    ),
    "instrument:lapsed": says(_("%(actor)s noted that the legal instrument %(code)s lapsed"), "code"),
}
