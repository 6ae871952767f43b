"""Open and close accounts, grant and end roles; never to oneself, privileged ones by two people."""

import re
import secrets
from datetime import date, timedelta

from sqlalchemy import delete, update

from curriculum import clock
from curriculum.access import require
from curriculum.accounts import queries
from curriculum.accounts.models import (
    Account,
    AccountStatus,
    FirstSignInLink,
    RoleAssignment,
    SignInSession,
)
from curriculum.audit import service as audit
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor, ActorKind, Grant, Role, Scope, ScopeKind
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import PRIVILEGED, incompatible
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
LINK_HOURS = 72
FITS = {
    Role.SYSTEM_ADMIN: frozenset({ScopeKind.GLOBAL}),
    Role.DONOR_REPRESENTATIVE: frozenset({ScopeKind.PROGRAMME, ScopeKind.DONOR}),
}
"""Roles that make sense in some scopes only; the others fit any."""


def create(
    actor: Actor,
    *,
    login: str,
    display_name: str,
    person_id: int | None = None,
    institution_id: int | None = None,
    locale: str = "fr",
) -> tuple[Account, str]:
    """Open an account without a password; gives it and the token of its first-sign-in link."""
    login = queries.spelled(login)
    account = Account(
        id=new_id(),
        login=login,
        display_name=display_name.strip(),
        person_id=person_id,
        institution_id=institution_id,
        locale=locale,
        status=AccountStatus.ACTIVE,
    )
    require(actor, Permission.ACCOUNT_CREATE, queries.subject(account))
    if not LOGIN.fullmatch(login):
        raise Refusal(RefusalCode.VALUE_INVALID, field="login", value=login, expected="a-z 0-9 . _ -")
    if not account.display_name:
        raise Refusal(RefusalCode.VALUE_MISSING, field="display_name")
    if queries.find_by_login(login) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="account", code=login)
    if institution_id is not None:
        institutions.by_id(institution_id)
    db.session.add(account)
    db.session.flush()
    token = _link(account)
    audit.record(actor, "account:created", "account", account.id, about=person_id, login=login)
    return account, token


def renew_link(actor: Actor, account_id: int, *, reason: str) -> str:
    """Give a new first-sign-in link; the former password, links and sessions end at once."""
    account = queries.get(account_id)
    require(actor, Permission.ACCOUNT_CREATE, queries.subject(account))
    _not_oneself(actor, account)
    _require_open(account)
    _require_reason(reason)
    account.password_hash = None
    _end_sessions(account.id)
    token = _link(account)
    audit.record(
        actor,
        "account:link_renewed",
        "account",
        account.id,
        about=account.person_id,
        reason=reason,
        login=account.login,
    )
    return token


def set_password(token: str, password_hash: str) -> Account:
    """Keep the password chosen through a first-sign-in link, once; other sessions end.

    Takes the hash: hashing is slow by design and must not hold the transaction.
    """
    link = queries.open_link(token)
    account = queries.get(link.account_id)
    _require_open(account)
    link.used_at = clock.now()
    account.password_hash = password_hash
    _end_sessions(account.id)
    actor = Actor(account_id=account.id, person_id=account.person_id)
    audit.record(actor, "account:password_chosen", "account", account.id, about=account.person_id)
    return account


def disable(actor: Actor, account_id: int, *, reason: str) -> Account:
    """Close an account: its history stays, its sessions and links end at once."""
    account = queries.get(account_id)
    require(actor, Permission.ACCOUNT_CLOSE, queries.subject(account))
    _not_oneself(actor, account)
    _require_open(account)
    _require_reason(reason)
    account.status = AccountStatus.DISABLED
    _end_sessions(account.id)
    _void_links(account.id)
    audit.record(
        actor,
        "account:disabled",
        "account",
        account.id,
        about=account.person_id,
        reason=reason,
        login=account.login,
    )
    return account


def reopen(actor: Actor, account_id: int, *, reason: str) -> Account:
    """Open a closed account again; its roles are those whose dates still hold."""
    account = queries.get(account_id)
    require(actor, Permission.ACCOUNT_CREATE, queries.subject(account))
    _not_oneself(actor, account)
    _require_reason(reason)
    if account.status is AccountStatus.ACTIVE:
        raise Refusal(RefusalCode.WRONG_STATE, object="account", state=account.status, action="reopen")
    account.status = AccountStatus.ACTIVE
    audit.record(
        actor,
        "account:reopened",
        "account",
        account.id,
        about=account.person_id,
        reason=reason,
        login=account.login,
    )
    return account


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
    _not_oneself(actor, account)
    _require_open(account)
    _require_reason(reason)
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
    _require_reason(reason)
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
    _require_reason(reason)
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
    _not_oneself(actor, account)
    proposer = queries.get(assignment.granted_by) if assignment.granted_by else None
    if proposer is not None and _is_same(actor, proposer):
        raise Refusal(RefusalCode.SECOND_APPROVER_IS_PROPOSER)
    return assignment, account


def _is_same(actor: Actor, account: Account) -> bool:
    """Natural persons are compared, not accounts (I-01)."""
    same_person = actor.person_id is not None and actor.person_id == account.person_id
    return same_person or actor.account_id == account.id


def _not_oneself(actor: Actor, account: Account) -> None:
    if _is_same(actor, account):
        raise Refusal(RefusalCode.GRANT_TO_SELF)


def _require_open(account: Account) -> None:
    if account.status is not AccountStatus.ACTIVE:
        raise Refusal(RefusalCode.ACCOUNT_CLOSED, login=account.login)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING)


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


def _link(account: Account) -> str:
    _void_links(account.id)
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        FirstSignInLink(
            token_hash=queries.token_hash(token),
            account_id=account.id,
            created_at=now,
            expires_at=now + timedelta(hours=LINK_HOURS),
        )
    )
    return token


def _void_links(account_id: int) -> None:
    unused = FirstSignInLink.account_id == account_id, FirstSignInLink.used_at.is_(None)
    db.session.execute(delete(FirstSignInLink).where(*unused))


def _end_sessions(account_id: int) -> None:
    alive = SignInSession.account_id == account_id, SignInSession.revoked_at.is_(None)
    db.session.execute(update(SignInSession).where(*alive).values(revoked_at=clock.now()))
