"""Accounts and roles as rows, no surprises."""

from datetime import date

from curriculum import clock
from curriculum.accounts.models import Account, AccountStatus, RoleAssignment
from curriculum.db import db, new_id
from curriculum.domain.actors import EVERYWHERE, Role, Scope


def make_account(login: str = "somebody", **values) -> Account:
    given = {
        "id": new_id(),
        "login": login,
        "display_name": login.title(),
        "status": AccountStatus.ACTIVE,
        "locale": "en",
    } | values
    account = Account(**given)
    db.session.add(account)
    db.session.flush()
    return account


def make_role(account: Account, role: Role, scope: Scope = EVERYWHERE, **values) -> RoleAssignment:
    given = {
        "id": new_id(),
        "account_id": account.id,
        "role": role,
        "scope_kind": scope.kind,
        "scope_id": scope.id,
        "from_": date(2019, 9, 2),
        "settled_at": clock.now(),
        "reason": "as the staff file says",
    } | values
    assignment = RoleAssignment(**given)
    db.session.add(assignment)
    db.session.flush()
    return assignment
