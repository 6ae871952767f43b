"""What one version carries to the next: the lines decided, and those that wait for a decision (S06)."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from curriculum.catalogue import queries
from curriculum.catalogue.models import ModuleVersion, Outcome, OutcomeEquivalence
from curriculum.db import db


class Proposal(NamedTuple):
    """An outcome, what it was in the version before, and the line if somebody decided it."""

    target: Outcome
    source: Outcome | None
    line: OutcomeEquivalence | None


def before(version: ModuleVersion) -> ModuleVersion | None:
    """The version that this one replaces, or will replace; None for the first of a module."""
    if version.supersedes_id is not None:
        return queries.version(version.supersedes_id)
    present = queries.latest_published(version.module_id)
    return present if present is not None and present.version < version.version else None


def proposals(version: ModuleVersion) -> list[Proposal]:
    """Every outcome with the one it continues: that of the same key, wherever either stands."""
    previous = before(version)
    lines = _lines_to([one.id for one in version.outcomes])
    sources = {one.key: one for one in previous.outcomes} if previous is not None else {}
    found = []
    for target in version.outcomes:
        source = sources.get(target.key)
        decided = lines.get((source.id if source is not None else None, target.id))
        found.append(Proposal(target, source, decided))
    return found


def others(version: ModuleVersion) -> Sequence[OutcomeEquivalence]:
    """Decided lines besides those proposed: from other outcomes, other modules, or earlier versions."""
    shown = {one.line.id for one in proposals(version) if one.line is not None}
    lines = _lines_to([one.id for one in version.outcomes]).values()
    return [line for line in lines if line.id not in shown]


def _lines_to(outcome_ids: Sequence[int]) -> dict[tuple[int | None, int], OutcomeEquivalence]:
    wanted = select(OutcomeEquivalence).where(OutcomeEquivalence.to_outcome_id.in_(outcome_ids))
    lines = db.session.scalars(wanted.order_by(OutcomeEquivalence.id))
    return {(line.from_outcome_id, line.to_outcome_id): line for line in lines}
