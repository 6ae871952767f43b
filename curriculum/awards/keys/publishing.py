"""From the key folder into the register: public parts and what became of each key, for everybody else."""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select

from certificates.keys import Authority, read_authority
from certificates.keys.authorities import Rank, own
from certificates.keys.certifying import identifier, type_name
from certificates.keys.registry import Key
from curriculum.awards.issuing import seals
from curriculum.awards.models import SigningKey
from curriculum.db import db, new_id
from curriculum.institutions import queries as institutions


def publish(folder: Path) -> Authority:
    """Bring the public parts into the register, by which everybody else reads them; gives what was read.

    Safe to repeat: what is there is found again, and what a crash kept out enters now.
    """
    public = read_authority(folder)
    for function, rank, pem in (
        (seals.ROOT, Rank.ROOT, public.root),
        (seals.ISSUING, Rank.ISSUING, public.ca),
    ):
        ours = len(own(folder, rank))
        for order, certificate in enumerate(x509.load_pem_x509_certificates(pem), start=1):
            number = order if order <= ours else seals.OF_OTHERS + order - ours
            _note_issuer(function, certificate, number, public.list_by(certificate).decode())
    for seal in public.seal_keys:
        _note(seal, seal.function.value, seal.certificate.decode(), institutions.get(seal.institution).id)
    for credential in public.credential_keys:
        _note(credential, seals.CREDENTIAL, credential.public.hex())
    for log in public.log_keys:
        _note(log, seals.LOG, log.vkey)
    db.session.flush()
    return public


def _note_issuer(function: str, certificate: x509.Certificate, order: int, listed: str) -> None:
    pem = certificate.public_bytes(Encoding.PEM).decode()
    row = _find(f"{function}-{identifier(certificate)}")
    if row is None:
        row = SigningKey(
            id=new_id(),
            kid=f"{function}-{identifier(certificate)}",
            function=function,
            algorithm=type_name(certificate.public_key()),
            certificate_pem=pem,
            generation=order,
            valid_from=certificate.not_valid_before_utc,
            valid_until=certificate.not_valid_after_utc,
        )
        db.session.add(row)
    if row.generation != order:
        row.generation = order  # others stood there before a next one of ours came
    if listed and row.crl_pem != listed:
        row.crl_pem = listed


def _note(key: Key, function: str, public: str, institution_id: int | None = None) -> None:
    row = _find(key.kid)
    if row is None:
        row = SigningKey(
            id=new_id(),
            kid=key.kid,
            institution_id=institution_id,
            function=function,
            algorithm=_algorithm(function, public),
            certificate_pem=public,
            generation=key.generation,
            valid_from=key.valid_from,
            valid_until=key.valid_until,
        )
        db.session.add(row)
    _note_life(row, key)


def _note_life(row: SigningKey, key: Key) -> None:
    """What the folder knows of a key's end the register learns; the register never unlearns one."""
    if key.retired_on is not None and row.retired_on != key.retired_on:
        row.retired_on = key.retired_on
    if key.compromised_at is not None and row.compromised_at != key.compromised_at:
        row.compromised_at = key.compromised_at


def _find(kid: str) -> SigningKey | None:
    db.session.flush()
    return db.session.scalars(select(SigningKey).where(SigningKey.kid == kid)).one_or_none()


def _algorithm(function: str, public: str) -> str:
    if function in (seals.CREDENTIAL, seals.LOG):
        return "Ed25519"
    return type_name(x509.load_pem_x509_certificate(public.encode()).public_key())


def moment_of(at: datetime) -> datetime:
    """A moment as certificates hold it: to the second."""
    return at.replace(microsecond=0)
