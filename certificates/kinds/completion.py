"""Completion attestation: the path was completed; gives no right to teach and usually never expires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certificates.kinds.kind import Kind

if TYPE_CHECKING:
    from certificates.statement import Statement


def problems(statement: Statement) -> tuple[str, ...]:
    """Refuse a right to teach: completion is not certification (domain.md §2.6)."""
    return ("completion_gives_no_right_to_teach",) if statement.scope.may_teach else ()


COMPLETION = Kind(
    code="completion",
    prefix="CMP",
    facts=("themes", "modules", "hours", "level"),
    problems=problems,
)
