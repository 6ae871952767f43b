"""Expert certificate: recognised competence in the listed themes until a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certificates.kinds.kind import Kind

if TYPE_CHECKING:
    from certificates.statement import Statement


def problems(statement: Statement) -> tuple[str, ...]:
    """Demand themes and an end."""
    found = []
    if not statement.scope.themes:
        found.append("themes_missing")
    if statement.valid_until is None:
        found.append("valid_until_missing")
    return tuple(found)


EXPERT = Kind(
    code="expert",
    prefix="EXP",
    facts=("themes", "modules", "may_teach", "languages", "hours", "level"),
    problems=problems,
)
