"""The composer's page as values: stages with their cards, and the panel that says what follows from them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _

from curriculum import i18n
from curriculum.catalogue import words as catalogue_words
from curriculum.domain.problems import Problem
from curriculum.paths import checking, checks, drawn, shown
from curriculum.paths import words as path_words
from curriculum.paths.content import ComponentContent, PathContent
from curriculum.paths.models import PathVersion
from curriculum.paths.sheets import content_of
from curriculum.paths.shown import ComponentLine


class Card(NamedTuple):
    """A component with what it asks for, and where its buttons put it."""

    one: ComponentContent
    line: ComponentLine
    routes: tuple[str, ...]
    up: str
    down: str
    """As `MoveForm.to`; empty where there is no further up or down."""


class Column(NamedTuple):
    """A stage with its cards; the one without a key stands outside the stages."""

    key: str
    title: str
    cards: tuple[Card, ...]
    up: str = ""
    down: str = ""
    """As `StageMoveForm.to`; empty where there is no further up or down."""


class Finding(NamedTuple):
    """Something wrong or worth knowing, and where it is mended."""

    sentence: str
    url: str


def columns(version: PathVersion) -> list[Column]:
    """The stages of a draft in order; what stands outside them comes first, where anything does."""
    content = content_of(version)
    lines = dict(zip((one.key for one in content.components), shown.seen(version).lines, strict=True))
    places = _places(content)
    routes = {one.key: i18n.text(one.title) for one in content.routes}
    return [
        Column(
            key,
            title,
            tuple(_card(one, lines[one.key], routes, places, number) for one in components),
            *_stage_moves(content, key),
        )
        for number, (key, title, components) in enumerate(places)
    ]


def _stage_moves(content: PathContent, key: str) -> tuple[str, str]:
    keys = [one.key for one in content.stages]
    if key not in keys:
        return "", ""
    at = keys.index(key)
    return f"{key} {at - 1}" if at else "", f"{key} {at + 1}" if at + 1 < len(keys) else ""


Place = tuple[str, str, list[ComponentContent]]


def _places(content: PathContent) -> list[Place]:
    stages = [(one.key, i18n.text(one.title)) for one in content.stages]
    found = [(key, title, _standing(content, key)) for key, title in stages]
    outside = _standing(content, "")
    if not outside and found:
        return found
    return [("", _("Outside the stages") if found else _("Components"), outside), *found]


def _standing(content: PathContent, stage: str) -> list[ComponentContent]:
    return [one for one in content.components if one.stage == stage]


def _card(
    one: ComponentContent, line: ComponentLine, routes: dict[str, str], places: Sequence[Place], number: int
) -> Card:
    stage, _title, here = places[number]
    at = here.index(one)
    above = places[number - 1] if number else None
    below = places[number + 1] if number + 1 < len(places) else None
    up = f"{one.key} {stage} {at - 1}" if at else ""
    down = f"{one.key} {stage} {at + 1}" if at + 1 < len(here) else ""
    if not up and above is not None:
        up = f"{one.key} {above[0]} {len(above[2])}"
    if not down and below is not None:
        down = f"{one.key} {below[0]} 0"
    return Card(one, line, tuple(routes[key] for key in one.routes), up, down)


def panel(version: PathVersion, finish: date | None) -> dict[str, Any]:
    """What follows from a draft: what is wrong, what it takes, what donors cover, the days, the drawing."""
    seen = shown.seen(version)
    checked = checking.check(version, seen.path)
    missing = [Finding(catalogue_words.problem(gap), _settings(version)) for gap in checks.gaps(version)]
    return {
        "check": checked,
        "blocking": missing + list(_findings(version, checked.problems, blocking=True)),
        "advisory": list(_findings(version, checked.problems, blocking=False)),
        "problem": path_words.problem,
        "days": checking.days(version, finish) if finish is not None else None,
        "drawn": drawn.picture(seen),
    }


def _settings(version: PathVersion) -> str:
    return url_for("path_settings.settings", code=version.path.code)


def _findings(version: PathVersion, found: Sequence[Problem], *, blocking: bool) -> Iterator[Finding]:
    keys = {row.code: row.key for row in version.components}
    for one in found:
        if one.blocking is blocking:
            key = keys.get(one.subject)
            url = url_for("composing.component", code=version.path.code, key=key) if key is not None else ""
            yield Finding(path_words.problem(one), url)
