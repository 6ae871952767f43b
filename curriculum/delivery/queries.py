"""Runs as others read them: by code, as permissions see them, lists, sources side by side, figures."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from curriculum import clock
from curriculum.catalogue.models import Module, ModuleVersion, Outcome
from curriculum.db import Bilingual, db
from curriculum.delivery.case import authorised as authorised
from curriculum.delivery.case import close_to as close_to
from curriculum.delivery.case import history as history
from curriculum.delivery.case import trainers_of_person as trainers_of_person
from curriculum.delivery.hours import figures_of as figures_of
from curriculum.delivery.hours import figures_of_many as figures_of_many
from curriculum.delivery.hours import find_figure as find_figure
from curriculum.delivery.hours import taught as taught
from curriculum.delivery.hours import teaching_of_many as teaching_of_many
from curriculum.delivery.models import (
    AttendanceFigure,
    AttendanceSource,
    FigureState,
    Run,
    RunEnrolment,
    RunTrainer,
    TrainerRole,
)
from curriculum.domain.actors import Actor, Key, ScopeKind, Subject
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import is_unbounded, reaches
from curriculum.domain.powers import Reach
from curriculum.domain.refusals import found
from curriculum.donors import queries as donors
from curriculum.donors.models import CoverageClaim, Offering, Programme
from curriculum.institutions import queries as institutions
from curriculum.institutions.models import Institution
from curriculum.people import queries as people


class RunRow(NamedTuple):
    """One line of the list of runs."""

    code: str
    title: Bilingual
    start: date
    end: date
    place: str | None
    institution: Bilingual | None
    offering_code: str | None
    participants: int
    disputed: int


class DisputeRow(NamedTuple):
    """A figure that waits for somebody to settle it."""

    person_id: int
    run_code: str
    title: Bilingual
    run_end: date


def get(code: str) -> Run:
    """The run with this code; refuses NOT_FOUND."""
    return found(db.session.scalar(select(Run).where(Run.code == code)), "run", code)


def run(run_id: int) -> Run:
    """The run with this key; refuses NOT_FOUND."""
    return found(db.session.get(Run, run_id), "run", run_id)


def find_of_offering(offering_id: int) -> Run | None:
    """The run by which an offering was delivered, if it was opened."""
    return db.session.scalar(select(Run).where(Run.offering_id == offering_id).order_by(Run.id).limit(1))


def get_source(source_id: int) -> AttendanceSource:
    """The source with this key; refuses NOT_FOUND."""
    return found(db.session.get(AttendanceSource, source_id), "attendance_source", source_id)


def trainer_ids(run_id: int) -> frozenset[int]:
    """Who teaches a run; observers do not."""
    wanted = select(RunTrainer.person_id).where(
        RunTrainer.run_id == run_id, RunTrainer.role != TrainerRole.OBSERVER
    )
    return frozenset(db.session.scalars(wanted))


def trainers_of(run_id: int) -> list[tuple[int, TrainerRole]]:
    """Who teaches or watches a run, and as what."""
    wanted = select(RunTrainer.person_id, RunTrainer.role).where(RunTrainer.run_id == run_id)
    return [(row.person_id, row.role) for row in db.session.execute(wanted.order_by(RunTrainer.role))]


def place_subject(
    *, institution_id: int | None, offering_id: int | None, module_version_id: int | None
) -> Subject:
    """A run as permissions see it before anybody is assigned: who runs it, owns its matter, pays for it."""
    places = frozenset() if institution_id is None else institutions.lineage(institution_id)
    if offering_id is not None:
        paid = donors.subject(offering_id)
        return Subject(
            institutions=places,
            owners=paid.owners | places,
            programmes=paid.programmes,
            donors=paid.donors,
        )
    return Subject(institutions=places, owners=places | owners_of_versions([module_version_id or 0]))


def owners_of_versions(version_ids: Iterable[int]) -> frozenset[Key]:
    """The institutions that own the modules of some versions, with their ancestors."""
    wanted = (
        select(Module.owner_institution_id)
        .join(ModuleVersion, ModuleVersion.module_id == Module.id)
        .where(ModuleVersion.id.in_(set(version_ids)))
        .distinct()
    )
    lineages = (institutions.lineage(one) for one in db.session.scalars(wanted))
    return frozenset[Key]().union(*lineages)


def subject(one: Run, *, person_ids: frozenset[int] = frozenset()) -> Subject:
    """A run as permissions see it; its trainers are those it was assigned to."""
    places = place_subject(
        institution_id=one.institution_id,
        offering_id=one.offering_id,
        module_version_id=one.module_version_id,
    )
    return Subject(
        person_ids=person_ids,
        institutions=places.institutions,
        owners=places.owners,
        programmes=places.programmes,
        donors=places.donors,
        assigned=trainer_ids(one.id),
    )


def owned_within(places: set[int]) -> ColumnElement[bool]:
    """Runs held by these institutions, or of modules they own, or of offerings that cover such modules."""
    return or_(Run.institution_id.in_(places), teaching_of(places))


def teaching_of(places: set[int]) -> ColumnElement[bool]:
    """Runs of modules that these institutions own, or of offerings that cover such modules."""
    owned = select(ModuleVersion.id).join(Module).where(Module.owner_institution_id.in_(places))
    covering = (
        select(CoverageClaim.offering_id)
        .join(Outcome, Outcome.id == CoverageClaim.outcome_id)
        .where(CoverageClaim.state == ClaimState.ACCEPTED, Outcome.version_id.in_(owned))
    )
    return or_(Run.module_version_id.in_(owned), Run.offering_id.in_(covering))


def reachable(actor: Actor, permission: Permission) -> ColumnElement[bool] | None:
    """The condition on runs by which a permission carries; None: it carries everywhere."""
    ways: list[ColumnElement[bool]] = []
    places: set[int] = set()
    for reach, scope in reaches(actor, permission, clock.today()):
        if is_unbounded(reach, scope):
            return None
        if reach is Reach.ASSIGNED:
            ways.append(Run.id.in_(select(RunTrainer.run_id).where(RunTrainer.person_id == actor.person_id)))
        if reach is Reach.OWN and isinstance(actor.person_id, int):
            ways.append(_attended_by(people.aliases(actor.person_id)))
        if scope.kind is ScopeKind.INSTITUTION and isinstance(scope.id, int):
            # An assessor's scope is where they are authorised, so it shows the runs to assess there.
            places |= institutions.descendants(scope.id) if reach in _SHOWN else set()
        if reach is Reach.PROGRAMME:
            ways.append(_paid_by(scope.kind, scope.id))
    return or_(false(), *ways, *([owned_within(places)] if places else []))


_SHOWN = (Reach.INSTITUTION, Reach.OWNER, Reach.ASSIGNED)


def _paid_by(kind: ScopeKind, scope_id: object) -> ColumnElement[bool]:
    paid = select(Offering.id).join(Programme, Programme.id == Offering.programme_id)
    column = Programme.donor_id if kind is ScopeKind.DONOR else Programme.id
    return Run.offering_id.in_(paid.where(column == scope_id))


def _attended_by(person_ids: frozenset[int]) -> ColumnElement[bool]:
    enrolled = select(RunEnrolment.run_id).where(RunEnrolment.person_id.in_(person_ids))
    attended = select(AttendanceFigure.run_id).where(AttendanceFigure.person_id.in_(person_ids))
    return or_(Run.id.in_(enrolled), Run.id.in_(attended))


def visible_to(actor: Actor) -> Select[Run]:
    """The runs an actor may see, for lists and pages; a page asks nothing that the list would not show."""
    way = reachable(actor, Permission.RUN_VIEW)
    staff = people.employed_within(actor, Permission.RUN_VIEW, clock.today())
    if way is None or staff is None:
        return select(Run)
    sent = select(RunEnrolment.run_id).where(RunEnrolment.person_id.in_(staff))
    return select(Run).where(or_(way, Run.id.in_(sent)))


def get_visible(actor: Actor, code: str) -> Run:
    """A run the actor may see; refuses NOT_FOUND otherwise, so that codes cannot be probed."""
    return found(db.session.scalar(visible_to(actor).where(Run.code == code)), "run", code)


def filtered(wanted: Select[Run], text: str, *, open_only: bool) -> Select[Run]:
    """Runs whose code contains a text, or only those with a figure to check."""
    if text:
        wanted = wanted.where(Run.code.icontains(text, autoescape=True))
    if open_only:
        open_ = select(AttendanceFigure.run_id).where(AttendanceFigure.state == FigureState.DISPUTED)
        wanted = wanted.where(Run.id.in_(open_))
    return wanted


def count(wanted: Select[Run]) -> int:
    """How many runs a list has in all."""
    found = wanted.with_only_columns(Run.id).subquery()
    return int(db.session.scalar(select(func.count()).select_from(found)) or 0)


def listed(wanted: Select[Run], *, limit: int, offset: int) -> list[RunRow]:
    """One page of runs, newest first, in one statement."""
    found = wanted.with_only_columns(Run.id).subquery()
    people_in = select(func.count()).where(AttendanceFigure.run_id == Run.id).scalar_subquery()
    enrolled = select(func.count()).where(RunEnrolment.run_id == Run.id).scalar_subquery()
    open_ = (
        select(func.count())
        .where(AttendanceFigure.run_id == Run.id, AttendanceFigure.state == FigureState.DISPUTED)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Run, Institution.name, Offering.code, people_in, enrolled, open_)
        .outerjoin(Institution, Institution.id == Run.institution_id)
        .outerjoin(Offering, Offering.id == Run.offering_id)
        .where(Run.id.in_(select(found.c.id)))
        .order_by(Run.start.desc(), Run.code)
        .limit(limit)
        .offset(offset)
    )
    return [
        RunRow(r.code, r.title, r.start, r.end, r.place, name, offering, max(came, due), disputed)
        for r, name, offering, came, due, disputed in rows
    ]


def disputes_visible_to(actor: Actor) -> list[DisputeRow]:
    """Figures in dispute that the actor's roles let them settle, oldest run first."""
    way = reachable(actor, Permission.ATTENDANCE_RESOLVE)
    wanted = (
        select(AttendanceFigure.person_id, Run.code, Run.title, Run.end)
        .join(Run, Run.id == AttendanceFigure.run_id)
        .where(AttendanceFigure.state == FigureState.DISPUTED)
        .order_by(Run.end, Run.code)
    )
    rows = db.session.execute(wanted if way is None else wanted.where(way))
    return [DisputeRow(*row) for row in rows]
