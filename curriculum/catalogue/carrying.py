"""What one version carries to the next: each outcome with its forerunner, decided or still open (S06)."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from curriculum.catalogue import engine, queries
from curriculum.catalogue.checks import find_cycle
from curriculum.catalogue.models import EquivalenceDegree, ModuleVersion, Outcome, OutcomeEquivalence
from curriculum.db import db
from curriculum.domain.equivalence import sources


class Proposal(NamedTuple):
    """An outcome, what it was in the version before, the line if somebody decided it, the degree proposed."""

    target: Outcome
    source: Outcome | None
    line: OutcomeEquivalence | None
    degree: EquivalenceDegree | None


def before(version: ModuleVersion) -> ModuleVersion | None:
    """The version that this one replaces, or will replace; None for the first of a module."""
    if version.supersedes_id is not None:
        return queries.version(version.supersedes_id)
    present = queries.latest_published(version.module_id)
    return present if present is not None and present.version < version.version else None


def proposals(version: ModuleVersion) -> list[Proposal]:
    """Every outcome with the one it continues: as decided, else of the same key, else of the same words."""
    previous = before(version)
    sources = list(previous.outcomes) if previous is not None else []
    by_id = {one.id: one for one in sources}
    lines = _lines_to([one.id for one in version.outcomes])
    keys = {one.key for one in version.outcomes}
    free = [one for one in sources if one.key not in keys]
    found = []
    for target in version.outcomes:
        guess = _forerunner(target, sources, free)
        line = _decided(target, guess, lines, by_id)
        source = by_id.get(line.from_outcome_id or 0) if line is not None else guess
        found.append(Proposal(target, source, line, _degree(target, source, line)))
    return found


def _forerunner(target: Outcome, sources: Sequence[Outcome], free: Sequence[Outcome]) -> Outcome | None:
    """By its key; one that no other outcome goes on from, by its words."""
    by_key = next((one for one in sources if one.key == target.key), None)
    return by_key or next((one for one in free if _says_the_same(one, target)), None)


def _says_the_same(source: Outcome, target: Outcome) -> bool:
    return (source.text.fr, source.text.en) == (target.text.fr, target.text.en)


def _decided(
    target: Outcome,
    guess: Outcome | None,
    lines: dict[tuple[int | None, int], OutcomeEquivalence],
    sources: dict[int, Outcome],
) -> OutcomeEquivalence | None:
    """The line from the version before: of the guessed forerunner, else of any other, else new matter."""
    keys = [guess.id if guess is not None else None, *sources, None]
    return next((lines[one, target.id] for one in keys if (one, target.id) in lines), None)


def _degree(
    target: Outcome, source: Outcome | None, line: OutcomeEquivalence | None
) -> EquivalenceDegree | None:
    """What is decided; else nothing carries into new matter, and the same words carry in full."""
    if line is not None:
        return line.degree
    if source is None:
        return EquivalenceDegree.NONE
    same = _says_the_same(source, target) and (source.weight, source.critical) == (
        target.weight,
        target.critical,
    )
    return EquivalenceDegree.FULL if same else None


def left_behind(version: ModuleVersion) -> list[Outcome]:
    """Outcomes of the version before that nothing continues: who holds them holds nothing of this version."""
    previous = before(version)
    taken = {one.source.id for one in proposals(version) if one.source is not None}
    taken |= {line.from_outcome_id for line in others(version) if line.from_outcome_id is not None}
    return [one for one in (previous.outcomes if previous is not None else ()) if one.id not in taken]


def others(version: ModuleVersion) -> Sequence[OutcomeEquivalence]:
    """Decided lines besides those of the table: from other modules, earlier versions, a second forerunner."""
    shown = {one.line.id for one in proposals(version) if one.line is not None}
    lines = _lines_to([one.id for one in version.outcomes]).values()
    return [line for line in lines if line.id not in shown]


def circles(version: ModuleVersion) -> list[tuple[str, ...]]:
    """The ways by which outcomes of a version are taken over from themselves, each of them once (0019)."""
    graph = sources(engine.equivalences_to([version.id]))
    ways = [find_cycle(one.code, graph) for one in version.outcomes]
    return list({frozenset(way): way for way in ways if way}.values())


def earlier(version: ModuleVersion) -> Sequence[OutcomeEquivalence]:
    """Lines that were decided anew since, newest first: they count no more and are kept."""
    ids = [one.id for one in version.outcomes]
    wanted = select(OutcomeEquivalence).where(
        OutcomeEquivalence.to_outcome_id.in_(ids), OutcomeEquivalence.ended_at.is_not(None)
    )
    return db.session.scalars(
        wanted.order_by(OutcomeEquivalence.ended_at.desc(), OutcomeEquivalence.id)
    ).all()


def _lines_to(outcome_ids: Sequence[int]) -> dict[tuple[int | None, int], OutcomeEquivalence]:
    wanted = select(OutcomeEquivalence).where(
        OutcomeEquivalence.to_outcome_id.in_(outcome_ids), OutcomeEquivalence.ended_at.is_(None)
    )
    lines = db.session.scalars(wanted.order_by(OutcomeEquivalence.id))
    return {(line.from_outcome_id, line.to_outcome_id): line for line in lines}
