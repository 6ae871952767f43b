"""Open and close accounts, grant and end roles; never to oneself, privileged ones by two people."""

import re

from curriculum.access import require
from curriculum.accounts import directory, links, queries
from curriculum.accounts.caution import not_oneself, record_account, require_open, require_reason
from curriculum.accounts.links import LINK_HOURS, approve_link, refuse_link, renew_link, set_password
from curriculum.accounts.models import Account, AccountStatus
from curriculum.accounts.roles import approve_role, end_role, grant, refuse_role
from curriculum.audit import service as audit
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions

__all__ = [
    "LINK_HOURS",
    "approve_link",
    "approve_role",
    "create",
    "disable",
    "end_role",
    "grant",
    "refuse_link",
    "refuse_role",
    "renew_link",
    "reopen",
    "set_password",
]

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


def create(
    actor: Actor,
    *,
    login: str,
    display_name: str,
    person_id: int | None = None,
    institution_id: int | None = None,
    locale: str = "fr",
) -> tuple[Account, str]:
    """Open an account without a password; gives it and the token of its first-sign-in link.

    Where the person held weight in an account before, the link takes a second approver, as a renewed one.
    """
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
    token = links.give(account, actor)
    audit.record(actor, "account:created", "account", account.id, about=person_id, login=login)
    return account, token


def _require_own(actor: Actor, person_id: int) -> None:
    """Only where a person is employed may an account be tied to them, and only one: no masks."""
    require(actor, Permission.ACCOUNT_CREATE, Subject(institutions=directory.employers_of(person_id)))
    for one in queries.of_person(person_id):
        if one.status is AccountStatus.ACTIVE:
            raise Refusal(RefusalCode.ALREADY_EXISTS, object="account", code=one.login)


def disable(actor: Actor, account_id: int, *, reason: str) -> Account:
    """Close an account: its history stays, its sessions and links end at once."""
    account = _changed(actor, account_id, Permission.ACCOUNT_CLOSE, AccountStatus.DISABLED, reason)
    links.end_sessions(account.id)
    links.void(account.id)
    return account


def reopen(actor: Actor, account_id: int, *, reason: str) -> Account:
    """Open a closed account again; its roles are those whose dates still hold."""
    return _changed(actor, account_id, Permission.ACCOUNT_CREATE, AccountStatus.ACTIVE, reason)


_EVENTS = {AccountStatus.DISABLED: "account:disabled", AccountStatus.ACTIVE: "account:reopened"}


def _changed(
    actor: Actor, account_id: int, permission: Permission, status: AccountStatus, reason: str
) -> Account:
    account = queries.get(account_id)
    require(actor, permission, queries.subject(account))
    not_oneself(actor, account)
    if status is AccountStatus.DISABLED:
        require_open(account)
    elif account.status is status:
        raise Refusal(RefusalCode.WRONG_STATE, object="account", state=account.status, action="reopen")
    require_reason(reason)
    account.status = status
    record_account(actor, _EVENTS[status], account, reason)
    return account
