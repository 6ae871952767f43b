"""What a checker trusts: roots, authorities, what was taken back, keys of issuer, log and witnesses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import ReasonFlags

from certificates.did import methods
from certificates.errors import TrustError
from certificates.keys import Authority
from certificates.keys.certifying import has_issued, has_listed

_COMPROMISED = frozenset({ReasonFlags.key_compromise, ReasonFlags.ca_compromise, ReasonFlags.aa_compromise})


@dataclass(frozen=True)
class Revocation:
    """That a seal, or an authority above it, was taken back; `compromised` if its key was in wrong hands."""

    at: datetime
    compromised: bool


@dataclass(frozen=True)
class Stolen:
    """A key of credentials that came into other hands: what it signed before has to be proved."""

    public: bytes
    since: datetime


@dataclass(frozen=True)
class Trust:
    """Keys and lists as a checker brings them along; what is left out is not asked or cannot be told.

    `root` (one or several), `authorities` and `stamps` (roots of time-stamping services; those of the seals
    if empty) are PEM, `lists` are revocation lists in PEM. `did` holds the issuer's keys by the full names
    of their methods, retired ones included; `status` the signed status lists. `log_key` and `witnesses` are
    verifier keys of signed notes, `checkpoint` is such a note. `retired` names seals by the SHA-256 of their
    certificates, with the first day on which they signed no more. `compromised` holds the issuer's keys that
    came into other hands, which no DID document names any more; `stolen_logs` those of the log, by verifier
    key, with the moment of the theft: only what a witness signed before counts under them.
    """

    root: bytes
    authorities: bytes = b""
    lists: Sequence[bytes] = field(default_factory=tuple)
    log_key: str | None = None
    checkpoint: str | None = None
    stamps: bytes = b""
    did: Mapping[str, bytes] = field(default_factory=dict)
    status: Sequence[bytes] = field(default_factory=tuple)
    witnesses: Sequence[str] = field(default_factory=tuple)
    retired: Mapping[str, date] = field(default_factory=dict)
    compromised: Mapping[str, Stolen] = field(default_factory=dict)
    stolen_logs: Mapping[str, datetime] = field(default_factory=dict)

    @classmethod
    def of(cls, authority: Authority, checkpoint: str | None = None) -> Trust:
        """Trust the public face of a key folder."""
        lists = (authority.root_crl, authority.ca_crl, *authority.lists)
        did = methods(authority.did, authority.credential_keys)
        retired = {
            fingerprint(x509.load_pem_x509_certificate(seal.certificate)): seal.retired_on
            for seal in authority.seal_keys
            if seal.retired_on is not None
        }
        compromised = {
            f"{authority.did}#{key.kid}": Stolen(key.public, key.compromised_at)
            for key in authority.credential_keys
            if key.compromised_at is not None
        }
        logs = {key.vkey: key.compromised_at for key in authority.log_keys if key.compromised_at is not None}
        lives: dict[str, Any] = {"did": did, "retired": retired, "compromised": compromised}
        lives["stolen_logs"] = logs
        return cls(authority.root, authority.ca, lists, authority.log, checkpoint, **lives)

    def certificates(self) -> tuple[list[x509.Certificate], list[x509.Certificate]]:
        """Read roots and issuing authorities, or refuse by name."""
        roots = _many(self.root)
        if not roots:
            raise TrustError(problem="certificates_unreadable")
        return roots, _many(self.authorities)

    def stamp_roots(self) -> list[x509.Certificate]:
        """Read the roots of the time-stamping services, or refuse by name."""
        return _many(self.stamps) or self.certificates()[0]

    def retired_before(self, seal: x509.Certificate, at: datetime) -> bool:
        """Say whether a seal had been taken out of use, in order, when it signed."""
        day = self.retired.get(fingerprint(seal))
        return day is not None and at.astimezone(UTC).date() >= day

    def revocations_of(self, seal: x509.Certificate) -> list[Revocation]:
        """Say since when a seal and the authorities above it count no more; empty if all stand.

        Refuses when no genuine list speaks for one of them.
        """
        roots, authorities = self.certificates()
        taken_back = []
        for subject, issuer in _chain(seal, (*authorities, *roots)):
            entry = self._listed(issuer).get_revoked_certificate_by_serial_number(subject.serial_number)
            if entry is not None:
                taken_back.append(Revocation(entry.revocation_date_utc, _reason(entry) in _COMPROMISED))
        return taken_back

    def _listed(self, issuer: x509.Certificate) -> x509.CertificateRevocationList:
        """The newest genuine list: an older one kept beside it knows less, and order says nothing."""
        read = (_genuine(bytes(data), issuer) for data in self.lists)
        genuine = (each for each in read if each is not None)  # an empty list is falsy
        newest = max(genuine, key=lambda each: each.last_update_utc, default=None)
        if newest is None:
            raise TrustError(problem="list_missing")
        return newest


def fingerprint(certificate: x509.Certificate) -> str:
    """Name a certificate by its SHA-256, in hexadecimal."""
    return certificate.fingerprint(SHA256()).hex()


@lru_cache(maxsize=64)
def _read(pem: bytes) -> tuple[x509.Certificate, ...]:
    try:
        return tuple(x509.load_pem_x509_certificates(pem)) if pem.strip() else ()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise TrustError(problem="certificates_unreadable") from error


def _many(pem: bytes) -> list[x509.Certificate]:
    return list(_read(pem))


def _chain(
    seal: x509.Certificate, above: Iterable[x509.Certificate]
) -> Iterator[tuple[x509.Certificate, x509.Certificate]]:
    """Walk from a seal to the root, each with its issuer; each authority is passed once."""
    left, subject = list(above), seal
    while True:
        issuer = next((each for each in left if has_issued(each, subject)), None)
        if issuer is None:
            raise TrustError(problem="issuer_missing")
        yield subject, issuer
        if issuer.subject == issuer.issuer:
            return
        left.remove(issuer)
        subject = issuer


def _reason(entry: x509.RevokedCertificate) -> ReasonFlags | None:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return None


@lru_cache(maxsize=256)
def _genuine(data: bytes, issuer: x509.Certificate) -> x509.CertificateRevocationList | None:
    try:
        listed = x509.load_pem_x509_crl(data)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return listed if has_listed(issuer, listed) else None


def plain_stolen(keys: Mapping[str, Stolen]) -> dict[str, list[str]]:
    """Write compromised keys as JSON holds them."""
    return {method: [one.public.hex(), one.since.isoformat()] for method, one in keys.items()}


def read_stolen(told: Mapping[str, Sequence[str]]) -> dict[str, Stolen]:
    """Read them back."""
    return {
        method: Stolen(bytes.fromhex(public), read_moment(since)) for method, (public, since) in told.items()
    }


def read_moment(text: str) -> datetime:
    """Read a moment back; one that names no zone could be compared with no other."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without zone")
    return moment
