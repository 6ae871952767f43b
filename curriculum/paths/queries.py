"""Paths, versions and components by code or id; enrolments; lists that start from what an actor may see."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, inspect, select
from sqlalchemy.orm import aliased
from sqlalchemy.orm.util import identity_key

from curriculum import clock, refs
from curriculum.catalogue import queries as catalogue
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import Permitted, permits
from curriculum.domain.refusals import found
from curriculum.institutions import queries as institutions
from curriculum.paths.engine import plan as plan
from curriculum.paths.engine import whole
from curriculum.paths.models import Path, PathEnrolment, PathKind, PathOpinion, PathVersion
from curriculum.people import queries as people

UNDER_WAY = (EnrolmentState.NOMINATED, EnrolmentState.ADMITTED, EnrolmentState.ACTIVE, EnrolmentState.ON_HOLD)
"""States in which a person is on a path; only one enrolment of a path may be in one of them."""

_WHOLE = frozenset(inspect(PathVersion).attrs.keys())


class PathRow(NamedTuple):
    """One line of a list of path versions."""

    id: int
    code: str
    version: int
    state: VersionState
    kind: PathKind
    title: Bilingual
    purpose: Bilingual
    owner_id: int
    hours_minimum_taught: int | None
    certificate_validity_months: int | None


class EnrolmentRow(NamedTuple):
    """One person on a path version."""

    person_id: int
    id: int
    state: EnrolmentState
    designated_on: date
    admitted_on: date | None
    target_date: date | None
    mentor_id: int | None


def find_path(code: str) -> Path | None:
    """The path with this code, if there is one."""
    return db.session.scalar(select(Path).where(Path.code == code))


def get_path(code: str) -> Path:
    """The path with this code."""
    return found(find_path(code), "path", code)


def version(path_version_id: int) -> PathVersion:
    """A path version with its path and components; read already in this transaction, it is not read again."""
    known = db.session.identity_map.get(identity_key(PathVersion, path_version_id))
    if known is not None and inspect(known).unloaded.isdisjoint(_WHOLE):
        return known
    wanted = whole().where(PathVersion.id == path_version_id)
    return found(db.session.scalar(wanted), "path_version", path_version_id)


def locked(path_version_id: int) -> PathVersion:
    """A path version as it stands now, and held until the transaction ends: nobody decides beside us."""
    wanted = whole().where(PathVersion.id == path_version_id).with_for_update(of=PathVersion)
    fresh = wanted.execution_options(populate_existing=True)
    return found(db.session.scalar(fresh), "path_version", path_version_id)


def get_version(code: str, number: int) -> PathVersion:
    """A path version by code and number, with its path and components."""
    wanted = whole().join(Path).where(Path.code == code, PathVersion.version == number)
    return found(db.session.scalar(wanted), "path_version", f"{code} v{number}")


def versions_by_id(ids: Collection[int]) -> dict[int, PathVersion]:
    """Path versions with path and components by key."""
    return {one.id: one for one in db.session.scalars(whole().where(PathVersion.id.in_(ids)))}


def versions_of(path_id: int) -> Sequence[PathVersion]:
    """All versions of a path, newest first, without their components."""
    wanted = select(PathVersion).where(PathVersion.path_id == path_id)
    return db.session.scalars(wanted.order_by(PathVersion.version.desc())).all()


def latest_published(path_id: int) -> PathVersion | None:
    """The version a newcomer would follow today."""
    wanted = whole().where(PathVersion.path_id == path_id, PathVersion.state == VersionState.PUBLISHED)
    return db.session.scalar(wanted.order_by(PathVersion.version.desc()))


def before(version: PathVersion) -> PathVersion | None:
    """The version that this one replaces, or will replace; None for the first of a path."""
    if version.supersedes_id is not None:
        return versions_by_id([version.supersedes_id])[version.supersedes_id]
    present = latest_published(version.path_id)
    return present if present is not None and present.version < version.version else None


def newer_than(version_ids: Collection[int]) -> dict[int, tuple[int, date | None]]:
    """Of these versions those that a later one replaced: its number, and until when they may be finished."""
    newest = aliased(PathVersion)
    wanted = (
        select(PathVersion.id, newest.version, PathVersion.teach_out_until)
        .join(newest, newest.path_id == PathVersion.path_id)
        .where(
            PathVersion.id.in_(version_ids),
            newest.state == VersionState.PUBLISHED,
            newest.version > PathVersion.version,
        )
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(wanted)}


def published_ids(codes: Collection[str]) -> list[int]:
    """Keys of the published versions of some paths."""
    wanted = select(PathVersion.id).join(Path, Path.id == PathVersion.path_id)
    return list(
        db.session.scalars(wanted.where(Path.code.in_(codes), PathVersion.state == VersionState.PUBLISHED))
    )


def open_version(path_id: int) -> PathVersion | None:
    """The version still being made, if there is one."""
    wanted = select(PathVersion).where(PathVersion.path_id == path_id, PathVersion.state.in_(catalogue.OPEN))
    return db.session.scalar(wanted)


def opinions_on(path_version_id: int) -> Sequence[PathOpinion]:
    """Every opinion on a path version, oldest first, of earlier texts too."""
    wanted = select(PathOpinion).where(PathOpinion.path_version_id == path_version_id)
    return db.session.scalars(wanted.order_by(PathOpinion.given_at, PathOpinion.id)).all()


def subject(path_version_id: int) -> Subject:
    """A path version as permissions see it: the path, its owner and the owner's ancestors."""
    row = db.session.execute(
        select(Path.id, Path.owner_institution_id, PathVersion.state)
        .join(PathVersion, PathVersion.path_id == Path.id)
        .where(PathVersion.id == path_version_id)
    ).one_or_none()
    path_id, owner, state = found(row, "path_version", path_version_id)
    owners = institutions.lineage(owner)
    return Subject(
        institutions=owners,
        owners=owners,
        paths=frozenset({path_id}),
        is_published=state in catalogue.SHOWN,
    )


