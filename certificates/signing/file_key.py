"""A seal whose key lies in an encrypted file; it is decrypted and checked once, when it is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from certificates.errors import SigningKeyError

# RFC 6979: the same data gives the same signature, so signing again after a crash gives the same file
_ALGORITHM = ec.ECDSA(SHA256(), deterministic_signing=True)


@dataclass(frozen=True, eq=False)
class FileKey:
    """A P-256 key in memory with its certificate; open it with `FileKey.open`."""

    certificate: bytes
    chain: tuple[bytes, ...]
    _key: ec.EllipticCurvePrivateKey = field(repr=False)
    counts: bool = True

    @classmethod
    def open(cls, key: Path, certificate: Path, chain: Path, passphrase: bytes) -> FileKey:
        """Decrypt the key and make sure that it belongs to the certificate."""
        try:
            private = load_pem_private_key(key.read_bytes(), passphrase)
            seal = x509.load_pem_x509_certificate(certificate.read_bytes())
            above = x509.load_pem_x509_certificates(chain.read_bytes())
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise SigningKeyError(key=key.name, problem=type(error).__name__) from error
        if not isinstance(private, ec.EllipticCurvePrivateKey) or private.curve.name != "secp256r1":
            raise SigningKeyError(key=key.name, problem="not_p256")
        if _public(private.public_key()) != _public(seal.public_key()):
            raise SigningKeyError(key=key.name, problem="other_certificate")
        der = Encoding.DER
        return cls(seal.public_bytes(der), tuple(each.public_bytes(der) for each in above), private)

    def sign(self, data: bytes) -> bytes:
        """Sign with ECDSA P-256 and SHA-256, deterministically."""
        return self._key.sign(data, _ALGORITHM)


def _public(key: object) -> bytes:
    written: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return written
