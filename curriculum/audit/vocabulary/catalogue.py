"""What the trail says of themes, modules and versions; path versions share the words."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

EVENTS: dict[str, Event] = {
    "theme:created": says(_("%(actor)s added the theme %(code)s"), "code"),
    "module:created": says(_("%(actor)s opened the module %(code)s for %(owner)s"), "code", "owner"),
    "version:drafted": says(_("%(actor)s began version %(version)s of %(code)s"), "code", "version"),
    "version:revised": says(_("%(actor)s rewrote version %(version)s of %(code)s"), "code", "version"),
    "version:imported": says(
        _("%(actor)s brought version %(version)s of %(code)s in with the file of a curriculum"),
        "code",
        "version",
    ),
    "version:restored": says(
        _("%(actor)s took version %(version)s of %(code)s over from a file as it stood there: %(state)s"),
        "code",
        "version",
        "state",
    ),
    "version:copied": says(
        _("%(actor)s copied %(source)s as version %(version)s of %(code)s"), "source", "code", "version"
    ),
    "version:submitted": says(
        _("%(actor)s submitted version %(version)s of %(code)s for review"), "code", "version"
    ),
    "version:discarded": says(_("%(actor)s gave up version %(version)s of %(code)s"), "code", "version"),
    "version:returned": says(
        _("%(actor)s returned version %(version)s of %(code)s: %(reason)s"), "code", "version"
    ),
    "version:rejected": says(
        _("%(actor)s rejected version %(version)s of %(code)s: %(reason)s"), "code", "version"
    ),
    "version:opinion_given": says(
        _("%(actor)s gave an opinion (%(given_as)s: %(opinion)s) on version %(version)s of %(code)s"),
        "code",
        "version",
        "given_as",
        "opinion",
    ),
    "version:piloted": says(
        _("%(actor)s opened the pilot of version %(version)s of %(code)s"), "code", "version"
    ),
    "version:pilot_ended": says(
        _("%(actor)s ended the pilot of version %(version)s of %(code)s"), "code", "version"
    ),
    "version:approved": says(_("%(actor)s approved version %(version)s of %(code)s"), "code", "version"),
    "version:reopened": says(
        _("%(actor)s reopened version %(version)s of %(code)s: %(reason)s"), "code", "version"
    ),
    "version:published": says(_("%(actor)s published version %(version)s of %(code)s"), "code", "version"),
    "version:superseded": says(_("Version %(version)s of %(code)s was superseded"), "code", "version"),
    "version:withdrawn": says(
        _("%(actor)s withdrew version %(version)s of %(code)s: %(reason)s"), "code", "version"
    ),
    "equivalence:decided": says(
        _("%(actor)s decided what %(source)s carries to %(target)s: %(degree)s"), "source", "target", "degree"
    ),
    "equivalence:refused": says(
        _("%(actor)s refused that %(source)s carries over to %(target)s: %(reason)s"), "source", "target"
    ),
    "competence:linked": says(
        _("%(actor)s noted that the outcome %(outcome)s leads to the competence %(competence)s"),
        "outcome",
        "competence",
    ),
    "competence:ended": says(
        _("%(actor)s ended the note that %(module)s leads to the competence %(competence)s"),
        "module",
        "competence",
    ),
}
