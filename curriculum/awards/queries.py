"""Applications, decisions, statements and certificates as others read them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy import Select, func, select

from certificates.statement import Statement
from certificates.status import Happening, Status, status_on
from certificates.status import StatusEvent as Fact
from curriculum import clock
from curriculum.awards.models import (
    Application,
    ApplicationStep,
    Certificate,
    CertificateDocument,
    Decision,
    Function,
    Mandate,
    SigningStatement,
    SignOff,
    StatusEvent,
    StatusProposal,
)
from curriculum.db import db
from curriculum.delivery import queries as delivery
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.dossier import CertificateHeld, CertificateStanding
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.signoff import SignOffState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions
from curriculum.paths import queries as paths
from curriculum.paths.models import Path, PathEnrolment, PathVersion
from curriculum.people import queries as people

Row = TypeVar("Row")
Thing = TypeVar("Thing")

CLOSED = (ApplicationState.DECIDED_REFUSE, ApplicationState.ISSUED, ApplicationState.WITHDRAWN)
"""States in which an application is over; a new one may follow a refusal or a withdrawal."""

UNDECIDED = (ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED)


LEFT = (
    EnrolmentState.DECLINED,
    EnrolmentState.WITHDRAWN,
    EnrolmentState.LAPSED,
    EnrolmentState.TRANSITIONED,
)


def get_application(code: str, *, lock: bool = False) -> Application:
    """The application with this code; `lock` keeps a second click waiting until the first is done."""
    wanted = select(Application).where(Application.code == code)
    return _found(db.session.scalars(_locked(wanted, lock)).one_or_none(), "application", code)


def application(person_id: int, application_id: int) -> Application:
    """The application with this key."""
    return _found(db.session.get(Application, (person_id, application_id)), "application", application_id)


def _locked(wanted: Select[Row], lock: bool) -> Select[Row]:
    return wanted.with_for_update().execution_options(populate_existing=True) if lock else wanted


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
        SignOff.application_id == one.id, SignOff.state.in_((SignOffState.PENDING, SignOffState.APPROVED))
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


def read_statement(row: SigningStatement) -> Statement:
    """The statement of a row, read back from its canonical bytes."""
    return Statement.from_bytes(row.payload.encode("utf-8"))


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
    return _found(db.session.scalars(_locked(wanted, lock)).one_or_none(), "mandate", code)


def find_mandate(code: str) -> Mandate | None:
    """The mandate with this code, if there is one."""
    return db.session.scalars(select(Mandate).where(Mandate.code == code)).one_or_none()


def mandate_codes(beginning: str) -> set[str]:
    """Codes of mandates that begin alike."""
    wanted = select(Mandate.code).where(Mandate.code.startswith(beginning, autoescape=True))
    return set(db.session.scalars(wanted))


def mandate(mandate_id: int) -> Mandate:
    """The mandate with this key."""
    return _found(db.session.get(Mandate, mandate_id), "mandate", mandate_id)


def certificate_by_number(number: str, *, lock: bool = False) -> Certificate:
    """The certificate with this number, as printed."""
    wanted = select(Certificate).where(Certificate.number == number)
    return _found(db.session.scalars(_locked(wanted, lock)).one_or_none(), "certificate", number)


def find_by_number(number: str) -> Certificate | None:
    """The certificate with this number, None for the public page's `not_found`."""
    return db.session.scalars(select(Certificate).where(Certificate.number == number)).one_or_none()


def find_by_token(token: str) -> Certificate | None:
    """The certificate behind the token of a QR code (I-25)."""
    return db.session.scalars(select(Certificate).where(Certificate.token == token)).one_or_none()


certificate_by_token = find_by_token


def certificate(certificate_id: int) -> Certificate:
    """The certificate with this key."""
    return _found(db.session.get(Certificate, certificate_id), "certificate", certificate_id)


def certificate_of(one: Application) -> Certificate | None:
    """The certificate an application led to."""
    wanted = select(Certificate).where(Certificate.application_id == one.id)
    return db.session.scalars(wanted).one_or_none()


def certificates_of(person_id: int) -> Sequence[Certificate]:
    """Every certificate of a person and of the records merged into theirs, newest first."""
    wanted = select(Certificate).where(Certificate.person_id.in_(people.aliases(person_id)))
    return db.session.scalars(wanted.order_by(Certificate.issued_at.desc(), Certificate.id.desc())).all()


