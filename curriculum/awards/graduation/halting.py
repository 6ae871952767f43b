"""A graduation is cancelled and goes on again; what is issued stays issued."""

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.awards.graduation.gathering import make_due
from curriculum.awards.models import IssueRequest
from curriculum.awards.models.graduations import Graduation
from curriculum.awards.queries import graduations
from curriculum.db import core, table, wake_worker
from curriculum.db.waiting import HELD
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode


def cancel(actor: Actor, code: str, *, reason: str) -> Graduation:
    """Hold back whatever is not signed by the seals yet; sign-offs stand, and `resume` carries on with them.

    The one certificate in the worker's hands at that moment may still be issued.
    """
    graduation = _to_change(actor, code, "cancel", cancelled=False)
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="graduation", action="cancel")
    graduation.cancelled_at, graduation.cancelled_by = clock.now(), actor.row_id
    graduation.cancelled_because = reason.strip()
    waiting = IssueRequest.statement_id.in_(graduations.requests_of(graduation))
    core(table(IssueRequest).update().where(waiting).values(due_at=HELD))
    audit.record(actor, "graduation:cancelled", "graduation", graduation.id, reason=reason.strip(), code=code)
    return graduation


def resume(actor: Actor, code: str) -> Graduation:
    """Go on where it stopped."""
    graduation = _to_change(actor, code, "resume", cancelled=True)
    graduation.cancelled_at = graduation.cancelled_by = graduation.cancelled_because = None
    make_due(graduation)
    audit.record(actor, "graduation:resumed", "graduation", graduation.id, code=code)
    wake_worker()
    return graduation


def _to_change(actor: Actor, code: str, action: str, *, cancelled: bool) -> Graduation:
    graduation = graduations.get(code, lock=True)
    require(actor, Permission.GRADUATION_RUN, graduations.held_by(graduation))
    if (graduation.cancelled_at is not None) is not cancelled:
        state = "running" if cancelled else "cancelled"
        raise Refusal(RefusalCode.WRONG_STATE, object="graduation", state=state, action=action)
    return graduation
