"""Results, observations and panels as others read them; who assessed whom."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, select

from curriculum.access import require
from curriculum.assessment.models import AssessmentResult, ObservedTeaching, Panel, PanelMember, ResultState
from curriculum.catalogue.models import AssessmentSpec, Module, ModuleVersion
from curriculum.db import Bilingual, db
from curriculum.delivery import queries as delivery
from curriculum.delivery.models import Run
from curriculum.domain.actors import Actor, Key, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found
from curriculum.paths import queries as paths
from curriculum.people import queries as people


class ResultRow(NamedTuple):
    """One attempt with what it was about, for pages."""

    person_id: int
    id: int
    module_code: str
    version: int
    spec_title: Bilingual | None
    run_code: str | None
    score: int
    passed: bool
    on: date
    attempt: int
    state: ResultState
    assessor_id: int
    verifier_id: int | None


class ObservationRow(NamedTuple):
    """One observed teaching, for lists."""

    person_id: int
    id: int
    run_code: str
    observer_id: int
    on: date
    overall: int
    is_signed: bool


class PanelRow(NamedTuple):
    """One panel with the persons who sat."""

    id: int
    path_version_id: int
    on: date
    favourable: bool
    minutes: str
    members: tuple[int, ...]


def get_result(person_id: int, result_id: int) -> AssessmentResult:
    """One attempt; refuses NOT_FOUND."""
    return found(db.session.get(AssessmentResult, (person_id, result_id)), "result", result_id)


def get_observation(person_id: int, observation_id: int) -> ObservedTeaching:
    """One observed teaching; refuses NOT_FOUND."""
    return found(db.session.get(ObservedTeaching, (person_id, observation_id)), "observation", observation_id)


def find_observation(observation_id: int) -> ObservedTeaching | None:
    """The observed teaching with this key, whoever taught."""
    return db.session.scalar(select(ObservedTeaching).where(ObservedTeaching.id == observation_id))


def subject(actor: Actor, *, module_version_id: int, run_id: int | None, person_id: int) -> Subject:
    """An assessment as permissions see it: owners, hosts of the run, the authorised assessor."""
    where = Subject() if run_id is None else delivery.subject(delivery.run(run_id))
    owners: frozenset[Key] = delivery.owners_of_versions([module_version_id]) | where.owners
    return replace(
        where,
        person_ids=people.aliases(person_id),
        owners=owners,
        assigned=delivery.authorised(actor, owners),
    )


def run_subject(actor: Actor, run: Run) -> Subject:
    """A run as those see it who assess there."""
    where = delivery.subject(run)
    return replace(where, assigned=delivery.authorised(actor, where.owners))


def require_at(actor: Actor, permission: Permission, run: Run) -> None:
    """Refuse NOT_PERMITTED to who may not do this at a run."""
    require(actor, permission, run_subject(actor, run))


def path_subject(actor: Actor, path_version_id: int, person_id: int) -> Subject:
    """A panel as permissions see it: the owner of the path, and the assessor authorised there."""
    owners = paths.subject(path_version_id).owners
    return Subject(
        person_ids=people.aliases(person_id), owners=owners, assigned=delivery.authorised(actor, owners)
    )


def results_of(person_id: int) -> list[ResultRow]:
    """Every attempt of one person, newest first."""
    return _results(AssessmentResult.person_id.in_(people.aliases(person_id)))


def results_of_run(run_id: int) -> list[ResultRow]:
    """Every attempt made at a run, newest first."""
    return _results(AssessmentResult.run_id == run_id)


def _results(condition: object) -> list[ResultRow]:
    wanted = (
        select(
            AssessmentResult.person_id,
            AssessmentResult.id,
            Module.code,
            ModuleVersion.version,
            AssessmentSpec.title,
            Run.code,
            AssessmentResult.score,
            AssessmentResult.passed,
            AssessmentResult.assessed_on,
            AssessmentResult.attempt,
            AssessmentResult.state,
            AssessmentResult.assessor_id,
            AssessmentResult.verifier_id,
        )
        .join(ModuleVersion, ModuleVersion.id == AssessmentResult.module_version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .outerjoin(AssessmentSpec, AssessmentSpec.id == AssessmentResult.spec_id)
        .outerjoin(Run, Run.id == AssessmentResult.run_id)
        .where(condition)  # type: ignore[arg-type]
        .order_by(AssessmentResult.assessed_on.desc(), AssessmentResult.id.desc())
    )
    return [ResultRow._make(row) for row in db.session.execute(wanted)]


def attempts(person_id: int, module_version_id: int, spec_id: int | None) -> int:
    """How often a person tried this assessment, annulled attempts aside."""
    wanted = select(AssessmentResult.id).where(
        AssessmentResult.person_id == person_id,
        AssessmentResult.module_version_id == module_version_id,
        AssessmentResult.spec_id.is_(None) if spec_id is None else AssessmentResult.spec_id == spec_id,
        AssessmentResult.state != ResultState.ANNULLED,
    )
    return len(db.session.scalars(wanted).all())


def waiting_at(run_id: int, spec_id: int | None) -> Sequence[AssessmentResult]:
    """Graded results of a run and part that nobody verified yet."""
    wanted = select(AssessmentResult).where(
        and_(AssessmentResult.run_id == run_id, AssessmentResult.state == ResultState.GRADED)
    )
    if spec_id is not None:
        wanted = wanted.where(AssessmentResult.spec_id == spec_id)
    return db.session.scalars(wanted.order_by(AssessmentResult.id)).all()


def observations_of(person_id: int) -> list[ObservationRow]:
    """Observed teaching of one person, newest first."""
    return _observations(ObservedTeaching.person_id.in_(people.aliases(person_id)))


def _observations(condition: object) -> list[ObservationRow]:
    wanted = (
        select(ObservedTeaching, Run.code)
        .join(Run, Run.id == ObservedTeaching.run_id)
        .where(condition)  # type: ignore[arg-type]
        .order_by(ObservedTeaching.observed_on.desc(), ObservedTeaching.id.desc())
    )
    return [
        ObservationRow(o.person_id, o.id, code, o.observer_id, o.observed_on, o.overall, is_signed(o))
        for o, code in db.session.execute(wanted)
    ]


def is_signed(observation: ObservedTeaching) -> bool:
    """Whether both signed, so that it counts."""
    return None not in (observation.signed_by_observer_at, observation.signed_by_observed_at)


def panels_of(person_id: int) -> list[PanelRow]:
    """Panels that heard one person, newest first; one statement."""
    rows = db.session.execute(
        select(Panel, PanelMember.person_id)
        .join(PanelMember, PanelMember.panel_id == Panel.id)
        .where(Panel.person_id.in_(people.aliases(person_id)))
        .order_by(Panel.held_on.desc(), Panel.id, PanelMember.person_id)
    ).all()
    members: dict[int, list[int]] = {}
    for panel, member in rows:
        members.setdefault(panel.id, []).append(member)
    return [
        PanelRow(p.id, p.path_version_id, p.held_on, p.favourable, p.minutes, tuple(members[p.id]))
        for p in dict.fromkeys(panel for panel, _ in rows)
    ]
