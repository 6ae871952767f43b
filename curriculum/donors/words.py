"""Words of the donors' own closed lists, and the consequence of a claim as a sentence."""

import flask_babel
from flask_babel import lazy_gettext as _

from curriculum.domain.coverage import OutcomeCoverage
from curriculum.donors.models import OfferingState
from curriculum.donors.queries import Consequence
from curriculum.labels import labelled

labelled(
    OfferingState,
    {
        OfferingState.PLANNED: _("Planned"),
        OfferingState.CONFIRMED: _("Confirmed"),
        OfferingState.DELIVERED: _("Delivered"),
        OfferingState.CLOSED: _("Closed"),
        OfferingState.CANCELLED: _("Cancelled"),
    },
)


def gettext(wording: str, **facts: object) -> str:
    """The wording in the language of the request, filled in."""
    return str(flask_babel.gettext(wording, **facts))


CLAIM_KINDS = {"proposed": "wait", "accepted": "good", "rejected": "bad", "superseded": "neutral"}
"""How a claim's state is tinted; the word always says it too."""


def consequence(told: Consequence) -> str:
    """What accepting would do for a module: "closes O2, O3 = 55 % weight; O1, O5 remain" (J1)."""
    closes = gettext(
        "closes %(outcomes)s = %(weight)s %% of the weight",
        outcomes=_short(told.closes),
        weight=told.closed_weight,
    )
    if not told.closes:
        closes = gettext("closes nothing that was still open")
    if not told.remains:
        return gettext("%(closes)s; nothing remains open", closes=closes)
    weight = sum(one.weight for one in told.remains)
    return gettext(
        "%(closes)s; %(outcomes)s remain open: %(weight)s %%",
        closes=closes,
        outcomes=_short(told.remains),
        weight=weight,
    )


def _short(outcomes: tuple[OutcomeCoverage, ...]) -> str:
    return ", ".join(one.outcome.rpartition(".")[2] for one in outcomes)
