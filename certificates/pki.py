"""A small authority for those who have none: root (kept offline), issuing CA, seals, log key, lists.

Folder layout: `offline/root.key` (take it away), `root.pem`, `root.crl`, `ca.key`, `ca.pem`, `ca.crl`,
`log.key`, `log.pub`, and per seal `seals/<function>-<institution>.key` and `.pem`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from certificates.errors import SigningKeyError
from certificates.log.checkpoint import LogKey, vkey
from certificates.parties import Function, Institution
from certificates.signing.api import Signers
from certificates.signing.file_key import FileKey
from certificates.statement import Statement

_CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")
_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Authority:
    """The public face of an authority: what everybody may read."""

    root: bytes
    ca: bytes
    root_crl: bytes
    ca_crl: bytes
    log: str
    seals: dict[str, bytes]

    @property
    def chain(self) -> bytes:
        """The chain as PEM: issuing CA, then root."""
        return self.ca + self.root


def make_authority(
    folder: Path,
    passphrase: bytes,
    institutions: Iterable[Institution],
    at: datetime,
    *,
    country: str = "XV",
    log_name: str = "log.cursus.example",
    seal_years: int = 5,
) -> Authority:
    """Make root, issuing CA, both seals of every institution, the log key and the first lists.

    Refuses a folder that already holds an authority: keys are never overwritten.
    """
    if (folder / "root.pem").exists():
        raise SigningKeyError(folder=folder.name, problem="authority_exists")
    for part in (folder, folder / "offline", folder / "seals"):
        part.mkdir(parents=True, exist_ok=True, mode=0o700)
    _make_issuers(folder, passphrase, at, country)
    log_key = ed25519.Ed25519PrivateKey.generate()
    _write_key(folder / "log.key", log_key, passphrase)
    _write(folder / "log.pub", vkey(log_name, log_key.public_key()).encode() + b"\n")
    for institution in institutions:
        for function in Function:
            add_seal(folder, passphrase, function, institution, at, country=country, years=seal_years)
    refresh_lists(folder, passphrase, at)
    return read_authority(folder)


def add_seal(
    folder: Path,
    passphrase: bytes,
    function: Function,
    institution: Institution,
    at: datetime,
    *,
    country: str = "XV",
    years: int = 5,
) -> Path:
    """Make the seal of one institution for one function and return its certificate's path."""
    if not _CODE.fullmatch(institution.code):
        raise SigningKeyError(institution=institution.code, problem="code_not_a_file_name")
    stem = folder / "seals" / f"{function}-{institution.code}"
    if stem.with_name(f"{stem.name}.pem").exists():
        raise SigningKeyError(seal=stem.name, problem="seal_exists")
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(institution.name.by_language[0][1], f"{function} {institution.code}", country)
    certificate = _certify(subject, key, _issuer(folder, passphrase), at, years=years)
    _write_key(stem.with_name(f"{stem.name}.key"), key, passphrase)
    pem = stem.with_name(f"{stem.name}.pem")
    _write(pem, certificate.public_bytes(Encoding.PEM))
    return pem


def refresh_lists(
    folder: Path, passphrase: bytes, at: datetime, revoked: Iterable[tuple[int, datetime]] = ()
) -> None:
    """Write the CA's revocation list anew (serial number and moment), and the root's if its key is there."""
    _write(folder / "ca.crl", _list(_issuer(folder, passphrase), at, revoked))
    root_key = folder / "offline" / "root.key"
    if root_key.exists():
        _write(folder / "root.crl", _list(_root(folder, passphrase), at, ()))


def read_authority(folder: Path) -> Authority:
    """Read what is public; no passphrase needed."""
    seals = {pem.stem: pem.read_bytes() for pem in sorted((folder / "seals").glob("*.pem"))}
    return Authority(
        root=(folder / "root.pem").read_bytes(),
        ca=(folder / "ca.pem").read_bytes(),
        root_crl=(folder / "root.crl").read_bytes(),
        ca_crl=(folder / "ca.crl").read_bytes(),
        log=(folder / "log.pub").read_text().strip(),
        seals=seals,
    )


