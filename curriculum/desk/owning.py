"""What waits for owners of modules and paths: claims, versions in review, feedback, legal instruments."""

import textwrap
from collections.abc import Callable, Sequence
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import ngettext

from curriculum import clock, i18n, refs
from curriculum.access import is_permitted, may_somewhere
from curriculum.catalogue import queries as catalogue
from curriculum.desk.queue import Item, Queue, queue_of
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycles.feedback import FeedbackState, ProposalState
from curriculum.domain.permissions import Permission
from curriculum.donors import queries as donors
from curriculum.feedback import proposals
from curriculum.feedback import queries as feedback_room
from curriculum.feedback.words import said
from curriculum.institutions.law import queries as law
from curriculum.labels import label
from curriculum.reviews import following, queue

P = Permission
Row = TypeVar("Row", queue.Waiting, following.Followed)
SHORT = 80
"""How many characters of what somebody said a line shows."""


def claims(actor: Actor) -> list[Queue]:
    """What a donor's course is said to teach, to be decided by the owner of the module."""
    if not may_somewhere(actor, P.CLAIM_DECIDE):
        return []
    lineages = catalogue.all_lineages()
    rows = [
        row
        for row in donors.awaiting_decision()
        if is_permitted(actor, P.CLAIM_DECIDE, Subject.owned_by(lineages[row.owner_id]))
        and row.proposed_by != actor.account_id
    ]
    items = (
        Item(
            f"{row.offering_code} → {row.outcome_code}",
            f"/training/offerings/{row.offering_code}",
            label(row.depth),
        )
        for row in rows
    )
    return [queue_of("claims", rows, "/training/offerings", items)]


def instruments(actor: Actor) -> list[Queue]:
    """Legal instruments to look at again."""
    if not may_somewhere(actor, P.INSTRUMENT_EDIT):
        return []
    lineages = catalogue.all_lineages()
    rows = [
        row
        for row in law.due()
        if is_permitted(actor, P.INSTRUMENT_EDIT, Subject.owned_by(lineages[row.owner_id]))
    ]
    items = (
        Item(i18n.text(row.title), f"/admin/instruments/{row.code}", row.reference, row.check_on)
        for row in rows
    )
    return [
        queue_of("instruments", rows, "/admin/instruments?due=1", items, rows[0].check_on if rows else None)
    ]


REVIEWS: tuple[tuple[str, queue.Step, Permission], ...] = (
    ("opinions", queue.Step.OPINION, P.VERSION_OPINE),
    ("reviews", queue.Step.DECIDE, P.VERSION_REVIEW),
    ("publishing", queue.Step.PUBLISH, P.VERSION_PUBLISH),
    ("drafts", queue.Step.WRITE, P.VERSION_DRAFT),
)


def reviews(actor: Actor) -> list[Queue]:
    """What waits in review, one pile for each thing to do; what is lent to somebody waits for them too."""
    rows = queue.waiting(actor)
    piles = [(key, step, [row for row in rows if row.step is step], may) for key, step, may in REVIEWS]
    return [
        _review(key, step, found) for key, step, found, may in piles if found or may_somewhere(actor, may)
    ]


def opinions(actor: Actor) -> list[Queue]:
    """Only the opinions asked of the actor."""
    return [one for one in reviews(actor) if one.key == "opinions"]


def _review(key: str, step: queue.Step, rows: list[queue.Waiting]) -> Queue:
    return _versions(key, rows, f"/training/review?step={step.value}", _review_note)


def _versions(key: str, rows: Sequence[Row], url: str, note: Callable[[Row], str]) -> Queue:
    """Versions in review as a queue of the desk, each leading to its review."""
    items = (
        Item(
            i18n.text(row.title),
            f"/training/review/{row.kind}/{row.code}/{row.version}",
            note(row),
            row.since,
        )
        for row in rows
    )
    return queue_of(key, rows, url, items, min((row.since for row in rows), default=None))


def _review_note(row: queue.Waiting) -> str:
    note = _("%(code)s, version %(number)s", code=row.code, number=row.version)
    return " · ".join((note, _("past its target day"))) if row.is_overdue(clock.today()) else note


def followed(actor: Actor) -> list[Queue]:
    """What the actor wrote and others have in hand now; nobody is told that nothing is under way."""
    rows = following.followed(actor)
    return [_versions("followed", rows, "/training/review#yours", _followed_note)] if rows else []


def _followed_note(row: following.Followed) -> str:
    note = [_("%(code)s, version %(number)s", code=row.code, number=row.version)]
    if row.threads:
        note.append(ngettext("%(num)s open thread", "%(num)s open threads", row.threads))
    if row.late:
        note.append(ngettext("%(num)s opinion late", "%(num)s opinions late", row.late))
    return " · ".join(note)


def feedback(actor: Actor) -> list[Queue]:
    """What was said of what the actor owns and nobody answered, the oldest first."""
    if not may_somewhere(actor, P.FEEDBACK_DECIDE):
        return []
    rows = feedback_room.to_decide(actor, FeedbackState.OPEN)
    items = (
        Item(
            row.about.code,
            f"/training/feedback/{refs.seal(row.feedback.id)}",
            textwrap.shorten(said(row.feedback), SHORT, placeholder="…"),
            row.feedback.given_at.date(),
        )
        for row in rows
    )
    oldest = rows[0].feedback.given_at.date() if rows else None
    return [queue_of("feedback", rows, "/training/feedback?state=open", items, oldest), *_proposals(actor)]


def _proposals(actor: Actor) -> list[Queue]:
    """The changes that were proposed and nobody decided on; no queue where there is none."""
    rows = proposals.to_decide(actor, ProposalState.PROPOSED)
    items = (
        Item(
            row.about.code,
            f"/training/proposals/{refs.seal(row.proposal.id)}",
            textwrap.shorten(row.proposal.text, SHORT, placeholder="…"),
            row.proposal.created_at.date(),
        )
        for row in rows
    )
    oldest = min((row.proposal.created_at.date() for row in rows), default=None)
    return [queue_of("proposals", rows, "/training/proposals?state=proposed", items, oldest)] if rows else []
