"""Signing in and out: tries counted first, the password checked outside any transaction, then a session.

Three steps, because hashing is slow by design and must not hold the only write lock:
`begin_attempt` (in a transaction), `check_password` (in none), `open_session` (in a transaction).
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from curriculum import clock
from curriculum.accounts import passwords, queries
from curriculum.accounts.models import (
    Account,
    AccountStatus,
    FirstSignInLink,
    SignInAttempt,
    SignInSession,
)
from curriculum.audit import service as audit
from curriculum.db import db
from curriculum.domain.actors import Actor
from curriculum.domain.refusals import Refusal, RefusalCode

ATTEMPTS, WITHIN = 5, timedelta(minutes=15)
"""So many tries per login in so much time, known or not; whoever knows the password waits at most that."""
SEEN_EVERY = timedelta(minutes=1)
"""How exact `last_seen_at` is; a page does not write more often."""


@dataclass(frozen=True)
class Checked:
    """A password that fits; `new_hash` when the kept one was made with older parameters."""

    account_id: int
    new_hash: str | None = None


def begin_attempt(login: str) -> None:
    """Count a try before the password is looked at, or refuse TOO_MANY_ATTEMPTS; a success forgets them."""
    login = queries.spelled(login)
    since = clock.now() - WITHIN
    recent = SignInAttempt.login == login, SignInAttempt.at > since
    tried = db.session.scalar(select(func.count()).select_from(SignInAttempt).where(*recent)) or 0
    if tried >= ATTEMPTS:
        raise Refusal(RefusalCode.TOO_MANY_ATTEMPTS, minutes=int(WITHIN.total_seconds()) // 60)
    db.session.add(SignInAttempt(login=login, at=clock.now()))


def check_password(login: str, password: str) -> Checked:
    """The account whose password this is, or WRONG_CREDENTIALS: one answer and one duration for every no."""
    account = queries.find_by_login(login)
    kept = account.password_hash if account is not None else None
    if not passwords.matches(kept, password) or account is None or kept is None:
        raise Refusal(RefusalCode.WRONG_CREDENTIALS)
    if account.status is not AccountStatus.ACTIVE:
        raise Refusal(RefusalCode.WRONG_CREDENTIALS)
    return Checked(account.id, passwords.hashed(password) if passwords.is_outdated(kept) else None)


def open_session(checked: Checked, *, hours: int, former: str | None = None) -> str:
    """Open a server-side session and give its random token; `former`, a token in the browser, ends."""
    account = queries.get(checked.account_id)
    if account.status is not AccountStatus.ACTIVE:
        raise Refusal(RefusalCode.ACCOUNT_CLOSED, login=account.login)
    if checked.new_hash is not None:
        account.password_hash = checked.new_hash
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.login == account.login))
    if former is not None:
        _revoke(SignInSession.token_hash == queries.token_hash(former))
    token, now = secrets.token_urlsafe(32), clock.now()
    db.session.add(
        SignInSession(
            token_hash=queries.token_hash(token),
            account_id=account.id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + timedelta(hours=hours),
        )
    )
    audit.record(_actor(account), "session:opened", "account", account.id, about=account.person_id)
    return token


def sign_out(actor: Actor, token: str) -> None:
    """End the session behind a token; it is refused at the next request."""
    _revoke(SignInSession.token_hash == queries.token_hash(token))
    audit.record(actor, "session:ended", "account", actor.row_id, about=_person(actor), count=1)


def end_sessions(actor: Actor, *, keep: str, handle: str | None = None) -> int:
    """End one's own sessions but the present one, or only that whose hash begins with `handle`."""
    mine = [SignInSession.account_id == actor.account_id, SignInSession.token_hash != keep]
    if handle is not None:
        mine.append(SignInSession.token_hash.startswith(handle, autoescape=True))
    count = _revoke(*mine)
    audit.record(actor, "session:ended", "account", actor.row_id, about=_person(actor), count=count)
    return count


def note_seen(token_hash: str) -> None:
    """Remember that the session was used just now; its idle time starts again."""
    seen = update(SignInSession).where(SignInSession.token_hash == token_hash)
    db.session.execute(seen.values(last_seen_at=clock.now()))


def sweep() -> None:
    """Forget tries, sessions and links that ended more than a day ago (the worker asks daily)."""
    before = clock.now() - timedelta(days=1)
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < before))
    db.session.execute(delete(SignInSession).where(SignInSession.expires_at < before))
    db.session.execute(delete(FirstSignInLink).where(FirstSignInLink.expires_at < before))


def _revoke(*which: object) -> int:
    alive = SignInSession.revoked_at.is_(None)
    ended = update(SignInSession).where(alive, *which).values(revoked_at=clock.now())  # type: ignore[arg-type]
    return db.session.execute(ended).rowcount  # type: ignore[attr-defined, no-any-return]


def _actor(account: Account) -> Actor:
    return Actor(account_id=account.id, person_id=account.person_id)


def _person(actor: Actor) -> int | None:
    return actor.person_id if isinstance(actor.person_id, int) else None
