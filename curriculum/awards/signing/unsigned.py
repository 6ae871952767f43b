"""Decisions that wait for a mandate: signatures are asked for as soon as both are in force (S21)."""

from curriculum.access import require
from curriculum.awards import queries
from curriculum.awards.models import Application
from curriculum.awards.queries.locks import hold_persons
from curriculum.awards.signing import statements
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal


def why_unsigned(application: Application) -> Refusal | None:
    """Why no statement can be fixed today, None where both signatories can be asked."""
    try:
        statements.designated_today(application)
    except Refusal as refusal:
        return refusal
    return None


def fix_statement(actor: Actor, code: str) -> Application:
    """Ask for signatures on a decision that waited for a mandate (S21)."""
    application = queries.get_application(code, lock=True)
    require(actor, Permission.SIGNOFF_REASSIGN, queries.subject(application, actor))
    statements.fix(actor, application)
    return application


def fix_waiting(actor: Actor, institution_id: int) -> list[Application]:
    """Fix the statements that only waited for a mandate of this institution."""
    fixed = []
    granted = queries.in_state(ApplicationState.DECIDED_GRANT)
    concerned = [one for one in granted if institution_id in statements.bodies_of(one)]
    hold_persons(one.person_id for one in concerned)
    for one in concerned:
        application = queries.application(one.person_id, one.id, lock=True)
        waits = application.state is ApplicationState.DECIDED_GRANT  # somebody else may have been first
        if waits and why_unsigned(application) is None:
            statements.fix(actor, application)
            fixed.append(application)
    return fixed
