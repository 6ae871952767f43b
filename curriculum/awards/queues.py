"""What waits for whom: applications by step for those who may act, sign-offs for their signatories."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import aliased

from curriculum import clock
from curriculum.awards.models import Application, ApplicationStep, Function, SigningStatement, SignOff
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor, ScopeKind
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.signoff import SignOffState
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import Reach, reaches
from curriculum.institutions import queries as institutions
from curriculum.paths.models import Path, PathVersion
from curriculum.people import queries as people

S = ApplicationState


class CaseRow(NamedTuple):
    """One application in a list: whose, for what, where it stands and since when."""

    code: str
    person_id: int
    name: str
    path_code: str
    version: int
    title: Bilingual
    state: ApplicationState
    since: datetime


class SignOffRow(NamedTuple):
    """One sign-off in a signatory's queue; `other` is where the other signature stands."""

    code: str
    person_id: int
    name: str
    path_code: str
    version: int
    title: Bilingual
    function: Function
    since: datetime
    other: SignOffState


def awaiting_admissibility(actor: Actor) -> list[CaseRow]:
    """Applications to take or to admit, of paths the actor's institution owns."""
    return _waiting(actor, Permission.APPLICATION_ADMIT, (S.SUBMITTED, S.ADMISSIBILITY, S.DEFERRED))


def awaiting_check(actor: Actor) -> list[CaseRow]:
    """Applications whose evidence waits for an assessor of the owner."""
    return _waiting(actor, Permission.APPLICATION_CHECK, (S.IN_ASSESSMENT_CHECK,))


def awaiting_decision(actor: Actor) -> list[CaseRow]:
    """Applications that wait for the decision, and decisions that wait for a mandate."""
    return _waiting(actor, Permission.APPLICATION_DECIDE, (S.DECISION_READY, S.DECIDED_GRANT))


def awaiting_arbitration(actor: Actor) -> list[CaseRow]:
    """Applications whose signature was refused, for the head of the institution."""
    return _waiting(actor, Permission.APPLICATION_ARBITRATE, (S.ESCALATED,))


def _waiting(actor: Actor, permission: Permission, states: Collection[ApplicationState]) -> list[CaseRow]:
    where = owned_within(actor, permission)
    if where is None:
        return []
    wanted = _cases().where(Application.state.in_(states), where)
    own = people.aliases(actor.person_id) if isinstance(actor.person_id, int) else frozenset()
    # Nobody acts on their own file (I-01), so it is in nobody's own queue.
    return _named(wanted.where(Application.person_id.not_in(own)))


def owned_within(actor: Actor, permission: Permission) -> ColumnElement[bool] | None:
    """Paths where a permission carries: those of the scope's institutions; None: nowhere."""
    ways: list[ColumnElement[bool]] = []
    for reach, scope in reaches(actor, permission, clock.today()):
        if reach not in (Reach.OWNER, Reach.ASSIGNED):
            continue
        if scope.kind is ScopeKind.GLOBAL:
            return true()
        if scope.kind is ScopeKind.INSTITUTION and isinstance(scope.id, int):
            ways.append(Path.owner_institution_id.in_(institutions.descendants(scope.id)))
        if scope.kind is ScopeKind.PATH:
            ways.append(Path.id == scope.id)
    return or_(false(), *ways) if ways else None


def _cases() -> Select[*tuple[Any, ...]]:
    since = (
        select(func.max(ApplicationStep.at))
        .where(ApplicationStep.application_id == Application.id)
        .scalar_subquery()
    )
    return (
        select(
            Application.code,
            Application.person_id,
            Path.code.label("path_code"),
            PathVersion.version,
            PathVersion.title,
            Application.state,
            func.coalesce(since, Application.created_at, type_=ApplicationStep.at.type).label("since"),
        )
        .join(PathVersion, PathVersion.id == Application.path_version_id)
        .join(Path, Path.id == PathVersion.path_id)
        .order_by("since", Application.code)
    )


def _named(wanted: Select[*tuple[Any, ...]]) -> list[CaseRow]:
    rows = db.session.execute(wanted).all()
    names = people.display_names(row.person_id for row in rows)
    return [
        CaseRow(
            row.code,
            row.person_id,
            names.get(row.person_id, ""),
            row.path_code,
            row.version,
            row.title,
            row.state,
            row.since,
        )
        for row in rows
    ]


def cases_of(person_id: int) -> list[CaseRow]:
    """A person's own applications, with path and state."""
    return list(reversed(_named(_cases().where(Application.person_id.in_(people.aliases(person_id))))))


def awaiting_signoff(actor: Actor) -> list[SignOffRow]:
    """Statements that wait for this natural person's signature, oldest first; three statements."""
    if not isinstance(actor.person_id, int):
        return []
    other = aliased(SignOff)
    wanted = (
        select(
            Application.code,
            Application.person_id,
            Path.code.label("path_code"),
            PathVersion.version,
            PathVersion.title,
            SignOff.function,
            SignOff.created_at.label("since"),
            other.state.label("other"),
        )
        .join(SigningStatement, SigningStatement.id == SignOff.statement_id)
        .join(other, (other.statement_id == SignOff.statement_id) & (other.function != SignOff.function))
        .join(
            Application,
            (Application.person_id == SignOff.person_id) & (Application.id == SignOff.application_id),
        )
        .join(PathVersion, PathVersion.id == Application.path_version_id)
        .join(Path, Path.id == PathVersion.path_id)
        .where(
            SignOff.signatory_id.in_(people.aliases(actor.person_id)),
            SignOff.state == SignOffState.PENDING,
            SigningStatement.voided_at.is_(None),
            Application.state == S.AWAITING_SIGNOFFS,
        )
        .order_by(SignOff.created_at, Application.code)
    )
    rows = db.session.execute(wanted).all()
    names = people.display_names(row.person_id for row in rows)
    return [
        SignOffRow(
            row.code,
            row.person_id,
            names.get(row.person_id, ""),
            row.path_code,
            row.version,
            row.title,
            row.function,
            row.since,
            row.other,
        )
        for row in rows
    ]


def oldest(rows: Iterable[CaseRow | SignOffRow]) -> date | None:
    """Since when the first of them waits; None when nothing waits."""
    return min((row.since.date() for row in rows), default=None)
