"""A small authority for those who have none: root (kept offline), issuing CA, seals, other keys, lists.

Folder layout: `offline/root.key` (take it away), `root.pem`, `root.crl`, `ca.key`, `ca.pem`, `ca.crl`,
`log.key`, `log.pub`, `credential-<kid>.key`, `issuer.json`, and per seal `seals/<function>-<institution>.key`
and `.pem` (on a token `.token` in place of `.key`, its PIN in `pins/`); later generations bear their number:
`seals/training-CNFGF@2.pem`, `log@2.key`, `ca@2.pem`.
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
from certificates.files import write
from certificates.keys.authorities import (
    ROOT_KEY,
    Own,
    Rank,
    listed,
    make_issuing,
    make_root,
    open_issuing,
    open_root,
    own,
    sign_root_list,
)
from certificates.keys.certifying import (
    KeyType,
    Revocation,
    certify,
    has_issued,
    revocation_list,
    subject,
)
from certificates.keys.files import write_key
from certificates.keys.issuer import IssuerFile, Life, read_issuer_file, remember, write_issuer_file
from certificates.keys.names import SEALS, SealName
from certificates.keys.places import Slot, keep_key, new_key
from certificates.keys.public import Authority, log_kid, read_authority, read_seals, seal_kid
from certificates.keys.registry import revocations
from certificates.log.checkpoint import vkey
from certificates.parties import Function, Institution


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
    make_root(folder, root_passphrase, at, country=country, sort=sort)
    root = open_root(folder, root_passphrase)
    make_issuing(folder, passphrase, root, at, country=country, sort=sort)


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
    issuer = open_issuing(folder, passphrase)
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
    """Write the list of every issuing authority anew that may still be asked, and of roots whose key opens.

    Whatever was listed stays listed; compromised seals of `issuer.json` join, and `revoked` (serial number
    and moment) in the list of the youngest.
    """
    *former, youngest = own(folder, Rank.ISSUING)
    for one in former:
        if _still_asked(folder, one, at):
            _refresh(folder, passphrase, one, at, ())
    _refresh(folder, passphrase, youngest, at, revoked)
    # A root with a passphrase of its own is left to whoever holds it: its list lasts for years.
    for root in own(folder, Rank.ROOT):
        with suppress(SigningKeyError):
            refresh_root_list(folder, passphrase, at, root.key(folder))


def _still_asked(folder: Path, issuing: Own, at: datetime) -> bool:
    """Say whether a seal of an authority may still sign: its list must not lapse before."""
    seals = (x509.load_pem_x509_certificate(seal.certificate) for seal in read_seals(folder))
    return any(one.not_valid_after_utc > at and has_issued(issuing.certificate, one) for one in seals)


def _refresh(
    folder: Path, passphrase: bytes, issuing: Own, at: datetime, revoked: Iterable[tuple[int, datetime]]
) -> None:
    issuer, path = open_issuing(folder, passphrase, issuing), folder / f"{issuing.stem}.crl"
    found = {serial: Revocation(serial, moment) for serial, moment in revoked}
    found |= {one.serial: one for one in listed(path)}
    found |= {one.serial: one for one in revocations(read_seals(folder), issuer.certificate)}
    write(path, revocation_list(issuer, at, found.values()))


def refresh_root_list(folder: Path, passphrase: bytes, at: datetime, root_key: Path | None = None) -> None:
    """Write a root's revocation list anew, with its key brought from the medium where it is kept."""
    sign_root_list(folder, open_root(folder, passphrase, root_key), at)
