"""What every change of an account asks first, not one's own, open, with a reason; how the trail names it."""

from curriculum.accounts.models import Account, AccountStatus
from curriculum.audit import service as audit
from curriculum.domain.actors import Actor
from curriculum.domain.refusals import Refusal, RefusalCode


def is_same(actor: Actor, account: Account) -> bool:
    """Natural persons are compared, not accounts (I-01)."""
    same_person = actor.person_id is not None and actor.person_id == account.person_id
    return same_person or actor.account_id == account.id


def not_oneself(actor: Actor, account: Account) -> None:
    """Refuse a change of one's own account or roles."""
    if is_same(actor, account):
        raise Refusal(RefusalCode.GRANT_TO_SELF)


def require_open(account: Account) -> None:
    """Refuse where the account is closed."""
    if account.status is not AccountStatus.ACTIVE:
        raise Refusal(RefusalCode.ACCOUNT_CLOSED, login=account.login)


def require_reason(reason: str) -> None:
    """Refuse where no reason is given (I-17, I-26)."""
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING)


def record_account(actor: Actor, event: str, account: Account, reason: str | None = None) -> None:
    """Note an event that names the account by its login."""
    audit.record(
        actor, event, "account", account.id, about=account.person_id, reason=reason, login=account.login
    )
