"""Renewal: a new certificate that continues an earlier one and names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certificates.kinds.kind import Kind

if TYPE_CHECKING:
    from certificates.statement import Statement


def problems(statement: Statement) -> tuple[str, ...]:
    """Demand the number of the certificate that is renewed, and a new end."""
    found = []
    if statement.replaces is None:
        found.append("replaces_missing")
    if statement.valid_until is None:
        found.append("valid_until_missing")
    return tuple(found)


RENEWAL = Kind(
    code="renewal",
    prefix="RNW",
    facts=("replaces", "themes", "may_teach", "languages", "hours", "level"),
    problems=problems,
)
