"""Talk about places of a version: begun, answered, settled, taken up again; nothing is ever taken away."""

from typing import Any

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.catalogue.queries import OPEN
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.sheets import Place
from curriculum.reviews import asking, notices, queries, reach, suggesting
from curriculum.reviews.kinds import Kind, kind_of, version_id
from curriculum.reviews.models import ReviewComment, ReviewThread, Said
from curriculum.reviews.saying import note
from curriculum.reviews.suggesting import Suggestion

LONGEST = 4000
TURNS = {Said.SETTLED: "review:thread_settled", Said.REOPENED: "review:thread_reopened"}


def open_thread(
    actor: Actor, kind: Kind, version: int, place: Place, text: str, suggestion: Suggestion | None = None
) -> ReviewThread:
    """Begin a talk about a place that is there, with a first comment and perhaps a suggestion."""
    one = _commentable(actor, kind, version)
    sheet = kind.sheet(one)
    suggesting.require_place(sheet, place)
    row = ReviewThread(
        id=new_id(),
        part=place.part,
        key=place.key,
        field=place.field,
        name=suggesting.name_of(sheet, place),
        opened_by=actor.account_id,
        opened_at=clock.now(),
        **{kind.column: one.id},
    )
    db.session.add(row)
    db.session.flush()
    if suggestion is not None:
        suggesting.require_different(sheet, place, suggestion)
    _say(actor, row, Said.COMMENT, text, None if suggestion is None else suggestion.plain())
    _record(actor, "review:thread_opened", kind, one, row)
    return row


def reply(actor: Actor, thread: ReviewThread, text: str) -> ReviewComment:
    """Answer in a thread; a settled one stays settled."""
    kind, one = _of(actor, thread)
    said = _say(actor, thread, Said.COMMENT, text)
    _record(actor, "review:replied", kind, one, thread)
    notices.thread_answered(actor, kind, one, thread, said)
    return said


def settle(actor: Actor, thread: ReviewThread, text: str = "") -> ReviewComment:
    """Call a thread settled: whoever began it, writes the draft or reviews it."""
    kind, one = _of(actor, thread)
    if thread.opened_by != actor.account_id and not asking.may_ask(*reach.seen_by(actor, kind, one)):
        raise Refusal(RefusalCode.NOT_PERMITTED, permission=Permission.VERSION_REVIEW.value, ground="no_role")
    return _turn(actor, thread, kind, one, Said.SETTLED, text)


def reopen(actor: Actor, thread: ReviewThread, text: str = "") -> ReviewComment:
    """Take a settled thread up again."""
    kind, one = _of(actor, thread)
    return _turn(actor, thread, kind, one, Said.REOPENED, text)


def _turn(actor: Actor, thread: ReviewThread, kind: Kind, one: Any, said: Said, text: str) -> ReviewComment:
    """Say that a thread stands otherwise now; refuses where it stands so already."""
    settled = queries.is_settled(queries.comments_in([thread.id]).get(thread.id, []))
    if settled is (said is Said.SETTLED):
        state = Said.SETTLED if settled else Said.REOPENED
        raise Refusal(RefusalCode.WRONG_STATE, object="thread", state=state, action=said)
    entry = _say(actor, thread, said, text)
    _record(actor, TURNS[said], kind, one, thread)
    notices.thread_answered(actor, kind, one, thread, entry)
    return entry


def _of(actor: Actor, thread: ReviewThread) -> tuple[Kind, Any]:
    """The version of a thread, held, on which the actor may comment."""
    kind = kind_of(thread)
    return kind, _commentable(actor, kind, version_id(thread))


def _commentable(actor: Actor, kind: Kind, version: int) -> Any:
    """A version that is still being made, held so that nobody decides on it beside us."""
    one = kind.way.load(version)
    whole, about = reach.seen_by(actor, kind, one)
    require(whole, Permission.VERSION_COMMENT, about)
    if one.state not in OPEN:
        raise Refusal(
            RefusalCode.WRONG_STATE, object=kind.way.table(one).name, state=one.state, action="comment"
        )
    return one


def _say(
    actor: Actor, thread: ReviewThread, said: Said, text: str, suggestion: object = None
) -> ReviewComment:
    text = text.strip()
    if not text and said is Said.COMMENT and suggestion is None:
        raise Refusal(RefusalCode.VALUE_MISSING, field="comment")
    if len(text) > LONGEST:
        raise Refusal(RefusalCode.VALUE_TOO_LONG, field="comment", found=len(text), most=LONGEST)
    return note(actor, thread, said, text, suggestion=suggestion)


def _record(actor: Actor, event: str, kind: Kind, one: Any, thread: ReviewThread) -> None:
    facts = {"code": kind.code(one), "version": one.version, "place": thread.name or "–"}
    audit.record(actor, event, "review_thread", thread.id, **facts)
