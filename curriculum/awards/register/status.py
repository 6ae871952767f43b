"""What happens to a certificate after issue: suspended, reinstated, revoked, withdrawn (I-08, J13)."""

from certificates.status import Happening, Status
from curriculum import clock
from curriculum.access import require
from curriculum.accounts import queries as accounts
from curriculum.audit import service as audit
from curriculum.awards import queries
from curriculum.awards.applications.history import kinship_of, merges
from curriculum.awards.models import Certificate, StatusAction, StatusProposal
from curriculum.awards.register.replacing import happened
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.certificate import CERTIFICATE, MAY_TAKE
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.domain.separation import CaseHistory, CaseRole, Involvement, Part, require_free

HAPPENING = {
    StatusAction.SUSPEND: Happening.SUSPENDED,
    StatusAction.REINSTATE: Happening.REINSTATED,
    StatusAction.REVOKE: Happening.REVOKED,
}
TWO_PEOPLE = (StatusAction.REINSTATE, StatusAction.REVOKE)


def propose_status(
    actor: Actor, number: str, *, action: StatusAction, reason_code: str, note: str
) -> StatusProposal:
    """Propose to suspend, reinstate or revoke: HR of the employer, or the owner of the path."""
    certificate = queries.certificate_by_number(number, lock=True)
    require(actor, Permission.CERTIFICATE_PROPOSE_STATUS, queries.certificate_subject(certificate))
    proposal = _new_proposal(actor, certificate, action, reason_code, note)
    _record(actor, "certificate:status_proposed", certificate, reason_code, action=action.value)
    return proposal


def _new_proposal(
    actor: Actor, certificate: Certificate, action: StatusAction, reason_code: str, note: str
) -> StatusProposal:
    _require_reason(action, reason_code, note)
    _require_possible(certificate, action)
    if queries.open_proposal(certificate, action=action) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="proposal", code=certificate.number)
    if not isinstance(actor.account_id, int):
        raise Refusal(RefusalCode.PERSON_UNKNOWN)
    proposal = StatusProposal(
        id=new_id(),
        certificate_id=certificate.id,
        action=action.value,
        reason_code=reason_code,
        note=note.strip(),
        proposed_by=actor.account_id,
        proposed_at=clock.now(),
    )
    db.session.add(proposal)
    db.session.flush()
    return proposal


def _require_reason(action: StatusAction, reason_code: str, note: str) -> None:
    if not reason_code.strip() or not note.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="certificate", action=action.value)


def _require_possible(certificate: Certificate, action: StatusAction) -> None:
    """Refuse early what the table forbids; what is still missing is asked when the step is taken."""
    if CERTIFICATE.find(certificate.state, action.value) is None:
        raise Refusal(
            RefusalCode.WRONG_STATE, object="certificate", state=certificate.state, action=action.value
        )


def hear_holder(actor: Actor, number: str, *, note: str) -> StatusProposal:
    """Record that the holder was heard before a revocation takes effect (domain.md §2.9)."""
    certificate = queries.certificate_by_number(number, lock=True)
    require(actor, Permission.CERTIFICATE_PROPOSE_STATUS, queries.certificate_subject(certificate))
    proposal = _open(certificate)
    if not note.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="certificate", action="hear")
    proposal.heard_at, proposal.heard_note = clock.now(), note.strip()
    _record(actor, "certificate:holder_heard", certificate, note.strip())
    return proposal


def _open(certificate: Certificate, action: StatusAction | None = None) -> StatusProposal:
    return found(
        queries.open_proposal(certificate, action=None if action is None else action.value),
        "proposal",
        certificate.number,
    )


def suspend(actor: Actor, number: str, *, reason_code: str, note: str) -> Certificate:
    """Suspend at once: the urgent step one person may take, while the matter is examined (J13)."""
    certificate = queries.certificate_by_number(number, lock=True)
    _may_decide(actor, certificate, StatusAction.SUSPEND)
    _require_reason(StatusAction.SUSPEND, reason_code, note)
    proposal = queries.open_proposal(certificate, action=StatusAction.SUSPEND)
    if proposal is not None:
        proposal.decided_by, proposal.decided_at, proposal.approved = actor.row_id, clock.now(), True
    return _take(actor, certificate, StatusAction.SUSPEND, reason_code, note, decided_by=actor.row_id)


def decide_status(
    actor: Actor, number: str, *, action: StatusAction, reason_code: str = "", note: str = ""
) -> StatusProposal:
    """Decide to revoke or reinstate; it takes effect when a second person has approved (I-02).

    Follows an open proposal, or opens one by this decision. A revocation takes no effect before the holder
    was heard; what cannot wait is suspended meanwhile.
    """
    certificate = queries.certificate_by_number(number, lock=True)
    _may_decide(actor, certificate, action)
    _require_possible(certificate, action)
    proposal = queries.open_proposal(certificate, action=action.value)
    if proposal is None:
        proposal = _new_proposal(actor, certificate, action, reason_code, note)
    if proposal.decided_by is not None:
        raise Refusal(RefusalCode.WRONG_STATE, object="proposal", state="decided", action=action.value)
    proposal.decided_by, proposal.decided_at = actor.row_id, clock.now()
    _record(actor, "certificate:status_decided", certificate, proposal.reason_code, action=action.value)
    return proposal


