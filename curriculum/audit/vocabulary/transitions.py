"""What the trail says of plans that move people, and of the terms of a move (J5)."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

_FACTS = ("code", "count")

EVENTS: dict[str, Event] = {
    "migration:begun": says(
        _(
            "%(actor)s drew the plan %(code)s: %(count)s people of %(path)s from version %(before)s to "
            "version %(after)s"
        ),
        *_FACTS,
        "path",
        "before",
        "after",
    ),
    "migration:drawn": says(_("The plan %(code)s is counted: %(count)s people"), *_FACTS),
    "migration:discarded": says(_("%(actor)s gave up the plan %(code)s (%(count)s people)"), *_FACTS),
    "migration:applied": says(
        _("%(actor)s applied the plan %(code)s (%(count)s people): %(reason)s"), *_FACTS
    ),
    "migration:stopped": says(_("%(actor)s stopped the plan %(code)s (%(count)s people)"), *_FACTS),
    "migration:halted": says(
        _(
            "The plan %(code)s (%(count)s people) was halted: the newer version is no longer the "
            "published one"
        ),
        *_FACTS,
    ),
    "migration:resumed": says(_("%(actor)s went on with the plan %(code)s (%(count)s people)"), *_FACTS),
    "migration:finished": says(_("The plan %(code)s (%(count)s people) was carried out"), *_FACTS),
    "migration:undone": says(_("%(actor)s undid the plan %(code)s (%(count)s people): %(reason)s"), *_FACTS),
    "migration:undo_finished": says(_("The plan %(code)s (%(count)s people) was taken back"), *_FACTS),
    "version:update_asked": says(
        _(
            "%(actor)s asked %(count)s holders of certificates of %(code)s v%(number)s for an update by "
            "%(until)s: %(reason)s"
        ),
        *_FACTS,
        "number",
        "until",
    ),
    "version:terms_decided": says(
        _("%(actor)s decided until when version %(before)s of %(code)s can be finished: %(until)s"),
        "code",
        "before",
        "until",
    ),
}
