"""Words for the closed lists of the accounts room."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from curriculum.accounts.models import AccountStatus
from curriculum.labels import labelled


class RoleStanding(StrEnum):
    """How a role assignment stands on a day."""

    WAITING = "waiting"
    REFUSED = "refused"
    TO_COME = "to_come"
    IN_FORCE = "in_force"
    ENDED = "ended"


labelled(
    AccountStatus,
    {AccountStatus.ACTIVE: _("Account open"), AccountStatus.DISABLED: _("Account closed")},
)
labelled(
    RoleStanding,
    {
        RoleStanding.WAITING: _("Waiting for a second approver"),
        RoleStanding.REFUSED: _("Not approved"),
        RoleStanding.TO_COME: _("Not begun yet"),
        RoleStanding.IN_FORCE: _("In force"),
        RoleStanding.ENDED: _("Ended"),
    },
)
