"""Who holds a role: open accounts as those who act, for rooms that have to ask somebody."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from curriculum.accounts import queries
from curriculum.accounts.models import Account, AccountStatus, RoleAssignment
from curriculum.db import db
from curriculum.domain.actors import Actor, Grant, Role


def of_roles(roles: Collection[Role], on: date) -> list[tuple[Account, Actor]]:
    """Open accounts of persons that hold one of the roles that day, by name, with those grants alone."""
    wanted = (
        select(Account, RoleAssignment)
        .join(RoleAssignment, RoleAssignment.account_id == Account.id)
        .where(
            RoleAssignment.role.in_(roles),
            RoleAssignment.settled_at.is_not(None),
            RoleAssignment.from_ <= on,
            or_(RoleAssignment.to.is_(None), RoleAssignment.to >= on),
            Account.status == AccountStatus.ACTIVE,
            Account.person_id.is_not(None),
        )
        .order_by(Account.display_name, Account.id)
    )
    held: dict[int, tuple[Account, list[Grant]]] = {}
    for account, assignment in db.session.execute(wanted):
        held.setdefault(account.id, (account, []))[1].append(queries.grant_of(assignment))
    return [
        (account, Actor(account.id, account.person_id, grants=tuple(grants)))
        for account, grants in held.values()
    ]


def grants_of_person(person_id: int) -> list[Grant]:
    """Every role of a natural person that is not over before it began, waiting ones too (domain.md §3)."""
    accounts = [one.id for one in queries.of_person(person_id)]
    return [
        queries.grant_of(one) for one in queries.roles_of(accounts) if one.to is None or one.to >= one.from_
    ]
