"""Which keys may seal: P-256 and RSA of at least 3072 bits, which every PDF reader can check."""

from __future__ import annotations

from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import PublicKeyAlgorithmOID

from certificates.errors import SigningKeyError

SHORTEST_RSA = 3072
_ECDSA_SIGNATURE = 72  # two numbers of 32 bytes in DER, at most


class Algorithm(StrEnum):
    """How a seal signs, always over SHA-256."""

    ECDSA = "ecdsa"
    """P-256."""
    RSA = "rsa"
    """PKCS#1 v1.5, RSA-3072 or longer."""


def algorithm_of(public: object) -> Algorithm:
    """Say how a key signs, or refuse it by name.

    Ed25519 is refused because pdfsig, mutool and OpenSSL 3.0 cannot check it (credentials.md §6, 22).
    """
    match public:
        case ec.EllipticCurvePublicKey(curve=ec.SECP256R1()):
            return Algorithm.ECDSA
        case rsa.RSAPublicKey(key_size=size) if size >= SHORTEST_RSA:
            return Algorithm.RSA
    raise SigningKeyError(problem=_why_refused(public))


def _why_refused(public: object) -> str:
    match public:
        case ec.EllipticCurvePublicKey():
            return "not_p256"
        case rsa.RSAPublicKey():
            return "rsa_too_short"
        case ed25519.Ed25519PublicKey():
            return "ed25519_refused"
    return "algorithm_refused"


def check_belongs(public: object, certificate: x509.Certificate) -> None:
    """Refuse a certificate that speaks for another key, or for this one in another algorithm (RSA-PSS)."""
    if certificate.public_key_algorithm_oid == PublicKeyAlgorithmOID.RSASSA_PSS:
        raise SigningKeyError(problem="algorithm_refused")
    if _written(public) != _written(certificate.public_key()):
        raise SigningKeyError(problem="other_certificate")


def signature_length(certificate: x509.Certificate) -> int:
    """Count the bytes that a signature under this certificate takes at most."""
    public = certificate.public_key()
    return public.key_size // 8 if isinstance(public, rsa.RSAPublicKey) else _ECDSA_SIGNATURE


def _written(key: object) -> bytes:
    written: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return written