def find_replacement(one: Certificate) -> Certificate | None:
    """The certificate that replaced one, if it is issued."""
    return db.session.scalars(select(Certificate).where(Certificate.replaces_id == one.id)).first()


def document(one: Certificate) -> bytes | None:
    """The signed PDF of a certificate."""
    row = db.session.get(CertificateDocument, one.id)
    return None if row is None else row.pdf


def statement_of(one: Certificate) -> Statement:
    """The statement a certificate was issued on."""
    return read_statement(db.session.get_one(SigningStatement, one.statement_id))


def events_of(certificate_ids: Iterable[int]) -> dict[int, list[StatusEvent]]:
    """Status events by certificate, oldest first, one statement for any number."""
    ids = set(certificate_ids)
    found: dict[int, list[StatusEvent]] = {one: [] for one in ids}
    wanted = select(StatusEvent).where(StatusEvent.certificate_id.in_(ids))
    for event in db.session.scalars(wanted.order_by(StatusEvent.effective_at, StatusEvent.id)):
        found[event.certificate_id].append(event)
    return found


def facts_of(one: Certificate, events: Iterable[StatusEvent]) -> list[Fact]:
    """Status events as `certificates.status` reads them."""
    newer = find_replacement(one) if any(e.event == Happening.SUPERSEDED for e in events) else None
    number = None if newer is None else newer.number
    return [
        Fact(
            Happening(e.event),
            e.effective_at.date(),
            number if e.event == Happening.SUPERSEDED else None,
        )
        for e in events
    ]


def statuses_on(rows: Iterable[Certificate], on: date) -> dict[int, Status]:
    """The status of some certificates on a day; expired is derived, never stored (I-08)."""
    rows = list(rows)
    events = events_of(one.id for one in rows)
    return {one.id: status_on(_plain(events[one.id]), one.valid_until, on) for one in rows}


def _plain(events: Iterable[StatusEvent]) -> list[Fact]:
    return [Fact(Happening(e.event), e.effective_at.date()) for e in events]


def status_of(one: Certificate, on: date) -> Status:
    """The status of one certificate on a day."""
    return statuses_on([one], on)[one.id]


_STANDING = {
    Status.REVOKED: CertificateStanding.REVOKED,
    Status.WITHDRAWN: CertificateStanding.WITHDRAWN,
    Status.SUPERSEDED: CertificateStanding.SUPERSEDED,
    Status.SUSPENDED: CertificateStanding.SUSPENDED,
}


def held_by(person_id: int, on: date) -> tuple[CertificateHeld, ...]:
    """A person's certificates as the engine reads them, for eligibility and entry requirements."""
    rows = certificates_of(person_id)
    statuses = statuses_on(rows, on)
    names = _path_names({one.path_version_id for one in rows})
    return tuple(
        CertificateHeld(
            one.number,
            one.kind,
            *names[one.path_version_id],
            one.effective_from,
            one.valid_until,
            _STANDING.get(statuses[one.id], CertificateStanding.ISSUED),
        )
        for one in rows
    )


def _path_names(version_ids: set[int]) -> dict[int, tuple[str, int]]:
    wanted = (
        select(PathVersion.id, Path.code, PathVersion.version)
        .join(Path, Path.id == PathVersion.path_id)
        .where(PathVersion.id.in_(version_ids))
    )
    return {row.id: (row.code, row.version) for row in db.session.execute(wanted)}


def certificate_subject(one: Certificate) -> Subject:
    """A certificate as permissions see it: holder, employer today, owner of the path."""
    return paths.enrolment_subject(one.person_id, one.path_version_id, clock.today())


def open_proposal(one: Certificate, *, action: str | None = None) -> StatusProposal | None:
    """The proposal on a certificate that nobody finished yet."""
    wanted = select(StatusProposal).where(
        StatusProposal.certificate_id == one.id, StatusProposal.approved.is_(None)
    )
    if action is not None:
        wanted = wanted.where(StatusProposal.action == action)
    return db.session.scalars(wanted.order_by(StatusProposal.id.desc()).limit(1)).one_or_none()


def issued_count() -> int:
    """How many certificates there are."""
    return db.session.scalar(select(func.count()).select_from(Certificate)) or 0


def _found(thing: Thing | None, object_: str, code: object) -> Thing:
    if thing is None:
        raise Refusal(RefusalCode.NOT_FOUND, object=object_, code=code)
    return thing
