"""From an application handed in to a case ready for decision: take, return, admit, check, withdraw."""

from curriculum import clock
from curriculum.awards import queries
from curriculum.awards.applications import snapshots
from curriculum.awards.applications.history import history_of
from curriculum.awards.applications.moving import may_move, move
from curriculum.awards.models import Application
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.separation import CaseRole, require_free

CLEAR = frozenset({Need.NO_CONFLICT})


def take(actor: Actor, code: str) -> Application:
    """Take an application to examine whether it is admissible."""
    return _examine(actor, code, "take", CaseRole.ADMISSIBILITY_REVIEWER)


def return_(actor: Actor, code: str, *, reason: str) -> Application:
    """Give an application back to the candidate with the reason (I-17)."""
    return _examine(actor, code, "return", CaseRole.ADMISSIBILITY_REVIEWER, reason)


def admit_application(actor: Actor, code: str, *, note: str = "") -> Application:
    """Find an application admissible: the file is complete and as it was frozen."""
    return _examine(actor, code, "admit", CaseRole.ADMISSIBILITY_REVIEWER, note)


def check(actor: Actor, code: str, *, note: str = "") -> Application:
    """Confirm a sample of the evidence; never by somebody who trained the candidate."""
    return _examine(actor, code, "check", CaseRole.CHECK_ASSESSOR, note)


def resume(actor: Actor, code: str, *, note: str = "") -> Application:
    """Take up an application that the decision put off."""
    return _examine(actor, code, "resume", CaseRole.ADMISSIBILITY_REVIEWER, note)


def _examine(actor: Actor, code: str, action: str, role: CaseRole, reason: str = "") -> Application:
    application = queries.get_application(code, lock=True)
    may_move(actor, application, action)
    snapshots.require_unchanged(application)
    require_free(actor.person_id, role, history_of(application, clock.today()))
    return move(actor, application, action, established=CLEAR, reason=reason)


def withdraw(actor: Actor, code: str, *, reason: str = "") -> Application:
    """Take one's application back, at any time before the decision."""
    application = queries.get_application(code, lock=True)
    may_move(actor, application, "withdraw")
    return move(actor, application, "withdraw", reason=reason)
