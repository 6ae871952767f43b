"""What the facts are judged by: accepted claims, outcomes and module versions, read for a set of facts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import BindParameter, and_, bindparam, or_, select

from curriculum.catalogue.models import AssessmentSpec, Module, ModuleVersion, Outcome
from curriculum.db import db, table
from curriculum.db.prepared import Prepared
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

    def proven_by(self, offerings: Iterable[int]) -> frozenset[str]:
        """The outcomes that accepted claims of some offerings name."""
        return frozenset(claim.outcome for one in offerings for claim in self.claims.get(one, ()))


_OFFERING, _CLAIM, _OUTCOME = table(Offering).c, table(CoverageClaim).c, table(Outcome).c
# A superseded claim still counts for what relied on it until it is reviewed (J1).
_COUNTS = or_(
    _CLAIM.state == ClaimState.ACCEPTED,
    and_(_CLAIM.state == ClaimState.SUPERSEDED, _CLAIM.reviewed_at.is_(None)),
)
_OFFERINGS = Prepared(
    select(
        _OFFERING.id,
        _OFFERING.code,
        _OFFERING.pass_mark,
        _CLAIM.depth,
        _OUTCOME.code.label("outcome"),
        _OUTCOME.weight,
    )
    .outerjoin(table(CoverageClaim), and_(_CLAIM.offering_id == _OFFERING.id, _COUNTS))
    .outerjoin(table(Outcome), _OUTCOME.id == _CLAIM.outcome_id)
    .where(_OFFERING.id.in_(IDS))
    .order_by(_OUTCOME.code)
)
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
        for row in _OFFERINGS.all(ids=sorted(offering_ids)):
            marks[row.id], codes[row.id] = row.pass_mark, row.code
            if row.outcome is not None:
                claims[row.id].append(Claimed(row.outcome, row.weight, row.depth))
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
