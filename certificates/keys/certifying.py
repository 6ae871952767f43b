"""X.509 as we write it: who certifies whom for how long, and lists of what was revoked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from certificates.errors import SigningKeyError
from certificates.keys.files import load_key
from certificates.signing.algorithm import algorithm_of

YEAR = timedelta(days=365)
EARLIER = timedelta(minutes=5)
"""How much we backdate: clocks of checkers differ (credentials.md §6, 12)."""

IssuingKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class KeyType(StrEnum):
    """What is made for authorities and seals; both are checked by any PDF reader (credentials.md §6, 22)."""

    P256 = "p256"
    RSA3072 = "rsa3072"


@dataclass(frozen=True)
class Issuer:
    """A certificate with its key, ready to certify others."""

    certificate: x509.Certificate
    key: IssuingKey


@dataclass(frozen=True)
class Revocation:
    """One certificate that is trusted no more: from when, and why."""

    serial: int
    at: datetime
    reason: x509.ReasonFlags = x509.ReasonFlags.key_compromise


def generate(sort: KeyType) -> IssuingKey:
    """Make a key for an authority or a seal."""
    if sort is KeyType.RSA3072:
        return rsa.generate_private_key(65537, 3072)
    return ec.generate_private_key(ec.SECP256R1())


def type_name(public: object) -> str:
    """Name the sort of a public key for people: P-256, RSA-3072, Ed25519."""
    match public:
        case ec.EllipticCurvePublicKey(curve=ec.SECP256R1()):
            return "P-256"
        case rsa.RSAPublicKey(key_size=size):
            return f"RSA-{size}"
        case ed25519.Ed25519PublicKey():
            return "Ed25519"
    return "unknown"


def subject(organisation: str, common: str, country: str) -> x509.Name:
    """Write a name; X.520 allows 64 characters in both."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, country),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def certify(
    name: x509.Name,
    key: IssuingKey,
    issuer: Issuer | None,
    at: datetime,
    *,
    years: int,
    authority: int | None = None,
) -> x509.Certificate:
    """Certify a key; without issuer it certifies itself, `authority` is the path length of a CA.

    Nothing outlives who vouches for it; an issuer that has ended vouches for nothing.
    """
    signing = issuer.key if issuer else key
    is_ca = authority is not None
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - EARLIER)
        .not_valid_after(_end(issuer, at, years))
        .add_extension(x509.BasicConstraints(is_ca, authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
        .add_extension(usage(authority=is_ca), critical=True)
        .sign(signing, SHA256())
    )


def _end(issuer: Issuer | None, at: datetime, years: int) -> datetime:
    wanted = at + years * YEAR
    if issuer is None:
        return wanted
    ends = issuer.certificate.not_valid_after_utc
    if ends <= at:
        raise SigningKeyError(problem="issuer_ended", ended=ends.isoformat())
    return min(wanted, ends)


def usage(*, authority: bool) -> x509.KeyUsage:
    """Say what a key may be used for: an authority certifies, a seal vouches for documents."""
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def revocation_list(issuer: Issuer, at: datetime, revoked: Iterable[Revocation], *, years: int = 1) -> bytes:
    """Sign the list of what is revoked (PEM)."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(at - EARLIER)
        .next_update(at + years * YEAR)
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False
        )
    )
    for one in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(one.serial)
            .revocation_date(one.at)
            .add_extension(x509.CRLReason(one.reason), critical=False)
            .build()
        )
    return builder.sign(issuer.key, SHA256()).public_bytes(Encoding.PEM)


def revoked_in(data: bytes) -> tuple[Revocation, ...]:
    """Read back what a list of ours revokes, so that the next one lists it too."""
    return tuple(_revocation(entry) for entry in x509.load_pem_x509_crl(data))


def _revocation(entry: x509.RevokedCertificate) -> Revocation:
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        reason = x509.ReasonFlags.unspecified
    return Revocation(entry.serial_number, entry.revocation_date_utc, reason)


def has_issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Say whether a key certified another; names alone do not tell two keys of one authority apart."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def has_listed(issuer: x509.Certificate, listed: x509.CertificateRevocationList) -> bool:
    """Say whether a list of what was revoked is genuine and this issuer's, by name and by key."""
    key = issuer.public_key()
    if listed.issuer != issuer.subject or not isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        return False
    return listed.is_signature_valid(key)


def load_issuing_key(key: Path, passphrase: bytes) -> IssuingKey:
    """Open the key of an authority or a seal, or refuse it by name."""
    private = load_key(key, passphrase)
    if not isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise SigningKeyError(key=key.name, problem="algorithm_refused")
    try:
        algorithm_of(private.public_key())
    except SigningKeyError as error:
        raise SigningKeyError(key=key.name, **error.facts) from None
    return private


def read_issuer(key: Path, certificate: Path, passphrase: bytes) -> Issuer:
    """Open the key of an authority with its certificate."""
    private = load_issuing_key(key, passphrase)
    return Issuer(x509.load_pem_x509_certificate(certificate.read_bytes()), private)


def identifier(certificate: x509.Certificate) -> str:
    """Name a certificate's key by the start of its identifier, whether the certificate carries one or not."""
    found = x509.SubjectKeyIdentifier.from_public_key(certificate.public_key())
    return found.digest.hex()[:16]
