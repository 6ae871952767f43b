"""Parts of a version that stand as a list in a column: criteria of a rubric, reviewers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from curriculum.catalogue import keyed
from curriculum.catalogue.content import CriterionContent, ReviewerContent
from curriculum.db import Bilingual
from curriculum.domain.shapes import plain

Row = Mapping[str, Any]


def rows(parts: Iterable[CriterionContent | ReviewerContent], letter: str) -> list[dict[str, Any]]:
    """Parts as a column holds them; one without a key is told by its place."""
    found: list[dict[str, Any]] = [plain(one) for one in parts]
    return name(found, [f"{letter}{place}" for place, _row in enumerate(found, 1)])


def name(found: list[dict[str, Any]], by: list[str]) -> list[dict[str, Any]]:
    """Give every row its key, as the rows of a draft would get it."""
    keys = keyed.keys([(row["key"], one) for row, one in zip(found, by, strict=True)])
    for row, key in zip(found, keys, strict=True):
        row["key"] = key
    return found


def criteria(found: Iterable[Row]) -> tuple[CriterionContent, ...]:
    """The rubric that a column or a sheet holds."""
    return tuple(
        CriterionContent(Bilingual(**one["title"]), Bilingual(**one["enough"]), one["weight"], one["key"])
        for one in found
    )


def reviewers(found: Iterable[Row]) -> tuple[ReviewerContent, ...]:
    """The reviewers that a column or a sheet holds."""
    return tuple(ReviewerContent(one["name"], one["office"], _day(one["until"]), one["key"]) for one in found)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
