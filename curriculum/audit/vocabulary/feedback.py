"""What the trail says of feedback and what became of it."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

EVENTS: dict[str, Event] = {
    "evaluation:announced": says(
        _("%(actor)s said that session %(code)s is tested before and after"), "code"
    ),
    "evaluation:answered": says(
        _("%(actor)s answered an evaluation of session %(code)s (%(moment)s)"), "moment", "code"
    ),
    "evaluation:scored": says(
        _("%(actor)s entered %(count)s scores of session %(code)s (%(moment)s)"), "count", "moment", "code"
    ),
    "feedback:given": says(_("%(actor)s gave feedback on %(code)s"), "code"),
    "feedback:declined": says(_("%(actor)s changed nothing after feedback on %(code)s: %(reason)s"), "code"),
    "feedback:taken_up": says(_("%(actor)s took feedback on %(code)s up in a proposal of change"), "code"),
    "proposal:made": says(_("%(actor)s proposed a change of %(code)s"), "code"),
    "proposal:accepted": says(_("%(actor)s accepted the proposed change of %(code)s: %(reason)s"), "code"),
    "proposal:declined": says(_("%(actor)s declined the proposed change of %(code)s: %(reason)s"), "code"),
    "proposal:linked": says(
        _("%(actor)s linked %(version)s to the proposed change of %(code)s"), "version", "code"
    ),
    "proposal:carried": says(_("%(version)s, now published, carries the proposed change"), "version"),
}
