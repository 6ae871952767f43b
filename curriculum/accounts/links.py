"""First-sign-in links: given once, worth one password; for accounts with weight, by two people."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import delete, select, update

from curriculum import clock
from curriculum.access import require
from curriculum.accounts import directory, queries
from curriculum.accounts.caution import (
    is_same,
    not_oneself,
    record_account,
    require_open,
    require_reason,
)
from curriculum.accounts.models import Account, FirstSignInLink, RoleAssignment, SignInSession
from curriculum.audit import service as audit
from curriculum.db import db
from curriculum.domain.actors import Actor, ActorKind
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import reaches
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.weight import GUARDED

LINK_HOURS = 72
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
"""Forty bits beside a link of 256, tried at most as often as a password."""


def renew_link(actor: Actor, account_id: int, *, reason: str) -> str:
    """Give a new first-sign-in link; the former password, links and sessions end at once.

    Of an account with weight nothing ends and nothing opens before a second approver agreed: whoever
    could renew it alone could become a signatory or a judge (I-03, domain.md §3 note 1).
    """
    account = queries.get(account_id)
    require(actor, Permission.ACCOUNT_CREATE, queries.subject(account))
    not_oneself(actor, account)
    require_open(account)
    require_reason(reason)
    token = give(account, actor, reason)
    if waits(account.id):
        record_account(actor, "account:link_asked", account, reason)
        return token
    _forget_password(account)
    record_account(actor, "account:link_renewed", account, reason)
    return token


def approve_link(actor: Actor, account_id: int) -> str:
    """Agree to a guarded link and give the code that belongs to it; the former password ends now."""
    link, account = _asked_for(actor, account_id)
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    link.code_hash, link.approved_by = _hash_of(code), actor.account_id  # type: ignore[assignment]
    link.expires_at = clock.now() + timedelta(hours=LINK_HOURS)
    _forget_password(account)
    record_account(actor, "account:link_approved", account)
    return code


def refuse_link(actor: Actor, account_id: int, *, reason: str) -> Account:
    """Refuse a guarded link; it opens nothing and never will."""
    link, account = _asked_for(actor, account_id)
    require_reason(reason)
    db.session.delete(link)
    record_account(actor, "account:link_refused", account, reason)
    return account


def set_password(token: str, password_hash: str, code: str = "") -> Account:
    """Keep the password chosen through a first-sign-in link, once; other sessions end.

    Takes the hash: hashing is slow by design and must not hold the transaction.
    """
    link = open_link(token)
    if not fits(link, code):
        raise Refusal(RefusalCode.LINK_EXPIRED)
    account = queries.get(link.account_id)
    require_open(account)
    link.used_at = clock.now()
    account.password_hash = password_hash
    end_sessions(account.id)
    actor = Actor(account_id=account.id, person_id=account.person_id)
    audit.record(actor, "account:password_chosen", "account", account.id, about=account.person_id)
    return account


def give(account: Account, asker: Actor, reason: str | None = None) -> str:
    """Make a link and void the former ones; guarded where the natural person holds or held weight."""
    void(account.id)
    token, now = secrets.token_urlsafe(32), clock.now()
    db.session.add(
        FirstSignInLink(
            token_hash=queries.token_hash(token),
            account_id=account.id,
            created_at=now,
            expires_at=now + timedelta(hours=LINK_HOURS),
            # What the operator does at the machine is done at once: nobody could approve the first one.
            guarded=is_guarded(account) and asker.kind is not ActorKind.COMMAND_LINE,
            asked_by=asker.account_id,
            reason=reason,
        )
    )
    db.session.flush()
    return token


def guard(account: Account) -> None:
    """Let the unused links of the natural person wait for a second approver: a role with weight was proposed.

    Else whoever opened the account could keep its link until the role is approved, and become the holder.
    """
    accounts = [account] if account.person_id is None else queries.of_person(account.person_id)
    unused = FirstSignInLink.account_id.in_([one.id for one in accounts]), FirstSignInLink.used_at.is_(None)
    db.session.execute(update(FirstSignInLink).where(*unused).values(guarded=True))


def is_guarded(account: Account) -> bool:
    """Whether the natural person holds a mandate, or holds or ever held a role of the certifying chain.

    Ended roles count: else a role could be ended, the link renewed alone, and the role proposed again.
    """
    if account.person_id is not None and directory.is_signatory(account.person_id):
        return True
    accounts = [account] if account.person_id is None else queries.of_person(account.person_id)
    return any(_has_weight(one) for one in queries.roles_of(one.id for one in accounts))


def _has_weight(one: RoleAssignment) -> bool:
    """Whether a role is of the chain and was, is or may come into force; a refused one never was."""
    return one.role in GUARDED and (one.settled_at is not None or one.to is None or one.to >= one.from_)


def open_link(token: str) -> FirstSignInLink:
    """The first-sign-in link behind a token, or LINK_EXPIRED: unknown, used, or too old alike."""
    link = db.session.get(FirstSignInLink, queries.token_hash(token))
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        raise Refusal(RefusalCode.LINK_EXPIRED)
    return link


def fits(link: FirstSignInLink, code: str) -> bool:
    """Whether the code belongs to the link; one that is not guarded asks for none."""
    if not link.guarded:
        return True
    return link.code_hash is not None and hmac.compare_digest(link.code_hash, _hash_of(code))


def _hash_of(code: str) -> str:
    """Of a code as it may be typed: any case, with spaces or hyphens."""
    return hashlib.sha256(code.upper().replace("-", "").replace(" ", "").encode()).hexdigest()


def _unapproved(account_ids: Iterable[int] | None = None, *, lock: bool = False) -> Sequence[FirstSignInLink]:
    wanted = select(FirstSignInLink).where(
        FirstSignInLink.guarded, FirstSignInLink.code_hash.is_(None), FirstSignInLink.expires_at > clock.now()
    )
    if account_ids is not None:
        wanted = wanted.where(FirstSignInLink.account_id.in_(set(account_ids)))
    if lock:
        # Two approvers at once: the second finds it settled.
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(wanted.order_by(FirstSignInLink.created_at)).all()


def waits(account_id: int) -> bool:
    """Whether a link of the account waits for a second approver."""
    return bool(_unapproved([account_id]))


def awaiting_approval(actor: Actor, on: date) -> list[tuple[FirstSignInLink, Account]]:
    """Guarded links that wait for a second approver, where this actor may be one."""
    if not reaches(actor, Permission.ROLE_APPROVE, on):
        return []
    places = queries.places_of(actor, Permission.ROLE_APPROVE, on)
    waiting = _unapproved()
    accounts = {one.id: one for one in queries.by_ids(one.account_id for one in waiting)}
    askers = {one.id: one for one in queries.by_ids(one.asked_by for one in waiting if one.asked_by)}
    return [
        (link, accounts[link.account_id])
        for link in waiting
        if (places is None or accounts[link.account_id].institution_id in places)
        and not is_same(actor, accounts[link.account_id])
        and not (link.asked_by and is_same(actor, askers[link.asked_by]))
    ]


def _asked_for(actor: Actor, account_id: int) -> tuple[FirstSignInLink, Account]:
    """The link that waits, for whoever may approve it: never who asked, never who gets it."""
    account = queries.get(account_id)
    require(actor, Permission.ROLE_APPROVE, queries.subject(account))
    waiting = _unapproved([account_id], lock=True)
    if not waiting:
        raise Refusal(RefusalCode.WRONG_STATE, object="account", state="settled", action="approve")
    not_oneself(actor, account)
    require_open(account)
    asked_by = waiting[0].asked_by
    if asked_by is not None and is_same(actor, queries.get(asked_by)):
        raise Refusal(RefusalCode.SECOND_APPROVER_IS_PROPOSER)
    return waiting[0], account


def _forget_password(account: Account) -> None:
    account.password_hash = None
    end_sessions(account.id)


def void(account_id: int) -> None:
    """Void the unused links of an account."""
    unused = FirstSignInLink.account_id == account_id, FirstSignInLink.used_at.is_(None)
    db.session.execute(delete(FirstSignInLink).where(*unused))


def end_sessions(account_id: int) -> None:
    """End every session of an account; it is refused at the next request."""
    alive = SignInSession.account_id == account_id, SignInSession.revoked_at.is_(None)
    db.session.execute(update(SignInSession).where(*alive).values(revoked_at=clock.now()))
