"""Words of the donors' own closed lists, and the consequence of a claim as a sentence."""

from enum import StrEnum

import flask_babel
from flask_babel import lazy_gettext as _

from curriculum.domain.coverage import OutcomeCoverage
from curriculum.donors.models import AssessmentKind, DonorKind, Mode
from curriculum.donors.queries import Consequence
from curriculum.labels import label, labelled

labelled(
    DonorKind,
    {
        DonorKind.BILATERAL: _("State (bilateral)"),
        DonorKind.INTERGOVERNMENTAL: _("Intergovernmental body"),
        DonorKind.MULTILATERAL: _("Several states together (multilateral)"),
        DonorKind.TRUST_FUND: _("Trust fund"),
        DonorKind.PRIVATE_FOUNDATION: _("Private foundation"),
    },
)
labelled(
    Mode,
    {
        Mode.IN_PERSON: _("In person"),
        Mode.ONLINE: _("Online"),
        Mode.BLENDED: _("In person and online"),
        Mode.WORKPLACE: _("At the workplace"),
        Mode.STUDY_VISIT: _("Study visit"),
        Mode.PEER_EXCHANGE: _("Exchange between peers"),
        Mode.MENTORING: _("Mentoring"),
        Mode.TWINNING: _("Twinning"),
    },
)
labelled(
    AssessmentKind,
    {
        AssessmentKind.NONE: _("No assessment"),
        AssessmentKind.TEST: _("Test"),
        AssessmentKind.PRACTICAL: _("Practical exercise"),
        AssessmentKind.REPORT: _("Report"),
        AssessmentKind.ROLE_PLAY: _("Role play"),
        AssessmentKind.MICRO_TEACHING: _("Short teaching session"),
    },
)


def word(kind: type[StrEnum], value: str | None) -> str:
    """The word of a value that the list knows; any other value as it stands."""
    return str(label(kind(value))) if value in set(kind) else value or ""


def gettext(wording: str, **facts: object) -> str:
    """The wording in the language of the request, filled in."""
    return str(flask_babel.gettext(wording, **facts))


STEPS = {
    "confirm": _("The donor confirms it"),
    "deliver": _("It was held"),
    "close": _("Close it: lists and results are in"),
    "cancel": _("Cancel it"),
}
"""What the next step of an offering is called on its button."""

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
