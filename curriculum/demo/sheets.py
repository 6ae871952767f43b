"""What modules and paths of Velmaria say beyond `demo-curriculum.json`: rubrics, verbs, reviewers, law."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from curriculum.catalogue.content import (
    AssessmentContent,
    ChangeClass,
    CriterionContent,
    OutcomeContent,
    ReviewerContent,
    VersionContent,
)
from curriculum.db import Bilingual
from curriculum.demo.curriculum_content import both, module_version, path_version
from curriculum.demo.world import World
from curriculum.paths.content import PathContent

Data = Mapping[str, Any]


def module_content(world: World, raw: Data) -> VersionContent:
    """The content of a module version, with what `sheets.json` adds to it."""
    content, more = module_version(raw), _more(world, raw)
    if not more:
        return content
    parts = more["assessments"]
    keys = {_number(one): one.key or _number(one) for one in content.outcomes}
    return replace(
        content,
        outcomes=tuple(_spoken(one, more["verbs"].get(_number(one))) for one in content.outcomes),
        assessments=tuple(_judged(one, parts[one.method], keys) for one in content.assessments),
        entry_requirements=_text(more, "entry_requirements") or content.entry_requirements,
        change_note=_text(more, "change_note"),
        prerequisites_advised=tuple(more.get("prerequisites_advised", ())),
        rights_integrated=more.get("rights_integrated", False),
        legal_instruments=tuple(more["legal_instruments"]),
        reviewers=tuple(_reviewer(world, one) for one in more["reviewers"]),
    )


def top_ups(world: World, raw: Data) -> dict[str, Bilingual]:
    """What the top-ups into a module version ask for, in words by code."""
    return {code: both(said) for code, said in _more(world, raw).get("top_ups", {}).items()}


def path_content(world: World, raw: Data) -> PathContent:
    """The content of a path version, with what `sheets.json` adds to it."""
    content, more = path_version(raw), _more(world, raw)
    if not more:
        return content
    return replace(
        content,
        change_class=ChangeClass(more["change_class"]),
        change_note=_text(more, "change_note"),
        instruments=tuple(more["instruments"]),
    )


def _more(world: World, raw: Data) -> Data:
    found: Data = world.sheets.get(f"{raw['code']}.v{raw['version']}", {})
    return found


def _text(more: Data, field: str) -> Any:
    return both(more[field]) if field in more else None


def _number(one: OutcomeContent) -> str:
    return (one.code or "").rpartition(".")[2]


def _spoken(one: OutcomeContent, verb: Data | None) -> OutcomeContent:
    return one if verb is None else replace(one, verb=both(verb))


def _judged(one: AssessmentContent, more: Data, keys: Mapping[str, str]) -> AssessmentContent:
    """A part of the assessment with the outcomes it looks at, named by number, and its rubric."""
    return replace(
        one,
        outcomes=tuple(keys[number] for number in more["outcomes"]),
        criteria=tuple(
            CriterionContent(both(line["title"]), both(line["enough"]), line["weight"])
            for line in more.get("criteria", ())
        ),
    )


def _reviewer(world: World, raw: Data) -> ReviewerContent:
    return ReviewerContent(raw["name"], raw["office"], world.day(raw["until"]))
