"""Where notices about oneself go: an address that its holder gave, and takes back by leaving it empty."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from curriculum.accounts import queries
from curriculum.accounts.models import Account, AccountStatus
from curriculum.audit import service as audit
from curriculum.db import db
from curriculum.domain.actors import Actor
from curriculum.domain.refusals import Refusal, RefusalCode
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
    wanted = select(Account.email, Account.locale).where(
        Account.person_id.in_(person_ids),
        Account.email.is_not(None),
        Account.status == AccountStatus.ACTIVE,
    )
    row = db.session.execute(wanted.order_by(Account.id).limit(1)).one_or_none()
    return None if row is None else Mailbox(row.email, row.locale)
