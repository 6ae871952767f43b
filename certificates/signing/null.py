"""A stand-in that warns, watermarks and never counts: for previews, and to check a layout before signing."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from certificates.signing.algorithm import Algorithm
from certificates.signing.api import Signers

_ALGORITHM = ec.ECDSA(SHA256(), deterministic_signing=True)
_SCALAR = 1  # a key everybody knows, so that nobody can mistake it for one


class NullSignerWarning(UserWarning):
    """A document was signed by nobody."""


class NullSigner:
    """Signs with a key that everybody knows under a certificate that nobody trusts."""

    counts = False
    algorithm = Algorithm.ECDSA
    deterministic = True
    chain: tuple[bytes, ...] = ()

    def __init__(self) -> None:
        warnings.warn("signed by nobody: a specimen, not a certificate", NullSignerWarning, stacklevel=2)

    @property
    def certificate(self) -> bytes:
        """A self-made certificate that says what it is."""
        return _certificate()

    def sign(self, data: bytes) -> bytes:
        """Sign with the key that everybody knows."""
        return _key().sign(data, _ALGORITHM)


class _Nobody(NullSigner):
    """The stand-in for rehearsals: silent, as nothing it signs leaves the process."""

    def __init__(self) -> None:
        pass


@cache
def nobody() -> Signers:
    """Return the seals of nobody, for what is only tried."""
    one = _Nobody()
    return Signers(one, one)


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(_SCALAR, ec.SECP256R1())


@cache
def _certificate() -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "SPECIMEN - signed by nobody")])
    start = datetime(2000, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(_key().public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36500))
        .sign(_key(), SHA256(), ecdsa_deterministic=True)
    )
    return made.public_bytes(Encoding.DER)
