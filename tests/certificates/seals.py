"""Seals of any sort under the authority of the tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from certificates.signing.api import Signers
from certificates.signing.file_key import FileKey

BORN = datetime.fromisoformat("2026-01-02T08:00:00Z")
PASSPHRASE = b"correct horse battery staple"
OWNERS = ("training CNFGF", "hr MINT")


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """Make an RSA-3072 key once per run."""
    return rsa.generate_private_key(65537, 3072)


@cache
def p256_key(name: str) -> ec.EllipticCurvePrivateKey:
    """Make a P-256 key once per run."""
    return ec.generate_private_key(ec.SECP256R1())


def certify(folder: Path, public: Any, name: str, born: datetime = BORN) -> x509.Certificate:
    """Let the issuing authority in a folder certify a key as a seal."""
    authority: Any = load_pem_private_key((folder / "ca.key").read_bytes(), PASSPHRASE)
    issuer = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer.subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(born - timedelta(minutes=5))
        .not_valid_after(born + timedelta(days=5 * 365))
        .add_extension(x509.BasicConstraints(False, None), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), False)  # type: ignore[arg-type]
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True
        )
    )
    return builder.sign(authority, SHA256())


def write_seal(
    folder: Path, into: Path, key: Any, name: str, born: datetime = BORN
) -> tuple[Path, Path, Path]:
    """Write key and certificate of a seal and return key, certificate and chain."""
    stem = into / name.replace(" ", "-")
    encrypted = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PASSPHRASE))
    stem.with_suffix(".key").write_bytes(encrypted)
    certificate = certify(folder, key.public_key(), name, born)
    stem.with_suffix(".pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return stem.with_suffix(".key"), stem.with_suffix(".pem"), folder / "ca.pem"


def rsa_signers(folder: Path, into: Path) -> Signers:
    """Both seals as RSA-3072 key files."""
    training, hr = (
        FileKey.open(*write_seal(folder, into, rsa_key(name), name), PASSPHRASE) for name in OWNERS
    )
    return Signers(training, hr)
