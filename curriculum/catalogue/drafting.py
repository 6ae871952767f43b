"""How content becomes rows: a new draft, a draft written anew, and what carries over by itself."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from itertools import count

from sqlalchemy import delete, select

from curriculum import clock
from curriculum.catalogue import keyed, listed
from curriculum.catalogue.content import AssessmentContent, OutcomeContent, VersionContent
from curriculum.catalogue.models import (
    AssessmentSpec,
    EquivalenceDegree,
    Module,
    ModuleVersion,
    Outcome,
    OutcomeEquivalence,
)
from curriculum.db import Bilingual, db, new_id
from curriculum.domain.actors import Actor

_LISTS = (
    "languages",
    "delivery_modes",
    "prerequisites_all",
    "prerequisites_any",
    "prerequisites_advised",
    "gcm_objectives",
    "legal_instruments",
    "external_refs",
)
"""What of a version is a plain list, and a column of that name."""


def new_version(module: Module, number: int, content: VersionContent) -> ModuleVersion:
    """A draft with this content, not yet in the session."""
    version = ModuleVersion(id=new_id(), module_id=module.id, version=number, outcomes=[], assessments=[])
    version.module = module
    rewrite(version, module, content)
    return version


def rewrite(version: ModuleVersion, module: Module, content: VersionContent) -> None:
    """Put the content into the rows of a draft; outcomes keep their row by key, wherever they stand."""
    for name, value in _columns(content).items():
        setattr(version, name, value)
    _write_outcomes(version, f"{module.code}.v{version.version}", content.outcomes)
    wanted = keyed.keys([(one.key, one.method) for one in content.assessments])
    keyed.arrange(version.assessments, wanted, _new_spec)
    for part, spec in zip(version.assessments, content.assessments, strict=True):
        part.method, part.title = spec.method, spec.title
        part.weight, part.pass_mark = spec.weight, spec.pass_mark
        _write_how(part, spec, {one.key for one in version.outcomes})


def _write_how(part: AssessmentSpec, spec: AssessmentContent, outcomes: Collection[str]) -> None:
    """How it is assessed; an outcome that went is assessed no more."""
    part.outcomes = [key for key in spec.outcomes if key in outcomes]
    part.criteria = listed.rows(spec.criteria, "C")
    part.needs_external_assessor = spec.needs_external_assessor


def _write_outcomes(version: ModuleVersion, prefix: str, outcomes: Sequence[OutcomeContent]) -> None:
    names = [(one.code or f"O{place}").rpartition(".")[2] for place, one in enumerate(outcomes, 1)]
    wanted = keyed.keys([(one.key, name) for one, name in zip(outcomes, names, strict=True)])
    keyed.arrange(version.outcomes, wanted, _new_outcome, _forget_lines)
    for row, one in zip(version.outcomes, outcomes, strict=True):
        row.type, row.bloom, row.text = one.type, one.bloom, one.text
        row.weight, row.critical = one.weight, one.critical
        row.verb, row.eqf_level_indicative = one.verb, one.eqf_level_indicative
    codes = _codes(prefix, version.outcomes, outcomes)
    keyed.recode(zip(version.outcomes, codes, strict=True))


def _codes(prefix: str, rows: Sequence[Outcome], outcomes: Sequence[OutcomeContent]) -> list[str]:
    """The code said, else the one the row bears already, else the first free number from its place on."""
    said = [one.code or row.code for row, one in zip(rows, outcomes, strict=True)]
    taken, codes = {code for code in said if code}, []
    for place, code in enumerate(said, 1):
        free = (f"{prefix}.O{number}" for number in count(place))
        chosen = code or next(one for one in free if one not in taken)
        taken.add(chosen)
        codes.append(chosen)
    return codes


def _new_outcome(key: str) -> Outcome:
    return Outcome(id=new_id(), key=key, code="")


def _new_spec(key: str) -> AssessmentSpec:
    return AssessmentSpec(id=new_id(), key=key)


def _forget_lines(gone: Sequence[Outcome]) -> None:
    """What was to carry into an outcome that is no more carries nowhere; the trail keeps the decision."""
    ids = [one.id for one in gone]
    db.session.execute(delete(OutcomeEquivalence).where(OutcomeEquivalence.to_outcome_id.in_(ids)))


def _columns(content: VersionContent) -> dict[str, object]:
    """The columns of a version, by name."""
    same = ("title", "summary", "target_group", "kind", "authoritative_language", "eqf_level_indicative")
    more = ("credits_indicative", "currency_months", "change_class", "change_note")
    sheet = ("entry_requirements", "level_note", "rights_integrated")
    return {
        **{name: getattr(content, name) for name in (*same, *more, *sheet)},
        **{name: list(getattr(content, name)) for name in _LISTS},
        "reviewers": listed.rows(content.reviewers, "R"),
        **{f"hours_{kind}": amount for kind, amount in asdict(content.hours).items()},
        **asdict(content.completion),
    }


def equivalence(
    actor: Actor,
    source_id: int | None,
    target_id: int,
    degree: EquivalenceDegree,
    top_up: str | None = None,
    top_up_text: Bilingual | None = None,
) -> OutcomeEquivalence:
    """A decided line of the mapping table, not yet in the session."""
    return OutcomeEquivalence(
        id=new_id(),
        from_outcome_id=source_id,
        to_outcome_id=target_id,
        degree=degree,
        top_up=top_up,
        top_up_text=top_up_text,
        decided_by=actor.account_id,
        decided_at=clock.now(),
    )


def carry_over(actor: Actor, previous: ModuleVersion, version: ModuleVersion) -> None:
    """Let every outcome of an editorial version carry itself as it was before, in full (domain.md §2.9)."""
    decided = {line.to_outcome_id for line in _lines_to(version)}
    before = {old.key: old for old in previous.outcomes}
    for new in version.outcomes:
        if new.key in before and new.id not in decided:
            db.session.add(equivalence(actor, before[new.key].id, new.id, EquivalenceDegree.FULL))


def _lines_to(version: ModuleVersion) -> list[OutcomeEquivalence]:
    ids = [one.id for one in version.outcomes]
    return list(
        db.session.scalars(
            select(OutcomeEquivalence).where(
                OutcomeEquivalence.to_outcome_id.in_(ids), OutcomeEquivalence.ended_at.is_(None)
            )
        )
    )
