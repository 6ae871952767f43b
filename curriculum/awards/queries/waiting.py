"""What waits for whom: applications by step for those who may act, sign-offs for their signatories."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import aliased

from curriculum.awards.models import (
    Application,
    ApplicationStep,
    Certificate,
    Function,
    SigningStatement,
    SignOff,
    StatusAction,
    StatusProposal,
)
from curriculum.awards.queries.lists import PATH, on_path, owned_within
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.certificate import CERTIFICATE, MAY_TAKE
from curriculum.domain.lifecycles.signoff import SignOffState
from curriculum.domain.permissions import Permission
from curriculum.people import queries as people

S = ApplicationState
Row = TypeVar("Row", "CaseRow", "SignOffRow", "StatusRow")


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


class StatusRow(NamedTuple):
    """A change of status that somebody proposed for a certificate."""

    number: str
    person_id: int
    name: str
    path_code: str
    version: int
    title: Bilingual
    action: str
    since: datetime


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
    return _named(CaseRow, wanted.where(Application.person_id.not_in(own)))


def _cases() -> Select[*tuple[Any, ...]]:
    since = (
        select(func.max(ApplicationStep.at))
        .where(ApplicationStep.application_id == Application.id)
        .scalar_subquery()
    )
    known = func.coalesce(since, Application.created_at, type_=ApplicationStep.at.type).label("since")
    wanted = select(Application.code, Application.person_id, *PATH, Application.state, known)
    return on_path(wanted, Application.path_version_id).order_by("since", Application.code)


def _named(kind: type[Row], wanted: Select[*tuple[Any, ...]]) -> list[Row]:
    """Rows with the name of the person each is about; the columns are called as the fields of the row."""
    rows = db.session.execute(wanted).all()
    names = people.display_names(row.person_id for row in rows)
    return [kind(name=names.get(row.person_id, ""), **row._mapping) for row in rows]


def cases_of(person_id: int) -> list[CaseRow]:
    """A person's own applications, with path and state."""
    own = _cases().where(Application.person_id.in_(people.aliases(person_id)))
    return list(reversed(_named(CaseRow, own)))


def awaiting_signoff(actor: Actor) -> list[SignOffRow]:
    """Statements that wait for this natural person's signature, oldest first; three statements."""
    if not isinstance(actor.person_id, int):
        return []
    asked, other = SignOff.created_at.label("since"), aliased(SignOff)
    both = (other.statement_id == SignOff.statement_id) & (other.function != SignOff.function)
    about = (Application.person_id == SignOff.person_id) & (Application.id == SignOff.application_id)
    wanted = (
        select(Application.code, Application.person_id, *PATH, SignOff.function, asked)
        .add_columns(other.state.label("other"))
        .join(SigningStatement, SigningStatement.id == SignOff.statement_id)
        .join(other, both)
        .join(Application, about)
        .where(
            SignOff.signatory_id.in_(people.aliases(actor.person_id)),
            SignOff.state == SignOffState.PENDING,
            SigningStatement.voided_at.is_(None),
            Application.state == S.AWAITING_SIGNOFFS,
        )
        .order_by(SignOff.created_at, Application.code)
    )
    return _named(SignOffRow, on_path(wanted, Application.path_version_id))


def awaiting_status(actor: Actor) -> list[StatusRow]:
    """Certificates for which a change of status is proposed, undecided and possible, oldest first (J13)."""
    ways = {action: owned_within(actor, MAY_TAKE[action]) for action in StatusAction}
    reached = [_proposed(action) & way for action, way in ways.items() if way is not None]
    own = people.aliases(actor.person_id) if isinstance(actor.person_id, int) else frozenset()
    wanted = (
        select(Certificate.number, Certificate.person_id, *PATH, StatusProposal.action)
        .add_columns(StatusProposal.proposed_at.label("since"))
        .join(StatusProposal, StatusProposal.certificate_id == Certificate.id)
        .where(StatusProposal.approved.is_(None), StatusProposal.decided_by.is_(None))
        .where(or_(false(), *reached), Certificate.person_id.not_in(own))
        .order_by(StatusProposal.proposed_at, Certificate.number)
    )
    return _named(StatusRow, on_path(wanted, Certificate.path_version_id))


def _proposed(action: StatusAction) -> ColumnElement[bool]:
    """A certificate may have ended otherwise beside the proposal: nothing can be decided on it any more."""
    return (StatusProposal.action == action) & Certificate.state.in_(CERTIFICATE.states(action))


def oldest(rows: Iterable[CaseRow | SignOffRow | StatusRow]) -> date | None:
    """Since when the first of them waits; None when nothing waits."""
    return min((row.since.date() for row in rows), default=None)
