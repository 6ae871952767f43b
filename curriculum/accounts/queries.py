"""Accounts, roles and sessions as others read them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, Select, and_, bindparam, func, or_, select

from curriculum import clock
from curriculum.access import require
from curriculum.accounts.models import (
    Account,
    AccountStatus,
    RoleAssignment,
    SignInSession,
)
from curriculum.db import db
from curriculum.db.prepared import Prepared
from curriculum.domain.actors import ANYTHING, Actor, Grant, Role, Scope, ScopeKind, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import is_unbounded, reaches
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.institutions import queries as institutions
from curriculum.institutions.models import Institution, OrgUnit


@dataclass(frozen=True)
class SignedIn:
    """A session in force: who it is, and what the pages say about them."""

    token_hash: str
    last_seen_at: datetime
    login: str
    display_name: str
    locale: str
    actor: Actor


def token_hash(token: str) -> str:
    """What a row keeps of a random token."""
    return hashlib.sha256(token.encode()).hexdigest()


_ON: BindParameter[date] = bindparam("on", type_=Date())
_IN_FORCE = and_(
    RoleAssignment.account_id == Account.id,
    RoleAssignment.settled_at.is_not(None),
    RoleAssignment.from_ <= _ON,
    or_(RoleAssignment.to.is_(None), RoleAssignment.to >= _ON),
)
_GRANT = (
    RoleAssignment.role,
    RoleAssignment.scope_kind,
    RoleAssignment.scope_id,
    RoleAssignment.from_,
    RoleAssignment.to,
)
_ACTOR = (
    select(Account.id.label("account_id"), Account.person_id, *_GRANT)
    .outerjoin(RoleAssignment, _IN_FORCE)
    .where(Account.id == bindparam("account_id"), Account.status == AccountStatus.ACTIVE)
)
_SESSION = Prepared(
    select(
        SignInSession.token_hash,
        SignInSession.last_seen_at,
        Account.id.label("account_id"),
        Account.person_id,
        Account.login,
        Account.display_name,
        Account.locale,
        *_GRANT,
    )
    .join(Account, Account.id == SignInSession.account_id)
    .outerjoin(RoleAssignment, _IN_FORCE)
    .where(
        SignInSession.token_hash == bindparam("token_hash"),
        SignInSession.revoked_at.is_(None),
        SignInSession.expires_at > bindparam("at"),
        SignInSession.last_seen_at > bindparam("idle_since"),
        Account.status == AccountStatus.ACTIVE,
    )
)


def _actor(rows: Sequence[Any]) -> Actor:
    grants = tuple(
        Grant(row.role, Scope(row.scope_kind, row.scope_id), row.from_, row.to)
        for row in rows
        if row.role is not None
    )
    return Actor(account_id=rows[0].account_id, person_id=rows[0].person_id, grants=grants)


def find_session(token: str, at: datetime, idle: timedelta) -> SignedIn | None:
    """The session behind a cookie, if it is in force; one statement, asked on every request."""
    rows = _SESSION.all(token_hash=token_hash(token), at=at, idle_since=at - idle, on=at.date())
    if not rows:
        return None
    first = rows[0]
    return SignedIn(
        first.token_hash, first.last_seen_at, first.login, first.display_name, first.locale, _actor(rows)
    )


def actor_of(account_id: int, on: date) -> Actor:
    """The account as one who acts, with the grants in force that day; a closed account is NOT_FOUND."""
    rows = db.session.execute(_ACTOR, {"account_id": account_id, "on": on}).all()
    if not rows:
        raise Refusal(RefusalCode.NOT_FOUND, object="account", code="")
    return _actor(rows)


def get(account_id: int) -> Account:
    """The account with this key, or NOT_FOUND."""
    return found(db.session.get(Account, account_id), "account", "")


def spelled(login: str) -> str:
    """A login as it is kept: without surrounding spaces, in small letters."""
    return login.strip().casefold()


def find_by_login(login: str) -> Account | None:
    """The account with this login, if there is one."""
    return db.session.scalars(select(Account).where(Account.login == spelled(login))).one_or_none()


def by_login(login: str) -> Account:
    """The account with this login, or NOT_FOUND."""
    return found(find_by_login(login), "account", login)


def signed_in_as(login: str) -> Actor:
    """Whoever has this login as one who acts today: what a command does, it does as somebody."""
    return actor_of(by_login(login).id, clock.today())


def person_of(account_id: int) -> int | None:
    """The person behind an account; None for a donor's."""
    return get(account_id).person_id


def of_person(person_id: int) -> Sequence[Account]:
    """The accounts of one natural person."""
    return db.session.scalars(select(Account).where(Account.person_id == person_id)).all()


def names_of(account_ids: Iterable[int]) -> dict[int, str]:
    """Display names by key, one statement for any number."""
    wanted = select(Account.id, Account.display_name).where(Account.id.in_(set(account_ids)))
    return dict(db.session.execute(wanted).all())


def subject(account: Account) -> Subject:
    """An account as permissions see it: in the care of an institution, or of nobody's."""
    if account.institution_id is None:
        return ANYTHING
    return institutions.subject(account.institution_id)


def scope_subject(scope: Scope) -> Subject:
    """A scope as permissions see it: whoever administers the place may grant roles in it."""
    if scope.kind is ScopeKind.INSTITUTION and isinstance(scope.id, int):
        return institutions.subject(scope.id)
    if scope.kind is ScopeKind.UNIT and isinstance(scope.id, int):
        return institutions.unit_subject(scope.id)
    return ANYTHING


