"""Record what changed, in the transaction of the change, and link it to the chain (I-26)."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.orm import Session

from curriculum import clock
from curriculum.audit.events import EVENTS
from curriculum.audit.models import AuditEvent, AuditHead
from curriculum.db import core, db, settling, table
from curriculum.db.prepared import Prepared
from curriculum.domain.actors import Actor

GENESIS = "0" * 64

_HEAD = Prepared(select(table(AuditHead).c.seq, table(AuditHead).c.hash).with_for_update())
# Said by hand: both databases know these words, SQLAlchemy only in two dialects of its own.
_BEGIN = text("INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, :hash) ON CONFLICT DO NOTHING")
_APPEND = Prepared(insert(table(AuditEvent)), *table(AuditEvent).c.keys())
_MOVE_HEAD = Prepared(update(table(AuditHead)).values(seq=bindparam("seq"), hash=bindparam("hash")))


def record(
    actor: Actor,
    event: str,
    object_type: str,
    object_id: int | None,
    *,
    about: int | None = None,
    reason: str | None = None,
    **facts: Any,
) -> None:
    """Note one event beside its change; `about` is the person whose file it concerns.

    Raises ValueError on an unknown event or on facts other than the vocabulary asks for.
    """
    expected = EVENTS[event].facts if event in EVENTS else None
    if expected is None or facts.keys() != expected:
        raise ValueError(f"event {event!r} expects {sorted(expected or ())}, found {sorted(facts)}")
    pending = db.session().info.setdefault("audit", [])
    pending.append(
        {
            "at": clock.now(),
            "event": event,
            "account_id": actor.account_id,
            "person_id": actor.person_id,
            "actor_kind": actor.kind.value,
            "object_type": object_type,
            "object_id": object_id,
            "about_person_id": about,
            "facts": {key: plain(value) for key, value in facts.items()},
            "reason": reason,
        }
    )


def plain(value: Any) -> Any:
    """A fact as JSON keeps it: dates as ISO text, everything unusual as text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value)


def digest(previous: str, row: dict[str, Any]) -> str:
    """The hash that links a row to the one before: SHA-256 of that hash and the row's canonical JSON."""
    content = {key: row[key] for key in row if key not in ("hash", "previous_hash")}
    content["at"] = row["at"].isoformat(timespec="microseconds")
    return hashlib.sha256(previous.encode() + canonical(content)).hexdigest()


def canonical(content: dict[str, Any]) -> bytes:
    """The JSON of RFC 8785 of what a row may hold: text, truth values, keys in ASCII; numbers are text.

    64-bit keys do not fit a JSON number of RFC 8785. Without numbers the standard encoder, sorted and
    without blanks, writes the very bytes the RFC asks for, and a test holds it to them.
    """
    return json.dumps(_safe(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _safe(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _safe(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_safe(one) for one in value]
    return str(value) if type(value) is int else value


def write_pending(session: Session) -> None:
    """Append the noted events to the chain; runs just before the commit."""
    rows: list[dict[str, Any]] = session.info.pop("audit", [])
    if not rows:
        return
    seq, previous = _head()
    for row in rows:
        seq += 1
        row.update(seq=seq, previous_hash=previous, hash=digest(previous, {**row, "seq": seq}))
        previous = row["hash"]
    _APPEND.run(rows)
    _MOVE_HEAD.run([{"seq": seq, "hash": previous}])


def _head() -> tuple[int, str]:
    """Where the chain ends, held until the commit; of two first events one waits for the other."""
    head = _HEAD.one()
    if head is None:
        core(_BEGIN, {"hash": GENESIS})
        head = _HEAD.one()
    return head.seq, head.hash


def init_app() -> None:
    """Write what was noted at the end of every transaction."""
    settling.connect(write_pending)
