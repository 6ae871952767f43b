"""Graduations as others read them: which there are, who is in them, what of them is held back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true

from curriculum import clock
from curriculum.awards.models import Application, Function, IssueRequest, Mandate, SigningStatement, SignOff
from curriculum.awards.models.graduations import Graduation, GraduationArchive, GraduationMember
from curriculum.awards.queries.lists import on_path
from curriculum.awards.queries.locks import locked
from curriculum.db import db
from curriculum.db.waiting import HELD
from curriculum.domain.actors import Actor, ScopeKind, Subject
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import is_unbounded, reaches
from curriculum.domain.refusals import found
from curriculum.institutions import queries as institutions
from curriculum.paths.models import Path

TO_COME = (ApplicationState.AWAITING_SIGNOFFS, ApplicationState.SIGNED_OFF)


def get(code: str, *, lock: bool = False) -> Graduation:
    """The graduation with this code; `lock` keeps a second click waiting until the first is done."""
    wanted = select(Graduation).where(Graduation.code == code)
    return found(db.session.scalars(locked(wanted, lock)).one_or_none(), "graduation", code)


def due_at(application: Application) -> datetime:
    """When the certificate of an application whose second signature was given now is due."""
    wanted = (
        select(Graduation.id)
        .join(GraduationMember, GraduationMember.graduation_id == Graduation.id)
        .where(
            GraduationMember.person_id == application.person_id,
            GraduationMember.application_id == application.id,
            Graduation.cancelled_at.is_not(None),
        )
    )
    return clock.now() if db.session.scalar(wanted) is None else HELD


def requests_of(graduation: Graduation) -> Select[int]:
    """The statements of a graduation whose certificates the worker has to issue, as keys."""
    here = and_(
        GraduationMember.person_id == IssueRequest.person_id,
        GraduationMember.application_id == IssueRequest.application_id,
    )
    wanted = select(IssueRequest.statement_id).join(GraduationMember, here)
    return wanted.where(GraduationMember.graduation_id == graduation.id, IssueRequest.done_at.is_(None))


def open_to(
    *, owners: frozenset[int], employers: frozenset[int], paths: Sequence[str]
) -> Select[*tuple[Any, ...]]:
    """Applications a graduation may take: person, application, employer; stated, not issued, in no other.

    The employer is the one for whom HR signs (I-15). Taken is what these own or whom these employ.
    """
    signs = and_(SignOff.statement_id == SigningStatement.id, SignOff.function == Function.HR)
    here = and_(
        GraduationMember.person_id == Application.person_id,
        GraduationMember.application_id == Application.id,
    )
    wanted = (
        select(Application.person_id, Application.id, Mandate.institution_id)
        .join(SigningStatement, SigningStatement.application_id == Application.id)
        .join(SignOff, signs)
        .join(Mandate, Mandate.id == SignOff.mandate_id)
        .outerjoin(GraduationMember, here)
        .outerjoin(Graduation, Graduation.id == GraduationMember.graduation_id)
        .where(
            Application.state.in_(TO_COME),
            SigningStatement.voided_at.is_(None),
            or_(Graduation.id.is_(None), Graduation.cancelled_at.is_not(None)),
            or_(Path.owner_institution_id.in_(owners), Mandate.institution_id.in_(employers)),
        )
        .order_by(Application.id)
    )
    wanted = on_path(wanted, Application.path_version_id)
    return wanted.where(Path.code.in_(paths)) if paths else wanted


def employers_of(graduation: Graduation) -> frozenset[int]:
    """The institutions that employ somebody in a graduation."""
    wanted = select(GraduationMember.employer_id).where(GraduationMember.graduation_id == graduation.id)
    return frozenset(db.session.scalars(wanted.distinct()))


def held_by(graduation: Graduation) -> Subject:
    """A graduation as whoever runs it is asked: by the institution that holds it."""
    return institutions.owned(graduation.institution_id)


def seen_by(graduation: Graduation) -> Subject:
    """A graduation as its readers are asked: also the employers of whom it certifies somebody."""
    places = institutions.lineage(graduation.institution_id)
    employing = [institutions.lineage(one) for one in sorted(employers_of(graduation))]
    return Subject(institutions=places.union(*employing), owners=places)


def visible_to(actor: Actor) -> Select[Graduation]:
    """Graduations an actor may look at, newest first."""
    return select(Graduation).where(_reached(actor)).order_by(Graduation.id.desc())


def _reached(actor: Actor) -> ColumnElement[bool]:
    places: set[int] = set()
    for reach, scope in reaches(actor, Permission.GRADUATION_VIEW, clock.today()):
        if is_unbounded(reach, scope):
            return true()
        if scope.kind is ScopeKind.INSTITUTION and isinstance(scope.id, int):
            places |= institutions.descendants(scope.id)
    if not places:
        return false()
    employs = exists().where(
        GraduationMember.graduation_id == Graduation.id, GraduationMember.employer_id.in_(places)
    )
    return or_(Graduation.institution_id.in_(places), employs)


def archives_of(graduation: Graduation) -> dict[int, GraduationArchive]:
    """The archives of a graduation by employer."""
    wanted = select(GraduationArchive).where(GraduationArchive.graduation_id == graduation.id)
    return {one.employer_id: one for one in db.session.scalars(wanted)}


def unannounced() -> Select[Graduation]:
    """Graduations that go on and employ somebody whose institution has not been told of it, oldest first."""
    told = exists().where(
        GraduationArchive.graduation_id == GraduationMember.graduation_id,
        GraduationArchive.employer_id == GraduationMember.employer_id,
        GraduationArchive.announced_at.is_not(None),
    )
    here = exists().where(GraduationMember.graduation_id == Graduation.id, ~told)
    return select(Graduation).where(Graduation.cancelled_at.is_(None), here).order_by(Graduation.id)
