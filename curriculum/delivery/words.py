"""Words of this room's closed lists, and hours as people write them."""

import re
from decimal import Decimal

from flask_babel import lazy_gettext as _

from curriculum.delivery.models import FigureState, SourceKind, TrainerRole
from curriculum.labels import labelled

labelled(
    SourceKind,
    {
        SourceKind.SIGN_IN_SHEET: _("Attendance sheet"),
        SourceKind.LMS_EXPORT: _("Export of a learning platform"),
        SourceKind.DONOR_LIST: _("Donor's list"),
        SourceKind.TRAINER_REGISTER: _("Trainer's register"),
    },
)
labelled(
    TrainerRole,
    {
        TrainerRole.LEAD: _("Lead trainer"),
        TrainerRole.CO: _("Co-trainer"),
        TrainerRole.OBSERVER: _("Observer"),
    },
)
# Never an accusation: sources disagree, nobody cheats (domain.md J6).
labelled(
    FigureState,
    {
        FigureState.SETTLED: _("Settled"),
        FigureState.DISPUTED: _("Inconsistency to check"),
        FigureState.RESOLVED: _("Settled after a check"),
    },
)

KINDS = {
    FigureState.SETTLED: "good",
    FigureState.DISPUTED: "wait",
    FigureState.RESOLVED: "good",
}
"""How the tag of a figure looks."""

_NUMBER = re.compile(r"\d{1,4}([.,]\d{1,2})?")


def hundredths_of(text: str) -> int | None:
    """Hours or points as typed, "7.5" or "7,5", in hundredths; None when it is no such number."""
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return None
    return int(Decimal(text.replace(",", ".")) * 100)


def as_typed(hundredths: int | None) -> str:
    """Hundredths as a form shows them again: "7.5"; empty where there are none."""
    if hundredths is None:
        return ""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
