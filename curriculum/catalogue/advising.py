"""What a module version may be asked about although nothing of it keeps anybody from going on."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from curriculum.catalogue import checks
from curriculum.catalogue.checks import Graph
from curriculum.catalogue.content import OutcomeContent, VersionContent
from curriculum.domain import verbs
from curriculum.domain.module import suggested_credits
from curriculum.domain.verbs import Bloom, Doubt


class Advice(StrEnum):
    """Everything that is advised and never asked."""

    VERB_VAGUE = "verb_vague"
    VERB_UNKNOWN = "verb_unknown"
    VERB_TOO_LOW = "verb_too_low"
    VERB_NOT_IN_TEXT = "verb_not_in_text"
    NOT_ASSESSED = "not_assessed"
    NO_ASSESSMENT = "no_assessment"
    NO_HOURS = "no_hours"
    CREDITS_FAR = "credits_far"
    MODULE_UNKNOWN = "module_unknown"
    NAMED_TWICE = "named_twice"
    CYCLE_OF_DRAFTS = "cycle_of_drafts"
    CYCLE_OF_EQUIVALENCES = "cycle_of_equivalences"


class Counsel(NamedTuple):
    """One piece of advice: where it belongs, in which language, and what was found."""

    advice: Advice
    where: str = ""
    language: str = ""
    found: str = ""


_DOUBTS = {
    Doubt.VAGUE: Advice.VERB_VAGUE,
    Doubt.UNKNOWN: Advice.VERB_UNKNOWN,
    Doubt.TOO_LOW: Advice.VERB_TOO_LOW,
}


def advice(content: VersionContent, drafts: Graph, code: str, known: Collection[str]) -> tuple[Counsel, ...]:
    """Everything worth a second look; `drafts` gives the prerequisites of modules with their drafts.

    `known` are the codes of all modules there are.
    """
    return (
        *_of_outcomes(content),
        *_of_assessment(content),
        *_of_hours(content),
        *_of_prerequisites(content, drafts, code, known),
    )


def _of_outcomes(content: VersionContent) -> Iterator[Counsel]:
    for place, one in enumerate(content.outcomes, 1):
        for language in ("fr", "en"):
            yield from _of_verb(one, checks.code_of(one, place).rpartition(".")[2], language)


def _of_verb(one: OutcomeContent, where: str, language: str) -> Iterator[Counsel]:
    text, said = getattr(one.text, language), getattr(one.verb, language).strip()
    found = verbs.examined(said or text, language, _level(one.bloom))
    if found is None:
        return
    if found.doubt is not None:
        yield Counsel(_DOUBTS[found.doubt], where, language, found.word)
    if said and text.strip() and found.word not in text.lower():
        yield Counsel(Advice.VERB_NOT_IN_TEXT, where, language, said)


def _level(bloom: str) -> Bloom | None:
    return next((one for one in Bloom if one == bloom), None)


def _of_assessment(content: VersionContent) -> Iterator[Counsel]:
    if content.completion.module_assessment_required and not content.assessments:
        yield Counsel(Advice.NO_ASSESSMENT)
    assessed = {key for spec in content.assessments for key in spec.outcomes}
    for place, one in enumerate(content.outcomes, 1):
        if assessed and one.key not in assessed:
            yield Counsel(Advice.NOT_ASSESSED, checks.code_of(one, place).rpartition(".")[2])


def _of_hours(content: VersionContent) -> Iterator[Counsel]:
    if not content.hours.total:
        yield Counsel(Advice.NO_HOURS)
    elif content.credits_indicative:
        wanted = suggested_credits(content.hours.total)
        if _number(content.credits_indicative) not in (None, wanted):
            yield Counsel(Advice.CREDITS_FAR, found=f"{wanted:g}")


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _of_prerequisites(
    content: VersionContent, drafts: Graph, code: str, known: Collection[str]
) -> Iterator[Counsel]:
    lists = (content.prerequisites_all, content.prerequisites_any, content.prerequisites_advised)
    named = [one for codes in lists for one in codes]
    for one in dict.fromkeys(named):
        if one not in known:
            yield Counsel(Advice.MODULE_UNKNOWN, found=one)
        elif named.count(one) > 1:
            yield Counsel(Advice.NAMED_TWICE, found=one)
    if cycle := checks.prerequisite_cycle(code, {**drafts, code: checks.needs(content)}):
        yield Counsel(Advice.CYCLE_OF_DRAFTS, found=" → ".join(cycle))


def of_circles(ways: Iterable[Sequence[str]]) -> Iterator[Counsel]:
    """Say which outcomes are taken over from themselves, way by way."""
    return (Counsel(Advice.CYCLE_OF_EQUIVALENCES, found=" ← ".join(way)) for way in ways)
