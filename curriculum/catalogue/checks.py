"""What a module version still lacks before it may be reviewed (domain.md §2.9, I-20)."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from curriculum.catalogue.models import ModuleVersion
from curriculum.db import Bilingual
from curriculum.domain.refusals import Refusal, RefusalCode


class Problem(NamedTuple):
    """One thing to mend: the code of the refusal it would cause, and where it is."""

    code: RefusalCode
    where: str
    found: int | str = ""

    def refuse(self) -> Refusal:
        """The refusal this problem causes at submission."""
        return Refusal(self.code, field=self.where, found=self.found, total=self.found)


def problems(version: ModuleVersion, graph: Mapping[str, frozenset[str]], code: str) -> tuple[Problem, ...]:
    """Name everything that keeps the version from review; empty means complete.

    `graph` gives the prerequisites of every other module as last published.
    """
    return tuple(_found(version, graph, code))


def _found(version: ModuleVersion, graph: Mapping[str, frozenset[str]], code: str) -> Iterator[Problem]:
    for where, text in _texts(version):
        if not (text.fr.strip() and text.en.strip()):
            yield Problem(RefusalCode.TRANSLATION_MISSING, where, "fr" if text.en.strip() else "en")
    weight = sum(outcome.weight for outcome in version.outcomes)
    if weight != 100:
        yield Problem(RefusalCode.WEIGHTS_NOT_100, "outcomes", weight)
    if not any(outcome.critical for outcome in version.outcomes):
        yield Problem(RefusalCode.NO_CRITICAL_OUTCOME, "outcomes")
    marks = sum(spec.weight for spec in version.assessments)
    if version.assessments and marks != 100:
        yield Problem(RefusalCode.WEIGHTS_NOT_100, "assessments", marks)
    if cycle := find_cycle(code, {**graph, code: needs(version)}):
        yield Problem(RefusalCode.PREREQUISITES_CYCLIC, "prerequisites", " → ".join(cycle))


def _texts(version: ModuleVersion) -> Iterator[tuple[str, Bilingual]]:
    yield "title", version.title
    yield "summary", version.summary
    yield "target_group", version.target_group
    yield from ((outcome.code, outcome.text) for outcome in version.outcomes)
    yield from ((spec.method, spec.title) for spec in version.assessments)


def needs(version: ModuleVersion) -> frozenset[str]:
    """The codes of every module the version names as a prerequisite, of all or of one."""
    return frozenset((*version.prerequisites_all, *version.prerequisites_any))


def find_cycle(start: str, graph: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Give the way from a module back to itself over prerequisites; empty when there is none (I-20)."""
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
