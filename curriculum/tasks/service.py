"""Post a mail in the transaction of its cause; send what is due, each at least once; forget what was sent.

The row is the truth: claimed, carried, marked, each a step of its own. A worker killed between carrying and
marking leaves one mail that is carried again once its claim is over, with the same Message-ID.
"""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from curriculum import clock
from curriculum.db import db, new_id, table, transaction
from curriculum.db.waiting import pause, ripe
from curriculum.tasks import letters
from curriculum.tasks.carriers import (
    Carrier,
    MailDelayedError,
    MailError,
    MailRefusedError,
)
from curriculum.tasks.letters import Letter, Sender
from curriculum.tasks.models import Mail
from curriculum.tasks.queries import WAITING

CLAIM = timedelta(minutes=10)
"""Longer than any relay takes over one mail (`carriers.TIMEOUT`)."""
PATIENCE = timedelta(days=5)
"""RFC 5321 §4.5.4.1: a mail is given up after four to five days."""
KEPT = timedelta(days=90)
"""How long address and facts of a mail are kept after it was sent or given up."""


def post(
    *,
    to: str,
    template: str,
    language: str,
    facts: Mapping[str, str],
    key: str,
) -> bool:
    """Put a mail into the outbox, in the running transaction; False where one with this key is there.

    Raises ValueError on an address no mail can have, and on facts other than the template needs.
    """
    if not letters.is_address(to):
        raise ValueError("this is no address a mail can have")
    letters.check(template, language, facts)
    values = {
        "id": new_id(),
        "key": key,
        "message_id": secrets.token_hex(16),
        "to": to,
        "template": template,
        "language": language,
        "facts": dict(facts),
        "due_at": clock.now(),
        "attempts": 0,
        "created_at": clock.now(),
    }
    dialect = sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql
    wanted = dialect.insert(table(Mail)).values(values).on_conflict_do_nothing(index_elements=["key"])
    written = db.session.connection().execute(wanted.returning(table(Mail).c.id))
    return written.first() is not None


def send_due(carrier: Carrier, sender: Sender, *, at_most: int | None = None) -> int:
    """Send what is due, oldest first; gives how many were sent. Stops where nothing is carried at all."""
    sent = 0
    while at_most is None or sent < at_most:
        letter = _claim()
        if letter is None:
            break
        try:
            carrier.carry(letters.compose(letter, sender))
        except MailError as error:
            _note_failure(letter, error)
            if not isinstance(error, MailRefusedError | MailDelayedError):
                break
            continue
        except Exception as error:  # a mail that cannot be written down keeps no other waiting
            _note_failure(letter, error)
            continue
        _settle(letter, sent_at=clock.now(), last_error=None)
        sent += 1
    return sent


def _claim() -> Letter | None:
    """Take the mail that waits longest, so that no other worker has it in hand."""
    now = clock.now()
    free = or_(Mail.claimed_until.is_(None), ripe(Mail.claimed_until, now, CLAIM))
    wanted = select(Mail).where(WAITING, ripe(Mail.due_at, now), free)
    wanted = wanted.order_by(Mail.due_at, Mail.id).limit(1)
    with transaction() as session:
        mail = session.scalars(wanted.with_for_update(skip_locked=True)).one_or_none()
        if mail is None:
            return None
        mail.claimed_until = now + CLAIM
        mail.attempts += 1
        return Letter(
            mail.message_id, mail.to, mail.template, mail.language, dict(mail.facts), mail.created_at
        )


def _settle(letter: Letter, **values: object) -> None:
    with transaction() as session:
        mine = update(Mail).where(Mail.message_id == letter.message_id, WAITING)
        session.execute(mine.values(claimed_until=None, **values), execution_options=_BLIND)


_BLIND = {"synchronize_session": False}


def _note_failure(letter: Letter, error: Exception) -> None:
    """Wait longer after each try; what was refused for good, or five days long, is given up."""
    now = clock.now()
    said = f"{type(error).__name__}: {error}"[:500]
    if isinstance(error, MailRefusedError) or now - letter.at >= PATIENCE:
        _settle(letter, given_up_at=now, last_error=said)
        return
    with transaction() as session:
        mine = select(Mail).where(Mail.message_id == letter.message_id, WAITING).with_for_update()
        mail = session.scalars(mine.execution_options(populate_existing=True)).one_or_none()
        if mail is None:
            return
        mail.claimed_until, mail.last_error = None, said
        mail.due_at = now + pause(mail.attempts)


def forget_due(folder: Path) -> int:
    """Forget address, facts and file of what was sent or given up long ago; in the caller's transaction."""
    now = clock.now()
    over = or_(Mail.sent_at <= now - KEPT, Mail.given_up_at <= now - KEPT)
    wanted = select(Mail.id, Mail.message_id).where(over, Mail.purged_at.is_(None))
    rows = db.session.execute(wanted).all()
    for start in range(0, len(rows), 500):
        some = [row.id for row in rows[start : start + 500]]
        emptied = update(Mail).where(Mail.id.in_(some)).values(to="", facts={}, purged_at=now)
        db.session.execute(emptied, execution_options=_BLIND)
    for row in rows:
        (folder / f"{row.message_id}.eml").unlink(missing_ok=True)
    return len(rows)
