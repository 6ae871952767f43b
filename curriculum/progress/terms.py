"""What the facts are judged by: accepted claims, outcomes and module versions, read for a set of facts."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Self, TypeAlias

from sqlalchemy import BindParameter, String, and_, bindparam, or_, select, type_coerce

from curriculum.catalogue import engine
from curriculum.catalogue.models import AssessmentSpec, Module, ModuleVersion, Outcome
from curriculum.db import db, table
from curriculum.db.prepared import Prepared
from curriculum.domain.dossier import AttendanceRecord, RecordState
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.plan import Cover
from curriculum.domain.proof import Depth, ProofLevel
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


Proven: TypeAlias = tuple[str, ProofLevel, RecordState]
"""What a result proves: an outcome, its level, and whether an individual result is still owed."""


@dataclass(frozen=True)
class Terms:
    """Everything by key; one load serves many persons.

    `reach` limits what is read of lists to some outcomes (None: no limit); hours stay shared over all."""

    claims: dict[int, tuple[Claimed, ...]]
    pass_marks: dict[int, int]
    offerings: dict[int, str]
    versions: dict[int, Taught]
    outcomes: dict[int, str]
    reach: Container[str] | None = None
    proven: dict[tuple[int, int | None], tuple[Proven, ...]] = field(default_factory=dict, repr=False)
    attended: dict[tuple[int, int | None], AttendanceRecord | None] = field(default_factory=dict, repr=False)
    _covered: dict[int | None, tuple[Cover, ...]] = field(default_factory=dict, repr=False)

    def covered(self, offering: int | None) -> tuple[Cover, ...]:
        """What an offering covers, in the order of the outcomes; remembered for everybody who attended it."""
        known = self._covered.get(offering)
        if known is None:
            claims = () if offering is None else self.claims.get(offering, ())
            known = self._covered[offering] = tuple(Cover(one.outcome, one.weight) for one in claims)
        return known

    def limited(self, reach: Container[str]) -> Self:
        """The same terms for who asks about some outcomes only."""
        return replace(self, reach=reach, proven={}, attended={}, _covered={})

    def reaches(self, outcome: str) -> bool:
        """Whether an outcome is asked about."""
        return self.reach is None or outcome in self.reach

    def proven_by(self, offerings: Iterable[int]) -> frozenset[str]:
        """The outcomes that accepted claims of some offerings name."""
        return frozenset(claim.outcome for one in offerings for claim in self.claims.get(one, ()))


_OFFERING, _CLAIM = table(Offering).c, table(CoverageClaim).c
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
        _CLAIM.outcome_id,
        type_coerce(_CLAIM.depth, String).label("depth"),
    )
    .outerjoin(table(CoverageClaim), and_(_CLAIM.offering_id == _OFFERING.id, _COUNTS))
    .where(_OFFERING.id.in_(IDS))
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
_CLAIMED = (
    select(Outcome.id, Outcome.code, Outcome.weight, ModuleVersion.state)
    .join(ModuleVersion, ModuleVersion.id == Outcome.version_id)
    .where(Outcome.id.in_(IDS))
)
_REVIEWED = select(Outcome.id, Outcome.code).where(Outcome.id.in_(IDS))
_SPECS = (
    select(AssessmentSpec.id, AssessmentSpec.version_id, AssessmentSpec.method)
    .where(AssessmentSpec.version_id.in_(IDS))
    .order_by(AssessmentSpec.position)
)


_meant: dict[Any, Any] = {}
"""What claims of published outcomes mean, and the stamp it was read by; kept per process."""


def terms_of(facts: Iterable[Facts]) -> Terms:
    """The terms that these facts need."""
    everything = list(facts)
    offering_ids = {row.offering_id for one in everything for row in (*one.evidence, *one.figures)} - {None}
    version_ids = {row.module_version_id for one in everything for row in (*one.figures, *one.results)} - {
        None
    }
    reviewed = {row.outcome_id for one in everything for row in one.reviewed}
    claims: dict[int, list[tuple[int, str]]] = defaultdict(list)
    marks: dict[int, int] = {}
    codes: dict[int, str] = {}
    if offering_ids:
        for key, code, mark, outcome_id, depth in _OFFERINGS.all(ids=sorted(offering_ids)):
            marks[key], codes[key] = mark, code
            if outcome_id is not None:
                claims[key].append((outcome_id, depth))
    outcomes = {}
    if reviewed:
        outcomes = {row.id: row.code for row in db.session.execute(_REVIEWED, {"ids": sorted(reviewed)})}
    return Terms(_claimed(claims), marks, codes, _versions(version_ids), outcomes)


def _claimed(claims: Mapping[int, list[tuple[int, str]]]) -> dict[int, tuple[Claimed, ...]]:
    """Claims with the code and weight of their outcomes, by offering, in the order of the codes.

    What the same claims mean is kept for as long as nothing is published: published outcomes do not change.
    """
    stamp = engine.stamp()
    if _meant.get("stamp") != stamp:
        _meant.clear()
        _meant["stamp"] = stamp
    found = {}
    for offering_id, said in claims.items():
        key = tuple(sorted(said))
        meant = _meant.get(key)
        if meant is None:
            meant, lasting = _meaning(key)
            if lasting:
                _meant[key] = meant
        found[offering_id] = meant
    return found


def _meaning(said: tuple[tuple[int, str], ...]) -> tuple[tuple[Claimed, ...], bool]:
    """What some claims say, and whether it may be kept: all their outcomes were published."""
    rows = {row.id: row for row in db.session.execute(_CLAIMED, {"ids": [one for one, _ in said]})}
    meant = [Claimed(rows[one].code, rows[one].weight, Depth(depth)) for one, depth in said]
    lasting = all(row.state in engine.SHOWN for row in rows.values())
    return tuple(sorted(meant)), lasting


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
