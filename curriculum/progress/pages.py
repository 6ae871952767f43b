"""What an official's pages show: a path with its components, in words of the catalogue, in few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from curriculum.assessment.models import AssessmentResult
from curriculum.catalogue.models import Module, ModuleVersion, Outcome
from curriculum.db import Bilingual, db
from curriculum.domain.changes import Because, ChangeOf
from curriculum.domain.missing import Missing
from curriculum.domain.progress import Progress
from curriculum.domain.standing import ComponentStanding, ModuleStanding
from curriculum.evidence.models import Evidence
from curriculum.paths.models import Path as PathRow
from curriculum.paths.models import PathComponent, PathEnrolment, PathVersion
from curriculum.people import queries as people
from curriculum.progress import queries
from curriculum.progress.codec import change_of, decode
from curriculum.progress.models import StandingChange

_PATHS = (
    select(PathVersion.id, PathRow.code, PathVersion.version, PathVersion.title, PathVersion.kind)
    .join(PathRow, PathRow.id == PathVersion.path_id)
    .where(PathVersion.id.in_(bindparam("ids", expanding=True)))
)
_COMPONENTS = (
    select(
        PathComponent.path_version_id,
        PathComponent.code,
        PathComponent.title,
        PathComponent.module_version_id,
        PathComponent.min_proof_level,
    )
    .where(PathComponent.path_version_id.in_(bindparam("ids", expanding=True)))
    .order_by(PathComponent.position)
)
_MODULES = (
    select(Module.code, ModuleVersion.version, ModuleVersion.title)
    .join(Module, Module.id == ModuleVersion.module_id)
    .where(Module.code.in_(bindparam("codes", expanding=True)))
)
_OUTCOMES = select(Outcome.code, Outcome.text, Outcome.weight, Outcome.critical).where(
    Outcome.code.in_(bindparam("codes", expanding=True))
)


@dataclass(frozen=True)
class Requirement:
    """A component as a person reads it."""

    standing: ComponentStanding
    title: Bilingual | None
    min_level: int | None

    @property
    def code(self) -> str:
        """Its code within the path."""
        return self.standing.code


@dataclass(frozen=True)
class OnPath:
    """One enrolment with everything its page says."""

    enrolment: PathEnrolment
    code: str
    version: int
    title: Bilingual
    progress: Progress
    requirements: tuple[Requirement, ...]
    modules: dict[str, Bilingual]
    percent_taught: int

    @property
    def next_step(self) -> Missing | None:
        """The first thing the official can do."""
        return self.progress.next_step

    def requirement(self, code: str) -> Requirement | None:
        """One component, None where the path has no such."""
        return next((one for one in self.requirements if one.code == code), None)


def paths_of(person_id: int, today: date) -> list[OnPath]:
    """Every open enrolment of a person, the latest first."""
    enrolments = queries.open_enrolments([person_id])
    standings = {one.enrolment_id: one for one in queries.standings_of([person_id])}
    ids = [one.path_version_id for one in enrolments]
    if not ids:
        return []
    heads = {row.id: row for row in db.session.execute(_PATHS, {"ids": ids})}
    components: dict[int, list[Any]] = {one: [] for one in ids}
    for row in db.session.execute(_COMPONENTS, {"ids": ids}):
        components[row.path_version_id].append(row)
    judged = []
    for enrolment in sorted(enrolments, key=lambda one: one.id, reverse=True):
        stored = standings.get(enrolment.id)
        fresh = stored is not None and queries.is_fresh(stored, today)
        progress = decode(stored.breakdown) if stored and fresh else queries.progress_on(enrolment, today)
        judged.append((enrolment, progress, stored.percent_taught if stored else 0))
    titles = _titles(progress for _, progress, _ in judged)
    return [
        _on_path(enrolment, progress, taught, heads[enrolment.path_version_id], components, titles)
        for enrolment, progress, taught in judged
    ]


def _on_path(
    enrolment: PathEnrolment,
    progress: Progress,
    taught: int,
    head: Any,
    components: dict[int, list[Any]],
    titles: dict[str, Bilingual],
) -> OnPath:
    standings = {one.code: one for one in progress.components}
    return OnPath(
        enrolment=enrolment,
        code=head.code,
        version=head.version,
        title=head.title,
        progress=progress,
        requirements=tuple(
            Requirement(
                standings[row.code],
                row.title or _only_module(standings[row.code], titles),
                row.min_proof_level,
            )
            for row in components[enrolment.path_version_id]
            if row.code in standings
        ),
        modules=titles,
        percent_taught=taught,
    )


def _only_module(standing: ComponentStanding, titles: dict[str, Bilingual]) -> Bilingual | None:
    return titles.get(standing.modules[0].ref) if len(standing.modules) == 1 else None


def _titles(judged: Iterable[Progress]) -> dict[str, Bilingual]:
    refs = {module.ref for one in judged for part in one.components for module in part.modules}
    codes = {ref.rpartition(".v")[0] for ref in refs}
    rows = db.session.execute(_MODULES, {"codes": sorted(codes)})
    return {f"{row.code}.v{row.version}": row.title for row in rows}


def outcomes_of(modules: Iterable[ModuleStanding]) -> dict[str, Any]:
    """Text, weight and criticality of the outcomes of some modules, by code."""
    codes = {outcome.code for module in modules for outcome in module.outcomes}
    return {row.code: row for row in db.session.execute(_OUTCOMES, {"codes": sorted(codes)})}


@dataclass(frozen=True)
class Met:
    """What met an outcome, as a person recognises it."""

    room: str
    title: str
    issuer: str
    on: date | None


def traces(person_id: int, refs: Iterable[str]) -> dict[str, Met]:
    """The pieces behind trace ids: evidence by its title, results by their day, the rest by its kind."""
    wanted = {ref: ref.partition(":") for ref in refs}
    keys: dict[str, list[int]] = {"evidence": [], "result": []}
    for room, _, key in wanted.values():
        if room in keys and key.isdigit():
            keys[room].append(int(key))
    found = {
        f"evidence:{one.id}": Met("evidence", one.title, one.issuer, one.issued_on)
        for one in _pieces(person_id, keys["evidence"])
    }
    found |= {
        f"result:{one.id}": Met("result", "", "", one.assessed_on)
        for one in _results(person_id, keys["result"])
    }
    return {ref: found.get(ref, Met(room, "", "", None)) for ref, (room, _, _key) in wanted.items()}


def _pieces(person_id: int, keys: list[int]) -> Sequence[Any]:
    wanted = select(Evidence.id, Evidence.title, Evidence.issuer, Evidence.issued_on)
    found = wanted.where(Evidence.person_id.in_(people.aliases(person_id)), Evidence.id.in_(keys))
    return db.session.execute(found).all() if keys else ()


def _results(person_id: int, keys: list[int]) -> Sequence[Any]:
    one = AssessmentResult
    wanted = select(one.id, one.assessed_on).where(
        one.person_id.in_(people.aliases(person_id)), one.id.in_(keys)
    )
    return db.session.execute(wanted).all() if keys else ()


@dataclass(frozen=True)
class Turn:
    """One change of the figure: why, and the components that moved with it."""

    on: date
    before: int | None
    after: int
    causes: tuple[Because, ...]
    components: tuple[tuple[str, int, int], ...]


def history_of(person_id: int, enrolment_id: int, count: int = 8) -> list[Turn]:
    """Why the figure of one enrolment changed, newest first."""
    rows = [row for row in queries.changes_of(person_id, 40) if row.enrolment_id == enrolment_id]
    return [_turn(row) for row in rows[:count]]


def _turn(row: StandingChange) -> Turn:
    changes = [change_of(one) for one in row.because]
    causes = tuple(dict.fromkeys(cause.code for change in changes for cause in change.because))
    moved = tuple((one.subject, one.from_, one.to) for one in changes if one.of is ChangeOf.COMPONENT)
    return Turn(row.at.date(), row.from_percent, row.to_percent, causes, moved)
