"""Which keys signed a certificate, noted with it: a compromised one names what it leaves in doubt (I-16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from certificates.credential.key import CredentialKey
from certificates.errors import SigningKeyError
from certificates.keys.public import seal_kid
from certificates.parties import Function as Seal
from certificates.signing.api import Signers
from certificates.statement import Statement
from curriculum.awards.models import Certificate, SigningKey
from curriculum.db import db
from curriculum.institutions.models import Institution


@dataclass(frozen=True)
class SignedBy:
    """The public names of the keys behind one certificate."""

    training: str
    hr: str
    credential: str


def signed_by(signers: Signers, key: CredentialKey) -> SignedBy:
    """Name both seals and the credential's key."""
    seals = (x509.load_der_x509_certificate(signers.seal(function).certificate) for function in Seal)
    training, hr = (seal_kid(function, seal) for function, seal in zip(Seal, seals, strict=True))
    return SignedBy(training, hr, key.kid)


def note(certificate: Certificate, by: SignedBy) -> None:
    """Write down which keys signed; refuses if one of them was marked as compromised meanwhile."""
    rows = _rows((by.training, by.hr, by.credential))
    for row in rows.values():
        if row.compromised_at is not None:
            raise SigningKeyError(kid=row.kid, problem="compromised_meanwhile")
    certificate.training_key_id = rows[by.training].id
    certificate.hr_key_id = rows[by.hr].id
    certificate.credential_key_id = rows[by.credential].id


def _rows(kids: Iterable[str]) -> dict[str, SigningKey]:
    """The rows as they are now, whatever this session read before; shared until the transaction ends."""
    wanted = select(SigningKey).where(SigningKey.kid.in_(tuple(kids))).with_for_update(read=True)
    found = db.session.scalars(wanted.execution_options(populate_existing=True))
    return {row.kid: row for row in found}


def is_outdated(statement: Statement, recorded_at: datetime) -> bool:
    """Whether a seal that would have signed at a recorded moment was compromised, and a next one is there.

    Nothing was published at that moment, so another one is recorded, at which the next seal may sign.
    """
    old, young = aliased(SigningKey), aliased(SigningKey)
    for function in Seal:
        code = statement.signatory(function).institution.code
        wanted = exists().where(
            Institution.code == code,
            *(one.institution_id == Institution.id for one in (old, young)),
            *(one.function == function.value for one in (old, young)),
            old.valid_from <= recorded_at,
            old.compromised_at.is_not(None),
            young.valid_from > recorded_at,
            young.compromised_at.is_(None),
        )
        if db.session.scalar(select(wanted)):
            return True
    return False
