"""Which paths a person completed, for paths that ask for another one."""

from collections.abc import Iterator

from sqlalchemy import select

from curriculum.db import db
from curriculum.domain.dossier import CertificateStanding, PathDone
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.paths.models import Path, PathComponent, PathEnrolment, PathVersion
from curriculum.people import queries as people
from curriculum.progress.models import HeldCertificate

_DONE = (EnrolmentState.COMPLETED, EnrolmentState.APPLIED)
_UNDER_WAY = (EnrolmentState.ADMITTED, EnrolmentState.ACTIVE, EnrolmentState.ON_HOLD, *_DONE)


def paths_done(person_id: int) -> tuple[PathDone, ...]:
    """Paths by their certificates in force; by their completion where no certificate was ever given."""
    ids = people.aliases(person_id)
    certified = list(_certified(ids))
    issued = tuple(one for one, standing in certified if standing is CertificateStanding.ISSUED)
    known = {one.path for one, _standing in certified}
    return (*issued, *(one for one in _completed(ids) if one.path not in known))


def _certified(ids: frozenset[int]) -> Iterator[tuple[PathDone, CertificateStanding]]:
    wanted = (
        select(HeldCertificate, Path.code)
        .join(PathVersion, PathVersion.id == HeldCertificate.path_version_id)
        .join(Path, Path.id == PathVersion.path_id)
        .where(HeldCertificate.person_id.in_(ids))
        .order_by(HeldCertificate.number)
    )
    for held, code in db.session.execute(wanted):
        done = PathDone(f"certificate:{held.number}", code, held.effective_from, held.valid_until)
        yield done, held.standing


def _completed(ids: frozenset[int]) -> Iterator[PathDone]:
    wanted = (
        select(PathEnrolment.id, PathEnrolment.completed_on, Path.code)
        .join(PathVersion, PathVersion.id == PathEnrolment.path_version_id)
        .join(Path, Path.id == PathVersion.path_id)
        .where(
            PathEnrolment.person_id.in_(ids),
            PathEnrolment.state.in_(_DONE),
        )
        .order_by(PathEnrolment.id)
    )
    for row in db.session.execute(wanted):
        if row.completed_on is not None:
            yield PathDone(f"enrolment:{row.id}", row.code, row.completed_on)


def asks_for_paths(person_id: int) -> bool:
    """Whether a path that the person is on asks for another one."""
    wanted = (
        select(PathComponent.id)
        .join(PathEnrolment, PathEnrolment.path_version_id == PathComponent.path_version_id)
        .where(
            PathEnrolment.person_id == person_id,
            PathEnrolment.state.in_(_UNDER_WAY),
            PathComponent.type == "path",
        )
        .limit(1)
    )
    return db.session.scalar(wanted) is not None
