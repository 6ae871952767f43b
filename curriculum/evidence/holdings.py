"""Experience and points of persons: attested, claimed, accepted."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from curriculum import clock
from curriculum.catalogue.models import Outcome, Theme
from curriculum.db import Bilingual, db
from curriculum.delivery import queries as delivery
from curriculum.domain.actors import Actor, Key, ScopeKind, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import reaches
from curriculum.domain.powers import Reach
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.evidence.models import CpdRecord, CpdType, Experience
from curriculum.institutions import queries as institutions
from curriculum.paths import engine
from curriculum.paths.models import Path, PathComponent, PathEnrolment, PathVersion
from curriculum.people import queries as people


class ExperienceRow(NamedTuple):
    """Attested months in a field."""

    id: int
    theme_code: str
    theme: Bilingual
    from_: date
    to: date
    attested_by: int
    attested_on: date
    note: str | None


class CpdRow(NamedTuple):
    """Points, accepted or not yet."""

    person_id: int
    id: int
    type: CpdType
    points: int
    on: date
    note: str | None
    accepted_by: int | None


def get_theme(theme_id: int) -> Theme:
    """The theme with this key; refuses NOT_FOUND."""
    theme = db.session.get(Theme, theme_id)
    if theme is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="theme", code=theme_id)
    return theme


def experience_of(person_id: int) -> list[ExperienceRow]:
    """Attested experience of one person, newest first."""
    wanted = (
        select(
            Experience.id,
            Theme.code,
            Theme.title,
            Experience.from_,
            Experience.to,
            Experience.attested_by,
            Experience.attested_on,
            Experience.note,
        )
        .join(Theme, Theme.id == Experience.theme_id)
        .where(Experience.person_id.in_(people.aliases(person_id)))
        .order_by(Experience.from_.desc())
    )
    return [ExperienceRow._make(row) for row in db.session.execute(wanted)]


def cpd_of(person_id: int) -> list[CpdRow]:
    """Points of one person, accepted or not yet, newest first."""
    return _cpd(CpdRecord.person_id.in_(people.aliases(person_id)))


def cpd_awaiting(actor: Actor) -> list[CpdRow]:
    """Points of officials on paths the actor is responsible for that nobody accepted yet."""
    places: set[int] = set()
    for reach, scope in reaches(actor, Permission.CPD_ACCEPT, clock.today()):
        if reach is Reach.OWNER and scope.kind is ScopeKind.GLOBAL:
            return _cpd(CpdRecord.accepted_by.is_(None))
        if reach is Reach.OWNER and isinstance(scope.id, int):
            places |= institutions.descendants(scope.id)
    enrolled = (
        select(PathEnrolment.person_id)
        .join(PathVersion, PathVersion.id == PathEnrolment.path_version_id)
        .join(Path, Path.id == PathVersion.path_id)
        .where(Path.owner_institution_id.in_(places))
    )
    return _cpd(CpdRecord.accepted_by.is_(None) & CpdRecord.person_id.in_(enrolled))


def _cpd(condition: object) -> list[CpdRow]:
    wanted = (
        select(
            CpdRecord.person_id,
            CpdRecord.id,
            CpdRecord.type,
            CpdRecord.points,
            CpdRecord.done_on,
            CpdRecord.note,
            CpdRecord.accepted_by,
        )
        .where(condition)  # type: ignore[arg-type]
        .order_by(CpdRecord.done_on.desc(), CpdRecord.id)
    )
    return [CpdRow._make(row) for row in db.session.execute(wanted)]


def cpd_subject(actor: Actor, person_id: int) -> Subject:
    """Points as permissions see them: the owners of the paths the person is on."""
    mine = people.aliases(person_id)
    wanted = (
        select(Path.owner_institution_id)
        .join(PathVersion, PathVersion.path_id == Path.id)
        .join(PathEnrolment, PathEnrolment.path_version_id == PathVersion.id)
        .where(PathEnrolment.person_id.in_(mine))
        .distinct()
    )
    lineages = [institutions.lineage(one) for one in db.session.scalars(wanted)]
    owning: frozenset[Key] = frozenset().union(*lineages)
    return Subject(person_ids=mine, owners=owning, assigned=delivery.authorised(actor, owning))


def paths_of(person_id: int) -> list[tuple[int, str, Bilingual]]:
    """The path versions a person is on: key, code, title."""
    wanted = (
        select(PathVersion.id, Path.code, PathVersion.title)
        .join(Path, Path.id == PathVersion.path_id)
        .join(PathEnrolment, PathEnrolment.path_version_id == PathVersion.id)
        .where(PathEnrolment.person_id.in_(people.aliases(person_id)))
        .order_by(Path.code)
    )
    # A second enrolment on a version names it once; JSON titles know no DISTINCT on PostgreSQL.
    return list({row.id: (row.id, row.code, row.title) for row in db.session.execute(wanted)}.values())


def outcomes_wanted(person_id: int) -> Sequence[Outcome]:
    """The outcomes of the modules on a person's paths, in the order of their codes."""
    on_path = select(PathComponent).where(
        PathComponent.path_version_id.in_([one for one, _, _ in paths_of(person_id)])
    )
    offered = engine.offered_ids(db.session.scalars(on_path).all())
    versions = {one for some in offered for one in some}
    wanted = select(Outcome).where(Outcome.version_id.in_(versions)).order_by(Outcome.code)
    return db.session.scalars(wanted).all()


def reasons() -> dict[str, Bilingual]:
    """Why evidence may be refused, by code."""
    return institutions.code_list("evidence_rejection_reason")
