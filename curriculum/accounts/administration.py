"""What the administration pages show of accounts and roles, as values ready for a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from curriculum import clock, refs
from curriculum.accounts import directory, queries
from curriculum.accounts.models import Account, FirstSignInLink, RoleAssignment
from curriculum.accounts.words import RoleStanding
from curriculum.db import Bilingual
from curriculum.domain.actors import Role, Scope, ScopeKind


@dataclass(frozen=True)
class RoleShown:
    """One role assignment on a page; `ref` addresses it without its key."""

    ref: str
    login: str
    holder: str
    role: Role
    scope_kind: ScopeKind
    scope_name: Bilingual | None
    from_: date
    to: date | None
    standing: RoleStanding
    proposer: str
    approver: str
    reason: str


def standing(assignment: RoleAssignment, on: date) -> RoleStanding:
    """How a role stands on a day: waiting and refused roles were never in force."""
    void = assignment.to is not None and assignment.to < assignment.from_
    if assignment.settled_at is None:
        return RoleStanding.REFUSED if void else RoleStanding.WAITING
    if void or (assignment.to is not None and assignment.to < on):
        return RoleStanding.ENDED
    return RoleStanding.TO_COME if assignment.from_ > on else RoleStanding.IN_FORCE


def roles_shown(account: Account) -> list[RoleShown]:
    """Every role of one account, newest first."""
    return _shown(queries.roles_of([account.id]), {account.id: account})


def waiting_shown(assignments: Sequence[RoleAssignment]) -> list[RoleShown]:
    """Roles of several accounts, as the second approver sees them."""
    holders = queries.by_ids(one.account_id for one in assignments)
    return _shown(assignments, {one.id: one for one in holders})


@dataclass(frozen=True)
class LinkShown:
    """A first-sign-in link that waits for a second approver."""

    login: str
    holder: str
    asker: str
    asked_at: datetime
    reason: str


def links_shown(waiting: Sequence[tuple[FirstSignInLink, Account]]) -> list[LinkShown]:
    """Links that wait, as the second approver sees them."""
    names = queries.names_of(link.asked_by for link, _account in waiting if link.asked_by)
    return [
        LinkShown(
            account.login,
            account.display_name,
            names.get(link.asked_by or 0, ""),
            link.created_at,
            link.reason or "",
        )
        for link, account in waiting
    ]


def _shown(assignments: Sequence[RoleAssignment], holders: dict[int, Account]) -> list[RoleShown]:
    places = directory.names_of_scopes(Scope(one.scope_kind, one.scope_id) for one in assignments)
    names = queries.names_of(_people(assignments))
    return [
        RoleShown(
            ref=refs.seal(one.id),
            login=holders[one.account_id].login,
            holder=holders[one.account_id].display_name,
            role=one.role,
            scope_kind=one.scope_kind,
            scope_name=_bilingual(places.get(Scope(one.scope_kind, one.scope_id))),
            from_=one.from_,
            to=one.to,
            standing=standing(one, clock.today()),
            proposer=names.get(one.granted_by or 0, ""),
            approver=names.get(one.approved_by or 0, ""),
            reason=one.reason,
        )
        for one in assignments
    ]


def _people(assignments: Iterable[RoleAssignment]) -> set[int]:
    return {key for one in assignments for key in (one.granted_by, one.approved_by) if key is not None}


def _bilingual(name: Bilingual | str | None) -> Bilingual | None:
    return Bilingual(name, name) if isinstance(name, str) else name
