"""A framework as it stood where the file of a curriculum was written (decision 0026)."""

from datetime import date

from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.framework import FrameworkState
from curriculum.domain.permissions import Permission
from curriculum.frameworks import queries


def restore(
    actor: Actor,
    code: str,
    *,
    state: FrameworkState,
    adopted_on: date | None,
    deprecated_on: date | None,
    supersedes: str | None,
) -> None:
    """Let a framework that was just taken in stand as it stood."""
    require(actor, Permission.CURRICULUM_RESTORE)
    framework = queries.get(code)
    framework.state, framework.adopted_on, framework.deprecated_on = state, adopted_on, deprecated_on
    framework.supersedes_id = queries.get(supersedes).id if supersedes else None
    audit.record(actor, "framework:restored", "framework", framework.id, code=code, state=state)
