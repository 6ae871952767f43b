"""Seals of any sort under the authority of the tests, and two readers of signatures that are not ours."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
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
from pyhanko.pdf_utils.reader import PdfFileReader

from certificates.signing.api import Signers
from certificates.signing.file_key import FileKey

BORN = datetime.fromisoformat("2026-01-02T08:00:00Z")
PASSPHRASE = b"correct horse battery staple"
OWNERS = ("training CNFGF", "hr MINT")


def need(tool: str, package: str) -> None:
    """Skip in one plain sentence what needs a program that is not here; where all is installed, fail."""
    if shutil.which(tool) is None:
        sentence = f"{tool} is not installed (Debian package {package})"
        pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)


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


def signatures_in(pdf: bytes) -> Mapping[str, tuple[bytes, bytes]]:
    """Read, per signature field, the bytes it speaks of and the signature itself."""
    read = PdfFileReader(io.BytesIO(pdf), strict=False)
    found = {}
    for one in read.embedded_signatures:
        a, b, c, d = (int(number) for number in one.byte_range)
        found[str(one.field_name)] = (pdf[a : a + b] + pdf[c : c + d], one.pkcs7_content)
    return found


def pdfsig(root: Path, pdf: bytes, folder: Path) -> str:
    """Ask poppler and NSS what they think of the signatures."""
    need("pdfsig", "poppler-utils")
    need("certutil", "libnss3-tools")
    store = f"sql:{folder}"
    (folder / "asked.pdf").write_bytes(pdf)
    subprocess.run(["certutil", "-N", "-d", store, "--empty-password"], check=True, capture_output=True)
    trusted = ["-n", "root", "-t", "CT,C,C", "-i", str(root)]
    subprocess.run(["certutil", "-A", "-d", store, *trusted], check=True, capture_output=True)
    command = ["pdfsig", "-nssdir", store, str(folder / "asked.pdf")]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def openssl_cms(root: Path, signed: bytes, content: bytes, folder: Path, at: datetime) -> str:
    """Ask OpenSSL whether a detached signature holds and its certificate leads to the root."""
    need("openssl", "openssl")
    (folder / "signed").write_bytes(signed)
    (folder / "cms").write_bytes(content)
    command = ["openssl", "cms", "-verify", "-inform", "DER", "-in", str(folder / "cms"), "-binary"]
    command += [
        "-content",
        str(folder / "signed"),
        "-CAfile",
        str(root),
        "-purpose",
        "any",
        "-out",
        os.devnull,
    ]
    command += ["-attime", str(int(at.timestamp()))]
    done = subprocess.run(command, capture_output=True)
    return done.stderr.decode()
