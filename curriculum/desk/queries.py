"""What landing pages read across the rooms: public figures, lists, results, nominations, experience."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from curriculum import clock
from curriculum.assessment.models import AssessmentResult, ObservedTeaching, ResultState
from curriculum.awards.models import Certificate
from curriculum.awards.queries.lists import owned_within
from curriculum.catalogue.models import ModuleVersion
from curriculum.db import Bilingual, db
from curriculum.delivery import queries as delivery
from curriculum.delivery.models import Run
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.certificate import CertificateState
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.import_batch import BatchState
from curriculum.domain.lifecycles.import_row import UNDECIDED
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.missing import MissingCode
from curriculum.domain.permissions import Permission
from curriculum.donors.models import Donor, Offering
from curriculum.institutions import queries as institutions
from curriculum.institutions.models import Grade, PostProfile
from curriculum.intake import queries as intake
from curriculum.intake.models import ImportBatch, ImportRow
from curriculum.paths import queries as paths
from curriculum.paths.models import Path, PathEnrolment, PathVersion
from curriculum.people import queries as people
from curriculum.people.models import Position
from curriculum.progress.models import Standing

P = Permission
FEWEST_SHOWN = 5
"""Below this a figure about people is not public (I-24)."""


class PublicFigures(NamedTuple):
    """What anybody may know; None where the number is too small to be shown."""

    paths: int
    modules: int
    certificates: int | None


class ListRow(NamedTuple):
    """A received list on its way."""

    code: str
    title: Bilingual
    donor: Bilingual
    state: BatchState
    received_at: datetime
    undecided: int


class RunRow(NamedTuple):
    """A run with how many of its results wait for a second assessor."""

    code: str
    title: Bilingual
    waiting: int
    since: date


class ObservationRow(NamedTuple):
    """An observed session that one side has not signed yet."""

    id: int
    person_id: int
    run_code: str
    on: date


class NominationRow(NamedTuple):
    """Somebody designated for a path whose owner has not admitted them yet, or somebody on the way."""

    person_id: int
    path_code: str
    version: int
    title: Bilingual
    on: date


def public_figures(on: date) -> PublicFigures:
    """Published paths and modules, and certificates in force that day: persons are not counted here."""
    in_force = select(func.count()).where(
        Certificate.state == CertificateState.ISSUED,
        Certificate.effective_from <= on,
        or_(Certificate.valid_until.is_(None), Certificate.valid_until >= on),
    )
    published = (
        select(func.count(one.id)).where(one.state == VersionState.PUBLISHED)
        for one in (PathVersion, ModuleVersion)
    )
    figures = db.session.execute(select(*(one.scalar_subquery() for one in (*published, in_force)))).one()
    return PublicFigures(figures[0], figures[1], figures[2] if figures[2] >= FEWEST_SHOWN else None)


def lists_on_the_way(actor: Actor) -> list[ListRow]:
    """Lists not applied yet that the actor may work on, oldest first."""
    undecided = func.count(ImportRow.number).filter(ImportRow.state.in_(UNDECIDED))
    wanted = (
        select(
            ImportBatch.code,
            Offering.title,
            Donor.name,
            ImportBatch.state,
            ImportBatch.received_at,
            undecided,
        )
        .join(Offering, Offering.id == ImportBatch.offering_id)
        .join(Donor, Donor.id == ImportBatch.donor_id)
        .outerjoin(ImportRow, ImportRow.batch_id == ImportBatch.id)
        .where(
            intake.visible(actor, P.ROW_DECIDE),
            ImportBatch.state.in_((BatchState.RECEIVED, BatchState.MAPPED, BatchState.MATCHED)),
        )
        .group_by(ImportBatch.id, Offering.id, Donor.id)
        .order_by(ImportBatch.received_at, ImportBatch.id)
    )
    return [ListRow._make(row) for row in db.session.execute(wanted)]


def results_to_verify(actor: Actor) -> list[RunRow]:
    """Runs with graded results that the actor, who neither graded nor sat them, may verify."""
    own = own_ids(actor)
    way = delivery.reachable(actor, P.ASSESSMENT_VERIFY)
    since = func.min(AssessmentResult.assessed_on)
    wanted = (
        select(Run.code, Run.title, func.count(AssessmentResult.id), since)
        .join(Run, Run.id == AssessmentResult.run_id)
        .where(
            AssessmentResult.state == ResultState.GRADED,
            AssessmentResult.assessor_id.not_in(own),
            AssessmentResult.person_id.not_in(own),
        )
        .group_by(Run.id)
        .order_by(since, Run.code)
    )
    rows = db.session.execute(wanted if way is None else wanted.where(way))
    return [RunRow._make(row) for row in rows]


def observations_to_sign(actor: Actor) -> list[ObservationRow]:
    """Observed sessions that this natural person watched or taught and has not signed."""
    own, one = own_ids(actor), ObservedTeaching
    mine = or_(
        one.observer_id.in_(own) & one.signed_by_observer_at.is_(None),
        one.person_id.in_(own) & one.signed_by_observed_at.is_(None),
    )
    wanted = (
        select(one.id, one.person_id, Run.code, one.observed_on)
        .join(Run, Run.id == one.run_id)
        .where(mine)
        .order_by(one.observed_on, one.id)
    )
    return [ObservationRow._make(row) for row in db.session.execute(wanted)]


def nominations_to_admit(actor: Actor) -> list[NominationRow]:
    """People designated for a path of the actor's institution."""
    return _nominations(owned_within(actor, P.ENROLMENT_ADMIT))


