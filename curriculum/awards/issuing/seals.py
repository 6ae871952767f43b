"""The public faces of the signing keys, as rows: checkers read these, never the key folder (I-16)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, or_, select

from certificates.credential.key import did_of
from certificates.keys import Authority, LogVerifier, PublicKey, SealKey
from certificates.keys.public import checked_with
from certificates.parties import Function as Seal
from certificates.verifying.trust import Trust
from curriculum.awards.issuing import log, stamping
from curriculum.awards.models import SigningKey
from curriculum.db import db
from curriculum.db.prepared import Prepared
from curriculum.institutions.models import Institution

ROOT, ISSUING, LOG, CREDENTIAL = "root", "issuing", "log", "credential"
"""Functions of the keys that are no institution's seal."""

OF_OTHERS = 1000
"""Roots and issuing authorities of others are numbered from here on, so that ours always stand before."""

_did = "did:web:cursus.example"


class InUse(NamedTuple):
    """A key that signs now."""

    id: int
    kid: str
    generation: int


_AT = bindparam("at", type_=SigningKey.valid_from.type)
_IN_USE = Prepared(  # asked four times for each certificate
    select(SigningKey.id, SigningKey.kid, SigningKey.generation)
    .where(SigningKey.function == bindparam("function"))
    .where(SigningKey.institution_id.is_not_distinct_from(bindparam("institution_id")))
    .where(SigningKey.valid_from <= _AT)
    .where(or_(SigningKey.valid_until.is_(None), SigningKey.valid_until >= _AT))
    .where(or_(SigningKey.retired_on.is_(None), SigningKey.retired_on > bindparam("day")))
    .where(SigningKey.compromised_at.is_(None))
    .order_by(SigningKey.valid_from.desc(), SigningKey.generation.desc())
    .limit(1)
)


def configure(issuer_domain: str) -> None:
    """Take the deployment's name as an issuer; `create_app` calls it once."""
    global _did
    _did = did_of(issuer_domain)


def all_() -> Sequence[SigningKey]:
    """Every key there ever was, oldest first; a retired one still proves what it signed (I-16)."""
    wanted = select(SigningKey).order_by(SigningKey.valid_from, SigningKey.generation, SigningKey.kid)
    return db.session.scalars(wanted).all()


def find(kid: str) -> SigningKey | None:
    """The key with this public name."""
    return db.session.scalars(select(SigningKey).where(SigningKey.kid == kid)).one_or_none()


def in_use(function: str, institution_id: int | None, at: datetime) -> InUse | None:
    """The key that signs in a function for an institution at a moment, None where there is none.

    The same rule as `certificates.keys.registry.in_use`: of those that may sign, the youngest.
    """
    day = at.astimezone(UTC).date()
    row = _IN_USE.one(function=function, institution_id=institution_id, at=at, day=day)
    return None if row is None else InUse(*row)


def authority() -> Authority | None:
    """Root, issuing authority, their lists, and every key past and present; None before `cursus init`.

    Ours come first; roots and authorities of others that certified seals follow.
    """
    rows = all_()
    by: dict[str, list[SigningKey]] = {}
    for row in sorted(rows, key=lambda one: one.generation):
        by.setdefault(row.function, []).append(row)
    if not {ROOT, ISSUING, LOG} <= by.keys():
        return None
    logs = tuple(_log(row) for row in by[LOG])
    seals = [row for row in rows if row.institution_id is not None]
    others = (*by[ROOT][1:], *by[ISSUING][1:])
    return Authority(
        root=_joined(by[ROOT]),
        ca=_joined(by[ISSUING]),
        root_crl=(by[ROOT][0].crl_pem or "").encode(),
        ca_crl=(by[ISSUING][0].crl_pem or "").encode(),
        log=checked_with(logs),
        seals={row.kid: row.certificate_pem.encode() for row in seals},
        did=_did,
        seal_keys=tuple(_seal(row, code) for row, code in _with_codes(seals)),
        credential_keys=tuple(_credential(row) for row in by.get(CREDENTIAL, ())),
        log_keys=logs,
        lists=tuple(row.crl_pem.encode() for row in others if row.crl_pem),
    )


def _joined(rows: Sequence[SigningKey]) -> bytes:
    return "".join(row.certificate_pem for row in rows).encode()


def _with_codes(rows: Sequence[SigningKey]) -> list[tuple[SigningKey, str]]:
    wanted = select(Institution.id, Institution.code)
    codes = {institution.id: institution.code for institution in db.session.execute(wanted)}
    return [(row, codes[row.institution_id]) for row in rows if row.institution_id is not None]


def _life(row: SigningKey) -> dict[str, Any]:
    return {
        "kid": row.kid,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "retired_on": row.retired_on,
        "compromised_at": row.compromised_at,
        "generation": row.generation,
    }


def _seal(row: SigningKey, code: str) -> SealKey:
    pem = row.certificate_pem.encode()
    return SealKey(**_life(row), function=Seal(row.function), institution=code, certificate=pem)


def _credential(row: SigningKey) -> PublicKey:
    return PublicKey(**_life(row), public=bytes.fromhex(row.certificate_pem))


def _log(row: SigningKey) -> LogVerifier:
    return LogVerifier(**_life(row), vkey=row.certificate_pem)


def trust() -> Trust | None:
    """What a checker of ours trusts, with the latest checkpoint."""
    public = authority()
    if public is None:
        return None
    latest = log.checkpoint()
    return replace(Trust.of(public, latest.note if latest else None), stamps=stamping.roots())


def own_lists(function: str) -> bytes:
    """What our roots, or our issuing authorities, revoked: one list for each, in one PEM file."""
    wanted = select(SigningKey.crl_pem).where(
        SigningKey.function == function, SigningKey.generation < OF_OTHERS, SigningKey.crl_pem.is_not(None)
    )
    return "".join(filter(None, db.session.scalars(wanted.order_by(SigningKey.generation)))).encode()


def chain_pem() -> bytes:
    """Issuing authority, root, then every seal past and present, as one PEM file."""
    public = authority()
    return b"" if public is None else b"".join([public.chain, *public.seals.values()])
