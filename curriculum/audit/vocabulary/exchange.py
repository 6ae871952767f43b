"""What the trail says of curricula that go out and come in as files."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

EVENTS: dict[str, Event] = {
    "curriculum:exported": says(_("%(actor)s exported the whole curriculum as a file")),
    "curriculum:previewed": says(
        _("%(actor)s read the curriculum of the file %(name)s into a preview"), "name"
    ),
    "curriculum:forgotten": says(_("%(actor)s forgot the curriculum of the file %(name)s"), "name"),
    "curriculum:imported": says(
        _(
            "%(actor)s took a curriculum in from a file: %(new)s new, %(changed)s changed, %(equal)s equal, "
            "%(left)s left as they are"
        ),
        "new",
        "changed",
        "equal",
        "left",
        "refused",
    ),
}
