"""What the trail says of intake."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

EVENTS: dict[str, Event] = {
    "batch:received": says(
        _("%(actor)s received the list %(code)s (“%(file)s”, %(rows)s rows)"),
        "code",
        "file",
        "sha256",
        "rows",
    ),
    "batch:mapped": says(_("%(actor)s assigned the columns of the list %(code)s"), "code", "mapping"),
    "batch:matched": says(
        _(
            "%(actor)s matched the list %(code)s: %(linked)s linked, %(to_decide)s to decide, "
            "%(not_found)s not found, %(repeated)s repeated, %(faulty)s with errors"
        ),
        "code",
        "linked",
        "to_decide",
        "not_found",
        "repeated",
        "faulty",
    ),
    "batch:counted": says(
        _("%(actor)s let %(rows)s rows of the list %(code)s count; %(undecided)s still wait"),
        "code",
        "rows",
        "undecided",
    ),
    "batch:applied": says(_("%(actor)s applied the list %(code)s (%(rows)s rows)"), "code", "rows"),
    "batch:reopened": says(_("%(actor)s opened the list %(code)s again: %(reason)s"), "code"),
    "batch:rolled_back": says(
        _("%(actor)s undid the list %(code)s (%(rows)s rows): %(reason)s"), "code", "rows"
    ),
    "batch:discarded": says(_("%(actor)s put the list %(code)s aside: %(reason)s"), "code"),
    "row:linked": says(_("%(actor)s decided that row %(row)s of %(code)s is %(about)s"), "code", "row"),
    "row:different": says(
        _("%(actor)s decided that row %(row)s of %(code)s is not %(about)s"), "code", "row"
    ),
    "row:ignored": says(_("%(actor)s left out row %(row)s of %(code)s: not an official"), "code", "row"),
    "row:duplicate": says(
        _("%(actor)s decided that row %(row)s of %(code)s repeats row %(of)s"), "code", "row", "of"
    ),
    "row:person_created": says(
        _("%(actor)s opened a file for %(about)s from row %(row)s of %(code)s"), "code", "row"
    ),
    "row:asked": says(
        _("%(actor)s asked the donor about row %(row)s of %(code)s: %(reason)s"), "code", "row"
    ),
    "row:mended": says(_("%(actor)s corrected row %(row)s of %(code)s: %(reason)s"), "code", "row", "fields"),
    "row:reopened": says(_("%(actor)s reopened row %(row)s of %(code)s: %(reason)s"), "code", "row"),
}