class Keyring:
    """Opens seals once and keeps them; lives in the worker only."""

    def __init__(self, folder: Path, passphrase: bytes) -> None:
        self._folder, self._passphrase = folder, passphrase
        self._opened: dict[str, FileKey] = {}

    def seal(self, function: Function, institution: str) -> FileKey:
        """Open the seal of an institution for a function, or refuse by name."""
        name = f"{function}-{institution}"
        if not _CODE.fullmatch(institution):
            raise SigningKeyError(institution=institution, problem="code_not_a_file_name")
        if name not in self._opened:
            stem = self._folder / "seals"
            self._opened[name] = FileKey.open(
                stem / f"{name}.key", stem / f"{name}.pem", self._folder / "ca.pem", self._passphrase
            )
        return self._opened[name]

    def signers_for(self, statement: Statement) -> Signers:
        """Return the two seals of the institutions for which the signatories sign (domain.md §2.6)."""
        training, hr = (self.seal(f, statement.signatory(f).institution.code) for f in Function)
        return Signers(training, hr)

    def log_key(self) -> LogKey:
        """Open the key that signs checkpoints."""
        private = _load_key(self._folder / "log.key", self._passphrase)
        if not isinstance(private, ed25519.Ed25519PrivateKey):
            raise SigningKeyError(key="log.key", problem="not_ed25519")
        name = (self._folder / "log.pub").read_text().split("+", 1)[0]
        return LogKey(name, private)


@dataclass(frozen=True)
class _Issuer:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def _make_issuers(folder: Path, passphrase: bytes, at: datetime, country: str) -> None:
    root_key, ca_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_name = _name("Cursus", "Root authority", country)
    root = _certify(root_name, root_key, None, at, years=25, authority=1)
    ca_name = _name("Cursus", "Issuing authority", country)
    ca = _certify(ca_name, ca_key, _Issuer(root, root_key), at, years=15, authority=0)
    _write_key(folder / "offline" / "root.key", root_key, passphrase)
    _write_key(folder / "ca.key", ca_key, passphrase)
    _write(folder / "root.pem", root.public_bytes(Encoding.PEM))
    _write(folder / "ca.pem", ca.public_bytes(Encoding.PEM))


def _name(organisation: str, common: str, country: str) -> x509.Name:
    # X.520 allows 64 characters in both
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, country),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _certify(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: _Issuer | None,
    at: datetime,
    *,
    years: int,
    authority: int | None = None,
) -> x509.Certificate:
    """Certify a key; without issuer it certifies itself, `authority` is the path length of a CA."""
    signing = issuer.key if issuer else key
    is_ca = authority is not None
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(minutes=5))
        .not_valid_after(at + years * _YEAR)
        .add_extension(x509.BasicConstraints(is_ca, authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
        .add_extension(_usage(authority=is_ca), critical=True)
        .sign(signing, SHA256())
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
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


def _list(issuer: _Issuer, at: datetime, revoked: Iterable[tuple[int, datetime]]) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(at - timedelta(minutes=5))
        .next_update(at + _YEAR)
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False
        )
    )
    for serial, moment in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(moment).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(issuer.key, SHA256()).public_bytes(Encoding.PEM)


def _issuer(folder: Path, passphrase: bytes) -> _Issuer:
    return _read_issuer(folder / "ca.key", folder / "ca.pem", passphrase)


def _root(folder: Path, passphrase: bytes) -> _Issuer:
    return _read_issuer(folder / "offline" / "root.key", folder / "root.pem", passphrase)


def _read_issuer(key: Path, certificate: Path, passphrase: bytes) -> _Issuer:
    private = _load_key(key, passphrase)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise SigningKeyError(key=key.name, problem="not_p256")
    return _Issuer(x509.load_pem_x509_certificate(certificate.read_bytes()), private)


def _load_key(path: Path, passphrase: bytes) -> object:
    try:
        return load_pem_private_key(path.read_bytes(), passphrase)
    except (OSError, ValueError, TypeError) as error:
        raise SigningKeyError(key=path.name, problem=type(error).__name__) from error


def _write_key(
    path: Path, key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey, passphrase: bytes
) -> None:
    _write(
        path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase)), 0o600
    )


def _write(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write by renaming, so that a reader never sees half a file."""
    part = path.with_name(path.name + ".part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
