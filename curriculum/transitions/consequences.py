"""Who and what is touched by a new version, before it is published: counted, never decided (J1, J5)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select

from curriculum.catalogue import carrying
from curriculum.catalogue import engine as catalogue
from curriculum.catalogue.models import ModuleVersion
from curriculum.db import Bilingual, db
from curriculum.delivery.models import Run
from curriculum.domain.dossier import CertificateStanding
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.donors import queries as donors
from curriculum.donors.claims import ClaimRow, awaiting_decision
from curriculum.paths import options
from curriculum.paths import queries as paths
from curriculum.paths.models import Path, PathEnrolment, PathVersion
from curriculum.progress.models import HeldCertificate

UNDER_WAY = (
    EnrolmentState.NOMINATED,
    EnrolmentState.ADMITTED,
    EnrolmentState.ACTIVE,
    EnrolmentState.ON_HOLD,
    EnrolmentState.COMPLETED,
    EnrolmentState.APPLIED,
)
"""Whom a new version may concern; who has left or was moved is not counted."""


class PlannedRun(NamedTuple):
    """A session that is still to come."""

    code: str
    title: Bilingual
    start: date


@dataclass(frozen=True)
class Consequences:
    """What depends on the version that a new one replaces."""

    learners: dict[EnrolmentState, int] = field(default_factory=dict)
    paths: tuple[tuple[str, int], ...] = ()
    """Of a module: the path versions that ask for it, where the learners are."""
    certificates: int = 0
    runs: Sequence[PlannedRun] = ()
    claims: Sequence[ClaimRow] = ()

    @property
    def people(self) -> int:
        """How many are under way."""
        return sum(self.learners.values())


def of_path(version: PathVersion, on: date) -> Consequences:
    """Whom and what a new version of a path touches."""
    previous = paths.before(version)
    if previous is None:
        return Consequences()
    gone = _modules(previous) - _modules(version)
    return Consequences(
        learners=_learners([previous.id]),
        certificates=_certificates([previous.id], on),
        runs=_planned(gone, on),
        claims=_claims(gone),
    )


def of_module(version: ModuleVersion, on: date) -> Consequences:
    """Whom and what a new version of a module touches, by the path versions that ask for the one before."""
    previous = carrying.before(version)
    if previous is None:
        return Consequences()
    following = options.asking_for([previous.id], [previous.module_id])
    return Consequences(
        learners=_learners(following),
        paths=_named(following),
        certificates=_certificates(following, on),
        runs=_planned({previous.id}, on),
        claims=_claims({previous.id}),
    )


def renewed(previous: PathVersion, version: PathVersion) -> list[tuple[str, int]]:
    """Modules that a new version of a path asks for in another version than the one before did."""
    old, new = (catalogue.domain_modules(_modules(one)).values() for one in (previous, version))
    known, refs = {one.code for one in old}, {one.ref for one in old}
    return sorted((one.code, one.version) for one in new if one.code in known and one.ref not in refs)


def _modules(version: PathVersion) -> set[int]:
    return {one for component in version.components for one in options.version_ids(component)}


def _named(version_ids: Collection[int]) -> tuple[tuple[str, int], ...]:
    wanted = select(Path.code, PathVersion.version).join(PathVersion, PathVersion.path_id == Path.id)
    rows = db.session.execute(wanted.where(PathVersion.id.in_(version_ids)).order_by(Path.code))
    return tuple((code, number) for code, number in rows)


def _learners(version_ids: Collection[int]) -> dict[EnrolmentState, int]:
    wanted = select(PathEnrolment.state, func.count()).where(
        PathEnrolment.path_version_id.in_(version_ids), PathEnrolment.state.in_(UNDER_WAY)
    )
    found = {row[0]: row[1] for row in db.session.execute(wanted.group_by(PathEnrolment.state))}
    return {state: found[state] for state in UNDER_WAY if state in found}


def held_on(path_version_id: int, on: date) -> list[tuple[int, str]]:
    """Who holds a certificate of a version that is in force on a day, with its number."""
    wanted = select(HeldCertificate.person_id, HeldCertificate.number).where(
        *_in_force([path_version_id], on)
    )
    return [(row[0], row[1]) for row in db.session.execute(wanted.order_by(HeldCertificate.number))]


def _certificates(version_ids: Collection[int], on: date) -> int:
    return db.session.scalar(select(func.count()).where(*_in_force(version_ids, on))) or 0


def _in_force(version_ids: Collection[int], on: date) -> list[ColumnElement[bool]]:
    held = HeldCertificate
    return [
        held.path_version_id.in_(version_ids),
        held.standing == CertificateStanding.ISSUED,
        or_(held.valid_until.is_(None), held.valid_until >= on),
    ]


def _planned(module_version_ids: Collection[int], on: date) -> list[PlannedRun]:
    wanted = select(Run.code, Run.title, Run.start).where(
        Run.module_version_id.in_(module_version_ids), Run.end >= on
    )
    return [PlannedRun(*row) for row in db.session.execute(wanted.order_by(Run.start, Run.code))]


def _claims(module_version_ids: Collection[int]) -> list[ClaimRow]:
    """What donors are accepted for, and what they propose and nobody decided yet."""
    if not module_version_ids:
        return []
    rows = donors.claims_on(module_version_ids)
    accepted = [one for version_id in sorted(rows) for one in rows[version_id]]
    return accepted + [one for one in awaiting_decision() if one.version_id in module_version_ids]