def own_nominations(actor: Actor) -> list[NominationRow]:
    """The actor's own people who wait for the owner of the path."""
    return _nominations(_employed(actor, P.ENROLMENT_NOMINATE))


def _employed(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    staff = people.employed_within(actor, permission, clock.today())
    return PathEnrolment.person_id.is_not(None) if staff is None else PathEnrolment.person_id.in_(staff)


def _nominations(where: ColumnElement[bool] | None) -> list[NominationRow]:
    wanted = _enrolled().where(
        PathEnrolment.state == EnrolmentState.NOMINATED, false() if where is None else where
    )
    return [NominationRow._make(row) for row in db.session.execute(wanted)]


def _enrolled() -> Select[*tuple[Any, ...]]:
    return (
        select(
            PathEnrolment.person_id,
            Path.code,
            PathVersion.version,
            PathVersion.title,
            PathEnrolment.designated_on,
        )
        .join(PathVersion, PathVersion.id == PathEnrolment.path_version_id)
        .join(Path, Path.id == PathVersion.path_id)
        .order_by(PathEnrolment.designated_on, PathEnrolment.id)
    )


def experience_to_attest(actor: Actor) -> list[NominationRow]:
    """The actor's own people whose path still misses months of experience that HR attests."""
    # The stored standing names its gaps by code; asking the text spares decoding everybody's breakdown.
    gap = Standing.breakdown.contains(f'"{MissingCode.EXPERIENCE_SHORT.value}"')
    wanted = (
        _enrolled()
        .join(
            Standing,
            (Standing.person_id == PathEnrolment.person_id) & (Standing.enrolment_id == PathEnrolment.id),
        )
        .where(_employed(actor, P.EXPERIENCE_ATTEST), PathEnrolment.state.in_(paths.UNDER_WAY), gap)
    )
    return [NominationRow._make(row) for row in db.session.execute(wanted)]


def own_ids(actor: Actor) -> frozenset[int]:
    """The natural person behind an actor, with the records merged; empty for an account without one."""
    return people.aliases(actor.person_id) if isinstance(actor.person_id, int) else frozenset()


class PathName(NamedTuple):
    """A path version in words."""

    code: str
    version: int
    title: Bilingual


def path_names(path_version_ids: Collection[int]) -> dict[int, PathName]:
    """Path versions in words, in one statement."""
    wanted = (
        select(PathVersion.id, Path.code, PathVersion.version, PathVersion.title)
        .join(Path, Path.id == PathVersion.path_id)
        .where(PathVersion.id.in_(path_version_ids))
    )
    return {row[0]: PathName._make(row[1:]) for row in db.session.execute(wanted)}


class ServiceRow(NamedTuple):
    """Where a person served, as people read it."""

    institution: Bilingual | None
    home: Bilingual | None
    unit: Bilingual | None
    grade: Bilingual | None
    post: Bilingual | None
    position: Position
    from_: date
    to: date | None
    end_reason: str | None


def services_of(person_id: int) -> list[ServiceRow]:
    """The service records of one person in words, the latest first."""
    records = list(reversed(people.services_of(person_id)))
    places = institutions.names_of(
        {place for one in records for place in (one.institution_id, one.home_institution_id) if place}
    )
    units = institutions.unit_names_of({one.unit_id for one in records if one.unit_id})
    grades = _titles(Grade, {one.grade_id for one in records if one.grade_id})
    posts = _titles(PostProfile, {one.post_profile_id for one in records if one.post_profile_id})
    return [
        ServiceRow(
            places.get(one.institution_id),
            places.get(one.home_institution_id or 0),
            units.get(one.unit_id or 0),
            grades.get(one.grade_id or 0),
            posts.get(one.post_profile_id or 0),
            one.position,
            one.from_,
            one.to,
            one.end_reason,
        )
        for one in records
    ]


def _titles(kind: type[Grade | PostProfile], ids: Collection[int]) -> dict[int, Bilingual]:
    wanted = select(kind.id, kind.title).where(kind.id.in_(ids))
    return {row.id: row.title for row in db.session.execute(wanted)}
