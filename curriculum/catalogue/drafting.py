"""How content becomes rows: a new draft, a draft written anew, and what carries over by itself."""

from dataclasses import asdict
from typing import TypeVar

from sqlalchemy import select

from curriculum import clock
from curriculum.catalogue.content import VersionContent
from curriculum.catalogue.models import (
    AssessmentSpec,
    EquivalenceDegree,
    Module,
    ModuleVersion,
    Outcome,
    OutcomeEquivalence,
)
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor

Part = TypeVar("Part", Outcome, AssessmentSpec)


def new_version(module: Module, number: int, content: VersionContent) -> ModuleVersion:
    """A draft with this content, not yet in the session."""
    version = ModuleVersion(id=new_id(), module_id=module.id, version=number, outcomes=[], assessments=[])
    version.module = module
    rewrite(version, module, content)
    return version


def rewrite(version: ModuleVersion, module: Module, content: VersionContent) -> None:
    """Put the content into the rows of a draft; outcomes keep their key by position."""
    for name, value in _columns(content).items():
        setattr(version, name, value)
    prefix = f"{module.code}.v{version.version}"
    for position, one in enumerate(content.outcomes):
        row = _row(version.outcomes, position, Outcome)
        row.code = one.code or f"{prefix}.O{position + 1}"
        row.type, row.bloom, row.text = one.type, one.bloom, one.text
        row.weight, row.critical = one.weight, one.critical
    for position, spec in enumerate(content.assessments):
        part = _row(version.assessments, position, AssessmentSpec)
        part.method, part.title = spec.method, spec.title
        part.weight, part.pass_mark = spec.weight, spec.pass_mark
    _shorten(version.outcomes, len(content.outcomes))
    _shorten(version.assessments, len(content.assessments))


def _columns(content: VersionContent) -> dict[str, object]:
    """The columns of a version, by name."""
    same = ("title", "summary", "target_group", "kind", "authoritative_language", "eqf_level_indicative")
    more = ("credits_indicative", "currency_months", "change_class", "change_note")
    lists = (
        "languages",
        "delivery_modes",
        "prerequisites_all",
        "prerequisites_any",
        "gcm_objectives",
    )
    return {
        **{name: getattr(content, name) for name in (*same, *more)},
        **{name: list(getattr(content, name)) for name in lists},
        **{f"hours_{kind}": amount for kind, amount in asdict(content.hours).items()},
        **asdict(content.completion),
    }


def _row(rows: list[Part], position: int, kind: type[Part]) -> Part:
    if position == len(rows):
        rows.append(kind(id=new_id(), position=position + 1))
    return rows[position]


def _shorten(rows: list[Outcome] | list[AssessmentSpec], length: int) -> None:
    for row in rows[length:]:
        db.session.delete(row)
    del rows[length:]


def equivalence(
    actor: Actor, source_id: int | None, target_id: int, degree: EquivalenceDegree, top_up: str | None = None
) -> OutcomeEquivalence:
    """A decided line of the mapping table, not yet in the session."""
    return OutcomeEquivalence(
        id=new_id(),
        from_outcome_id=source_id,
        to_outcome_id=target_id,
        degree=degree,
        top_up=top_up,
        decided_by=actor.account_id,
        decided_at=clock.now(),
    )


def carry_over(actor: Actor, previous: ModuleVersion, version: ModuleVersion) -> None:
    """Let every outcome of an editorial version carry the one in its place in full (domain.md §2.9)."""
    decided = {line.to_outcome_id for line in _lines_to(version)}
    for old, new in zip(previous.outcomes, version.outcomes, strict=False):
        if new.id not in decided:
            db.session.add(equivalence(actor, old.id, new.id, EquivalenceDegree.FULL))


def _lines_to(version: ModuleVersion) -> list[OutcomeEquivalence]:
    ids = [one.id for one in version.outcomes]
    return list(
        db.session.scalars(select(OutcomeEquivalence).where(OutcomeEquivalence.to_outcome_id.in_(ids)))
    )
