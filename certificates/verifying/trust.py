"""What a checker trusts: one root, the issuing authorities, revocation lists, log key and checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from certificates.errors import TrustError
from certificates.pki import Authority


@dataclass(frozen=True)
class Trust:
    """Keys and lists as PEM; `checkpoint` is a signed note, `log_key` the key it must be signed with."""

    root: bytes
    authorities: bytes = b""
    lists: Sequence[bytes] = field(default_factory=tuple)
    log_key: str | None = None
    checkpoint: str | None = None

    @classmethod
    def of(cls, authority: Authority, checkpoint: str | None = None) -> Trust:
        """Trust an authority of `certificates.pki`."""
        lists = (authority.root_crl, authority.ca_crl)
        return cls(authority.root, authority.ca, lists, authority.log, checkpoint)

    def certificates(self) -> tuple[x509.Certificate, list[x509.Certificate]]:
        """Read root and issuing authorities, or refuse by name."""
        try:
            return x509.load_pem_x509_certificate(self.root), _many(self.authorities)
        except (ValueError, UnsupportedAlgorithm) as error:
            raise TrustError(problem="certificates_unreadable") from error

    def revoked_at(self, seal: x509.Certificate) -> datetime | None:
        """Say when a seal was revoked, None if it was not; refuses when no genuine list speaks for it."""
        root, authorities = self.certificates()
        issuer = next((each for each in (*authorities, root) if each.subject == seal.issuer), None)
        if issuer is None:
            raise TrustError(problem="issuer_missing")
        for data in self.lists:
            listed = _genuine(data, issuer)
            if listed is not None:
                entry = listed.get_revoked_certificate_by_serial_number(seal.serial_number)
                return entry.revocation_date_utc if entry else None
        raise TrustError(problem="list_missing")


def _many(pem: bytes) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(pem) if pem.strip() else []


def _genuine(data: bytes, issuer: x509.Certificate) -> x509.CertificateRevocationList | None:
    try:
        listed = x509.load_pem_x509_crl(data)
        genuine = listed.issuer == issuer.subject and listed.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    except (ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature):
        return None
    return listed if genuine else None
