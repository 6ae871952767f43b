"""What the trail says of evidence."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

EVENTS: dict[str, Event] = {
    "evidence:recorded": says(_("%(actor)s recorded %(count)s pieces of evidence from a list"), "count"),
    "evidence:batch_withdrawn": says(
        _("%(actor)s withdrew %(count)s pieces of evidence of an undone list: %(reason)s"), "count"
    ),
    "evidence:rows_withdrawn": says(
        _("%(actor)s withdrew %(count)s pieces of evidence of a reopened row: %(reason)s"), "count"
    ),
    "evidence:submitted": says(_("%(actor)s submitted “%(title)s” for %(about)s"), "title"),
    "evidence:resubmitted": says(_("%(actor)s submitted “%(title)s” for %(about)s again"), "title"),
    "evidence:taken": says(_("%(actor)s took “%(title)s” of %(about)s for review"), "title"),
    "evidence:accepted": says(
        _("%(actor)s accepted “%(title)s” of %(about)s"), "title", "outcomes", "reason_code"
    ),
    "evidence:partly_accepted": says(
        _("%(actor)s accepted a part of “%(title)s” of %(about)s: %(reason)s"),
        "title",
        "outcomes",
        "reason_code",
    ),
    "evidence:rejected": says(
        _("%(actor)s did not accept “%(title)s” of %(about)s: %(reason)s"),
        "title",
        "outcomes",
        "reason_code",
    ),
    "evidence:more_asked": says(
        _("%(actor)s asked %(about)s for more on “%(title)s”: %(reason)s"),
        "title",
        "outcomes",
        "reason_code",
    ),
    "evidence:invalidated": says(_("%(actor)s invalidated “%(title)s” of %(about)s: %(reason)s"), "title"),
    "experience:attested": says(
        _("%(actor)s attested experience of %(about)s in %(theme)s from %(from_)s to %(to)s"),
        "theme",
        "from_",
        "to",
    ),
    "cpd:recorded": says(_("%(actor)s recorded points of %(about)s (%(type)s)"), "type", "points"),
    "cpd:accepted": says(_("%(actor)s accepted points of %(about)s (%(type)s)"), "type"),
}
