"""Applications, decisions, statements and certificates as others read them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from curriculum import clock
from curriculum.awards.certificate_queries import certificate as certificate
from curriculum.awards.certificate_queries import certificate_by_number as certificate_by_number
from curriculum.awards.certificate_queries import certificate_by_token as certificate_by_token
from curriculum.awards.certificate_queries import certificate_of as certificate_of
from curriculum.awards.certificate_queries import certificate_subject as certificate_subject
from curriculum.awards.certificate_queries import certificates_of as certificates_of
from curriculum.awards.certificate_queries import document as document
from curriculum.awards.certificate_queries import events_of as events_of
from curriculum.awards.certificate_queries import facts_of as facts_of
from curriculum.awards.certificate_queries import find_by_number as find_by_number
from curriculum.awards.certificate_queries import find_by_token as find_by_token
from curriculum.awards.certificate_queries import find_replacement as find_replacement
from curriculum.awards.certificate_queries import found, locked
from curriculum.awards.certificate_queries import held_by as held_by
from curriculum.awards.certificate_queries import issued_count as issued_count
from curriculum.awards.certificate_queries import open_proposal as open_proposal
from curriculum.awards.certificate_queries import read_statement as read_statement
from curriculum.awards.certificate_queries import statement_of as statement_of
from curriculum.awards.certificate_queries import status_of as status_of
from curriculum.awards.certificate_queries import statuses_on as statuses_on
from curriculum.awards.models import (
    Application,
    ApplicationStep,
    Certificate,
    Decision,
    Function,
    Mandate,
    SigningStatement,
    SignOff,
)
from curriculum.db import db
from curriculum.delivery import queries as delivery
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.mandate import MandateState
from curriculum.domain.lifecycles.signoff import SignOffState
from curriculum.institutions import queries as institutions
from curriculum.paths import queries as paths
from curriculum.paths.models import Path, PathEnrolment, PathVersion
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
    wanted = select(Application).where(Application.code == code)
    return found(db.session.scalars(locked(wanted, lock)).one_or_none(), "application", code)


def application(person_id: int, application_id: int, *, lock: bool = False) -> Application:
    """The application with this key; `lock` as in `get_application`."""
    key = (person_id, application_id)
    row = db.session.get(Application, key, with_for_update=lock, populate_existing=lock)
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
    wanted = (
        select(PathEnrolment)
        .join(PathVersion, PathVersion.id == PathEnrolment.path_version_id)
        .join(Path, Path.id == PathVersion.path_id)
        .where(PathEnrolment.person_id == person_id, Path.code == path_code, PathEnrolment.state.not_in(LEFT))
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


def find_statement(one: Application) -> SigningStatement | None:
    """The statement that waits for signatures or bears them, None where none is in force."""
    wanted = select(SigningStatement).where(
        SigningStatement.application_id == one.id, SigningStatement.voided_at.is_(None)
    )
    return db.session.scalars(wanted).one_or_none()


def last_statement(one: Application) -> SigningStatement | None:
    """The latest statement, void or not: it keeps the reserved number and token."""
    wanted = select(SigningStatement).where(SigningStatement.application_id == one.id)
    return db.session.scalars(wanted.order_by(SigningStatement.id.desc()).limit(1)).one_or_none()


def sign_offs_of(statement_id: int) -> dict[Function, SignOff]:
    """Both sign-offs of a statement."""
    wanted = select(SignOff).where(SignOff.statement_id == statement_id)
    return {one.function: one for one in db.session.scalars(wanted)}


def sign_off_history(one: Application) -> Sequence[SignOff]:
    """Every sign-off on every statement of an application, newest first."""
    wanted = select(SignOff).where(SignOff.application_id == one.id)
    return db.session.scalars(wanted.order_by(SignOff.id.desc())).all()


def get_mandate(code: str, *, lock: bool = False) -> Mandate:
    """The mandate with this code."""
    wanted = select(Mandate).where(Mandate.code == code)
    return found(db.session.scalars(locked(wanted, lock)).one_or_none(), "mandate", code)


def find_mandate(code: str) -> Mandate | None:
    """The mandate with this code, if there is one."""
    return db.session.scalars(select(Mandate).where(Mandate.code == code)).one_or_none()


def last_signed_on(mandate_id: int) -> date | None:
    """The last day on which a sign-off that stands was given by a mandate."""
    wanted = select(func.max(SignOff.decided_at)).where(
        SignOff.mandate_id == mandate_id, SignOff.state == SignOffState.APPROVED
    )
    last = db.session.scalar(wanted)
    return None if last is None else last.date()


def is_signatory(person_id: int) -> bool:
    """Whether somebody holds a signing mandate that did not end, or is proposed for one."""
    wanted = select(Mandate.id).where(Mandate.person_id == person_id, Mandate.state != MandateState.ENDED)
    return db.session.scalars(wanted.limit(1)).first() is not None


def mandate_codes(beginning: str) -> set[str]:
    """Codes of mandates that begin alike."""
    wanted = select(Mandate.code).where(Mandate.code.startswith(beginning, autoescape=True))
    return set(db.session.scalars(wanted))


def mandate(mandate_id: int) -> Mandate:
    """The mandate with this key."""
    return found(db.session.get(Mandate, mandate_id), "mandate", mandate_id)
