"""What the trail says of paths and of people on them; versions speak in the catalogue's words."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

_FACTS = ("path", "version")

EVENTS: dict[str, Event] = {
    "path:created": says(_("%(actor)s opened the path %(code)s for %(owner)s"), "code", "owner"),
    "enrolment:nominated": says(
        _("%(actor)s designated an official for %(path)s, version %(version)s"), *_FACTS
    ),
    "enrolment:admitted": says(_("%(actor)s admitted an official to %(path)s, version %(version)s"), *_FACTS),
    "enrolment:declined": says(
        _("%(actor)s declined a nomination for %(path)s, version %(version)s: %(reason)s"), *_FACTS
    ),
    "enrolment:started": says(_("An official is under way on %(path)s, version %(version)s"), *_FACTS),
    "enrolment:held": says(_("%(actor)s paused %(path)s, version %(version)s: %(reason)s"), *_FACTS),
    "enrolment:resumed": says(_("%(actor)s resumed %(path)s, version %(version)s"), *_FACTS),
    "enrolment:rerouted": says(
        _(
            "%(actor)s changed the route on %(path)s, version %(version)s, from %(before)s to %(route)s: "
            "%(reason)s"
        ),
        *_FACTS,
        "before",
        "route",
    ),
    "enrolment:completed": says(_("Every component of %(path)s, version %(version)s, is met"), *_FACTS),
    "enrolment:withdrawn": says(
        _("%(actor)s ended %(path)s, version %(version)s, early: %(reason)s"), *_FACTS
    ),
    "enrolment:lapsed": says(_("The longest duration of %(path)s, version %(version)s, is over"), *_FACTS),
    "enrolment:transitioned": says(_("%(actor)s moved on from version %(version)s of %(path)s"), *_FACTS),
    "enrolment:migrated": says(
        _("An official was moved from version %(version)s of %(path)s to version %(to)s: %(reason)s"),
        *_FACTS,
        "to",
    ),
    "enrolment:moved_back": says(
        _("The move of an official to version %(version)s of %(path)s was undone: %(reason)s"), *_FACTS
    ),
    "enrolment:taken_back": says(
        _("An official is again on version %(version)s of %(path)s: %(reason)s"), *_FACTS
    ),
    "enrolment:paused": says(_("%(path)s, version %(version)s, was paused: %(reason)s"), *_FACTS),
    "assignment:decided": says(
        _("%(actor)s let %(module)s count for %(component)s of %(path)s: %(reason)s"),
        *("path", "module", "component"),
    ),
    "assignment:ended": says(
        _("%(actor)s left it to the rule again what %(module)s counts for on %(path)s: %(reason)s"),
        *("path", "module", "component"),
    ),
    "enrolment:applied": says(_("A certificate was applied for on %(path)s, version %(version)s"), *_FACTS),
}
