"""What the trail says of reviews: talk, suggestions, questions, lent power; never what was written."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

_PLACE = ("code", "version", "place")
_ASKED = ("code", "version", "given_as", "name")
_LENT = ("lender", "borrower", "institution", "first", "last")

EVENTS: dict[str, Event] = {
    "review:thread_opened": says(
        _("%(actor)s began a thread on version %(version)s of %(code)s (%(place)s)"), *_PLACE
    ),
    "review:replied": says(
        _("%(actor)s answered in a thread on version %(version)s of %(code)s (%(place)s)"), *_PLACE
    ),
    "review:thread_settled": says(
        _("%(actor)s settled a thread on version %(version)s of %(code)s (%(place)s)"), *_PLACE
    ),
    "review:thread_reopened": says(
        _("%(actor)s took a thread on version %(version)s of %(code)s up again (%(place)s)"), *_PLACE
    ),
    "review:suggestion_taken": says(
        _("%(actor)s took what %(by)s suggested into version %(version)s of %(code)s (%(place)s)"),
        *_PLACE,
        "by",
    ),
    "review:suggestion_declined": says(
        _(
            "%(actor)s declined what %(by)s suggested for version %(version)s of %(code)s (%(place)s): "
            "%(reason)s"
        ),
        *_PLACE,
        "by",
    ),
    "review:opinion_asked": says(
        _("%(actor)s asked %(name)s for an opinion (%(given_as)s) on version %(version)s of %(code)s"),
        *_ASKED,
    ),
    "review:question_ended": says(
        _(
            "%(actor)s no longer asks %(name)s for an opinion (%(given_as)s) on version %(version)s of "
            "%(code)s"
        ),
        *_ASKED,
    ),
    "review:step_lent": says(
        _("%(actor)s acted for %(lender)s: %(action)s, version %(version)s of %(code)s"),
        "code",
        "version",
        "action",
        "lender",
    ),
    "delegation:given": says(
        _(
            "%(lender)s lent the steps of review at %(institution)s to %(borrower)s, %(first)s to %(last)s: "
            "%(reason)s"
        ),
        *_LENT,
    ),
    "delegation:ended": says(
        _("%(actor)s ended what %(lender)s had lent to %(borrower)s at %(institution)s"), *_LENT
    ),
}
