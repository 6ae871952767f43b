"""Evidence offered by a person and judged by somebody else, outcome by outcome (domain.md §2.9, R17)."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import func, insert, select

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import PersonTouched
from curriculum.audit import service as audit
from curriculum.db import announce, db, new_id
from curriculum.delivery import queries as delivery
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.evidence import EVIDENCE, MOST_RESUBMISSIONS, EvidenceState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import CaseRole, require_free
from curriculum.evidence import queries
from curriculum.evidence.content import CEILING
from curriculum.evidence.models import Evidence, EvidenceKind, EvidenceOutcome, EvidenceReview, EvidenceType
from curriculum.institutions import queries as institutions

REASONS = "evidence_rejection_reason"


class Verdict(StrEnum):
    """What a reviewer may decide; each is an action of the life cycle."""

    ACCEPT = "accept"
    ACCEPT_PARTLY = "accept_partly"
    ASK = "ask"
    REJECT = "reject"


def submit(
    actor: Actor,
    *,
    person_id: int,
    kind: EvidenceKind,
    type: EvidenceType,  # noqa: A002 - the column's name
    title: str,
    issuer: str,
    issued_on: date,
    outcome_ids: Sequence[int] = (),
    path_version_id: int | None = None,
    file_sha256: str | None = None,
    valid_until: date | None = None,
) -> Evidence:
    """Offer a document for outcomes, or a piece of work for the portfolio of a path."""
    one = Evidence(
        person_id=person_id,
        id=new_id(),
        kind=kind,
        type=type,
        title=title.strip(),
        issuer=issuer.strip(),
        issued_on=issued_on,
        outcome_ids=list(outcome_ids),
        path_version_id=path_version_id,
        file_sha256=file_sha256,
        valid_until=valid_until,
        submitted_by=actor.account_id,
        state=EvidenceState.DRAFT,
    )
    require(actor, Permission.EVIDENCE_SUBMIT, queries.subject(actor, one))
    _check(one)
    step = EVIDENCE.advance(one.state, "submit")
    one.state = step.state
    db.session.add(one)
    db.session.flush()
    audit.record(actor, step.event, "evidence", one.id, about=person_id, title=one.title)
    announce(PersonTouched(person_id))
    return one


def _check(one: Evidence) -> None:
    for field in ("title", "issuer"):
        if not getattr(one, field):
            raise Refusal(RefusalCode.VALUE_MISSING, field=field)
    if one.issued_on > clock.today():
        raise Refusal(RefusalCode.DATE_IN_FUTURE, field="issued_on", value=one.issued_on)
    if not one.outcome_ids and one.path_version_id is None:
        raise Refusal(RefusalCode.VALUE_MISSING, field="outcomes")
    if one.path_version_id is not None and one.type is not EvidenceType.WORK_PRODUCT:
        raise Refusal(RefusalCode.VALUE_INVALID, field="type", value=one.type.value)
    if len(queries.outcomes_claimed(one)) != len(set(one.outcome_ids)):
        raise Refusal(RefusalCode.VALUE_INVALID, field="outcomes", value=one.outcome_ids)


def resubmit(
    actor: Actor, person_id: int, evidence_id: int, *, file_sha256: str | None = None, title: str = ""
) -> Evidence:
    """Offer it again after a question, or after a rejection at most twice; then there is the appeal."""
    one = queries.get(person_id, evidence_id)
    require(actor, Permission.EVIDENCE_SUBMIT, queries.subject(actor, one))
    action = "submit" if one.state is EvidenceState.MORE_INFO else "resubmit"
    if one.state is EvidenceState.REJECTED and _rejections(one) > MOST_RESUBMISSIONS:
        raise Refusal(RefusalCode.RESUBMITTED_TOO_OFTEN, most=MOST_RESUBMISSIONS)
    step = EVIDENCE.advance(one.state, action, {Need.RESUBMISSION_LEFT})
    one.state = step.state
    one.file_sha256 = file_sha256 or one.file_sha256
    one.title = title.strip() or one.title
    audit.record(actor, step.event, "evidence", one.id, about=person_id, title=one.title)
    announce(PersonTouched(person_id))
    return one


def _rejections(one: Evidence) -> int:
    wanted = select(func.count()).where(
        EvidenceReview.person_id == one.person_id,
        EvidenceReview.evidence_id == one.id,
        EvidenceReview.decision == Verdict.REJECT.value,
    )
    return int(db.session.scalar(wanted) or 0)


def _require_reviewer(actor: Actor, one: Evidence) -> None:
    """Ask for the permission, then for the natural person: no trainer of that part, no mentor, no kin."""
    require(actor, Permission.EVIDENCE_REVIEW, queries.subject(actor, one))
    bars = (
        *delivery.trainers_of_person(one.person_id, queries.versions_claimed(one)),
        *delivery.close_to(one.person_id, clock.today()),
    )
    history = delivery.history(one.person_id, actor, bars)
    require_free(actor.person_id, CaseRole.EVIDENCE_REVIEWER, history)


def take(actor: Actor, person_id: int, evidence_id: int) -> Evidence:
    """Begin a review, so that others see that somebody is at it."""
    one = queries.get(person_id, evidence_id)
    _require_reviewer(actor, one)
    step = EVIDENCE.advance(one.state, "take", {Need.NO_CONFLICT})
    one.state = step.state
    audit.record(actor, step.event, "evidence", one.id, about=person_id, title=one.title)
    announce(PersonTouched(person_id))
    return one


def review(
    actor: Actor,
    person_id: int,
    evidence_id: int,
    *,
    verdict: Verdict,
    levels: Mapping[int, int] | None = None,
    reason_code: str | None = None,
    comment: str | None = None,
) -> Evidence:
    """Judge evidence: `levels` says which outcomes are accepted at which proof level.

    A rejection names a code of the list of reasons; a partial acceptance or a question says why in
    words or by code (I-17). Evidence nobody took before is taken by the same act.
    """
    one = queries.get(person_id, evidence_id)
    _require_reviewer(actor, one)
    state = one.state
    if state in (EvidenceState.SUBMITTED, EvidenceState.RESUBMITTED):
        state = EVIDENCE.advance(state, "take", {Need.NO_CONFLICT}).state
    accepted = dict(levels or {})
    reason = _reason(verdict, reason_code, comment)
    step = EVIDENCE.advance(state, verdict.value, {Need.REASON} if reason else ())
    _check_levels(one, verdict, accepted)
    one.state = step.state
    db.session.add(
        EvidenceReview(
            id=new_id(),
            person_id=person_id,
            evidence_id=evidence_id,
            reviewer_id=int(str(actor.person_id)),
            decision=verdict.value,
            reason_code=reason_code,
            comment=(comment or "").strip() or None,
            reviewed_at=clock.now(),
        )
    )
    db.session.flush()
    _write_levels(one, accepted)
    audit.record(
        actor,
        step.event,
        "evidence",
        evidence_id,
        about=person_id,
        reason=reason,
        title=one.title,
        outcomes=len(accepted),
        reason_code=reason_code,
    )
    announce(PersonTouched(person_id))
    return one


def _reason(verdict: Verdict, code: str | None, comment: str | None) -> str | None:
    """The reason given, in words or by code; a rejection without a code of the list is refused."""
    known = institutions.code_list(REASONS)
    if code is not None and code not in known:
        raise Refusal(RefusalCode.VALUE_INVALID, field="reason_code", value=code)
    if verdict is Verdict.REJECT and code is None:
        raise Refusal(RefusalCode.REASON_MISSING, object="evidence", action="reject")
    return (comment or "").strip() or code


def _check_levels(one: Evidence, verdict: Verdict, accepted: Mapping[int, int]) -> None:
    claimed = set(one.outcome_ids)
    expected = {
        Verdict.ACCEPT: accepted.keys() == claimed,
        Verdict.ACCEPT_PARTLY: bool(accepted) and accepted.keys() < claimed,
    }.get(verdict, not accepted)
    if not expected:
        raise Refusal(RefusalCode.VALUE_INVALID, field="outcomes", value=len(accepted))
    ceiling = CEILING[one.type]
    for level in accepted.values():
        if not 1 <= level <= ceiling:
            raise Refusal(RefusalCode.PROOF_LEVEL_TOO_HIGH, level=level, most=int(ceiling))


def _write_levels(one: Evidence, accepted: Mapping[int, int]) -> None:
    rows = [
        {"person_id": one.person_id, "evidence_id": one.id, "outcome_id": outcome_id, "proof_level": level}
        for outcome_id, level in accepted.items()
    ]
    if rows:
        db.session.execute(insert(EvidenceOutcome), rows)
