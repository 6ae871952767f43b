"""A version is withdrawn, or its last day has passed: noted, and the worker pauses whom it concerns."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, or_, select

from curriculum.announcements import VersionWithdrawn
from curriculum.catalogue import queries as catalogue
from curriculum.db import db, new_id, wake_worker
from curriculum.domain.lifecycles.version import VersionState
from curriculum.paths import queries as paths
from curriculum.paths.checks import lacking
from curriculum.paths.models import PathComponent, PathEnrolment, PathVersion
from curriculum.transitions.models import PauseDue
from curriculum.transitions.pausing import PAUSED


def on_versions_withdrawn(announced: list[VersionWithdrawn]) -> None:
    """Listener: whoever follows what was withdrawn will be paused and told, and so will who is certified."""
    for one in announced:
        for version in _touched(one):
            _note(version, one.reason, tells_holders=True)


def _note(version: PathVersion, reason: str, *, tells_holders: bool) -> None:
    due = PauseDue(id=new_id(), path_version_id=version.id, reason=reason, tells_holders=tells_holders)
    db.session.add(due)
    wake_worker()


def _touched(one: VersionWithdrawn) -> Sequence[PathVersion]:
    """The path version itself; of a module, every path version on which everybody now lacks it."""
    if one.kind == "path":
        return [paths.version(one.version_id)]
    module = catalogue.version(one.version_id)
    asks = or_(PathComponent.module_version_id == module.id, PathComponent.module_id == module.module_id)
    wanted = select(PathComponent.path_version_id).where(asks, lacking())
    found = paths.versions_by_id(list(db.session.scalars(wanted)))
    shown = (VersionState.PUBLISHED, VersionState.SUPERSEDED)
    return [version for _, version in sorted(found.items()) if version.state in shown]


def pause_taught_out(on: date) -> int:
    """Every night: note every version with somebody left on it after its last day; gives how many."""
    left = exists().where(PathEnrolment.path_version_id == PathVersion.id, PathEnrolment.state.in_(PAUSED))
    noted = exists().where(PauseDue.path_version_id == PathVersion.id, PauseDue.done_at.is_(None))
    over = (PathVersion.state == VersionState.SUPERSEDED, PathVersion.teach_out_until < on)
    ids = db.session.scalars(select(PathVersion.id).where(*over, left, ~noted)).all()
    for _, one in sorted(paths.versions_by_id(ids).items()):
        _note(one, f"{one.path.code} v{one.version}: {one.teach_out_until}", tells_holders=False)
    return len(ids)
