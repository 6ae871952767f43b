"""A seal whose key lies in an encrypted file; it is decrypted and checked once, when it is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from certificates.errors import SigningKeyError
from certificates.signing.algorithm import Algorithm, algorithm_of, check_belongs

# RFC 6979: the same data gives the same signature, so signing again after a crash gives the same file
_ECDSA = ec.ECDSA(SHA256(), deterministic_signing=True)
_PKCS1 = padding.PKCS1v15()


@dataclass(frozen=True, eq=False)
class FileKey:
    """A P-256 or RSA key in memory with its certificate; open it with `FileKey.open`."""

    certificate: bytes
    chain: tuple[bytes, ...]
    _key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey = field(repr=False)
    counts: bool = True
    deterministic = True

    @classmethod
    def open(cls, key: Path, certificate: Path, chain: Path, passphrase: bytes) -> FileKey:
        """Decrypt the key and make sure that it may seal and belongs to the certificate."""
        try:
            private = load_pem_private_key(key.read_bytes(), passphrase)
            seal = x509.load_pem_x509_certificate(certificate.read_bytes())
            above = x509.load_pem_x509_certificates(chain.read_bytes())
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise SigningKeyError(key=key.name, problem=type(error).__name__) from error
        try:
            algorithm_of(private.public_key())
            check_belongs(private.public_key(), seal)
        except SigningKeyError as error:
            raise SigningKeyError(key=key.name, **error.facts) from None
        assert isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)  # so says algorithm_of
        der = Encoding.DER
        return cls(seal.public_bytes(der), tuple(each.public_bytes(der) for each in above), private)

    @property
    def algorithm(self) -> Algorithm:
        """How the key signs."""
        return Algorithm.RSA if isinstance(self._key, rsa.RSAPrivateKey) else Algorithm.ECDSA

    def sign(self, data: bytes) -> bytes:
        """Sign with SHA-256, deterministically: ECDSA by RFC 6979, RSA by PKCS#1 v1.5."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, _PKCS1, SHA256())
        return self._key.sign(data, _ECDSA)
