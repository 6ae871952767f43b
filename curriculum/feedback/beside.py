"""What pages of modules and paths show staff of their feedback: how much waits, what became of the rest."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from curriculum.access import current_actor, may_somewhere
from curriculum.db import db
from curriculum.domain.lifecycles.feedback import FeedbackState
from curriculum.domain.permissions import Permission
from curriculum.feedback.models import Feedback
from curriculum.feedback.queries import Thing
from curriculum.feedback.words import said

MOST = 5
"""How many answered ones stand beside a page; the list has all."""


class Line(NamedTuple):
    """One piece of feedback with its answer, and nobody's name."""

    said: str
    answer: str
    carried_by: str | None


class Told(NamedTuple):
    """What stands beside a module or a path."""

    open: int
    decided: list[Line]
    may_answer: bool


def feedback_on(thing: str, thing_id: int) -> Told | None:
    """What staff reads beside a module or a path; None for the public, officials and donors."""
    actor = current_actor()
    if not may_somewhere(actor, Permission.VERSION_COMMENT):
        return None
    rows = db.session.scalars(select(Feedback).where(_about(Thing(thing), thing_id)))
    found = sorted(rows, key=lambda row: row.id, reverse=True)
    decided = [Line(said(row), row.answer or "", row.carried_by) for row in found if row.answer]
    waiting = sum(row.state is FeedbackState.OPEN for row in found)
    return Told(waiting, decided[:MOST], may_somewhere(actor, Permission.FEEDBACK_DECIDE))


def _about(thing: Thing, thing_id: int) -> ColumnElement[bool]:
    return (Feedback.module_id if thing is Thing.MODULE else Feedback.path_id) == thing_id
