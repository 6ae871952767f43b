"""Certificates as others read them: by number or token, with their status on a day (I-08, I-25)."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select

from certificates.statement import Statement
from certificates.status import Happening, Status, status_on
from certificates.status import StatusEvent as Fact
from curriculum import clock
from curriculum.awards.models import (
    Application,
    Certificate,
    CertificateDocument,
    SigningStatement,
    StatusEvent,
    StatusProposal,
)
from curriculum.awards.queries.locks import locked
from curriculum.db import db
from curriculum.domain.actors import Subject
from curriculum.domain.dossier import CertificateHeld, CertificateStanding
from curriculum.domain.refusals import found
from curriculum.paths import queries as paths
from curriculum.paths.models import Path, PathVersion
from curriculum.people import queries as people


def read_statement(row: SigningStatement) -> Statement:
    """The statement of a row, read back from its canonical bytes."""
    return Statement.from_bytes(row.payload.encode("utf-8"))


def certificate_by_number(number: str, *, lock: bool = False) -> Certificate:
    """The certificate with this number, as printed."""
    wanted = select(Certificate).where(Certificate.number == number)
    return found(db.session.scalars(locked(wanted, lock)).one_or_none(), "certificate", number)


def find_by_number(number: str) -> Certificate | None:
    """The certificate with this number, None for the public page's `not_found`."""
    return db.session.scalars(select(Certificate).where(Certificate.number == number)).one_or_none()


def find_by_token(token: str) -> Certificate | None:
    """The certificate behind the token of a QR code (I-25)."""
    return db.session.scalars(select(Certificate).where(Certificate.token == token)).one_or_none()


certificate_by_token = find_by_token


def certificate(certificate_id: int) -> Certificate:
    """The certificate with this key."""
    return found(db.session.get(Certificate, certificate_id), "certificate", certificate_id)


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
