"""Propose a change, decide on it with reasons, link the version that carries it (R53)."""

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import VersionPublished
from curriculum.audit import service as audit
from curriculum.db import db, new_id
from curriculum.domain.actors import SYSTEM, Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.feedback import (
    FEEDBACK,
    PROPOSAL,
    FeedbackState,
    ProposalSource,
    ProposalState,
)
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.feedback import proposals, queries
from curriculum.feedback.models import ChangeProposal, Feedback
from curriculum.feedback.queries import About, Thing
from curriculum.feedback.service import LONGEST


def propose(actor: Actor, about: About, source: ProposalSource, text: str) -> ChangeProposal:
    """Propose a change of a module or path; who proposes it may also decide, with a reason."""
    require(actor, Permission.FEEDBACK_DECIDE, queries.subject(about))
    if not text.strip():
        raise Refusal(RefusalCode.VALUE_MISSING, field="text")
    if len(text) > LONGEST:
        raise Refusal(RefusalCode.VALUE_TOO_LONG, field="text", most=LONGEST)
    row = ChangeProposal(id=new_id(), source=source, text=text.strip(), state=PROPOSAL.start)
    setattr(row, f"{about.thing}_id", about.id)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "proposal:made", "change_proposal", row.id, code=about.code)
    return row


def turn(actor: Actor, feedback_id: int, *, code: str, text: str) -> ChangeProposal:
    """Turn feedback into the proposal of a change; of a run, of one of the modules it teaches."""
    row, about = held(actor, feedback_id)
    subject = next((one for one in queries.subjects_of(about) if one.code == code), None)
    said = ProposalSource.FEEDBACK if row.evaluation_id is None else ProposalSource.EVALUATION
    proposal = propose(actor, found(subject, "module", code), said, text)
    _take_up(actor, row, about, proposal)
    return proposal


def join(actor: Actor, feedback_id: int, proposal_id: int) -> ChangeProposal:
    """Let a proposal under way speak for this feedback too: one change answers several people."""
    row, about = held(actor, feedback_id)
    proposal = proposals.locked(proposal_id)
    if proposal.id not in {one.id for one in proposals.to_join(about)}:
        raise Refusal(RefusalCode.NOT_FOUND, object="change_proposal", code="")
    require(actor, Permission.FEEDBACK_DECIDE, queries.subject(proposals.about_of(proposal)))
    _take_up(actor, row, about, proposal)
    return proposal


def held(actor: Actor, feedback_id: int) -> tuple[Feedback, About]:
    """Feedback the actor decides on; what a published version carries is settled."""
    row = queries.locked(feedback_id)
    about = queries.about_of(row)
    require(actor, Permission.FEEDBACK_DECIDE, queries.subject(about))
    state = proposals.became(row).state
    if state is ProposalState.CARRIED:
        raise Refusal(RefusalCode.WRONG_STATE, object="feedback", state=state)
    return row, about


def decline(actor: Actor, feedback_id: int, *, answer: str) -> Feedback:
    """Change nothing for this piece of feedback, with the reason (I-17)."""
    row, about = held(actor, feedback_id)
    step = FEEDBACK.advance(row.state, "decline", {Need.REASON} if answer.strip() else set())
    row.state, row.answer = step.state, answer.strip()
    row.answered_by = actor.row_id
    row.answered_at = clock.now()
    audit.record(actor, step.event, "feedback", row.id, reason=row.answer, code=about.code)
    return row


def _take_up(actor: Actor, row: Feedback, about: About, proposal: ChangeProposal) -> None:
    step = FEEDBACK.advance(row.state, "take_up")
    row.proposal_id = proposal.id
    row.state = step.state
    audit.record(actor, step.event, "feedback", row.id, code=about.code)


def decide(actor: Actor, proposal_id: int, *, accepts: bool, reason: str) -> ChangeProposal:
    """Decide on a proposal with the reason everybody in it reads (I-17)."""
    row = proposals.locked(proposal_id)
    about = _decided_by(actor, row)
    action = "accept" if accepts else "decline"
    step = PROPOSAL.advance(row.state, action, {Need.REASON} if reason.strip() else set())
    row.state, row.decision = step.state, reason.strip()
    row.decided_by = actor.row_id
    row.decided_at = clock.now()
    audit.record(actor, step.event, "change_proposal", row.id, reason=row.decision, code=about.code)
    return row


def link(actor: Actor, proposal_id: int, number: int) -> ChangeProposal:
    """Name the version that carries the change; it may still be a draft and is carried once published."""
    row = proposals.locked(proposal_id)
    about = _decided_by(actor, row)
    if row.state is not ProposalState.ACCEPTED:
        raise Refusal(RefusalCode.WRONG_STATE, object="change_proposal", state=row.state, action="link")
    versions = {one.number: one for one in proposals.linkable(about)}
    version = found(versions.get(number), "version", f"{about.code} v{number}")
    if about.thing is Thing.PATH:
        row.path_version_id = version.id
    else:
        row.module_version_id = version.id
    audit.record(actor, "proposal:linked", "change_proposal", row.id, code=about.code, version=version.name)
    if version.is_shown:
        _carry(actor, row, version.name)
    return row


def _decided_by(actor: Actor, row: ChangeProposal) -> About:
    about = proposals.about_of(row)
    require(actor, Permission.FEEDBACK_DECIDE, queries.subject(about))
    return about


def _carry(actor: Actor, row: ChangeProposal, version: str) -> None:
    step = PROPOSAL.advance(row.state, "carry")
    row.state = step.state
    audit.record(actor, step.event, "change_proposal", row.id, version=version)


def on_versions_published(announced: list[VersionPublished]) -> None:
    """Listener: whoever asked for a change reads that it stands, on the day its version is published."""
    for one in announced:
        for row in proposals.waiting_for(one.kind, one.version_id):
            version = proposals.version_of(row)
            assert version is not None
            _carry(SYSTEM, row, version.name)


def is_settled(row: Feedback) -> bool:
    """Whether nothing is left to decide on a piece of feedback."""
    return row.state is FeedbackState.DECLINED or proposals.became(row).state is ProposalState.CARRIED