def places_of(actor: Actor, permission: Permission, on: date) -> frozenset[int] | None:
    """Institutions a permission reaches, with all below them; None means everywhere."""
    places: frozenset[int] = frozenset()
    for reach, scope in reaches(actor, permission, on):
        if is_unbounded(reach, scope):
            return None
        if scope.kind is ScopeKind.INSTITUTION and isinstance(scope.id, int):
            places |= institutions.descendants(scope.id)
    return places


def everyone() -> Select[Account]:
    """Every account, by login."""
    return select(Account).order_by(Account.login)


def visible_to(actor: Actor, on: date, text: str = "") -> Select[Account]:
    """Accounts an administrator looks after, by login; a statement, so that the page can cut it."""
    places = places_of(actor, Permission.ACCOUNT_VIEW, on)
    wanted = everyone()
    if places is not None:
        wanted = wanted.where(Account.institution_id.in_(places))
    for word in text.split():
        like = Account.login.contains(word.casefold(), autoescape=True)
        wanted = wanted.where(or_(like, Account.display_name.icontains(word, autoescape=True)))
    return wanted


def role_assignment(assignment_id: int) -> RoleAssignment:
    """One role assignment, or NOT_FOUND."""
    return found(db.session.get(RoleAssignment, assignment_id), "role", "")


def roles_of(account_ids: Iterable[int]) -> Sequence[RoleAssignment]:
    """Every role the accounts ever had, newest first."""
    wanted = select(RoleAssignment).where(RoleAssignment.account_id.in_(set(account_ids)))
    return db.session.scalars(wanted.order_by(RoleAssignment.from_.desc(), RoleAssignment.id.desc())).all()


def _waits() -> ColumnElement[bool]:
    open_ended = or_(RoleAssignment.to.is_(None), RoleAssignment.to >= RoleAssignment.from_)
    return and_(RoleAssignment.settled_at.is_(None), open_ended)


def awaiting_approval(actor: Actor, on: date) -> Sequence[RoleAssignment]:
    """Roles that wait for a second approver, where this actor may be one and did not propose."""
    if not reaches(actor, Permission.ROLE_APPROVE, on):
        return []
    places = places_of(actor, Permission.ROLE_APPROVE, on)
    wanted = select(RoleAssignment).where(
        _waits(), RoleAssignment.granted_by != actor.account_id, RoleAssignment.account_id != actor.account_id
    )
    if places is not None:
        within = RoleAssignment.scope_kind == ScopeKind.INSTITUTION
        wanted = wanted.where(within, RoleAssignment.scope_id.in_(places))
    return db.session.scalars(wanted.order_by(RoleAssignment.id)).all()


def grant_of(assignment: RoleAssignment) -> Grant:
    """A role assignment as the core compares it."""
    scope = Scope(assignment.scope_kind, assignment.scope_id)
    return Grant(assignment.role, scope, assignment.from_, assignment.to)


def sessions_of(account_id: int, idle: timedelta) -> Sequence[SignInSession]:
    """The sessions of an account that are in force now, latest first."""
    now = clock.now()
    wanted = select(SignInSession).where(
        SignInSession.account_id == account_id,
        SignInSession.revoked_at.is_(None),
        SignInSession.expires_at > now,
        SignInSession.last_seen_at > now - idle,
    )
    return db.session.scalars(wanted.order_by(SignInSession.created_at.desc())).all()


def by_ids(account_ids: Iterable[int]) -> Sequence[Account]:
    """Accounts by key, one statement for any number."""
    return db.session.scalars(select(Account).where(Account.id.in_(set(account_ids)))).all()


def by_logins(logins: Sequence[str], on: date) -> list[tuple[Account, list[Role]]]:
    """Open accounts in the order of `logins`, each with the roles in force that day."""
    open_ = select(Account).where(Account.login.in_(logins), Account.status == AccountStatus.ACTIVE)
    found = {one.login: one for one in db.session.scalars(open_)}
    roles = roles_in_force([account.id for account in found.values()], on)
    return [(found[one], roles.get(found[one].id, [])) for one in logins if one in found]


def get_for(actor: Actor, login: str) -> Account:
    """The account with this login, for whoever may look after it."""
    account = by_login(login)
    require(actor, Permission.ACCOUNT_VIEW, subject(account))
    return account


def roles_in_force(account_ids: Sequence[int], on: date) -> dict[int, list[Role]]:
    """The roles in force that day by account, each once; one statement for any number."""
    roles: dict[int, dict[Role, None]] = {}
    for one in roles_of(account_ids):
        if one.settled_at is not None and grant_of(one).is_in_force(on):
            roles.setdefault(one.account_id, {})[one.role] = None
    return {account_id: list(held) for account_id, held in roles.items()}


def figures(actor: Actor, on: date) -> dict[str, int]:
    """How many institutions, units and accounts of one's own there are, for the landing page."""
    mine = visible_to(actor, on).order_by(None).subquery()
    count = select(func.count())
    return {
        "institutions": db.session.scalar(count.select_from(Institution)) or 0,
        "units": db.session.scalar(count.select_from(OrgUnit)) or 0,
        "accounts": db.session.scalar(count.select_from(mine)) or 0,
    }
