"""Open and close accounts, grant and end roles; never to oneself, privileged ones by two people."""

import re
import secrets
from datetime import timedelta

from sqlalchemy import delete, update

from curriculum import clock
from curriculum.access import require
from curriculum.accounts import directory, queries
from curriculum.accounts.caution import not_oneself, require_open, require_reason
from curriculum.accounts.models import Account, AccountStatus, FirstSignInLink, SignInSession
from curriculum.accounts.roles import approve_role, end_role, grant, refuse_role
from curriculum.audit import service as audit
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions

__all__ = [
    "approve_role",
    "create",
    "disable",
    "end_role",
    "grant",
    "refuse_role",
    "renew_link",
    "reopen",
    "set_password",
]

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
LINK_HOURS = 72


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
    if person_id is not None:
        _require_own(actor, person_id)
    db.session.add(account)
    db.session.flush()
    token = _link(account)
    audit.record(actor, "account:created", "account", account.id, about=person_id, login=login)
    return account, token


def _require_own(actor: Actor, person_id: int) -> None:
    """Only where a person is employed may an account be tied to them, and only one: no masks."""
    require(actor, Permission.ACCOUNT_CREATE, Subject(institutions=directory.employers_of(person_id)))
    for one in queries.of_person(person_id):
        if one.status is AccountStatus.ACTIVE:
            raise Refusal(RefusalCode.ALREADY_EXISTS, object="account", code=one.login)


def renew_link(actor: Actor, account_id: int, *, reason: str) -> str:
    """Give a new first-sign-in link; the former password, links and sessions end at once."""
    account = queries.get(account_id)
    require(actor, Permission.ACCOUNT_CREATE, queries.subject(account))
    not_oneself(actor, account)
    require_open(account)
    require_reason(reason)
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
    require_open(account)
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
    not_oneself(actor, account)
    require_open(account)
    require_reason(reason)
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
    not_oneself(actor, account)
    require_reason(reason)
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
