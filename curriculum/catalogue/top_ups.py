"""Top-ups in words: what people have to do besides, as whoever decided the line wrote it (J5.3)."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from curriculum import i18n
from curriculum.catalogue.models import EquivalenceDegree, Outcome, OutcomeEquivalence
from curriculum.db import Bilingual, db
from curriculum.domain.refusals import Refusal, RefusalCode

Words = Mapping[tuple[str, str], Bilingual]
"""By outcome and code; by module and code as well, for what came over several versions."""


def require_said(degree: EquivalenceDegree, top_up: str | None, text: Bilingual | None) -> None:
    """A part asks for a top-up, and every top-up is said in both languages."""
    require_named(degree, top_up)
    if top_up and not (text and text.fr and text.en):
        raise Refusal(RefusalCode.VALUE_MISSING, field="top_up_text")


def require_named(degree: EquivalenceDegree, top_up: str | None) -> None:
    """A part that names no top-up could never be completed."""
    if degree is EquivalenceDegree.PARTIAL and not top_up:
        raise Refusal(RefusalCode.VALUE_MISSING, field="top_up")


def words_of(codes: Collection[str]) -> Words:
    """What some top-ups ask for; the line decided last speaks for its module."""
    if not codes:
        return {}
    wanted = (
        select(Outcome.code, OutcomeEquivalence.top_up, OutcomeEquivalence.top_up_text)
        .join(OutcomeEquivalence, OutcomeEquivalence.to_outcome_id == Outcome.id)
        .where(OutcomeEquivalence.top_up.in_(codes), OutcomeEquivalence.ended_at.is_(None))
        .order_by(OutcomeEquivalence.id)
    )
    found: dict[tuple[str, str], Bilingual] = {}
    for outcome, code, text in db.session.execute(wanted):
        if code is not None and text is not None:
            found[outcome, code] = found[_module(outcome), code] = text
    return found


def say(words: Words, outcome: str, code: str) -> str:
    """What a top-up into an outcome asks for, in the language of the request; its code if nobody said it."""
    said = words.get((outcome, code)) or words.get((_module(outcome), code))
    return i18n.text(said) if said is not None else code


def _module(outcome: str) -> str:
    return outcome.partition(".v")[0]
