"""Two sign-offs by two natural persons, on one digest, under mandates in force today (I-03, I-07)."""

from dataclasses import replace

from sqlalchemy import select

from curriculum import clock
from curriculum.access import require
from curriculum.awards import queries
from curriculum.awards.applications.history import history_of
from curriculum.awards.applications.moving import move
from curriculum.awards.models import Application, Function, IssueRequest, SigningStatement, SignOff
from curriculum.awards.queries import graduations
from curriculum.awards.queries.locks import hold_persons
from curriculum.awards.signing import payload, replaced, statements
from curriculum.awards.signing.designation import ROLE, require_in_force
from curriculum.db import db, savepoint, wake_worker
from curriculum.domain.actors import SYSTEM, Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.mandate import why_not_in_force
from curriculum.domain.lifecycles.signoff import SignOffState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import require_free

MAY = {Function.HR: Permission.APPLICATION_SIGN_HR, Function.TRAINING: Permission.APPLICATION_SIGN_TRAINING}
SIGNED = frozenset({Need.MANDATE_IN_FORCE, Need.SAME_PAYLOAD, Need.NO_CONFLICT})


def sign(
    actor: Actor, code: str, function: Function, shown_digest: str, declaration: str | None = None
) -> Application:
    """Sign exactly what was shown; with the second signature the issue is due in the same transaction.

    Refuses PAYLOAD_CHANGED when the statement changed since it was shown (J7), SAME_PERSON_SIGNS_TWICE,
    MANDATE_ENDED and its kin, DECLARATION_MISSING where the signatory is in the reporting line (I-04),
    WRONG_STATE while the certificate to be replaced is suspended or has ended.
    """
    application, row, sign_off = _asked(code, function, "approve")
    _require_free(actor, application, function, declaration)
    _require_designated(actor, application, sign_off)
    mandate = queries.mandate(sign_off.mandate_id)
    require_in_force(mandate, clock.today())
    replaced.require_standing(application, "sign")
    if shown_digest != row.digest:
        raise Refusal(RefusalCode.PAYLOAD_CHANGED, code=code, shown=shown_digest[:12], now=row.digest[:12])
    step = statements.TABLES[function].advance(sign_off.state, "approve", SIGNED)
    sign_off.state, sign_off.decided_at = step.state, clock.now()
    sign_off.payload_hash = row.digest
    sign_off.shown_text = payload.shown_text(queries.read_statement(row))
    sign_off.declaration = (declaration or "").strip() or None
    statements.record_sign_off(actor, sign_off, step.event, sign_off.declaration, digest=row.digest)
    db.session.flush()
    if both_signed(row):
        _finish(application, row)
    return application


def _asked(code: str, function: Function, action: str) -> tuple[Application, SigningStatement, SignOff]:
    """The statement in force and the sign-off asked for; a second click is told that it is done already."""
    application = queries.get_application(code, lock=True)
    row = queries.find_statement(application)
    sign_off = None if row is None else queries.sign_offs_of(row.id).get(function)
    if row is None or sign_off is None:
        raise Refusal(RefusalCode.WRONG_STATE, object="application", state=application.state, action=action)
    if sign_off.state is SignOffState.APPROVED:
        raise Refusal(RefusalCode.ALREADY_SIGNED, code=code, function=function.value)
    if application.state is not ApplicationState.AWAITING_SIGNOFFS:
        raise Refusal(RefusalCode.WRONG_STATE, object="application", state=application.state, action=action)
    return application, row, sign_off


def _require_designated(actor: Actor, application: Application, sign_off: SignOff) -> None:
    """Only who was designated signs: the permission reaches every case assigned, in either function."""
    about = queries.subject(application, actor)
    require(actor, MAY[sign_off.function], about)
    history = history_of(application, clock.today())
    if history.natural(sign_off.signatory_id) != history.natural(actor.person_id or 0):
        raise Refusal(RefusalCode.NOT_DESIGNATED, code=application.code, function=sign_off.function.value)


def _require_free(
    actor: Actor, application: Application, function: Function, declaration: str | None
) -> None:
    """Refuse the candidate, the decider, kin, mentors and whoever signs the other half (I-01, I-03, I-04)."""
    history = history_of(application, clock.today())
    if declaration is not None and declaration.strip() and actor.person_id is not None:
        history = replace(history, declared=frozenset({actor.person_id}))
    require_free(actor.person_id, ROLE[function], history)