propose_revocation = decide_status


def _may_decide(actor: Actor, certificate: Certificate, action: StatusAction) -> None:
    require(actor, MAY_TAKE[action], queries.certificate_subject(certificate))
    application = queries.application(certificate.person_id, certificate.application_id)
    # Having granted or signed is no bar to taking it back; being the holder or kin is.
    case = kinship_of(application, clock.today())
    require_free(actor.person_id, CaseRole.ADMISSIBILITY_REVIEWER, case)


def approve_status(actor: Actor, number: str) -> Certificate:
    """Approve as the second person what somebody else decided: only now it takes effect."""
    certificate = queries.certificate_by_number(number, lock=True)
    require(actor, Permission.CERTIFICATE_APPROVE_STATUS, queries.certificate_subject(certificate))
    proposal = _decided(certificate)
    _require_second(actor, certificate, proposal)
    action = StatusAction(proposal.action)
    if action is StatusAction.REVOKE and proposal.heard_at is None:
        missing = ("holder_heard",)
        raise Refusal(
            RefusalCode.CONDITION_NOT_MET, object="certificate", action=action.value, missing=missing
        )
    proposal.approved = True
    return _take(
        actor,
        certificate,
        action,
        proposal.reason_code,
        proposal.note,
        decided_by=proposal.decided_by,
        second=actor.row_id,
    )


approve_revocation = approve_status


def reject_status(actor: Actor, number: str, *, reason: str) -> StatusProposal:
    """Leave the certificate as it is: by whoever may decide, or as the second person."""
    certificate = queries.certificate_by_number(number, lock=True)
    proposal = _open(certificate)
    about = queries.certificate_subject(certificate)
    if proposal.decided_by is None:
        require(actor, MAY_TAKE[StatusAction(proposal.action)], about)
    else:
        require(actor, Permission.CERTIFICATE_APPROVE_STATUS, about)
        _require_second(actor, certificate, proposal)
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="certificate", action="reject")
    proposal.approved = False
    _record(actor, "certificate:status_rejected", certificate, reason.strip(), action=proposal.action)
    return proposal


def _decided(certificate: Certificate) -> StatusProposal:
    proposal = _open(certificate)
    if proposal.decided_by is None:
        raise Refusal(RefusalCode.WRONG_STATE, object="proposal", state="proposed", action="approve")
    return proposal


def _require_second(actor: Actor, certificate: Certificate, proposal: StatusProposal) -> None:
    """Two different natural persons, whatever accounts they use; never the holder."""
    parts = []
    for account, part in ((proposal.proposed_by, Part.PROPOSED), (proposal.decided_by, Part.DECIDED)):
        person = None if account is None else accounts.person_of(account)
        parts += [] if person is None else [Involvement(person, part, certificate.number)]
    if actor.account_id in (proposal.proposed_by, proposal.decided_by):
        raise Refusal(RefusalCode.SECOND_APPROVER_IS_PROPOSER)
    case = CaseHistory(certificate.person_id, tuple(parts), merges())
    require_free(actor.person_id, CaseRole.SECOND_APPROVER, case)


def withdraw(actor: Actor, number: str, *, reason: str) -> Certificate:
    """Give one's own certificate back, with the reason."""
    certificate = queries.certificate_by_number(number, lock=True)
    require(actor, Permission.CERTIFICATE_WITHDRAW, queries.certificate_subject(certificate))
    step = CERTIFICATE.advance(certificate.state, "withdraw", (Need.REASON,) if reason.strip() else ())
    _refuse_ended(certificate)
    certificate.state = step.state
    happened(
        certificate,
        Happening.WITHDRAWN,
        clock.now(),
        note=reason.strip(),
        decided_by=actor.row_id,
    )
    _record(actor, step.event, certificate, reason.strip())
    return certificate


def _refuse_ended(certificate: Certificate) -> None:
    status = queries.status_of(certificate, clock.today())
    if status is Status.EXPIRED:
        raise Refusal(RefusalCode.CERTIFICATE_ENDED, number=certificate.number, until=certificate.valid_until)


def _take(
    actor: Actor,
    certificate: Certificate,
    action: StatusAction,
    reason_code: str,
    note: str,
    *,
    decided_by: int | None,
    second: int | None = None,
) -> Certificate:
    needs = {Need.REASON, *((Need.SECOND_APPROVAL,) if second is not None else ())}
    step = CERTIFICATE.advance(certificate.state, action.value, needs)
    certificate.state = step.state
    happened(
        certificate,
        HAPPENING[action],
        clock.now(),
        reason_code=reason_code,
        note=note.strip(),
        decided_by=decided_by,
        second_approver=second,
    )
    _record(actor, step.event, certificate, reason_code)
    return certificate


def _record(actor: Actor, event: str, certificate: Certificate, reason: str, **facts: object) -> None:
    audit.record(
        actor,
        event,
        "certificate",
        certificate.id,
        about=certificate.person_id,
        reason=reason,
        number=certificate.number,
        **facts,
    )
