"""Copies of what is typed and not saved, and who else is at it; for drafts of modules and of paths.

A copy belongs to one account and says nothing about the draft itself: nobody else reads it, no version
changes by it, and the trail tells of what is saved. It goes when the draft is saved or the copy thrown away.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from curriculum import clock
from curriculum.accounts import queries as accounts
from curriculum.catalogue.models import DraftCopy
from curriculum.db import db, new_id, savepoint
from curriculum.domain.refusals import Refusal, RefusalCode

MODULE, PATH = "module", "path"

Pairs = Sequence[tuple[str, str]]

AWAY = timedelta(seconds=90)
"""Whoever has not been heard of for so long has closed the page."""
FORGOTTEN = timedelta(days=1)
LARGEST = 400_000
"""Characters; more than any form of ours holds."""
LEFT_OUT = frozenset({"csrf_token", "do"})


class Other(NamedTuple):
    """Somebody else who has the same draft open."""

    name: str
    since: datetime


def keep(account_id: int, kind: str, subject: str, pairs: Pairs) -> DraftCopy:
    """Keep the form as it stands, over what was kept of it before."""
    fields = [[name, value] for name, value in pairs if name not in LEFT_OUT]
    size = sum(len(name) + len(value) for name, value in fields)
    if size > LARGEST:
        raise Refusal(RefusalCode.VALUE_TOO_LONG, field="draft", limit=LARGEST, found=size)
    copy = attend(account_id, kind, subject)
    copy.fields, copy.typed_at = fields, clock.now()
    return copy


def saved_at(account_id: int, version: Any) -> int:
    """When somebody saved a draft last, in milliseconds, as scripts count time; 0 for somebody else."""
    if version is None or account_id not in (version.updated_by, version.created_by):
        return 0
    at = version.updated_at if version.updated_by == account_id else version.created_at
    return 0 if at is None else int(at.timestamp() * 1000)


def attend(account_id: int, kind: str, subject: str) -> DraftCopy:
    """Note that somebody has the draft open, whether or not anything was typed."""
    now = clock.now()
    copy = _find(account_id, kind, subject) or _begun(account_id, kind, subject)
    if now - copy.seen_at > AWAY:
        copy.opened_at = now
    copy.seen_at = now
    return copy


def _begun(account_id: int, kind: str, subject: str) -> DraftCopy:
    """A new row; where two pages of one account begin at once, the one that was first."""
    _sweep(kind, subject)
    now = clock.now()
    copy = DraftCopy(
        id=new_id(), account_id=account_id, kind=kind, subject=subject, opened_at=now, seen_at=now
    )
    try:
        with savepoint():
            db.session.add(copy)
            db.session.flush()
    except IntegrityError:
        found = _find(account_id, kind, subject)
        if found is None:
            raise
        return found
    return copy


def _sweep(kind: str, subject: str) -> None:
    """Forget who only looked, a day ago."""
    here = (DraftCopy.kind == kind, DraftCopy.subject == subject)
    db.session.execute(
        delete(DraftCopy).where(
            *here, DraftCopy.typed_at.is_(None), DraftCopy.seen_at < clock.now() - FORGOTTEN
        )
    )


def kept(account_id: int, kind: str, subject: str) -> DraftCopy | None:
    """What this account typed and has not saved."""
    copy = _find(account_id, kind, subject)
    return copy if copy is not None and copy.fields else None


def throw_away(account_id: int, kind: str, subject: str) -> None:
    """Forget the copy, because it was saved or is not wanted; whoever types on is noted anew."""
    copy = _find(account_id, kind, subject)
    if copy is not None:
        db.session.delete(copy)


def others(account_id: int, kind: str, subject: str) -> list[Other]:
    """Who else has it open now, or another part of the same draft, the first to open it first.

    A part of a draft is called by the draft's own name and, after a space, its own.
    """
    whole = subject.partition(" ")[0]
    wanted = select(DraftCopy).where(
        DraftCopy.kind == kind,
        or_(DraftCopy.subject == whole, DraftCopy.subject.startswith(f"{whole} ", autoescape=True)),
        DraftCopy.account_id != account_id,
        DraftCopy.seen_at >= clock.now() - AWAY,
    )
    since: dict[int, datetime] = {}
    for row in db.session.scalars(wanted.order_by(DraftCopy.opened_at, DraftCopy.id)):
        since.setdefault(row.account_id, row.opened_at)
    names = accounts.names_of(list(since))
    return [Other(names.get(account, ""), opened) for account, opened in since.items()]


def pairs_of(copy: DraftCopy) -> list[tuple[str, str]]:
    """The form that was kept."""
    return [(str(name), str(value)) for name, value in _rows(copy.fields)]


def _rows(fields: Iterable[Sequence[str]] | None) -> Iterable[Sequence[str]]:
    return fields or ()


def _find(account_id: int, kind: str, subject: str) -> DraftCopy | None:
    wanted = select(DraftCopy).where(
        DraftCopy.account_id == account_id, DraftCopy.kind == kind, DraftCopy.subject == subject
    )
    return db.session.scalar(wanted)
