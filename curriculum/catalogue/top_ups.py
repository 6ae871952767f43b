"""Top-ups in words: what people have to do besides, as whoever decided the line wrote it (J5.3)."""

from collections.abc import Callable, Collection, Iterable, Mapping

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from curriculum import i18n
from curriculum.catalogue.models import EquivalenceDegree, ModuleVersion, Outcome, OutcomeEquivalence
from curriculum.db import Bilingual, db
from curriculum.domain.migration import Bridge
from curriculum.domain.missing import Missing, MissingCode
from curriculum.domain.refusals import Refusal, RefusalCode

Gap = Missing | Bridge
Words = Mapping[tuple[str, str], Bilingual]
"""By outcome and code, in every version the outcome stands in; by module and code for any other."""


def require_said(degree: EquivalenceDegree, top_up: str | None, text: Bilingual | None) -> None:
    """A part asks for a top-up, what carries in full for none, and every top-up is said in both languages."""
    if degree is EquivalenceDegree.FULL and (top_up or text):
        raise Refusal(RefusalCode.VALUE_INVALID, field="top_up", value=top_up or i18n.text(text))
    require_named(degree, top_up)
    # Words that no result could name would be kept and never asked for.
    if text and not _is_written(top_up):
        raise Refusal(RefusalCode.VALUE_MISSING, field="top_up")
    if top_up and not (text and _is_written(text.fr) and _is_written(text.en)):
        raise Refusal(RefusalCode.VALUE_MISSING, field="top_up_text")


def require_named(degree: EquivalenceDegree, top_up: str | None) -> None:
    """A part that names no top-up could never be completed."""
    if degree is EquivalenceDegree.PARTIAL and not _is_written(top_up):
        raise Refusal(RefusalCode.VALUE_MISSING, field="top_up")


def _is_written(words: str | None) -> bool:
    return bool(words and words.strip())


def said_of(gaps: Iterable[Gap]) -> Callable[[Gap], str]:
    """What each of some gaps asks for as a top-up, in words, else its code; empty where it asks for none."""
    words = _words_of({gap.detail for gap in gaps if gap.code is MissingCode.TOP_UP_DUE})
    return lambda gap: _say(words, gap) if gap.code is MissingCode.TOP_UP_DUE else ""


def _words_of(codes: Collection[str]) -> Words:
    """What some top-ups ask for: of each outcome its own line in any version, else the last of its module."""
    rows = _decided(codes) if codes else ()
    said = {(_module(asked), code): text for asked, _same, code, text in rows}
    said |= {(same, code): text for _asked, same, code, text in rows}
    return said | {(asked, code): text for asked, _same, code, text in rows}


def _decided(codes: Collection[str]) -> list[tuple[str, str, str, Bilingual]]:
    """Each line in force with every outcome of its module that goes by the same key, the last one last."""
    same, other = aliased(Outcome), aliased(ModuleVersion)
    wanted = (
        select(Outcome.code, same.code, OutcomeEquivalence.top_up, OutcomeEquivalence.top_up_text)
        .join(Outcome, OutcomeEquivalence.to_outcome_id == Outcome.id)
        .join(ModuleVersion, Outcome.version_id == ModuleVersion.id)
        .join(other, other.module_id == ModuleVersion.module_id)
        .join(same, and_(same.version_id == other.id, same.key == Outcome.key))
        .where(OutcomeEquivalence.top_up.in_(codes), OutcomeEquivalence.ended_at.is_(None))
        .order_by(OutcomeEquivalence.id)
    )
    return [(one, two, code, text) for one, two, code, text in db.session.execute(wanted) if code and text]


def _say(words: Words, gap: Gap) -> str:
    """The words in the language of the request; the code if nobody said it."""
    said = words.get((gap.subject, gap.detail)) or words.get((_module(gap.subject), gap.detail))
    return i18n.text(said) if said is not None else gap.detail


def _module(outcome: str) -> str:
    return outcome.partition(".v")[0]
