"""The worker pauses who is left on a version, and tells them and its holders, in pieces (J5).

How far it is stands in the row: killed, it goes on behind the last one, and nobody is told twice.
"""

import logging
from collections.abc import Sequence

from sqlalchemy import select

from curriculum import clock
from curriculum.db import db, savepoint
from curriculum.db.holding import hold
from curriculum.domain.dossier import CertificateStanding
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.paths import queries as paths
from curriculum.paths import service as path_service
from curriculum.paths.held import held_by_id
from curriculum.paths.models import PathEnrolment
from curriculum.progress.models import HeldCertificate
from curriculum.transitions import notices
from curriculum.transitions.models import PauseDue

log = logging.getLogger("cursus.moves")
PAUSED = (EnrolmentState.ADMITTED, EnrolmentState.ACTIVE)
PIECE = 100
"""So many people are paused in one transaction, and as many holders told."""


def waiting() -> Sequence[int]:
    """The pauses that are due and not done, oldest first."""
    return db.session.scalars(
        select(PauseDue.id).where(PauseDue.done_at.is_(None)).order_by(PauseDue.id)
    ).all()


def pause_piece(due_id: int) -> bool:
    """Pause the next people of a version, then tell the next holders; gives whether any are left."""
    due = hold(PauseDue, due_id)
    if due is None or due.done_at is not None:
        return False
    if _pause_some(due) or (due.tells_holders and _tell_some(due)):
        return True
    due.done_at = clock.now()
    return False


def _pause_some(due: PauseDue) -> bool:
    wanted = select(PathEnrolment.id).where(
        PathEnrolment.path_version_id == due.path_version_id,
        PathEnrolment.state.in_(PAUSED),
        PathEnrolment.id > due.reached,
    )
    ids = db.session.scalars(wanted.order_by(PathEnrolment.id).limit(PIECE)).all()
    rows = held_by_id(ids)
    paused = [rows[one] for one in ids if _pause(rows[one], due.reason)]
    notices.tell_paused(paused, paths.version(due.path_version_id), due.id)
    due.reached = max(ids, default=due.reached)
    return len(ids) == PIECE


def _pause(one: PathEnrolment, reason: str) -> bool:
    """Whoever cannot be paused is told of in the log and passed over; the others are not kept waiting."""
    enrolment_id = one.id
    try:
        with savepoint():
            path_service.pause(one, reason=reason)
    except Exception:
        log.exception("the enrolment %s could not be paused", enrolment_id)
        return False
    return True


def _tell_some(due: PauseDue) -> bool:
    wanted = select(HeldCertificate).where(
        HeldCertificate.path_version_id == due.path_version_id,
        HeldCertificate.standing == CertificateStanding.ISSUED,
        HeldCertificate.number > due.told,
    )
    held = db.session.scalars(wanted.order_by(HeldCertificate.number).limit(PIECE)).all()
    version = paths.version(due.path_version_id)
    notices.tell_holders([(one.person_id, one.number) for one in held], version)
    due.told = max((one.number for one in held), default=due.told)
    return len(held) == PIECE
