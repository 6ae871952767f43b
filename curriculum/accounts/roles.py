"""Grant, approve, refuse and end roles; other rooms call these through `accounts.service`."""

from datetime import date, timedelta

from curriculum import clock
from curriculum.access import require
from curriculum.accounts import links, queries
from curriculum.accounts.caution import is_same, not_oneself, require_open, require_reason
from curriculum.accounts.models import Account, RoleAssignment
from curriculum.audit import service as audit
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor, ActorKind, Grant, Role, Scope, ScopeKind
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.weight import GUARDED, PRIVILEGED, incompatible

FITS = {
    Role.SYSTEM_ADMIN: frozenset({ScopeKind.GLOBAL}),
    Role.DONOR_REPRESENTATIVE: frozenset({ScopeKind.PROGRAMME, ScopeKind.DONOR}),
}
"""Roles that make sense in some scopes only; the others fit any."""


def grant(
    actor: Actor,
    account_id: int,
    role: Role,
    scope: Scope,
    from_: date,
    to: date | None = None,
    reason: str = "",
) -> RoleAssignment:
    """Give a role in a scope between two dates; a privileged one waits for a second approver.

    What the operator grants at the machine is settled at once: nobody could approve the first one.
    """
    require(actor, Permission.ROLE_GRANT, queries.scope_subject(scope))
    account = queries.get(account_id)
    not_oneself(actor, account)
    require_open(account)
    require_reason(reason)
    given = Grant(role, scope, from_, to)
    _check(given)
    _require_compatible(account, given)
    waits = role in PRIVILEGED and actor.kind is not ActorKind.COMMAND_LINE
    assignment = RoleAssignment(
        id=new_id(),
        account_id=account.id,
        role=role,
        scope_kind=scope.kind,
        scope_id=scope.id,
        from_=from_,
        to=to,
        granted_by=actor.account_id,
        settled_at=None if waits else clock.now(),
        reason=reason.strip(),
    )
    db.session.add(assignment)
    if role in GUARDED and actor.kind is not ActorKind.COMMAND_LINE:
        links.guard(account)
    _record(actor, "role:granted", account, assignment, reason)
    return assignment


def approve_role(actor: Actor, assignment_id: int) -> RoleAssignment:
    """Approve a privileged role; never the one who proposed it, never the one who gets it (§3, note 1)."""
    assignment, account = _waiting(actor, assignment_id, "approve")
    _require_compatible(account, queries.grant_of(assignment), besides=assignment.id)
    assignment.approved_by = actor.account_id  # type: ignore[assignment]
    assignment.settled_at = clock.now()
    _record(actor, "role:approved", account, assignment, None)
    return assignment


def refuse_role(actor: Actor, assignment_id: int, *, reason: str) -> RoleAssignment:
    """Refuse a privileged role that waits; it was never in force."""
    assignment, account = _waiting(actor, assignment_id, "refuse")
    require_reason(reason)
    assignment.to = assignment.from_ - timedelta(days=1)
    _record(actor, "role:refused", account, assignment, reason)
    return assignment


def end_role(
    actor: Actor, assignment_id: int, *, reason: str, last_day: date | None = None
) -> RoleAssignment:
    """End a role: at the next request, or after `last_day`."""
    assignment = queries.role_assignment(assignment_id)
    account = queries.get(assignment.account_id)
    scope = Scope(assignment.scope_kind, assignment.scope_id)
    require(actor, Permission.ROLE_END, queries.scope_subject(scope))
    require_reason(reason)
    today = clock.today()
    if assignment.to is not None and assignment.to < today:
        raise Refusal(RefusalCode.WRONG_STATE, object="role", state="ended", action="end")
    if last_day is not None and last_day < today:
        raise Refusal(RefusalCode.DATES_CONTRADICT, first=today, second=last_day)
    never_began = assignment.settled_at is None or assignment.from_ >= today
    before = assignment.from_ if never_began and last_day is None else today
    assignment.to = last_day or before - timedelta(days=1)
    _record(actor, "role:ended", account, assignment, reason)
    return assignment


def _record(
    actor: Actor, event: str, account: Account, assignment: RoleAssignment, reason: str | None
) -> None:
    audit.record(
        actor,
        event,
        "account",
        account.id,
        about=account.person_id,
        reason=reason,
        login=account.login,
        role=assignment.role.value,
    )


def _waiting(actor: Actor, assignment_id: int, action: str) -> tuple[RoleAssignment, Account]:
    assignment = queries.role_assignment(assignment_id)
    account = queries.get(assignment.account_id)
    scope = Scope(assignment.scope_kind, assignment.scope_id)
    require(actor, Permission.ROLE_APPROVE, queries.scope_subject(scope))
    if assignment.settled_at is not None or (assignment.to and assignment.to < assignment.from_):
        raise Refusal(RefusalCode.WRONG_STATE, object="role", state="settled", action=action)
    not_oneself(actor, account)
    proposer = queries.get(assignment.granted_by) if assignment.granted_by else None
    if proposer is not None and is_same(actor, proposer):
        raise Refusal(RefusalCode.SECOND_APPROVER_IS_PROPOSER)
    return assignment, account


def _check(given: Grant) -> None:
    if given.to is not None and given.to < given.from_:
        raise Refusal(RefusalCode.DATES_CONTRADICT, first=given.from_, second=given.to)
    if given.scope.kind not in FITS.get(given.role, frozenset(ScopeKind)):
        raise Refusal(RefusalCode.VALUE_INVALID, field="scope", value=given.scope.kind, expected=given.role)


def _require_compatible(account: Account, given: Grant, besides: int | None = None) -> None:
    """Compare with all roles of the natural person, waiting ones too (domain.md §3)."""
    accounts = queries.of_person(account.person_id) if account.person_id is not None else [account]
    held = [
        queries.grant_of(one)
        for one in queries.roles_of(one.id for one in accounts)
        if one.id != besides and (one.to is None or one.to >= one.from_)
    ]
    for other in held:
        if (other.role, other.scope) == (given.role, given.scope) and other.meets(given):
            raise Refusal(RefusalCode.ALREADY_EXISTS, object="role", code=given.role)
        if incompatible((other, given)):
            raise Refusal(RefusalCode.INCOMPATIBLE_ROLES, role=given.role, held=other.role)
