"""The public faces of the signing keys, as rows: checkers read these, never the key folder (I-16)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, or_, select

from certificates.credential.key import did_of
from certificates.keys import Authority, PublicKey
from certificates.verifying.trust import Trust
from curriculum.awards.issuing import log
from curriculum.awards.models import SigningKey
from curriculum.db import db

ROOT, ISSUING, LOG, CREDENTIAL = "root", "issuing", "log", "credential"
"""Functions of the keys that are no institution's seal."""

_did = "did:web:cursus.example"


def configure(issuer_domain: str) -> None:
    """Take the deployment's name as an issuer; `create_app` calls it once."""
    global _did
    _did = did_of(issuer_domain)


def all_() -> Sequence[SigningKey]:
    """Every key there ever was, oldest first; a retired one still proves what it signed (I-16)."""
    return db.session.scalars(select(SigningKey).order_by(SigningKey.activated_on, SigningKey.kid)).all()


def find(kid: str) -> SigningKey | None:
    """The key with this public name."""
    return db.session.scalars(select(SigningKey).where(SigningKey.kid == kid)).one_or_none()


def in_use(function: str, institution_id: int | None, on: date) -> SigningKey | None:
    """The key that signs in a function for an institution on a day, None where there is none."""
    wanted = select(SigningKey).where(
        SigningKey.function == function,
        _of(institution_id),
        SigningKey.activated_on <= on,
        or_(SigningKey.retired_on.is_(None), SigningKey.retired_on > on),
        SigningKey.compromised_at.is_(None),
    )
    return db.session.scalars(wanted.order_by(SigningKey.activated_on.desc()).limit(1)).first()


def _of(institution_id: int | None) -> ColumnElement[bool]:
    if institution_id is None:
        return SigningKey.institution_id.is_(None)
    return SigningKey.institution_id == institution_id


def authority() -> Authority | None:
    """Root, issuing authority, their lists, the log's key and every seal; None before `cursus init`."""
    rows = all_()
    by = {row.function: row for row in rows if row.institution_id is None}
    if not {ROOT, ISSUING, LOG} <= by.keys():
        return None
    return Authority(
        root=by[ROOT].certificate_pem.encode(),
        ca=by[ISSUING].certificate_pem.encode(),
        root_crl=(by[ROOT].crl_pem or "").encode(),
        ca_crl=(by[ISSUING].crl_pem or "").encode(),
        log=by[LOG].certificate_pem,
        seals={row.kid: row.certificate_pem.encode() for row in rows if row.institution_id is not None},
        did=_did,
        credential_keys=tuple(_credential(row) for row in rows if row.function == CREDENTIAL),
    )


def _credential(row: SigningKey) -> PublicKey:
    return PublicKey(
        kid=row.kid,
        valid_from=datetime.combine(row.activated_on, time(), UTC),
        retired_on=row.retired_on,
        compromised_at=row.compromised_at,
        public=bytes.fromhex(row.certificate_pem),
    )


def trust() -> Trust | None:
    """What a checker of ours trusts, with the latest checkpoint."""
    public = authority()
    if public is None:
        return None
    latest = log.checkpoint()
    return Trust.of(public, latest.note if latest else None)


def chain_pem() -> bytes:
    """Issuing authority, root, then every seal past and present, as one PEM file."""
    public = authority()
    return b"" if public is None else b"".join([public.chain, *public.seals.values()])
