"""What review tells by mail: one for an event, never to whoever caused it, never what was written (§2.10)."""

from collections.abc import Iterable, Mapping
from typing import Any

from curriculum import clock
from curriculum.accounts import mailing
from curriculum.accounts import queries as accounts
from curriculum.accounts.models import Account
from curriculum.announcements import VersionDecided
from curriculum.db import new_id
from curriculum.domain.actors import Actor, Key
from curriculum.domain.refusals import Refusal
from curriculum.institutions import queries as institutions
from curriculum.reviews import queries, reach, targets
from curriculum.reviews.kinds import KINDS, Kind
from curriculum.reviews.models import ReviewComment, ReviewDelegation, ReviewRequest, ReviewThread
from curriculum.tasks import service as tasks

DECIDED = {"return": "version_returned", "reject": "version_rejected", "approve": "version_approved"}
"""The decisions that are told to whoever wrote, and by which mail."""


def opinion_asked(actor: Actor, row: ReviewRequest, kind: Kind, version: Any) -> None:
    """Tell somebody that their opinion is asked, and until when."""
    facts = _facts(kind, version) | {"due": row.due_on.isoformat()}
    _tell([row.account_id], actor.account_id, "opinion_asked", facts, f"opinion_asked:{row.id}")


def steps_lent(actor: Actor, row: ReviewDelegation) -> None:
    """Tell somebody that the steps of review were lent to them, and between which days."""
    facts = {
        "institution": institutions.by_id(row.institution_id).code,
        "first": row.from_.isoformat(),
        "last": row.to.isoformat(),
        "link": targets.address("/training/review/delegations"),
    }
    _tell([row.to_account_id], actor.account_id, "steps_lent", facts, f"steps_lent:{row.id}")


def thread_answered(
    actor: Actor, kind: Kind, version: Any, thread: ReviewThread, entry: ReviewComment
) -> None:
    """Tell everybody who spoke in a thread, as far as they may still read it."""
    said = queries.comments_in([thread.id]).get(thread.id, [])
    spoke = {one for one in (thread.opened_by, *(each.by for each in said)) if one is not None}
    link = targets.address(f"/training/review/threads/{queries.seal(thread)}")
    told = [one for one in spoke if _may_read(one, kind, version)]
    facts = _facts(kind, version) | {"link": link}
    _tell(told, actor.account_id, "thread_answered", facts, f"thread_answered:{entry.id}")


def _may_read(account_id: int, kind: Kind, version: Any) -> bool:
    try:
        reach.seen_by(accounts.actor_of(account_id, clock.today()), kind, version)
    except Refusal:
        return False
    return True


def on_versions_decided(announced: list[VersionDecided]) -> None:
    """Listener: whoever wrote in a version is told that it was returned, rejected or approved."""
    for one in announced:
        kind = next(each for each in KINDS.values() if each.table == one.kind)
        version = kind.read(one.version_id)
        writers = [int(account) for account in version.writers]
        template = DECIDED[one.action]
        _tell(writers, one.by, template, _facts(kind, version), f"{template}:{new_id()}")


def _facts(kind: Kind, version: Any) -> dict[str, str]:
    code, number = kind.code(version), str(version.version)
    link = targets.address(f"/training/review/{kind.name}/{code}/{number}")
    return {"code": code, "version": number, "link": link}


def _tell(
    account_ids: Iterable[int], by: Key | None, template: str, facts: Mapping[str, str], key: str
) -> None:
    """Write to each of these people once, whatever accounts they have; not to who did it."""
    rows = {one.id: one for one in accounts.by_ids([*account_ids, *([by] if isinstance(by, int) else [])])}
    told = {_who(rows[by])} if isinstance(by, int) and by in rows else set()
    for _, account in sorted(rows.items()):
        mailbox = mailing.of_account(account)
        if mailbox is None or _who(account) in told:
            continue
        told.add(_who(account))
        tasks.post(
            to=mailbox.address,
            template=template,
            language=mailbox.language,
            facts=facts,
            key=f"{key}:{account.id}",
        )


def _who(account: Account) -> tuple[str, int]:
    """The natural person, or the account where none is known."""
    return ("person", account.person_id) if account.person_id is not None else ("account", account.id)
