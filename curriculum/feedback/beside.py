"""What pages of modules and paths show staff: what waits, what is proposed, what became of the rest."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from curriculum import refs
from curriculum.access import current_actor, is_permitted, may_somewhere
from curriculum.catalogue import queries as catalogue
from curriculum.db import db
from curriculum.domain.lifecycles.feedback import FeedbackState, ProposalState
from curriculum.domain.permissions import Permission
from curriculum.feedback import proposals, queries
from curriculum.feedback.models import ChangeProposal, Feedback
from curriculum.feedback.proposals import Became, Version
from curriculum.feedback.queries import About, Thing
from curriculum.feedback.words import KINDS, said
from curriculum.paths.models import Path

MOST = 5
"""How many answered ones stand beside a page; the list has all."""


class Line(NamedTuple):
    """One piece of feedback with what became of it, and nobody's name."""

    said: str
    became: Became


class Proposed(NamedTuple):
    """A change that is proposed or being made."""

    ref: str
    state: ProposalState
    text: str
    version: Version | None


class Told(NamedTuple):
    """What stands beside a module or a path."""

    about: About
    open: int
    proposed: list[Proposed]
    decided: list[Line]
    may_answer: bool
    kinds: Mapping[StrEnum, str] = KINDS


def feedback_on(thing: str, thing_id: int) -> Told | None:
    """What staff reads beside a module or a path; None for the public, officials and donors.

    What people said and what they were answered is between them and the owner: others see how much waits.
    """
    actor = current_actor()
    if not may_somewhere(actor, Permission.VERSION_COMMENT):
        return None
    about = _about(Thing(thing), thing_id)
    subject = queries.subject(about)
    if not is_permitted(actor, Permission.VERSION_COMMENT, subject):
        return None
    owns = is_permitted(actor, Permission.FEEDBACK_DECIDE, subject)
    rows = db.session.scalars(select(Feedback).where(_column(about) == thing_id))
    found = sorted(rows, key=lambda row: row.id, reverse=True)
    became = proposals.became_of(found if owns else ())
    decided = [Line(said(row), became[row.id]) for row in found if owns and became[row.id].answer]
    waiting = sum(row.state is FeedbackState.OPEN for row in found)
    under_way = [_proposed(one) for one in proposals.on(about) if one.state in proposals.UNDER_WAY]
    return Told(about, waiting, under_way, decided[:MOST], owns)


def _about(thing: Thing, thing_id: int) -> About:
    """A module or path, whether it was published or not: changes are talked of before that."""
    if thing is Thing.PATH:
        return queries.about_path(db.session.get_one(Path, thing_id))
    return queries.about_module(catalogue.module(thing_id))


def _column(about: About) -> InstrumentedAttribute[int | None]:
    return Feedback.module_id if about.thing is Thing.MODULE else Feedback.path_id


def _proposed(row: ChangeProposal) -> Proposed:
    return Proposed(refs.seal(row.id), row.state, row.text, proposals.version_of(row))
