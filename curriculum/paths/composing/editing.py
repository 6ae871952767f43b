"""What one step of the composer makes of a path: a component added, moved, written anew, removed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from curriculum.domain.path import ComponentType
from curriculum.domain.refusals import found
from curriculum.paths.content import ComponentContent, PathContent, Titled

Edit = Callable[[PathContent], PathContent]
"""What somebody does to a path; done again to its own result it changes nothing."""

PROOF_OF_MODULES = 3
"""Assessed by an outside source: what a new module asks for until somebody says otherwise."""

_MODULES = frozenset({ComponentType.MODULE, ComponentType.ELECTIVE_GROUP, ComponentType.MODULE_UPDATE})

START: Mapping[ComponentType, Mapping[str, Any]] = {
    ComponentType.ELECTIVE_GROUP: {"choose": 1},
    ComponentType.PRACTICE: {"unit": "co_delivery_hours", "minimum": 20, "distinct_sessions": 2},
    ComponentType.OBSERVATION: {"count": 1, "distinct_observers": 1, "min_score": 3, "scale_max": 4},
    ComponentType.PORTFOLIO: {"min_items": 3},
    ComponentType.PANEL: {"panel_size_min": 3},
    ComponentType.EXPERIENCE: {"minimum_months": 24},
    ComponentType.CPD: {"minimum_points": 15},
}
"""What a new component asks for, so that nothing asks for nothing by mistake."""


def component(content: PathContent, key: str) -> ComponentContent:
    """The component with this key; NOT_FOUND where there is none."""
    one = next((one for one in content.components if one.key == key), None)
    return found(one, "component", key)


def fresh(kind: ComponentType, key: str, stage: str) -> ComponentContent:
    """A component as its form first shows it; it has no number yet."""
    return ComponentContent(
        code="",
        type=kind,
        rule=dict(START.get(kind, {})),
        min_proof_level=PROOF_OF_MODULES if kind in _MODULES else None,
        key=key,
        stage=stage,
    )


def adding(new: ComponentContent) -> Edit:
    """Add a component at the end of its stage, under the next number."""

    def edit(content: PathContent) -> PathContent:
        numbered = replace(new, code=free_code({one.code for one in content.components}))
        return tidy(replace(content, components=(*content.components, numbered)))

    return edit


def free_code(taken: Collection[str]) -> str:
    """The next number that no component has."""
    return next(code for number in count(len(taken) + 1) if (code := f"C{number}") not in taken)


def moving(key: str, stage: str, place: int) -> Edit:
    """Put a component at a place of a stage, counted from nought among the others there."""

    def edit(content: PathContent) -> PathContent:
        moved = replace(component(content, key), stage=stage)
        others = [one for one in tidy(content).components if one.key != key]
        there = [number for number, one in enumerate(others) if one.stage == stage]
        at = there[place] if place < len(there) else (there[-1] + 1 if there else len(others))
        return tidy(replace(content, components=(*others[:at], moved, *others[at:])))

    return edit


def moving_stage(key: str, place: int) -> Edit:
    """Put a stage with everything in it at a place among the stages, counted from nought."""

    def edit(content: PathContent) -> PathContent:
        stage = found(next((one for one in content.stages if one.key == key), None), "stage", key)
        others = [one for one in content.stages if one.key != key]
        return tidy(replace(content, stages=(*others[:place], stage, *others[place:])))

    return edit


def inserting_stage(new: Titled, place: int) -> Edit:
    """Put a stage that is still empty at a place among the stages; one of its key is there already."""

    def edit(content: PathContent) -> PathContent:
        if any(one.key == new.key for one in content.stages):
            return content
        return replace(content, stages=(*content.stages[:place], new, *content.stages[place:]))

    return edit


def removing(key: str) -> Edit:
    """Take a component away."""
    return lambda content: tidy(
        replace(content, components=tuple(one for one in content.components if one.key != key))
    )


def writing(new: ComponentContent) -> Edit:
    """Write a component anew, in its place."""
    return lambda content: tidy(
        replace(
            content,
            components=tuple(new if one.key == new.key else one for one in content.components),
        )
    )


def tidy(content: PathContent) -> PathContent:
    """Stage by stage; what names a stage, a route or a component that is gone names it no more."""
    stages = [one.key for one in content.stages]
    routes = {one.key for one in content.routes}
    keys = {one.key for one in content.components}
    tidied = [_tidied(one, stages, routes, keys) for one in content.components]
    tidied.sort(key=lambda one: stages.index(one.stage) + 1 if one.stage else 0)
    return replace(content, components=tuple(tidied))


def _tidied(
    one: ComponentContent, stages: Sequence[str], routes: set[str], keys: set[str | None]
) -> ComponentContent:
    rule = dict(one.rule)
    if "after" in rule:
        rule["after"] = [spacing for spacing in rule["after"] if spacing["component"] in keys]
        if not rule["after"]:
            del rule["after"]
    return replace(
        one,
        rule=rule,
        stage=one.stage if one.stage in stages else "",
        routes=tuple(route for route in one.routes if route in routes),
    )
