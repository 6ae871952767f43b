"""What the trail says of accounts, roles and sessions."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

EVENTS: dict[str, Event] = {
    "account:created": says(_("%(actor)s opened the account %(login)s"), "login"),
    "account:link_renewed": says(
        _("%(actor)s gave the account %(login)s a new first-sign-in link: %(reason)s"), "login"
    ),
    "account:link_asked": says(
        _("%(actor)s asked for a new first-sign-in link of the account %(login)s: %(reason)s"), "login"
    ),
    "account:link_approved": says(
        _("%(actor)s approved a new first-sign-in link of the account %(login)s"), "login"
    ),
    "account:link_refused": says(
        _("%(actor)s refused a new first-sign-in link of the account %(login)s: %(reason)s"), "login"
    ),
    "account:password_chosen": says(_("%(actor)s chose a password")),
    "account:email_changed": says(_("%(actor)s changed where notices go")),
    "account:disabled": says(_("%(actor)s closed the account %(login)s: %(reason)s"), "login"),
    "account:reopened": says(_("%(actor)s opened the account %(login)s again: %(reason)s"), "login"),
    "role:granted": says(_("%(actor)s gave %(login)s the role %(role)s: %(reason)s"), "login", "role"),
    "role:approved": says(_("%(actor)s approved the role %(role)s of %(login)s"), "login", "role"),
    "role:refused": says(_("%(actor)s refused the role %(role)s for %(login)s: %(reason)s"), "login", "role"),
    "role:ended": says(_("%(actor)s ended the role %(role)s of %(login)s: %(reason)s"), "login", "role"),
    "session:opened": says(_("%(actor)s signed in")),
    "session:ended": says(_("%(actor)s ended %(count)s sessions"), "count"),
}
