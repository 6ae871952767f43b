"""What the trail says of delivery."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

EVENTS: dict[str, Event] = {
    "run:opened": says(_("%(actor)s opened the run %(code)s"), "code"),
    "run:enrolled": says(_("%(actor)s enrolled %(count)s persons on the run %(code)s"), "code", "count"),
    "attendance_source:added": says(
        _("%(actor)s added the source “%(label)s” (%(kind)s) to the run %(code)s"), "code", "kind", "label"
    ),
    "attendance_source:withdrawn": says(
        _("%(actor)s withdrew the source “%(label)s” of the run %(code)s: %(reason)s"),
        "code",
        "label",
        "count",
    ),
    "attendance:withdrawn": says(
        _("%(actor)s took back what “%(label)s” says of %(about)s at %(code)s: %(reason)s"),
        "code",
        "label",
        "count",
    ),
    "attendance:recorded": says(
        _("%(actor)s recorded %(count)s attendances at %(code)s from “%(label)s”; %(disputed)s to check"),
        "code",
        "label",
        "count",
        "disputed",
    ),
    "attendance:confirmed": says(
        _("%(actor)s confirmed the source “%(label)s” of the run %(code)s"), "code", "label", "count"
    ),
    "attendance:disputed": says(
        _("%(actor)s asked to check the hours of %(about)s at %(code)s: %(reason)s"), "code"
    ),
    "attendance:resolved": says(
        _("%(actor)s settled the hours of %(about)s at %(code)s: %(reason)s"),
        "code",
        "hours",
    ),
    "teaching:logged": says(
        _("%(actor)s logged hours taught by %(about)s at %(code)s"), "code", "role", "hours", "taught_on"
    ),
    "teaching:confirmed": says(_("%(actor)s confirmed the hours taught by %(about)s at %(code)s"), "code"),
}
