"""What the trail says of donors, programmes, offerings and coverage claims."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

EVENTS: dict[str, Event] = {
    "donor:created": says(_("%(actor)s entered the donor %(code)s"), "code"),
    "programme:created": says(_("%(actor)s entered the programme %(code)s of %(donor)s"), "code", "donor"),
    "offering:created": says(
        _("%(actor)s entered the offering %(code)s of %(programme)s"), "code", "programme"
    ),
    "offering:changed": says(_("%(actor)s changed what is announced of the offering %(code)s"), "code"),
    "donor:changed": says(_("%(actor)s changed what is noted of the donor %(code)s"), "code"),
    "programme:changed": says(_("%(actor)s changed the programme %(code)s"), "code"),
    "phase:entered": says(_("%(actor)s entered the phase “%(title)s” of %(code)s"), "title", "code"),
    "phase:changed": says(_("%(actor)s changed the phase “%(title)s” of %(code)s"), "title", "code"),
    "phase:removed": says(_("%(actor)s removed the phase “%(title)s” of %(code)s"), "title", "code"),
    "offering:confirmed": says(_("%(actor)s confirmed the offering %(code)s"), "code"),
    "offering:delivered": says(_("%(actor)s noted that the offering %(code)s was held"), "code"),
    "offering:closed": says(_("%(actor)s closed the offering %(code)s"), "code"),
    "offering:cancelled": says(_("%(actor)s cancelled the offering %(code)s: %(reason)s"), "code"),
    "syllabus:kept": says(
        _("%(actor)s handed in the syllabus “%(name)s” of %(offering)s"), "name", "offering"
    ),
    "results:requested": says(
        _("%(actor)s noted that the results of %(offering)s were requested on %(on)s"), "offering", "on"
    ),
    "results:settled": says(
        _("%(actor)s noted that the request for results of %(offering)s is settled"), "offering"
    ),
    "claim:proposed": says(
        _("%(actor)s proposed that %(offering)s covers %(outcome)s (%(depth)s)"),
        "offering",
        "outcome",
        "depth",
    ),
    "claim:accepted": says(
        _("%(actor)s accepted that %(offering)s covers %(outcome)s (%(depth)s)"),
        "offering",
        "outcome",
        "depth",
    ),
    "claim:rejected": says(
        _("%(actor)s rejected that %(offering)s covers %(outcome)s (%(depth)s): %(reason)s"),
        "offering",
        "outcome",
        "depth",
    ),
    "claim:restored": says(
        _("%(actor)s took over from a file that %(offering)s covers %(outcome)s (%(depth)s): %(state)s"),
        "offering",
        "outcome",
        "depth",
        "state",
    ),
    "claim:superseded": says(
        _("%(actor)s set aside %(count)s claims of %(offering)s: %(reason)s"), "offering", "count"
    ),
    "claim:reviewed": says(
        _("%(actor)s ended the review of %(count)s superseded claims of %(offering)s: %(reason)s"),
        "offering",
        "count",
    ),
    "overlap:justified": says(
        _("%(actor)s noted that it is wanted that several donors teach %(outcome)s: %(reason)s"), "outcome"
    ),
    "overlap:reopened": says(
        _("%(actor)s ended the note that several donors should teach %(outcome)s"), "outcome"
    ),
}
