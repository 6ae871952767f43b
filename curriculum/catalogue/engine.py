"""Module versions as the values the engine computes with, kept per published version."""

import re
from collections.abc import Collection, Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from curriculum.catalogue.models import Module, ModuleVersion, Outcome, OutcomeEquivalence, Theme
from curriculum.db import db, table
from curriculum.db.prepared import Prepared
from curriculum.domain import module as domain
from curriculum.domain.equivalence import Degree, Equivalence
from curriculum.domain.lifecycles.version import VersionState

SHOWN = (VersionState.PUBLISHED, VersionState.SUPERSEDED)
"""States the public catalogue shows; a withdrawn version was wrong and is not shown."""

_NUMBER = re.compile(r"[0-9]{1,4}(?:\.[0-9]+)?")
_kept: dict[int, domain.ModuleVersion] = {}
_outcome_keys: dict[tuple[object, ...], dict[str, int]] = {}

Stamp = tuple[object, ...]


_LINES, _VERSIONS = table(OutcomeEquivalence).c, table(ModuleVersion).c
_DECIDED = select(func.count(_LINES.id), func.max(_LINES.id), func.max(_LINES.updated_at)).subquery()
# Counted too: of two publications at once, the one committed last may carry the earlier moment.
_OPENED = select(
    func.count(_VERSIONS.published_at), func.max(_VERSIONS.published_at), func.max(_VERSIONS.id)
).subquery()
_STAMP = Prepared(select(_DECIDED, _OPENED))


def whole() -> Select[ModuleVersion]:
    """A version with its module, outcomes and assessments: three statements, however many versions."""
    return select(ModuleVersion).options(
        joinedload(ModuleVersion.module),
        selectinload(ModuleVersion.outcomes),
        selectinload(ModuleVersion.assessments),
    )


def stamp() -> Stamp:
    """What changes when a version is published or an equivalence decided, in whatever process.

    Read once per transaction or request, so that pages and jobs can keep whole plans by it.
    """
    info = db.session.info
    if "curriculum_stamp" not in info:
        info["curriculum_stamp"] = tuple(_STAMP.one())
    return tuple(info["curriculum_stamp"])


def forget() -> None:
    """Drop what is kept; called by whatever publishes a version or decides an equivalence."""
    _kept.clear()
    db.session.info.pop("curriculum_stamp", None)


def domain_modules(version_ids: Collection[int]) -> dict[int, domain.ModuleVersion]:
    """The versions as the engine needs them; published ones are read once per process (I-06)."""
    missing = [one for one in version_ids if one not in _kept]
    found = {one: _kept[one] for one in version_ids if one in _kept}
    if missing:
        cross_cutting = _cross_cutting()
        for row in db.session.scalars(whole().where(ModuleVersion.id.in_(missing))):
            found[row.id] = _value(row, *cross_cutting[row.module.theme_id])
            if row.state in SHOWN:
                _kept[row.id] = found[row.id]
    return found


def _cross_cutting() -> dict[int, tuple[str, bool]]:
    rows = db.session.execute(select(Theme.id, Theme.code, Theme.cross_cutting))
    return {key: (code, crossing) for key, code, crossing in rows}


def _value(row: ModuleVersion, theme: str, crossing: bool) -> domain.ModuleVersion:
    return domain.ModuleVersion(
        code=row.module.code,
        version=row.version,
        outcomes=tuple(domain.Outcome(one.code, one.weight, one.critical) for one in row.outcomes),
        contact_minutes=minutes(row.hours_contact),
        total_minutes=minutes(row.hours_total),
        theme=theme,
        cross_cutting=crossing,
        currency_months=row.currency_months,
        rule=domain.CompletionRule(
            row.all_critical_outcomes,
            row.min_outcome_weight,
            row.min_contact_attendance_pct,
            row.module_assessment_required,
        ),
        prerequisites=domain.Prerequisites(tuple(row.prerequisites_all), tuple(row.prerequisites_any)),
        assessments=tuple(
            domain.AssessmentSpec(one.method, one.weight, one.pass_mark) for one in row.assessments
        ),
        credits=_credits(row.credits_indicative),
    )


def _credits(text: str | None) -> int:
    """Credits as hundredths; what is no number gives none."""
    found = _NUMBER.fullmatch((text or "").strip().replace(",", "."))
    return round(float(found[0]) * 100) if found else 0


def minutes(hundredths: int) -> int:
    """Hundredths of an hour as whole minutes, rounded down."""
    return hundredths * 60 // 100


def equivalences_to(version_ids: Iterable[int]) -> tuple[Equivalence, ...]:
    """Every decided line by which something reaches these versions, over any number of steps."""
    source, target = aliased(Outcome), aliased(Outcome)
    found: dict[tuple[str | None, str], Equivalence] = {}
    waiting, seen = set(version_ids), set[int]()
    while waiting:
        seen |= waiting
        wanted = (
            select(
                source.code,
                source.version_id,
                target.code,
                OutcomeEquivalence.degree,
                OutcomeEquivalence.top_up,
            )
            .select_from(OutcomeEquivalence)
            .join(target, target.id == OutcomeEquivalence.to_outcome_id)
            .outerjoin(source, source.id == OutcomeEquivalence.from_outcome_id)
            .where(target.version_id.in_(waiting), OutcomeEquivalence.ended_at.is_(None))
            .order_by(target.code, source.code)
        )
        rows = db.session.execute(wanted).all()
        for from_, _, to, degree, top_up in rows:
            found[from_, to] = Equivalence(from_, to, Degree(degree.value), top_up)
        waiting = {row[1] for row in rows if row[1] is not None} - seen
    return tuple(found.values())


def published_ids(codes: Collection[str]) -> list[int]:
    """Keys of the published versions of some modules: for the updates a renewal asks for."""
    wanted = (
        select(ModuleVersion.id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(Module.code.in_(codes), ModuleVersion.state == VersionState.PUBLISHED)
    )
    return list(db.session.scalars(wanted))


def ever_published() -> dict[int, domain.ModuleVersion]:
    """Every version that was ever published, whatever became of it: what people may hold outcomes of."""
    wanted = select(ModuleVersion.id).where(ModuleVersion.state.in_(SHOWN)).order_by(ModuleVersion.id)
    return domain_modules(list(db.session.scalars(wanted)))


def outcome_keys() -> dict[str, int]:
    """Keys of all outcomes by code, kept until something is published."""
    mark = stamp()
    if mark not in _outcome_keys:
        _outcome_keys.clear()
        rows = db.session.execute(select(Outcome.code, Outcome.id))
        _outcome_keys[mark] = {row.code: row.id for row in rows}
    return _outcome_keys[mark]
