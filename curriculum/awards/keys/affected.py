"""Certificates that a key signed, found by one indexed question; which of them are in doubt (I-16)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from certificates.parties import Function as Seal
from curriculum.awards.issuing import seals
from curriculum.awards.models import Certificate, SigningKey
from curriculum.db import db
from curriculum.domain.lifecycles.certificate import CertificateState

COLUMNS: dict[str, InstrumentedAttribute[int | None]] = {
    Seal.TRAINING.value: Certificate.training_key_id,
    Seal.HR.value: Certificate.hr_key_id,
    seals.CREDENTIAL: Certificate.credential_key_id,
}


@dataclass(frozen=True)
class Affected:
    """One certificate that a key signed; `after` says: when the key was in other hands already."""

    number: str
    state: CertificateState
    issued_at: datetime
    after: bool


def affected(key: SigningKey) -> Iterator[Affected]:
    """Every certificate a key signed, oldest first; none for keys that sign no certificate."""
    wanted = query(key)
    if wanted is None:
        return
    since = key.compromised_at
    for number, state, issued_at in db.session.execute(wanted.execution_options(yield_per=1000)):
        yield Affected(number, state, issued_at, since is not None and issued_at >= since)


def query(key: SigningKey) -> Select[str, CertificateState, datetime] | None:
    """The question as the database is asked it."""
    column = COLUMNS.get(key.function)
    if column is None:
        return None
    wanted = select(Certificate.number, Certificate.state, Certificate.issued_at).where(column == key.id)
    return wanted.order_by(Certificate.issued_at, Certificate.number)
