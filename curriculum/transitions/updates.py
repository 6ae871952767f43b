"""A mandatory update of who is certified on what was withdrawn, version or module: what, until when (J5)."""

from datetime import date

from sqlalchemy import select

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import queries as paths
from curriculum.paths.checks import rests_on_withdrawn
from curriculum.transitions import consequences, notices
from curriculum.transitions.models import UpdateAsked


def find_update(path_version_id: int) -> UpdateAsked | None:
    """What was asked last of the holders of a version; None where nothing was."""
    wanted = select(UpdateAsked).where(UpdateAsked.path_version_id == path_version_id)
    return db.session.scalars(wanted.order_by(UpdateAsked.id.desc()).limit(1)).one_or_none()


def ask_update(actor: Actor, path_version_id: int, *, until: date, what: str) -> UpdateAsked:
    """Ask an update of everybody whose certificate on what was withdrawn is in force, and tell them.

    The certificates stay as they are: whether one is suspended is decided one by one (domain.md §4, J5).
    """
    version = paths.locked(path_version_id)
    require(actor, Permission.MIGRATION_APPLY, paths.subject(version.id))
    if not rests_on_withdrawn(version):
        raise Refusal(
            RefusalCode.WRONG_STATE, object="path_version", state=version.state, action="ask_update"
        )
    if until < clock.today():
        raise Refusal(RefusalCode.DATES_CONTRADICT, start=clock.today(), end=until)
    if not what.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="path_version", action="ask_update")
    asked = UpdateAsked(
        id=new_id(),
        path_version_id=version.id,
        until=until,
        what=what.strip(),
        asked_by=actor.row_id,
        asked_at=clock.now(),
    )
    db.session.add(asked)
    held = consequences.held_on(version.id, clock.today())
    audit.record(
        actor,
        "version:update_asked",
        "path_version",
        version.id,
        reason=asked.what,
        code=version.path.code,
        number=version.version,
        until=until.isoformat(),
        count=len(held),
    )
    notices.tell_update(held, version, asked)
    return asked
