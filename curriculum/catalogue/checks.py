"""What a module version still lacks before it may be reviewed (domain.md §2.9, I-20)."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from curriculum.catalogue.content import AssessmentContent, OutcomeContent, VersionContent
from curriculum.catalogue.models import ModuleVersion
from curriculum.catalogue.sheets import content_of
from curriculum.db import Bilingual
from curriculum.domain import ranges
from curriculum.domain.module import Prerequisites
from curriculum.domain.problems import stuck
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.shape_faults import ROOT, misfits
from curriculum.domain.shapes import plain

Graph = Mapping[str, Prerequisites]
"""What each module needs before it, by code."""


class Problem(NamedTuple):
    """One thing to mend: the code of the refusal it would cause, and where it is."""

    code: RefusalCode
    where: str
    found: int | str = ""
    expected: str = ""
    """Of a value outside its range, what would fit."""

    def refuse(self, *more: Refusal) -> Refusal:
        """The refusal this problem causes at submission; the others come along."""
        facts: dict[str, object] = {"field": self.where, "found": self.found, "total": self.found}
        if self.code is RefusalCode.VALUE_INVALID:
            facts |= {"value": self.found, "expected": self.expected}
        return Refusal(self.code, **facts, **({"more": more} if more else {}))


def problems(version: ModuleVersion, graph: Graph, code: str) -> tuple[Problem, ...]:
    """Name everything that keeps the version from review; empty means complete.

    `graph` gives the prerequisites of every other module as last published or in review.
    """
    return of_content(content_of(version), graph, code)


def of_content(content: VersionContent, graph: Graph, code: str) -> tuple[Problem, ...]:
    """The same of content that is nowhere stored yet: what a form says while somebody writes."""
    return tuple(_found(content, graph, code))


def outside(table: Mapping[str, Any], said: object) -> Iterator[Problem]:
    """Numbers, rules and references beyond what the table allows (`domain.ranges`); paths share it."""
    for one in misfits(table, said):
        where = one.place.removeprefix(f"{ROOT}.")
        yield Problem(RefusalCode.VALUE_INVALID, where, one.found, one.expected)


def require_in_range(version: ModuleVersion) -> None:
    """Refuse a number or a reference that would break what rests on it, before it is frozen (I-06)."""
    if found := tuple(outside(ranges.MODULE, plain(content_of(version)))):
        raise refusal(found)


def refusal(found: Collection[Problem]) -> Refusal:
    """All of them as one refusal: the first, with the others beside it."""
    first, *others = found
    return first.refuse(*(one.refuse() for one in others))


def _found(content: VersionContent, graph: Graph, code: str) -> Iterator[Problem]:
    yield from _untranslated(content)
    weight = sum(outcome.weight for outcome in content.outcomes)
    if weight != 100:
        yield Problem(RefusalCode.WEIGHTS_NOT_100, "outcomes", weight)
    if not any(outcome.critical for outcome in content.outcomes):
        yield Problem(RefusalCode.NO_CRITICAL_OUTCOME, "outcomes")
    marks = sum(spec.weight for spec in content.assessments)
    if content.assessments and marks != 100:
        yield Problem(RefusalCode.WEIGHTS_NOT_100, "assessments", marks)
    for spec in content.assessments:
        points = sum(one.weight for one in spec.criteria)
        if spec.criteria and points != 100:
            yield Problem(RefusalCode.WEIGHTS_NOT_100, name_of(spec), points)
    if cycle := prerequisite_cycle(code, {**graph, code: needs(content)}):
        yield Problem(RefusalCode.PREREQUISITES_CYCLIC, "prerequisites", " → ".join(cycle))
    yield from outside(ranges.MODULE, plain(content))


def _untranslated(content: VersionContent) -> Iterator[Problem]:
    """Texts that are missing in a language; what may be left out may not be left out in one only."""
    for where, text in _needed(content):
        if not (text.fr.strip() and text.en.strip()):
            yield Problem(RefusalCode.TRANSLATION_MISSING, where, "fr" if text.en.strip() else "en")
    for where, given in _optional(content):
        if given is not None and bool(given.fr.strip()) is not bool(given.en.strip()):
            yield Problem(RefusalCode.TRANSLATION_MISSING, where, "fr" if given.en.strip() else "en")


def _needed(content: VersionContent) -> Iterator[tuple[str, Bilingual]]:
    yield "title", content.title
    yield "summary", content.summary
    yield "target_group", content.target_group
    yield from ((code_of(one, place), one.text) for place, one in enumerate(content.outcomes, 1))
    yield from ((name_of(spec), spec.title) for spec in content.assessments)
    yield from ((name_of(spec), one.title) for spec in content.assessments for one in spec.criteria)


def _optional(content: VersionContent) -> Iterator[tuple[str, Bilingual | None]]:
    yield "entry_requirements", content.entry_requirements
    yield "level_note", content.level_note
    yield "change_note", content.change_note
    yield from ((code_of(one, place), one.verb) for place, one in enumerate(content.outcomes, 1))
    yield from ((name_of(spec), one.enough) for spec in content.assessments for one in spec.criteria)


def code_of(one: OutcomeContent, place: int) -> str:
    """What an outcome is called: by its code, or by its place while it has none."""
    return one.code or f"O{place}"


def name_of(spec: AssessmentContent) -> str:
    """What a part of the assessment is called: by its title in whichever language it has one."""
    return spec.title.fr.strip() or spec.title.en.strip() or spec.method


def needs(content: VersionContent) -> Prerequisites:
    """What the version needs before it: each of all, and one of any."""
    return Prerequisites(tuple(content.prerequisites_all), tuple(content.prerequisites_any))


def prerequisite_cycle(start: str, graph: Graph) -> tuple[str, ...]:
    """Give the way from a module that can never be begun back to itself; empty when there is none (I-20)."""
    waits = frozenset(stuck(graph))
    return find_cycle(
        start, {code: waits.intersection((*graph[code].all, *graph[code].any)) for code in waits}
    )


def find_cycle(start: str, graph: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Give the way from a module back to itself over prerequisites, or from an outcome over what it takes
    over; empty when there is none (I-20)."""
    waiting: list[tuple[str, tuple[str, ...]]] = [(start, (start,))]
    seen: set[str] = set()
    while waiting:
        code, way = waiting.pop()
        for needed in sorted(graph.get(code, ())):
            if needed == start:
                return (*way, start)
            if needed not in seen:
                seen.add(needed)
                waiting.append((needed, (*way, needed)))
    return ()
