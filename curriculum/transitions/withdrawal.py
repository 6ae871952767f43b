"""A version is withdrawn, or its last day has passed: enrolments pause, people and holders are told (J5)."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from curriculum.announcements import VersionWithdrawn
from curriculum.audit import queries as trail
from curriculum.db import db
from curriculum.domain.dossier import CertificateStanding
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.path import ComponentType
from curriculum.paths import queries as paths
from curriculum.paths import service as path_service
from curriculum.paths.models import PathComponent, PathEnrolment, PathVersion
from curriculum.progress.models import HeldCertificate
from curriculum.transitions import notices

PAUSED = (EnrolmentState.ADMITTED, EnrolmentState.ACTIVE)


def on_versions_withdrawn(announced: list[VersionWithdrawn]) -> None:
    """Listener: whoever follows what was withdrawn is paused and told, and so is who holds a certificate."""
    for one in announced:
        reason = _reason(one)
        for version in _touched(one):
            pause_all(version, reason)
            _tell_holders(version)


def _reason(one: VersionWithdrawn) -> str:
    name = "path_version" if one.kind == "path" else "module_version"
    said = [event.reason for event in trail.of_object(name, one.version_id, 1) if event.reason]
    return said[0] if said else "withdrawn"


def _touched(one: VersionWithdrawn) -> Sequence[PathVersion]:
    """The path version itself; of a module, every path version that asks everybody for it."""
    if one.kind == "path":
        return [paths.version(one.version_id)]
    wanted = select(PathComponent.path_version_id).where(
        PathComponent.module_version_id == one.version_id,
        PathComponent.type == ComponentType.MODULE,
        PathComponent.mandatory.is_(True),
    )
    found = paths.versions_by_id(list(db.session.scalars(wanted)))
    shown = (VersionState.PUBLISHED, VersionState.SUPERSEDED)
    return [version for _, version in sorted(found.items()) if version.state in shown]


def pause_all(version: PathVersion, reason: str) -> int:
    """Pause everybody under way on a version and tell each; gives how many."""
    wanted = select(PathEnrolment).where(
        PathEnrolment.path_version_id == version.id, PathEnrolment.state.in_(PAUSED)
    )
    rows = db.session.scalars(wanted.order_by(PathEnrolment.person_id)).all()
    for one in rows:
        path_service.pause(one, reason=reason)
    notices.tell_paused(rows, version)
    return len(rows)


def _tell_holders(version: PathVersion) -> None:
    wanted = select(HeldCertificate).where(
        HeldCertificate.path_version_id == version.id, HeldCertificate.standing == CertificateStanding.ISSUED
    )
    held = db.session.scalars(wanted.order_by(HeldCertificate.number))
    notices.tell_holders([(one.person_id, one.number) for one in held], version)


def pause_taught_out(on: date) -> int:
    """Every night: whoever is left on a version whose last day has passed is paused and told to move."""
    wanted = select(PathVersion.id).where(
        PathVersion.state == VersionState.SUPERSEDED, PathVersion.teach_out_until < on
    )
    found: Iterable[PathVersion] = paths.versions_by_id(list(db.session.scalars(wanted))).values()
    return sum(pause_all(one, f"{one.path.code} v{one.version}: {one.teach_out_until}") for one in found)
