"""Trainer certificate: the holder may teach the listed modules, in the listed languages, until a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certificates.kinds.kind import Kind

if TYPE_CHECKING:
    from certificates.statement import Statement


def problems(statement: Statement) -> tuple[str, ...]:
    """Demand what a right to teach needs: something to teach, a language and an end."""
    found = []
    if not statement.scope.may_teach:
        found.append("may_teach_missing")
    if not statement.scope.languages:
        found.append("languages_missing")
    if statement.valid_until is None:
        found.append("valid_until_missing")
    return tuple(found)


TRAINER = Kind(
    code="trainer",
    prefix="TRN",
    facts=("themes", "may_teach", "languages", "hours", "level"),
    problems=problems,
)
