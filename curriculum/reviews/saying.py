"""Entries of threads: written once, by whoever said them; the trail is kept by the act they belong to."""

from curriculum import clock
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.reviews.models import ReviewComment, ReviewThread, Said


def note(
    actor: Actor,
    thread: ReviewThread,
    said: Said,
    text: str,
    *,
    suggestion: object = None,
    answers: int | None = None,
) -> ReviewComment:
    """Add an entry at the end of a thread."""
    entry = ReviewComment(
        id=new_id(),
        thread_id=thread.id,
        said=said,
        by=actor.account_id,
        at=clock.now(),
        text=text,
        suggestion=suggestion,
        answers_id=answers,
    )
    db.session.add(entry)
    db.session.flush()
    return entry