def both_signed(row: SigningStatement) -> bool:
    """Whether both functions approved the very text of this statement (I-03, I-07)."""
    both = queries.sign_offs_of(row.id)
    return all(
        one.state is SignOffState.APPROVED and one.payload_hash == row.digest for one in both.values()
    ) and set(both) == set(Function)


def _finish(application: Application, row: SigningStatement) -> None:
    """Both signed: what the worker has to do is a row of this transaction."""
    move(SYSTEM, application, "complete", established={Need.BOTH_SIGNED})
    db.session.add(
        IssueRequest(
            statement_id=row.id,
            person_id=application.person_id,
            application_id=application.id,
            due_at=graduations.due_at(application),
        )
    )
    db.session.flush()
    wake_worker()


def return_signature(actor: Actor, code: str, function: Function, *, reason: str) -> Application:
    """Give the statement back to the decision with the reason; both sign again afterwards (J7)."""
    return _decline(actor, code, function, "return", "send_back", reason)


def refuse_signature(actor: Actor, code: str, function: Function, *, reason: str) -> Application:
    """Refuse to sign; the head of the institution settles it, and nothing is ever issued by itself."""
    return _decline(actor, code, function, "refuse", "escalate", reason)


def _decline(actor: Actor, code: str, function: Function, action: str, then: str, reason: str) -> Application:
    application, _, sign_off = _asked(code, function, action)
    _require_designated(actor, application, sign_off)
    require_in_force(queries.mandate(sign_off.mandate_id), clock.today())
    needs = {Need.MANDATE_IN_FORCE, *((Need.REASON,) if reason.strip() else ())}
    step = statements.TABLES[function].advance(sign_off.state, action, needs)
    sign_off.state, sign_off.decided_at, sign_off.reason = step.state, clock.now(), reason.strip()
    statements.record_sign_off(actor, sign_off, step.event, reason.strip())
    statements.void(SYSTEM, application, f"{action}:{function.value}")
    return move(actor, application, then, reason=reason)


def reassign(actor: Actor, code: str, function: Function, *, reason: str) -> Application:
    """Ask somebody else: a mandate ended or a signatory is away. A new statement voids both (§2.9).

    Refuses MANDATE_MISSING, before anything is written, where nobody else holds a mandate.
    """
    application, _, sign_off = _asked(code, function, "reassign")
    require(actor, Permission.SIGNOFF_REASSIGN, queries.subject(application, actor))
    needs = (Need.REASON,) if reason.strip() else ()
    step = statements.TABLES[function].advance(sign_off.state, "reassign", needs)
    designated = statements.designated_without(application, sign_off.mandate_id)
    sign_off.state, sign_off.decided_at, sign_off.reason = step.state, clock.now(), reason.strip()
    db.session.flush()
    statements.record_sign_off(actor, sign_off, step.event, reason.strip())
    statements.fix_anew(SYSTEM, application, reason.strip(), designated)
    return application


def reassign_due() -> list[str]:
    """Ask somebody else wherever a pending sign-off waits for a mandate that ended: the worker's daily round.

    Gives the codes of applications for which nobody holds a mandate; their pages say so.
    """
    stuck = []
    wanted = select(SignOff).join(SigningStatement, SigningStatement.id == SignOff.statement_id)
    pending = wanted.where(SignOff.state == SignOffState.PENDING, SigningStatement.voided_at.is_(None))
    over = [one for one in db.session.scalars(pending.order_by(SignOff.id)) if _why_over(one) is not None]
    hold_persons(one.person_id for one in over)
    for sign_off in over:
        application = queries.application(sign_off.person_id, sign_off.application_id, lock=True)
        db.session.refresh(sign_off)  # signed or voided while its application was waited for
        why = _why_over(sign_off)
        if why is None or sign_off.state is not SignOffState.PENDING:
            continue
        code = application.code
        try:
            with savepoint():
                reassign(SYSTEM, code, sign_off.function, reason=why.value)
        except Refusal:
            stuck.append(code)
    return stuck


def _why_over(sign_off: SignOff) -> RefusalCode | None:
    """Why the mandate asked for is not in force today."""
    mandate = queries.mandate(sign_off.mandate_id)
    return why_not_in_force(mandate.state, mandate.from_, mandate.to, clock.today())
