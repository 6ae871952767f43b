"""What the trail says of mandates, applications, sign-offs and certificates."""

from flask_babel import lazy_gettext as _

from curriculum.audit.events import Event, says

MANDATES: dict[str, Event] = {
    "mandate:proposed": says(
        _("%(actor)s proposed the mandate %(code)s (%(function)s, %(institution)s) under %(legal_ref)s"),
        "code",
        "function",
        "institution",
        "legal_ref",
    ),
    "mandate:approved": says(
        _("%(actor)s approved the mandate %(code)s under %(legal_ref)s"), "code", "legal_ref"
    ),
    "mandate:ended": says(_("%(actor)s ended the mandate %(code)s on %(on)s: %(reason)s"), "code", "on"),
    "mandate:suspended": says(_("%(actor)s suspended the mandate %(code)s: %(reason)s"), "code"),
}

APPLICATIONS: dict[str, Event] = {
    "application:submitted": says(
        _("%(actor)s applied for a certificate (%(code)s), file frozen as %(snapshot)s"), "code", "snapshot"
    ),
    "application:taken": says(_("%(actor)s took the application %(code)s to examine it"), "code"),
    "application:returned": says(_("%(actor)s returned the application %(code)s: %(reason)s"), "code"),
    "application:admitted": says(_("%(actor)s admitted the application %(code)s"), "code"),
    "application:checked": says(_("%(actor)s checked the evidence of the application %(code)s"), "code"),
    "application:resumed": says(_("%(actor)s resumed the application %(code)s"), "code"),
    "application:withdrawn": says(_("%(actor)s withdrew the application %(code)s"), "code"),
    "application:flagged": says(
        _("Evidence used by the application %(code)s was invalidated (%(evidence)s)"), "code", "evidence"
    ),
    "application:granted": says(
        _("%(actor)s granted the application %(code)s (decision %(decision)s): %(reason)s"),
        "code",
        "decision",
    ),
    "application:refused": says(
        _("%(actor)s refused the application %(code)s (decision %(decision)s): %(reason)s"),
        "code",
        "decision",
    ),
    "application:deferred": says(
        _("%(actor)s put off the application %(code)s (decision %(decision)s): %(reason)s"),
        "code",
        "decision",
    ),
    "application:stated": says(
        _("The statement %(number)s of the application %(code)s was fixed as %(digest)s"),
        "code",
        "number",
        "digest",
    ),
    "application:restated": says(
        _("The statement %(number)s of the application %(code)s was made anew as %(digest)s: %(reason)s"),
        "code",
        "number",
        "digest",
    ),
    "application:signed_off": says(_("The application %(code)s bears both sign-offs"), "code"),
    "application:sent_back": says(
        _("The application %(code)s went back to the decision: %(reason)s"), "code"
    ),
    "application:escalated": says(
        _("The application %(code)s went to the head of the institution: %(reason)s"), "code"
    ),
    "application:reopened": says(_("%(actor)s reopened the application %(code)s: %(reason)s"), "code"),
    "application:issued": says(
        _("The application %(code)s led to the certificate %(number)s"), "code", "number"
    ),
    "application:reissued": says(
        _("%(actor)s opened %(code)s to replace the certificate %(number)s: %(reason)s"), "code", "number"
    ),
}

SIGN_OFFS: dict[str, Event] = {
    "signoff:approved": says(
        _("%(actor)s signed %(digest)s for %(function)s under the mandate %(mandate)s (%(legal_ref)s)"),
        "function",
        "mandate",
        "legal_ref",
        "digest",
    ),
    "signoff:returned": says(
        _("%(actor)s returned the sign-off for %(function)s: %(reason)s"), "function", "mandate", "legal_ref"
    ),
    "signoff:refused": says(
        _("%(actor)s refused the sign-off for %(function)s: %(reason)s"), "function", "mandate", "legal_ref"
    ),
    "signoff:reassigned": says(
        _("%(actor)s took the sign-off for %(function)s from the mandate %(mandate)s: %(reason)s"),
        "function",
        "mandate",
        "legal_ref",
    ),
    "signoff:voided": says(
        _("The sign-off for %(function)s became void: %(reason)s"), "function", "mandate", "legal_ref"
    ),
}

CERTIFICATES: dict[str, Event] = {
    "certificate:issued": says(_("The certificate %(number)s was issued"), "number"),
    "certificate:status_proposed": says(
        _("%(actor)s proposed for the certificate %(number)s: %(action)s, because %(reason)s"),
        "number",
        "action",
    ),
    "certificate:holder_heard": says(_("%(actor)s heard the holder of the certificate %(number)s"), "number"),
    "certificate:status_decided": says(
        _("%(actor)s decided for the certificate %(number)s: %(action)s; a second approval is due"),
        "number",
        "action",
    ),
    "certificate:status_rejected": says(
        _("%(actor)s did not follow the proposal for the certificate %(number)s: %(reason)s"),
        "number",
        "action",
    ),
    "certificate:suspended": says(_("%(actor)s suspended the certificate %(number)s: %(reason)s"), "number"),
    "certificate:reinstated": says(
        _("%(actor)s reinstated the certificate %(number)s: %(reason)s"), "number"
    ),
    "certificate:revoked": says(_("%(actor)s revoked the certificate %(number)s: %(reason)s"), "number"),
    "certificate:superseded": says(
        _("The certificate %(number)s was replaced by %(by)s: %(reason)s"), "number", "by"
    ),
    "certificate:withdrawn": says(_("%(actor)s gave the certificate %(number)s back: %(reason)s"), "number"),
}

SHEETS: dict[str, Event] = {
    "sheet:chosen": says(
        _("%(actor)s chose the sheet of the certificates of %(code)s: %(orientation)s, emblem %(emblem)s"),
        "code",
        "orientation",
        "emblem",
    ),
}

GRADUATIONS: dict[str, Event] = {
    "graduation:started": says(
        _("%(actor)s started the graduation %(code)s with %(count)s applications"), "code", "count"
    ),
    "graduation:cancelled": says(_("%(actor)s cancelled the graduation %(code)s: %(reason)s"), "code"),
    "graduation:resumed": says(_("%(actor)s resumed the graduation %(code)s"), "code"),
    "graduation:archived": says(
        _("%(actor)s asked for the archive of %(institution)s from the graduation %(code)s"),
        "code",
        "institution",
    ),
}

KEYS: dict[str, Event] = {
    "signing_key:rotated": says(
        _("%(actor)s had the key %(kid)s made, which follows %(former)s"), "kid", "former"
    ),
    "signing_key:retired": says(_("%(actor)s took the key %(kid)s out of use from %(on)s"), "kid", "on"),
    "signing_key:compromised": says(
        _("%(actor)s marked the key %(kid)s: in other hands since %(since)s"), "kid", "since"
    ),
    "signing_key:lists_renewed": says(_("%(actor)s had the lists of revoked certificates signed anew")),
}

EVENTS: dict[str, Event] = {
    **MANDATES,
    **APPLICATIONS,
    **SIGN_OFFS,
    **CERTIFICATES,
    **SHEETS,
    **GRADUATIONS,
    **KEYS,
}
