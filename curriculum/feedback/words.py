"""What pages say of feedback that an evaluation brought, and how they mark where something stands."""

import textwrap
from collections.abc import Mapping
from enum import StrEnum

from flask_babel import gettext as _

from curriculum.domain.lifecycles.feedback import FeedbackState, ProposalState
from curriculum.feedback.models import ChangeProposal, Feedback
from curriculum.i18n import hundredths
from curriculum.labels import label

KINDS: Mapping[StrEnum, str] = {
    FeedbackState.OPEN: "wait",
    FeedbackState.TAKEN_UP: "info",
    FeedbackState.DECLINED: "neutral",
    ProposalState.PROPOSED: "wait",
    ProposalState.ACCEPTED: "info",
    ProposalState.CARRIED: "good",
    ProposalState.DECLINED: "neutral",
}
SHORT = 100


def shortened(row: ChangeProposal) -> str:
    """A proposal as a list offers it: where it stands and how it begins."""
    return f"{label(row.state)} – {textwrap.shorten(row.text, SHORT, placeholder='…')}"


def said(row: Feedback) -> str:
    """What was said; of a low mean a sentence with the figure."""
    if row.statement is None or row.mean is None:
        return row.text
    facts = {"statement": label(row.statement), "mean": hundredths(row.mean)}
    return str(_("“%(statement)s” reached %(mean)s of 5 on average.", **facts))
