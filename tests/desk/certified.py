"""Certificates in the register as rows: who holds what until when, without keys or paper."""

from datetime import UTC, date, datetime

from certificates.numbers import make_number, make_token
from curriculum.awards.models import Application, Certificate, SigningStatement, StatusEvent
from curriculum.db import db, new_id, transaction
from curriculum.domain.actors import EVERYWHERE, Actor, Grant, Role
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.certificate import CertificateState
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.paths.models import PathEnrolment
from curriculum.people import service as people
from curriculum.people.registration import NewName, NewPerson
from tests.cast import Cast

REGISTRAR = Actor(account_id=None, grants=(Grant(Role.HR_OFFICER, EVERYWHERE, date(2000, 1, 1)),))


def make_certificate(person_id: int, path_version_id: int, **values) -> Certificate:
    """A trainer certificate since January 2025, three years long; committed."""
    with transaction():
        application = _application(person_id, path_version_id)
        number = make_number("trainer", 2025)
        statement = SigningStatement(
            id=new_id(),
            person_id=person_id,
            application_id=application.id,
            number=number,
            token=make_token(),
            payload="{}",
            digest="0" * 64,
        )
        db.session.add(statement)
        db.session.flush()
        given = {
            "state": CertificateState.ISSUED,
            "effective_from": date(2025, 1, 15),
            "valid_until": date(2028, 1, 14),
        } | values
        row = Certificate(
            id=new_id(),
            number=number,
            token=statement.token,
            kind="trainer",
            person_id=person_id,
            application_id=application.id,
            path_version_id=path_version_id,
            statement_id=statement.id,
            issued_at=datetime(2025, 1, 15, tzinfo=UTC),
            pdf_sha256="0" * 64,
            credential_sha256="0" * 64,
            log_index=new_id() & 0x7FFFFFFF,
            **given,
        )
        db.session.add(row)
        db.session.flush()
        issued = StatusEvent(certificate_id=row.id, event="issued", effective_at=row.issued_at)
        db.session.add(issued)
    return row


def _application(person_id: int, path_version_id: int) -> Application:
    enrolment = PathEnrolment(
        person_id=person_id,
        id=new_id(),
        path_version_id=path_version_id,
        state=EnrolmentState.LAPSED,
        designated_on=date(2024, 1, 8),
    )
    db.session.add(enrolment)
    db.session.flush()
    application = Application(
        person_id=person_id,
        id=new_id(),
        code=f"A-{enrolment.id}",
        enrolment_id=enrolment.id,
        path_version_id=path_version_id,
        state=ApplicationState.ISSUED,
        snapshot="{}",
        snapshot_hash="0" * 64,
    )
    db.session.add(application)
    db.session.flush()
    return application


def make_person(
    cast: Cast,
    number: str,
    *spellings: tuple[str, str, str],
    at: str = "MINT",
    born: date | None = None,
) -> int:
    """An official at work in an institution of the cast; committed."""
    cast.enter()
    with transaction():
        person = people.register(
            REGISTRAR,
            NewPerson(
                names=tuple(NewName(*one) for one in spellings),
                personnel_no=number,
                institution=at,
                hired_on=date(2015, 1, 5),
                birth_date=born,
            ),
        )
    return person.id
