"""What all pages of this room share: their blueprint, and a refusal in the room's words."""

from functools import partial

from flask import Blueprint

from curriculum import errors
from curriculum.awards import words
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.labels import sentence

bp = Blueprint("awards", __name__)

SEEN = (
    Permission.APPLICATION_VIEW,
    Permission.APPLICATION_ADMIT,
    Permission.APPLICATION_CHECK,
    Permission.APPLICATION_DECIDE,
)
"""Who meets applications in lists and on their pages."""


def said(refusal: Refusal) -> str:
    """The sentence of a refusal; conflicts and missing requirements are named one by one (I-17)."""
    told = [words.conflict(one) for one in refusal.facts.get("conflicts", ())]  # type: ignore[attr-defined]
    if refusal.code is RefusalCode.NOT_ELIGIBLE:
        told = [words.because(one) for one in refusal.facts["reasons"] if one.verdict == "against"]  # type: ignore[attr-defined]
    return sentence(refusal) + (f" ({'; '.join(told)})" if told else "")


submitted = partial(errors.submitted, say=said)
"""A sent form tried, in the words of this room."""
