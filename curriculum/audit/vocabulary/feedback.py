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
    "feedback:planned": says(_("%(actor)s proposed a change after feedback on %(code)s: %(reason)s"), "code"),
    "feedback:declined": says(_("%(actor)s changed nothing after feedback on %(code)s: %(reason)s"), "code"),
    "feedback:carried": says(
        _("%(actor)s noted that %(version)s carries the change asked for on %(code)s"), "version", "code"
    ),
}
