"""One certificate with everything its check needs, in as few statements as it takes."""

from dataclasses import dataclass, replace
from datetime import UTC, date
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from certificates import Happening, OneRegistered, Registered, Statement, Status, StatusEvent, status_on
from certificates.log.entry import Entry, Record
from certificates.log.log import Log
from curriculum.awards import models
from curriculum.db import db
from curriculum.db.prepared import Prepared


@dataclass(frozen=True)
class Found:
    """A registered certificate as the public may check it."""

    id: int
    number: str
    registered: Registered

    @property
    def statement(self) -> Statement:
        """What both authorities signed."""
        return self.registered.statement

    def status(self, on: date) -> Status:
        """The status of a day; expired is derived (I-08)."""
        return status_on(self.registered.events, self.statement.valid_until, on)

    def since(self, status: Status) -> date | None:
        """From when a status that somebody decided holds; the reason is nobody's business (S18)."""
        days = [e.effective_on for e in self.registered.events if e.happening.value == status.value]
        return days[-1] if days else None


_C = models.Certificate
_ONE = (
    select(
        *(_C.id, _C.number, _C.pdf_sha256, _C.credential_sha256, _C.log_index),
        *(models.SigningStatement.payload, models.IssueRequest.recorded_at, models.IssueRequest.salt),
    )
    .join(models.SigningStatement, models.SigningStatement.id == _C.statement_id)
    .outerjoin(models.IssueRequest, models.IssueRequest.statement_id == _C.statement_id)
)
_BY_TOKEN = Prepared(_ONE.where(_C.token == bindparam("token")))
_BY_NUMBER = Prepared(_ONE.where(_C.number == bindparam("number")))
_NEWER = aliased(_C)
_EVENTS = Prepared(
    select(models.StatusEvent.event, models.StatusEvent.effective_at, _NEWER.number)
    .outerjoin(
        _NEWER,
        (_NEWER.replaces_id == models.StatusEvent.certificate_id)
        & (models.StatusEvent.event == "superseded"),
    )
    .where(models.StatusEvent.certificate_id == bindparam("certificate_id"))
    .order_by(models.StatusEvent.effective_at, models.StatusEvent.id)
)


def find_by_token(token: str) -> Found | None:
    """The certificate behind the token of a QR code (I-25)."""
    row = _BY_TOKEN.one(token=token)
    return None if row is None else _read(row)


def find_by_number(number: str) -> Found | None:
    """The certificate with this number, as printed."""
    row = _BY_NUMBER.one(number=number)
    return None if row is None else _read(row)


def _read(row: Any) -> Found:
    statement, digest = _parsed(row.payload)
    entry = None
    if row.recorded_at is not None and row.salt:
        recorded, files = row.recorded_at.astimezone(UTC), (row.pdf_sha256, row.credential_sha256)
        record = Record(statement.number, digest, files[0], recorded, files[1])
        entry = Entry(record, row.salt, row.log_index)
    events = [
        StatusEvent(Happening(event), moment.date(), number)
        for event, moment, number in _EVENTS.all(certificate_id=row.id)
    ]
    return Found(row.id, row.number, Registered(statement, row.pdf_sha256, events, entry))


@lru_cache(maxsize=1024)
def _parsed(payload: str) -> tuple[Statement, str]:
    """A statement with its digest; what is signed never changes, so what was read once stays true."""
    statement = Statement.from_bytes(payload.encode("utf-8"))
    return statement, statement.digest()


def numbers(only: str | None = None) -> list[str]:
    """Every number, oldest first, or one of them."""
    wanted = select(_C.number).order_by(_C.log_index)
    return list(db.session.scalars(wanted if only is None else wanted.where(_C.number == only)))


def pdf_of(found: Found) -> bytes | None:
    """The signed document as issued."""
    wanted = select(models.CertificateDocument.pdf)
    return db.session.scalar(wanted.where(models.CertificateDocument.certificate_id == found.id))


def credential_of(found: Found) -> bytes | None:
    """The credential as attached to the document."""
    wanted = select(models.CertificateDocument.credential)
    return db.session.scalar(wanted.where(models.CertificateDocument.certificate_id == found.id))


def with_proof(found: Found, tree: Log, size: int) -> Found:
    """The same with the proof that its entry is under a checkpoint of that size."""
    entry = found.registered.entry
    if entry is None or entry.index >= size:
        return found
    return replace(found, registered=replace(found.registered, proof=tree.prove(entry.index, size)))


def only(found: Found | None) -> OneRegistered:
    """A register that knows what was just looked up."""
    return OneRegistered(None if found is None else found.registered)
