"""Proposals of change, read: what they are about, whose feedback is in them, which version carries them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select

from curriculum.access import is_permitted
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.models import ModuleVersion
from curriculum.db import db
from curriculum.db.holding import hold
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.feedback import FeedbackState, ProposalState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found
from curriculum.feedback import queries
from curriculum.feedback.models import ChangeProposal, Feedback
from curriculum.feedback.queries import About, Thing
from curriculum.paths import queries as paths
from curriculum.paths.models import Path, PathVersion

UNDER_WAY = (ProposalState.PROPOSED, ProposalState.ACCEPTED)
"""Not settled: feedback still joins it."""


class Version(NamedTuple):
    """A version that carries a change, or is meant to."""

    id: int
    code: str
    number: int
    state: VersionState
    is_module: bool

    @property
    def name(self) -> str:
        """As readers say it: "BOR-102 v3"."""
        return f"{self.code} v{self.number}"

    @property
    def is_shown(self) -> bool:
        """Whether everybody may read it."""
        return self.state in catalogue.SHOWN


class Became(NamedTuple):
    """What became of a piece of feedback, as whoever gave it reads it."""

    state: FeedbackState | ProposalState
    proposed: str
    answer: str | None
    answered_at: datetime | None
    version: Version | None


class Row(NamedTuple):
    """One line of the owner's list."""

    proposal: ChangeProposal
    about: About
    voices: int


def one(proposal_id: int) -> ChangeProposal:
    """A proposal by its key."""
    return found(db.session.get(ChangeProposal, proposal_id), "change_proposal", "")


def locked(proposal_id: int) -> ChangeProposal:
    """A proposal, held until the transaction ends."""
    return found(hold(ChangeProposal, proposal_id), "change_proposal", "")


def about_of(row: ChangeProposal) -> About:
    """The module or path it would change."""
    if row.module_id is not None:
        return queries.about_module(catalogue.module(row.module_id))
    return queries.about_path(db.session.get_one(Path, row.path_id))


def version_of(row: ChangeProposal) -> Version | None:
    """The version linked to it, as it stands today."""
    if row.module_version_id is not None:
        held = db.session.get_one(ModuleVersion, row.module_version_id)
        return Version(held.id, catalogue.module(held.module_id).code, held.version, held.state, True)
    if row.path_version_id is not None:
        kept = db.session.get_one(PathVersion, row.path_version_id)
        return Version(kept.id, db.session.get_one(Path, kept.path_id).code, kept.version, kept.state, False)
    return None


def linkable(about: About) -> list[Version]:
    """The versions that may carry a change of it, the latest first; given up ones carry nothing."""
    is_path = about.thing is Thing.PATH
    rows = paths.versions_of(about.id) if is_path else catalogue.versions_of(about.id)
    return [
        Version(row.id, about.code, row.version, row.state, not is_path)
        for row in rows
        if row.state is not VersionState.DISCARDED
    ]


def voices(proposal_id: int) -> Sequence[Feedback]:
    """The feedback a proposal took up, the oldest first."""
    wanted = select(Feedback).where(
        Feedback.proposal_id == proposal_id, Feedback.state == FeedbackState.TAKEN_UP
    )
    return db.session.scalars(wanted.order_by(Feedback.id)).all()


def on(about: About) -> Sequence[ChangeProposal]:
    """All proposals to change a module or path, the latest first."""
    wanted = select(ChangeProposal).where(_of(about)).order_by(ChangeProposal.id.desc())
    return db.session.scalars(wanted).all()


def _of(about: About) -> ColumnElement[bool]:
    return (ChangeProposal.path_id if about.thing is Thing.PATH else ChangeProposal.module_id) == about.id


def to_join(about: About) -> list[ChangeProposal]:
    """The proposals under way that feedback on this thing may be part of."""
    subjects = [_of(one) for one in queries.subjects_of(about)]
    wanted = select(ChangeProposal).where(or_(*subjects), ChangeProposal.state.in_(UNDER_WAY))
    return list(db.session.scalars(wanted.order_by(ChangeProposal.id.desc()))) if subjects else []


def became(row: Feedback) -> Became:
    """What became of it: its own answer, or what its proposal says."""
    return became_of([row])[row.id]


def became_of(said: Sequence[Feedback]) -> dict[int, Became]:
    """The same for many, by the key of the feedback: what they share is read once."""
    ids = {row.proposal_id for row in said} - {None}
    held = db.session.scalars(select(ChangeProposal).where(ChangeProposal.id.in_(ids))).all()
    linked = {one.id: version_of(one) for one in held}
    by_id = {one.id: one for one in held}
    return {row.id: _became(row, by_id, linked) for row in said}


def _became(
    row: Feedback, held: Mapping[int, ChangeProposal], linked: Mapping[int, Version | None]
) -> Became:
    if row.state is not FeedbackState.TAKEN_UP or row.proposal_id is None:
        return Became(row.state, "", row.answer, row.answered_at, None)
    one = held[row.proposal_id]
    return Became(one.state, one.text, one.decision, one.decided_at, linked[one.id])


def to_decide(actor: Actor, state: ProposalState | None = None) -> list[Row]:
    """The proposals on what the actor owns, those to decide first, the latest at the top."""
    wanted = select(ChangeProposal).order_by(ChangeProposal.decision.is_not(None), ChangeProposal.id.desc())
    if state is not None:
        wanted = wanted.where(ChangeProposal.state == state)
    rows = db.session.scalars(wanted).all()
    counts = _voices([row.id for row in rows])
    things = {(row.module_id, row.path_id): about_of(row) for row in rows}
    owned = {
        key
        for key, about in things.items()
        if is_permitted(actor, Permission.FEEDBACK_DECIDE, queries.subject(about))
    }
    keyed = ((row, (row.module_id, row.path_id)) for row in rows)
    return [Row(row, things[key], counts.get(row.id, 0)) for row, key in keyed if key in owned]


def _voices(ids: Sequence[int]) -> dict[int, int]:
    wanted = (
        select(Feedback.proposal_id, func.count())
        .where(Feedback.proposal_id.in_(ids), Feedback.state == FeedbackState.TAKEN_UP)
        .group_by(Feedback.proposal_id)
    )
    return {proposal_id: count for proposal_id, count in db.session.execute(wanted) if proposal_id}


def waiting_for(kind: str, version_id: int) -> Sequence[ChangeProposal]:
    """Accepted proposals that wait for a version to be published."""
    column = ChangeProposal.path_version_id if kind == "path" else ChangeProposal.module_version_id
    wanted = select(ChangeProposal).where(
        column == version_id, ChangeProposal.state == ProposalState.ACCEPTED
    )
    return db.session.scalars(wanted.with_for_update()).all()
