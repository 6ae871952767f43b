"""Where notices about oneself go: an address that its holder gave, and takes back by leaving it empty."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from curriculum.accounts import queries
from curriculum.accounts.models import Account, AccountStatus, RoleAssignment
from curriculum.audit import service as audit
from curriculum.db import db
from curriculum.domain.actors import Actor, ScopeKind
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import Permitted, permits
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions
from curriculum.tasks import letters


class Mailbox(NamedTuple):
    """Where to write to somebody, and in which language."""

    address: str
    language: str


def change_email(actor: Actor, email: str) -> Account:
    """Keep the address of one's own account; refuses VALUE_INVALID. The trail says that, not what it is."""
    if not isinstance(actor.account_id, int):
        raise Refusal(RefusalCode.NOT_SIGNED_IN)
    email = email.strip()
    if email and not letters.is_address(email):
        raise Refusal(RefusalCode.VALUE_INVALID, field="email", value=email, expected="name@example.org")
    account = queries.get(actor.account_id)
    account.email = email or None
    audit.record(actor, "account:email_changed", "account", account.id, about=account.person_id)
    return account


def find_mailbox(person_ids: Collection[int]) -> Mailbox | None:
    """Where to write to a natural person, None where no open account of theirs gives an address."""
    return find_mailboxes({0: person_ids}).get(0)


def find_mailboxes(persons: Mapping[int, Collection[int]]) -> dict[int, Mailbox]:
    """Where to write to several natural persons, each given with the keys of all their records."""
    records = [one for some in persons.values() for one in some]
    wanted = select(Account.person_id, Account.email, Account.locale).where(
        Account.person_id.in_(records),
        Account.email.is_not(None),
        Account.status == AccountStatus.ACTIVE,
    )
    first: dict[int, tuple[int, Mailbox]] = {}
    for place, row in enumerate(db.session.execute(wanted.order_by(Account.id))):
        first.setdefault(row.person_id, (place, Mailbox(row.email, row.locale)))
    ours = {who: [first[one] for one in some if one in first] for who, some in persons.items()}
    return {who: min(some)[1] for who, some in ours.items() if some}


def of_account(account: Account) -> Mailbox | None:
    """Where to write to an account, None where it is closed or gives no address."""
    if account.email is None or account.status is not AccountStatus.ACTIVE:
        return None
    return Mailbox(account.email, account.locale)


def find_officers(permission: Permission, institution_id: int, on: date) -> dict[int, Mailbox]:
    """Where to write to those who may do this by a role at the institution itself, by account.

    Whoever may by a role further up, or everywhere, looks after many institutions and is not written to.
    """
    wanted = (
        select(Account.id, Account.person_id, Account.email, Account.locale, RoleAssignment)
        .join(RoleAssignment, RoleAssignment.account_id == Account.id)
        .where(
            RoleAssignment.scope_kind == ScopeKind.INSTITUTION,
            RoleAssignment.scope_id == institution_id,
            RoleAssignment.settled_at.is_not(None),
            Account.email.is_not(None),
            Account.status == AccountStatus.ACTIVE,
        )
        .order_by(Account.id)
    )
    subject, found = institutions.subject(institution_id), dict[int, Mailbox]()
    for account_id, person_id, email, locale, assignment in db.session.execute(wanted):
        actor = Actor(account_id=account_id, person_id=person_id, grants=(queries.grant_of(assignment),))
        if isinstance(permits(actor, permission, subject, on), Permitted):
            found[account_id] = Mailbox(str(email), locale)
    return found
