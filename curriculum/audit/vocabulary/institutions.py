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
}
