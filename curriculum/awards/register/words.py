"""Words of the register: statuses, what happened to a certificate, what can be done."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from certificates.status import Happening, Status
from curriculum.awards.models import StatusAction
from curriculum.labels import label, labelled

labelled(
    StatusAction,
    {
        StatusAction.SUSPEND: _l("Suspend"),
        StatusAction.REINSTATE: _l("Reinstate"),
        StatusAction.REVOKE: _l("Revoke"),
    },
)


labelled(
    Status,
    {
        Status.VALID: _l("Valid"),
        Status.EXPIRED: _l("Expired"),
        Status.SUSPENDED: _l("Suspended"),
        Status.SUPERSEDED: _l("Replaced"),
        Status.WITHDRAWN: _l("Given back by the holder"),
        Status.REVOKED: _l("Revoked"),
        Status.NOT_ISSUED: _l("Not in effect yet"),
    },
)


labelled(
    Happening,
    {
        Happening.ISSUED: _l("Issued"),
        Happening.SUSPENDED: _l("Suspended"),
        Happening.REINSTATED: _l("Reinstated"),
        Happening.REVOKED: _l("Revoked"),
        Happening.WITHDRAWN: _l("Given back by the holder"),
        Happening.SUPERSEDED: _l("Replaced"),
        Happening.RENEWED: _l("Renewed"),
        Happening.REPRINTED: _l("Printed again"),
    },
)


DO: dict[str, LazyString] = {
    "propose": _l("Propose a change of status"),
    "hear": _l("Record that the holder was heard"),
    "suspend": _l("Suspend at once"),
    "decide": _l("Decide on the status"),
    "approve": _l("Approve as second person"),
    "reject": _l("Do not follow the proposal"),
    "give-back": _l("Give the certificate back"),
}
"""The words on a button."""

STATUS_KINDS = {
    Status.VALID: "good",
    Status.EXPIRED: "neutral",
    Status.SUSPENDED: "wait",
    Status.SUPERSEDED: "info",
    Status.WITHDRAWN: "neutral",
    Status.REVOKED: "bad",
    Status.NOT_ISSUED: "neutral",
}


KINDS = {
    "completion": _l("Attestation of completion"),
    "trainer": _l("Trainer certificate"),
    "expert": _l("Expert certificate"),
    "renewal": _l("Renewal"),
}


def happened(event: str) -> str:
    """What happened to a certificate, as a word."""
    return label(Happening(event))


def action(value: str) -> str:
    """What is proposed for a certificate, as a word."""
    return label(StatusAction(value))
