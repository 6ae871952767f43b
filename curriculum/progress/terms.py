"""What the facts are judged by: accepted claims, outcomes and module versions, read for a set of facts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, select

from curriculum.catalogue.models import AssessmentSpec, Module, ModuleVersion, Outcome
from curriculum.db import db
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.plan import Cover
from curriculum.domain.proof import Depth
from curriculum.donors.models import CoverageClaim, Offering
from curriculum.progress.facts import Facts

IDS: BindParameter[int] = bindparam("ids", expanding=True)


class Claimed(NamedTuple):
    """An accepted claim: outcome code, its weight in its version, how deep."""

    outcome: str
    weight: int
    depth: Depth


class Taught(NamedTuple):
    """A module version as results and runs name it."""

    ref: str
    covers: dict[int, Cover]
    specs: dict[int, str]


@dataclass(frozen=True)
class Terms:
    """Everything by key; one load serves many persons."""

    claims: dict[int, tuple[Claimed, ...]]
    pass_marks: dict[int, int]
    offerings: dict[int, str]
    versions: dict[int, Taught]
    outcomes: dict[int, str]


_CLAIMS = (
    select(CoverageClaim.offering_id, Outcome.code, Outcome.weight, CoverageClaim.depth)
    .join(Outcome, Outcome.id == CoverageClaim.outcome_id)
    .where(CoverageClaim.offering_id.in_(IDS), CoverageClaim.state == ClaimState.ACCEPTED)
    .order_by(Outcome.code)
)
_OFFERINGS = select(Offering.id, Offering.code, Offering.pass_mark).where(Offering.id.in_(IDS))
_OUTCOMES = (
    select(
        Outcome.id,
        Outcome.code,
        Outcome.weight,
        Outcome.version_id,
        Module.code.label("module"),
        ModuleVersion.version,
    )
    .join(ModuleVersion, ModuleVersion.id == Outcome.version_id)
    .join(Module, Module.id == ModuleVersion.module_id)
    .where(Outcome.version_id.in_(IDS))
    .order_by(Outcome.position)
)
_REVIEWED = select(Outcome.id, Outcome.code).where(Outcome.id.in_(IDS))
_SPECS = (
    select(AssessmentSpec.id, AssessmentSpec.version_id, AssessmentSpec.method)
    .where(AssessmentSpec.version_id.in_(IDS))
    .order_by(AssessmentSpec.position)
)


def terms_of(facts: Iterable[Facts]) -> Terms:
    """The terms that these facts need."""
    everything = list(facts)
    offering_ids = {row.offering_id for one in everything for row in (*one.evidence, *one.figures)} - {None}
    version_ids = {row.module_version_id for one in everything for row in (*one.figures, *one.results)} - {
        None
    }
    reviewed = {row.outcome_id for one in everything for row in one.reviewed}
    claims: dict[int, list[Claimed]] = defaultdict(list)
    marks: dict[int, int] = {}
    codes: dict[int, str] = {}
    if offering_ids:
        for row in db.session.execute(_CLAIMS, {"ids": sorted(offering_ids)}):
            claims[row.offering_id].append(Claimed(row.code, row.weight, row.depth))
        for offering in db.session.execute(_OFFERINGS, {"ids": sorted(offering_ids)}):
            marks[offering.id], codes[offering.id] = offering.pass_mark, offering.code
    outcomes = {}
    if reviewed:
        outcomes = {row.id: row.code for row in db.session.execute(_REVIEWED, {"ids": sorted(reviewed)})}
    return Terms(
        {key: tuple(values) for key, values in claims.items()}, marks, codes, _versions(version_ids), outcomes
    )


def _versions(version_ids: set[int]) -> dict[int, Taught]:
    found: dict[int, Taught] = {}
    if not version_ids:
        return found
    for row in db.session.execute(_OUTCOMES, {"ids": sorted(version_ids)}):
        taught = found.setdefault(row.version_id, Taught(f"{row.module}.v{row.version}", {}, {}))
        taught.covers[row.id] = Cover(row.code, row.weight)
    for spec in db.session.execute(_SPECS, {"ids": sorted(version_ids)}):
        found[spec.version_id].specs[spec.id] = spec.method
    return found
