"""The certification decision: by people who had no part in the training, with reasons (I-02, J7)."""

from datetime import date

from curriculum import clock
from curriculum.awards import queries
from curriculum.awards.applications import snapshots
from curriculum.awards.applications.history import history_of
from curriculum.awards.applications.moving import may_move, move
from curriculum.awards.models import Application, Decision, Outcome
from curriculum.awards.signing import replaced, statements
from curriculum.awards.signing.unsigned import why_unsigned
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import CaseRole, require_free
from curriculum.people import queries as people


def decide(actor: Actor, code: str, *, outcome: Outcome, reasons: str, minutes: str) -> Application:
    """Grant, refuse or put off. Of a grant, the statement follows at once where both mandates are in force.

    The decision stands when a mandate is missing (S21): the page names the institution that has to borrow
    a signatory, and the statement is fixed when that mandate is approved.
    """
    application = queries.get_application(code, lock=True)
    _require_state(application, outcome.value, ApplicationState.DECISION_READY)
    may_move(actor, application, outcome.value)
    _require_sound(application, outcome)
    if not minutes.strip():
        raise Refusal(RefusalCode.VALUE_MISSING, field="minutes")
    require_free(actor.person_id, CaseRole.DECIDER, history_of(application, clock.today()))
    decision = _decision(actor, application, outcome, reasons, minutes)
    move(
        actor,
        application,
        outcome.value,
        established={Need.NO_CONFLICT},
        reason=reasons,
        decision=decision.code,
    )
    db.session.add(decision)
    db.session.flush()
    if outcome is Outcome.GRANT and why_unsigned(application) is None:
        statements.fix(actor, application)
    return application


def _require_state(application: Application, action: str, state: ApplicationState) -> None:
    """Both the decider and the head refuse, each from one state only; neither does the other's act."""
    if application.state is not state:
        raise Refusal(RefusalCode.WRONG_STATE, object="application", state=application.state, action=action)


def _require_sound(application: Application, outcome: Outcome) -> None:
    """The frozen file is untouched; nothing that was invalidated since carries a grant (J13)."""
    snapshots.require_unchanged(application)
    if outcome is Outcome.GRANT:
        replaced.require_standing(application, "grant")
    if outcome is Outcome.GRANT and (gone := snapshots.invalidated(application)):
        raise Refusal(RefusalCode.SNAPSHOT_CHANGED, code=application.code, evidence=len(gone))


def _decision(
    actor: Actor, application: Application, outcome: Outcome, reasons: str, minutes: str
) -> Decision:
    earlier = len(queries.decisions_of(application))
    person_id = actor.person_id
    if not isinstance(person_id, int):
        raise Refusal(RefusalCode.PERSON_UNKNOWN, role=CaseRole.DECIDER)
    return Decision(
        id=new_id(),
        person_id=application.person_id,
        application_id=application.id,
        code=f"D-{application.code.removeprefix('A-')}" + (f"-{earlier + 1}" if earlier else ""),
        outcome=outcome.value,
        decided_on=clock.today(),
        decider_id=person_id,
        reasons=reasons.strip(),
        minutes=minutes.strip(),
        conflicts_checked_at=clock.now(),
        employer_id=_employer(application.person_id, clock.today()),
    )


def _employer(person_id: int, on: date) -> int:
    """Who employs on the day of the decision and so provides the HR sign-off (I-15, S12)."""
    employer = people.employer_on(person_id, on)
    if employer is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="employer", on=on)
    return employer.id


def arbitrate(actor: Actor, code: str, *, reopen: bool, reason: str) -> Application:
    """Settle a refused signature as head of the institution: back to the decision, or refused for good."""
    application = queries.get_application(code, lock=True)
    action = "reopen" if reopen else "refuse"
    _require_state(application, action, ApplicationState.ESCALATED)
    may_move(actor, application, action)
    require_free(actor.person_id, CaseRole.DECIDER, history_of(application, clock.today()))
    if reopen:
        return move(actor, application, action, reason=reason)
    decision = queries.find_decision(application)
    return move(actor, application, action, reason=reason, decision="" if decision is None else decision.code)
