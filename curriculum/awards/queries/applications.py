"""Applications, their steps and decisions as others read them."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from curriculum import clock
from curriculum.awards.models import (
    Application,
    ApplicationStep,
    Certificate,
    Decision,
    SignOff,
)
from curriculum.awards.queries.lists import on_path
from curriculum.awards.queries.locks import hold_persons, locked
from curriculum.db import db
from curriculum.delivery import queries as delivery
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.signoff import SignOffState
from curriculum.domain.refusals import found
from curriculum.institutions import queries as institutions
from curriculum.paths import queries as paths
from curriculum.paths.models import Path, PathEnrolment
from curriculum.people import queries as people

CLOSED = (ApplicationState.DECIDED_REFUSE, ApplicationState.ISSUED, ApplicationState.WITHDRAWN)
"""States in which an application is over; a new one may follow a refusal or a withdrawal."""

UNDECIDED = (ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED)

# Whoever returned or refused goes on reading the case; signing it is for who is designated now.
ANSWERING = (SignOffState.PENDING, SignOffState.APPROVED, SignOffState.RETURNED, SignOffState.REFUSED)

LEFT = (
    EnrolmentState.DECLINED,
    EnrolmentState.WITHDRAWN,
    EnrolmentState.LAPSED,
    EnrolmentState.TRANSITIONED,
)


def get_application(code: str, *, lock: bool = False) -> Application:
    """The application with this code; `lock` keeps a second click waiting until the first is done."""
    if lock:
        hold_persons(select(Application.person_id).where(Application.code == code))
    wanted = select(Application).where(Application.code == code)
    return found(db.session.scalars(locked(wanted, lock)).one_or_none(), "application", code)


def application(person_id: int, application_id: int, *, lock: bool = False) -> Application:
    """The application with this key; `lock` as in `get_application`."""
    if lock:
        hold_persons([person_id])
    key, held = (person_id, application_id), {"key_share": True} if lock else None
    row = db.session.get(Application, key, with_for_update=held, populate_existing=lock)
    return found(row, "application", application_id)


def applications_of(person_id: int) -> Sequence[Application]:
    """Every application of a person, newest first."""
    wanted = select(Application).where(Application.person_id == person_id)
    return db.session.scalars(wanted.order_by(Application.id.desc())).all()


def in_state(state: ApplicationState) -> Sequence[Application]:
    """Every application in one state, oldest first."""
    wanted = select(Application).where(Application.state == state)
    return db.session.scalars(wanted.order_by(Application.id)).all()


def find_open(person_id: int, enrolment_id: int) -> Application | None:
    """The application on an enrolment that is not over yet, if there is one."""
    wanted = select(Application).where(
        Application.person_id == person_id,
        Application.enrolment_id == enrolment_id,
        Application.state.not_in(CLOSED),
    )
    return db.session.scalars(wanted).one_or_none()


def find_issued(person_id: int, enrolment_id: int) -> Application | None:
    """The application on an enrolment that led to a certificate, if there is one."""
    wanted = select(Application).where(
        Application.person_id == person_id,
        Application.enrolment_id == enrolment_id,
        Application.state == ApplicationState.ISSUED,
    )
    return db.session.scalars(wanted.order_by(Application.id.desc()).limit(1)).one_or_none()


def subject(one: Application, actor: Actor) -> Subject:
    """An application as permissions see it: the person, the path's owner, and who was given the case.

    The case is given to whoever is asked to sign, and to the owner's assessors, one of whom checks it.
    The employer at decision date stays with it after a transfer (I-15).
    """
    about = paths.enrolment_subject(one.person_id, one.path_version_id, clock.today())
    decision = find_decision(one)
    if decision is not None:
        places = about.institutions | institutions.lineage(decision.employer_id)
        about = replace(about, institutions=places)
    return replace(about, assigned=_signatories(one) | delivery.authorised(actor, about.owners))


def _signatories(one: Application) -> frozenset[int]:
    wanted = select(SignOff.signatory_id).where(
        SignOff.application_id == one.id, SignOff.state.in_(ANSWERING)
    )
    return frozenset(alias for who in db.session.scalars(wanted) for alias in people.aliases(who))


def find_enrolment(person_id: int, path_code: str) -> PathEnrolment | None:
    """The newest enrolment of a person on a path that was not left or declined."""
    wanted = on_path(select(PathEnrolment), PathEnrolment.path_version_id).where(
        PathEnrolment.person_id == person_id, Path.code == path_code, PathEnrolment.state.not_in(LEFT)
    )
    return db.session.scalars(wanted.order_by(PathEnrolment.id.desc()).limit(1)).one_or_none()


def steps_of(one: Application) -> Sequence[ApplicationStep]:
    """Every move of an application, oldest first."""
    wanted = select(ApplicationStep).where(
        ApplicationStep.person_id == one.person_id, ApplicationStep.application_id == one.id
    )
    return db.session.scalars(wanted.order_by(ApplicationStep.at, ApplicationStep.id)).all()


def decisions_of(one: Application) -> Sequence[Decision]:
    """Every decision on an application, newest first."""
    wanted = select(Decision).where(Decision.person_id == one.person_id, Decision.application_id == one.id)
    return db.session.scalars(wanted.order_by(Decision.id.desc())).all()


def find_decision(one: Application) -> Decision | None:
    """The latest decision; of a reissue, the one it carries on."""
    own = decisions_of(one)
    if own:
        return own[0]
    if one.replaces_certificate_id is None or one.state in UNDECIDED:
        return None
    replaced = db.session.get(Certificate, one.replaces_certificate_id)
    if replaced is None or replaced.path_version_id != one.path_version_id:
        return None
    earlier = application(replaced.person_id, replaced.application_id)
    return find_decision(earlier) if earlier.enrolment_id == one.enrolment_id else None
