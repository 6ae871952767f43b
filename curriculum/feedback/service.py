"""Give feedback on a module, a path or a run."""

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.feedback import FEEDBACK
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.feedback import queries
from curriculum.feedback.models import Feedback
from curriculum.feedback.queries import About, Thing

LONGEST = 4000


def give(actor: Actor, about: About, text: str) -> Feedback:
    """Say something of a module, a path or a run; its owner answers."""
    require(actor, Permission.FEEDBACK_GIVE, queries.subject(about))
    queries.require_seen(actor, about)
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


def thing_of(word: str) -> Thing:
    """The kind of thing an address names, or NOT_FOUND."""
    if word not in set(Thing):
        raise Refusal(RefusalCode.NOT_FOUND, object="feedback", code=word)
    return Thing(word)