def visible_to(actor: Actor, states: Collection[VersionState] | None = None) -> list[PathRow]:
    """The path versions the actor may see, drafts of the own institution included; two statements."""
    lineages = catalogue.all_lineages()
    return [row for row in _rows(states) if catalogue.may_see(actor, lineages[row.owner_id], row.state)]


def published() -> list[PathRow]:
    """The published version of every path: what the public catalogue lists."""
    return _rows((VersionState.PUBLISHED,))


def _rows(states: Collection[VersionState] | None) -> list[PathRow]:
    wanted: Select[*tuple[Any, ...]] = (
        select(
            PathVersion.id,
            Path.code,
            PathVersion.version,
            PathVersion.state,
            PathVersion.kind,
            PathVersion.title,
            PathVersion.purpose,
            Path.owner_institution_id,
            PathVersion.hours_minimum_taught,
            PathVersion.certificate_validity_months,
        )
        .join(Path, Path.id == PathVersion.path_id)
        .order_by(Path.code, PathVersion.version.desc())
    )
    if states is not None:
        wanted = wanted.where(PathVersion.state.in_(states))
    return [PathRow(*row) for row in db.session.execute(wanted)]


def enrolment(person_id: int, enrolment_id: int) -> PathEnrolment:
    """One enrolment of a person."""
    return found(db.session.get(PathEnrolment, (person_id, enrolment_id)), "enrolment", enrolment_id)


def get_enrolment(ref: str) -> PathEnrolment:
    """The enrolment behind an opaque reference."""
    wanted = select(PathEnrolment).where(PathEnrolment.id == (refs.unseal(ref) or 0))
    return found(db.session.scalars(wanted).one_or_none(), "enrolment", ref)


def enrolments_of(person_id: int) -> Sequence[PathEnrolment]:
    """Every enrolment of a person, newest first."""
    wanted = select(PathEnrolment).where(PathEnrolment.person_id == person_id)
    return db.session.scalars(wanted.order_by(PathEnrolment.id.desc())).all()


def find_under_way(person_id: int, path_id: int) -> PathEnrolment | None:
    """The enrolment of a person on any version of a path that has not ended yet."""
    wanted = (
        select(PathEnrolment)
        .join(PathVersion, PathVersion.id == PathEnrolment.path_version_id)
        .where(
            PathEnrolment.person_id == person_id,
            PathVersion.path_id == path_id,
            PathEnrolment.state.in_(UNDER_WAY),
        )
    )
    return db.session.scalar(wanted)


def limited() -> list[tuple[PathEnrolment, int]]:
    """Every enrolment under way on a path that has to end some day, with the months it may last."""
    wanted = (
        select(PathEnrolment, PathVersion.max_duration_months)
        .join(PathVersion, PathVersion.id == PathEnrolment.path_version_id)
        .where(PathEnrolment.state == EnrolmentState.ACTIVE, PathVersion.max_duration_months.is_not(None))
        .order_by(PathEnrolment.id)
    )
    return [(row[0], row[1] or 0) for row in db.session.execute(wanted)]


def pinned_to(path_version_id: int) -> dict[EnrolmentState, int]:
    """How many enrolments are pinned to a version, by state: the impact of a new one (J1, J5)."""
    wanted = (
        select(PathEnrolment.state, func.count())
        .where(PathEnrolment.path_version_id == path_version_id)
        .group_by(PathEnrolment.state)
    )
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def enrolled_on(actor: Actor, path_version_id: int) -> list[EnrolmentRow]:
    """The people on a path version whose enrolment the actor may see; nobody else is even counted."""
    version_subject = subject(path_version_id)
    wanted = select(PathEnrolment).where(PathEnrolment.path_version_id == path_version_id)
    rows = list(db.session.scalars(wanted.order_by(PathEnrolment.designated_on, PathEnrolment.id)))
    # The owner's institutions stay out: an HR officer there sees own people, not everybody on the path.
    whole_version = _permitted(actor, replace(version_subject, institutions=frozenset()))
    on = clock.today()
    seen = rows if whole_version else _of_own_people(actor, version_subject, rows, on)
    return [
        EnrolmentRow(
            one.person_id,
            one.id,
            one.state,
            one.designated_on,
            one.admitted_on,
            one.target_date,
            one.mentor_id,
        )
        for one in seen
    ]


def _of_own_people(
    actor: Actor, about: Subject, rows: Sequence[PathEnrolment], on: date
) -> list[PathEnrolment]:
    services = people.services_on([one.person_id for one in rows], on)
    lineages = catalogue.all_lineages()
    seen = []
    for one in rows:
        record = services.get(one.person_id)
        places = frozenset[int]()
        if record is not None:
            places = lineages[record.institution_id] | lineages[people.employer_id(record)]
        person = replace(about, person_ids=frozenset({one.person_id}), institutions=places)
        if _permitted(actor, person):
            seen.append(one)
    return seen


def _permitted(actor: Actor, about: Subject) -> bool:
    return isinstance(permits(actor, Permission.ENROLMENT_VIEW, about, clock.today()), Permitted)


def enrolment_subject(person_id: int, path_version_id: int, on: date) -> Subject:
    """A person on a path as permissions see it: who and where they are, and whose path it is."""
    about = subject(path_version_id)
    return replace(people.subject(person_id, on), owners=about.owners, paths=about.paths)
