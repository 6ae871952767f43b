"""Evidence as others read it: of a person, waiting for review, held by applications; who reviewed whom."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, or_, select

from curriculum import clock, refs
from curriculum.access import require
from curriculum.catalogue.models import Module, ModuleVersion, Outcome
from curriculum.db import db, table
from curriculum.db.prepared import Prepared
from curriculum.delivery import queries as delivery
from curriculum.domain.actors import Actor, Key, Role, ScopeKind, Subject
from curriculum.domain.lifecycles.evidence import EvidenceState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.donors import queries as donors
from curriculum.evidence.content import Piece
from curriculum.evidence.holdings import cpd_awaiting as cpd_awaiting
from curriculum.evidence.holdings import cpd_of as cpd_of
from curriculum.evidence.holdings import cpd_subject as cpd_subject
from curriculum.evidence.holdings import experience_of as experience_of
from curriculum.evidence.holdings import get_theme as get_theme
from curriculum.evidence.holdings import outcomes_wanted as outcomes_wanted
from curriculum.evidence.holdings import paths_of as paths_of
from curriculum.evidence.holdings import reasons as reasons
from curriculum.evidence.models import (
    Evidence,
    EvidenceHold,
    EvidenceOutcome,
    EvidenceReview,
    EvidenceSource,
    EvidenceType,
)
from curriculum.institutions import queries as institutions
from curriculum.paths import queries as paths
from curriculum.paths.models import Path, PathVersion
from curriculum.people import queries as people

WAITING = (EvidenceState.SUBMITTED, EvidenceState.UNDER_REVIEW, EvidenceState.RESUBMITTED)


_PIECE = table(Evidence).c
_KNOWN = Prepared(
    select(*(_PIECE[name] for name in Piece._fields)).where(
        _PIECE.person_id.in_(bindparam("ids", expanding=True)),
        _PIECE.withdrawn_at.is_(None),
        or_(
            _PIECE.offering_id.in_(bindparam("offerings", expanding=True)),
            _PIECE.run_id.in_(bindparam("runs", expanding=True)),
        ),
    )
)


class EvidenceRow(NamedTuple):
    """One piece of evidence, for lists; level by outcome as a review accepted it."""

    person_id: int
    id: int
    type: EvidenceType
    title: str
    issuer: str
    issued_on: date
    state: EvidenceState
    score: int | None
    offering_id: int | None
    run_id: int | None
    path_version_id: int | None


class ReviewRow(NamedTuple):
    """What one reviewer said."""

    reviewer_id: int
    decision: str
    reason_code: str | None
    comment: str | None
    at: datetime


def get(person_id: int, evidence_id: int) -> Evidence:
    """One piece of evidence; refuses NOT_FOUND."""
    found = db.session.get(Evidence, (person_id, evidence_id))
    if found is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="evidence", code=evidence_id)
    return found


def evidence_ref(evidence_id: int) -> str:
    """The opaque reference of a piece of evidence in addresses."""
    return refs.seal(evidence_id)


def get_by_ref(ref: str) -> Evidence:
    """The evidence of a reference; refuses NOT_FOUND."""
    evidence_id = refs.unseal(ref)
    found = db.session.scalar(select(Evidence).where(Evidence.id == evidence_id))
    if found is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="evidence", code=ref)
    return found


def get_visible(actor: Actor, ref: str) -> Evidence:
    """The evidence of a reference, as far as the actor may see it; refuses NOT_FOUND or NOT_PERMITTED."""
    found = get_by_ref(ref)
    require(actor, Permission.EVIDENCE_VIEW, subject(actor, found))
    return found


def owners(evidence: Evidence) -> frozenset[Key]:
    """The institutions that judge it: owners of the outcomes offered, of its path, of its offering."""
    found: frozenset[Key] = frozenset()
    if versions := versions_claimed(evidence):
        found |= delivery.owners_of_versions(versions)
    if evidence.path_version_id is not None:
        found |= paths.subject(evidence.path_version_id).owners
    if evidence.offering_id is not None:
        found |= donors.subject(evidence.offering_id).owners
    return found


def versions_claimed(evidence: Evidence) -> frozenset[int]:
    """The module versions of the outcomes it was offered for."""
    wanted = select(Outcome.version_id).where(Outcome.id.in_(evidence.outcome_ids or ()))
    return frozenset(db.session.scalars(wanted))


def subject(actor: Actor, evidence: Evidence) -> Subject:
    """Evidence as permissions see it; an assessor authorised by an owner may review it."""
    owning = owners(evidence)
    return Subject(
        person_ids=people.aliases(evidence.person_id),
        owners=owning,
        assigned=delivery.authorised(actor, owning),
    )


def of_person(person_id: int) -> list[EvidenceRow]:
    """Everything a person ever offered or a list brought, undone imports aside, newest first."""
    wanted = _rows().where(Evidence.person_id.in_(people.aliases(person_id)))
    return [EvidenceRow._make(row) for row in db.session.execute(wanted)]


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Evidence.person_id,
            Evidence.id,
            Evidence.type,
            Evidence.title,
            Evidence.issuer,
            Evidence.issued_on,
            Evidence.state,
            Evidence.score,
            Evidence.offering_id,
            Evidence.run_id,
            Evidence.path_version_id,
        )
        .where(Evidence.withdrawn_at.is_(None))
        .order_by(Evidence.issued_on.desc(), Evidence.id.desc())
    )


def awaiting_review(actor: Actor) -> list[EvidenceRow]:
    """Evidence that waits and that the actor, as an authorised assessor, may judge; oldest first."""
    rows = db.session.scalars(
        select(Evidence)
        .where(Evidence.state.in_(WAITING), Evidence.withdrawn_at.is_(None))
        .order_by(Evidence.id)
    ).all()
    allowed = _authorised_for(actor)
    mine = people.aliases(actor.person_id) if isinstance(actor.person_id, int) else frozenset()
    owned = _owned(allowed)
    return [
        EvidenceRow(
            one.person_id,
            one.id,
            one.type,
            one.title,
            one.issuer,
            one.issued_on,
            one.state,
            one.score,
            one.offering_id,
            one.run_id,
            one.path_version_id,
        )
        for one in rows
        if one.person_id not in mine and _is_within(one, owned)
    ]


class _Owned(NamedTuple):
    """What the places of an assessor own; None: everything."""

    outcomes: frozenset[int] | None
    paths: frozenset[int]


def _authorised_for(actor: Actor) -> frozenset[int] | None:
    places: set[int] = set()
    for grant in actor.grants:
        if grant.role is not Role.ASSESSOR or not grant.is_in_force(clock.today()):
            continue
        if grant.scope.kind is ScopeKind.GLOBAL:
            return None
        if grant.scope.kind is ScopeKind.INSTITUTION and isinstance(grant.scope.id, int):
            places |= institutions.descendants(grant.scope.id)
    return frozenset(places)


def _owned(places: frozenset[int] | None) -> _Owned:
    if places is None:
        return _Owned(None, frozenset())
    outcomes = (
        select(Outcome.id)
        .join(ModuleVersion, ModuleVersion.id == Outcome.version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(Module.owner_institution_id.in_(places))
    )
    versions = (
        select(PathVersion.id)
        .join(Path, Path.id == PathVersion.path_id)
        .where(Path.owner_institution_id.in_(places))
    )
    return _Owned(frozenset(db.session.scalars(outcomes)), frozenset(db.session.scalars(versions)))


def _is_within(evidence: Evidence, owned: _Owned) -> bool:
    if owned.outcomes is None:
        return True
    return bool(owned.outcomes & set(evidence.outcome_ids)) or evidence.path_version_id in owned.paths


def reviews_of(person_id: int, evidence_id: int) -> list[ReviewRow]:
    """What reviewers said of a piece of evidence, oldest first."""
    wanted = (
        select(
            EvidenceReview.reviewer_id,
            EvidenceReview.decision,
            EvidenceReview.reason_code,
            EvidenceReview.comment,
            EvidenceReview.reviewed_at,
        )
        .where(EvidenceReview.person_id == person_id, EvidenceReview.evidence_id == evidence_id)
        .order_by(EvidenceReview.reviewed_at, EvidenceReview.id)
    )
    return [ReviewRow._make(row) for row in db.session.execute(wanted)]


def accepted_outcomes(person_id: int, evidence_id: int) -> dict[int, int]:
    """Proof level by outcome, as accepted."""
    wanted = select(EvidenceOutcome.outcome_id, EvidenceOutcome.proof_level).where(
        EvidenceOutcome.person_id == person_id, EvidenceOutcome.evidence_id == evidence_id
    )
    return {row.outcome_id: row.proof_level for row in db.session.execute(wanted)}


def held(batch_id: int) -> bool:
    """Whether a frozen application snapshot uses evidence of this import, which then cannot be undone."""
    wanted = (
        select(EvidenceHold.evidence_id)
        .join(
            EvidenceSource,
            (EvidenceSource.person_id == EvidenceHold.person_id)
            & (EvidenceSource.evidence_id == EvidenceHold.evidence_id),
        )
        .where(EvidenceSource.batch_id == batch_id, EvidenceSource.withdrawn_at.is_(None))
    )
    return db.session.scalar(wanted.limit(1)) is not None


def outcomes_claimed(evidence: Evidence) -> Sequence[Outcome]:
    """The outcomes it was offered for, in the order of their codes."""
    wanted = select(Outcome).where(Outcome.id.in_(evidence.outcome_ids or ()))
    return db.session.scalars(wanted.order_by(Outcome.code)).all()


def known(
    person_ids: Iterable[int], offering_ids: Iterable[int | None], run_ids: Iterable[int | None]
) -> list[Piece]:
    """What lists of these offerings or runs already brought of some persons, undone imports aside."""
    lists = {"ids": person_ids, "offerings": offering_ids, "runs": run_ids}
    sought = {name: list(set(keys) - {None}) for name, keys in lists.items()}
    return [Piece._make(row) for row in _KNOWN.all(**sought)]
