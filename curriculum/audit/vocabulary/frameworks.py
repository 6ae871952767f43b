"""What the trail says of competence frameworks."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

EVENTS: dict[str, Event] = {
    "framework:imported": says(
        _("%(actor)s imported the competence framework %(code)s with %(items)s items"), "code", "items"
    ),
    "framework:replaced": says(
        _("%(actor)s imported the draft of the competence framework %(code)s anew: %(items)s items"),
        "code",
        "items",
    ),
    "framework:restored": says(
        _("%(actor)s took the competence framework %(code)s over from a file as it stood there: %(state)s"),
        "code",
        "state",
    ),
    "framework:adopted": says(_("%(actor)s adopted the competence framework %(code)s"), "code"),
    "framework:deprecated": says(
        _("%(actor)s took the competence framework %(code)s out of use: %(reason)s"), "code"
    ),
    "crosswalk:signed": says(
        _("%(actor)s signed how %(origin)s stands to %(target)s (%(type)s)"), "origin", "target", "type"
    ),
    "crosswalk:ended": says(
        _("%(actor)s ended the crosswalk from %(origin)s to %(target)s"), "origin", "target"
    ),
    "framework:scaled": says(
        _("%(actor)s gave the draft of the competence framework %(code)s the scale “%(name)s”"),
        "code",
        "name",
    ),
    "post_competence:required": says(
        _("%(actor)s noted that the post %(post)s asks for %(competence)s"), "post", "competence"
    ),
    "post_competence:ended": says(
        _("%(actor)s noted that the post %(post)s asks for %(competence)s no more"), "post", "competence"
    ),
    "framework:previewed": says(_("%(actor)s read the file %(name)s into a preview"), "name"),
    "framework:forgotten": says(_("%(actor)s forgot the file %(name)s after its preview"), "name"),
}
