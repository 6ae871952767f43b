"""A small authority for those who have none: root (kept offline), issuing CA, seals, other keys, lists.

Folder layout: `offline/root.key` (take it away), `root.pem`, `root.crl`, `ca.key`, `ca.pem`, `ca.crl`,
`log.key`, `log.pub`, `credential-<kid>.key`, `issuer.json`, and per seal `seals/<function>-<institution>.key`
and `.pem` (on a token `.token` in place of `.key`, its PIN in `pins/`); later generations bear their number:
`seals/training-CNFGF@2.pem`, `log@2.key`.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding

from certificates.credential.key import CredentialKey, did_of
from certificates.errors import SigningKeyError
from certificates.keys.certifying import (
    Issuer,
    KeyType,
    Revocation,
    certify,
    generate,
    read_issuer,
    revocation_list,
    revoked_in,
    subject,
)
from certificates.keys.files import write, write_key
from certificates.keys.issuer import Issuer as IssuerFile
from certificates.keys.issuer import Life, read_issuer_file, remember, write_issuer_file
from certificates.keys.names import SEALS, SealName
from certificates.keys.places import Slot, keep_key, new_key
from certificates.keys.public import Authority, log_kid, read_authority, read_seals, seal_kid
from certificates.keys.registry import revocations
from certificates.log.checkpoint import vkey
from certificates.parties import Function, Institution

ROOT_KEY = Path("offline") / "root.key"
_ROOT_YEARS, _CA_YEARS, _ROOT_LIST_YEARS = 25, 15, 5


def make_authority(
    folder: Path,
    passphrase: bytes,
    institutions: Iterable[Institution],
    at: datetime,
    *,
    country: str = "XV",
    log_name: str = "log.cursus.example",
    seal_years: int = 5,
    domain: str = "cursus.example",
    sort: KeyType = KeyType.P256,
    root_passphrase: bytes | None = None,
) -> Authority:
    """Make root, issuing CA, both seals of every institution, credential and log key, and the first lists.

    Refuses a folder that already holds an authority: keys are never overwritten. The root's key may have a
    passphrase of its own, which then nobody needs from day to day.
    """
    if (folder / "root.pem").exists():
        raise SigningKeyError(folder=folder.name, problem="authority_exists")
    for part in (folder, folder / ROOT_KEY.parent, folder / SEALS):
        part.mkdir(parents=True, exist_ok=True, mode=0o700)
    root = passphrase if root_passphrase is None else root_passphrase
    _make_issuers(folder, passphrase, root, at, country, sort)
    name_issuer(folder, domain)
    add_log_key(folder, passphrase, log_name, at)
    add_credential_key(folder, passphrase, at)
    for institution in institutions:
        for function in Function:
            add_seal(
                folder, passphrase, function, institution, at, country=country, years=seal_years, sort=sort
            )
    refresh_lists(folder, passphrase, at)
    refresh_root_list(folder, root, at)
    return read_authority(folder)


def _make_issuers(
    folder: Path, passphrase: bytes, root_passphrase: bytes, at: datetime, country: str, sort: KeyType
) -> None:
    root_key, ca_key = generate(sort), generate(sort)
    root_name = subject("Cursus", "Root authority", country)
    root = certify(root_name, root_key, None, at, years=_ROOT_YEARS, authority=1)
    ca_name = subject("Cursus", "Issuing authority", country)
    ca = certify(ca_name, ca_key, Issuer(root, root_key), at, years=_CA_YEARS, authority=0)
    write_key(folder / ROOT_KEY, root_key, root_passphrase)
    write_key(folder / "ca.key", ca_key, passphrase)
    write(folder / "root.pem", root.public_bytes(Encoding.PEM))
    write(folder / "ca.pem", ca.public_bytes(Encoding.PEM))


def add_seal(
    folder: Path,
    passphrase: bytes,
    function: Function,
    institution: Institution,
    at: datetime,
    *,
    country: str = "XV",
    years: int = 5,
    sort: KeyType = KeyType.P256,
    generation: int = 1,
    slot: Slot | None = None,
) -> Path:
    """Make the seal of one institution for one function, its key in a file or on a token."""
    name = SealName(function, institution.code, generation)
    pem = name.path(folder, "pem")
    if pem.exists():
        raise SigningKeyError(seal=name.stem, problem="seal_exists")
    issuer = ca_of(folder, passphrase)
    key = new_key(name, sort, slot)
    certificate = certify(seal_subject(function, institution, country), key, issuer, at, years=years)
    keep_key(folder, name, key, passphrase)
    write(pem, certificate.public_bytes(Encoding.PEM))
    remember(folder, {seal_kid(function, certificate): Life(at)})
    return pem


def seal_subject(function: Function, institution: Institution, country: str) -> x509.Name:
    """Write the name a seal's certificate bears; checkers look for its common name."""
    return subject(institution.name.by_language[0][1], f"{function} {institution.code}", country)


