"""Give feedback; answer it with reasons; name the version that carries the change."""

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.catalogue import queries as catalogue
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.feedback import FEEDBACK
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.feedback import queries
from curriculum.feedback.models import Feedback
from curriculum.feedback.queries import About, Thing
from curriculum.paths import queries as paths

LONGEST = 4000


def give(actor: Actor, about: About, text: str) -> Feedback:
    """Say something of a module, a path or a run; its owner answers."""
    require(actor, Permission.FEEDBACK_GIVE, queries.subject(about))
    if not text.strip():
        raise Refusal(RefusalCode.VALUE_MISSING, field="text")
    if len(text) > LONGEST:
        raise Refusal(RefusalCode.VALUE_TOO_LONG, field="text", most=LONGEST)
    assert isinstance(actor.account_id, int)
    row = Feedback(id=new_id(), text=text.strip(), given_by=actor.account_id, given_at=clock.now())
    row.state = FEEDBACK.start
    setattr(row, f"{about.thing}_id", about.id)
    db.session.add(row)
    audit.record(actor, "feedback:given", "feedback", row.id, code=about.code)
    return row


def plan(actor: Actor, feedback_id: int, *, answer: str) -> Feedback:
    """Propose a change: what will be different, in words for whoever gave the feedback."""
    return _step(actor, feedback_id, "plan", answer)


def decline(actor: Actor, feedback_id: int, *, answer: str) -> Feedback:
    """Change nothing, with the reason (I-17)."""
    return _step(actor, feedback_id, "decline", answer)


def carry(actor: Actor, feedback_id: int, *, code: str, version: int) -> Feedback:
    """Name the version of a module or path that carries the change; it is published by then."""
    row = queries.locked(feedback_id)
    about = queries.about_of(row)
    require(actor, Permission.FEEDBACK_DECIDE, queries.subject(about))
    is_path = paths.find_path(code) is not None
    state = (paths if is_path else catalogue).get_version(code, version).state
    if state not in catalogue.SHOWN:
        raise Refusal(RefusalCode.VERSION_NOT_PUBLISHED, code=f"{code} v{version}", state=state)
    step = FEEDBACK.advance(row.state, "carry")
    row.state, row.carried_by = step.state, f"{code} v{version}"
    audit.record(actor, step.event, "feedback", row.id, code=about.code, version=row.carried_by)
    return row


def _step(actor: Actor, feedback_id: int, action: str, answer: str) -> Feedback:
    row = queries.locked(feedback_id)
    about = queries.about_of(row)
    require(actor, Permission.FEEDBACK_DECIDE, queries.subject(about))
    step = FEEDBACK.advance(row.state, action, {Need.REASON} if answer.strip() else set())
    row.state, row.answer = step.state, answer.strip()
    row.answered_by = actor.account_id if isinstance(actor.account_id, int) else None
    row.answered_at = clock.now()
    audit.record(actor, step.event, "feedback", row.id, reason=row.answer, code=about.code)
    return row


def thing_of(word: str) -> Thing:
    """The kind of thing an address names, or NOT_FOUND."""
    if word not in set(Thing):
        raise Refusal(RefusalCode.NOT_FOUND, object="feedback", code=word)
    return Thing(word)