def add_credential_key(folder: Path, passphrase: bytes, at: datetime) -> str:
    """Make a key that signs credentials and return its name; the youngest is used from now on."""
    issuer = read_issuer_file(folder)
    if not issuer.did:
        raise SigningKeyError(file="issuer.json", problem="no_identifier")
    private = ed25519.Ed25519PrivateKey.generate()
    key = CredentialKey.of(issuer.did, private)
    write_key(folder / f"credential-{key.kid}.key", private, passphrase)
    remember(folder, {key.kid: Life(at, public=key.public)})
    return key.kid


def name_issuer(folder: Path, domain: str) -> str:
    """Give an issuer without identifier the one of its domain; what it has it keeps, and it is returned."""
    issuer = read_issuer_file(folder)
    if not issuer.did:
        issuer = IssuerFile(did_of(domain), issuer.keys)
        write_issuer_file(folder, issuer)
    return issuer.did


def add_log_key(folder: Path, passphrase: bytes, name: str, at: datetime, generation: int = 1) -> str:
    """Make a key that signs checkpoints under a log's name, and return its own name."""
    stem = log_stem(generation)
    if (folder / f"{stem}.pub").exists():
        raise SigningKeyError(key=f"{stem}.key", problem="key_exists")
    key = ed25519.Ed25519PrivateKey.generate()
    line = vkey(name, key.public_key())
    write_key(folder / f"{stem}.key", key, passphrase)
    write(folder / f"{stem}.pub", line.encode() + b"\n")
    remember(folder, {log_kid(line): Life(at)})
    return log_kid(line)


def log_stem(generation: int) -> str:
    """Return the file name of a log key without its ending."""
    return f"log@{generation}" if generation > 1 else "log"


def refresh_lists(
    folder: Path, passphrase: bytes, at: datetime, revoked: Iterable[tuple[int, datetime]] = ()
) -> None:
    """Write the CA's revocation list anew, and the root's if its key is there and opens.

    Whatever was listed stays listed; compromised seals of `issuer.json` and `revoked` (serial number and
    moment) join.
    """
    issuer = ca_of(folder, passphrase)
    found = {serial: Revocation(serial, moment) for serial, moment in revoked}
    found |= {one.serial: one for one in _listed(folder / "ca.crl")}
    found |= {one.serial: one for one in revocations(read_seals(folder), issuer.certificate)}
    write(folder / "ca.crl", revocation_list(issuer, at, found.values()))
    # A root with a passphrase of its own is left to whoever holds it: its list lasts for years.
    with suppress(SigningKeyError):
        refresh_root_list(folder, passphrase, at)


def refresh_root_list(folder: Path, passphrase: bytes, at: datetime, root_key: Path | None = None) -> None:
    """Write the root's revocation list anew, with its key brought from the medium where it is kept."""
    root = read_issuer(root_key or folder / ROOT_KEY, folder / "root.pem", passphrase)
    listed = _listed(folder / "root.crl")
    write(folder / "root.crl", revocation_list(root, at, listed, years=_ROOT_LIST_YEARS))


def ca_of(folder: Path, passphrase: bytes) -> Issuer:
    """Open the issuing CA."""
    return read_issuer(folder / "ca.key", folder / "ca.pem", passphrase)


def _listed(path: Path) -> tuple[Revocation, ...]:
    return revoked_in(path.read_bytes()) if path.exists() else ()
