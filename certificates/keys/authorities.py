"""Our own roots and issuing authorities: which there are, and the next ones beside those before.

The first ones are `root.pem` and `ca.pem`, later ones bear their number: `ca@2.pem`, `ca@2.key`, `ca@2.crl`.
Those before stay trusted: what they certified keeps counting, and their lists go on as long as it may.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certificates.errors import SigningKeyError
from certificates.files import write
from certificates.keys.certifying import (
    Issuer,
    KeyType,
    Revocation,
    certify,
    generate,
    has_issued,
    load_issuing_key,
    read_issuer,
    revocation_list,
    revoked_in,
    subject,
)
from certificates.keys.files import write_key

OFFLINE = Path("offline")
ROOT_KEY = OFFLINE / "root.key"
_ROOT_YEARS, _CA_YEARS, _ROOT_LIST_YEARS = 25, 15, 5


class Rank(StrEnum):
    """What an authority of ours is; the value begins the names of its files."""

    ROOT = "root"
    ISSUING = "ca"


_NAMES = {Rank.ROOT: "Root authority", Rank.ISSUING: "Issuing authority"}


@dataclass(frozen=True)
class Own:
    """One authority of ours and the start of the names of its files."""

    stem: str
    generation: int
    certificate: x509.Certificate

    def key(self, folder: Path) -> Path:
        """Where its private key lies, a root's as long as it was not taken away."""
        return folder / (OFFLINE if self.stem.startswith(Rank.ROOT) else "") / f"{self.stem}.key"


def own(folder: Path, rank: Rank) -> tuple[Own, ...]:
    """Read our authorities of a rank, the oldest first."""
    form = re.compile(rf"{rank}(?:@([1-9][0-9]{{0,3}}))?")
    stems = {path.stem: form.fullmatch(path.stem) for path in folder.glob(f"{rank}*.pem")}
    by_age = sorted((int(said[1] or 1), stem) for stem, said in stems.items() if said)
    return tuple(Own(stem, number, _read(folder / f"{stem}.pem")) for number, stem in by_age)


def issuer_of(folder: Path, certificate: x509.Certificate) -> Own | None:
    """Return which issuing authority of ours certified something; None if none did."""
    found = (one for one in own(folder, Rank.ISSUING) if has_issued(one.certificate, certificate))
    return next(found, None)


def open_issuing(folder: Path, passphrase: bytes, which: Own | None = None) -> Issuer:
    """Open an issuing authority, the youngest if none is named."""
    chosen = which or own(folder, Rank.ISSUING)[-1]
    return read_issuer(chosen.key(folder), folder / f"{chosen.stem}.pem", passphrase)


def make_root(
    folder: Path, passphrase: bytes, at: datetime, *, country: str = "XV", sort: KeyType = KeyType.P256
) -> Own:
    """Make a root, or the next one beside those there are; both are trusted from now on."""
    new = _next(folder, Rank.ROOT)
    (folder / OFFLINE).mkdir(exist_ok=True, mode=0o700)
    key = generate(sort)
    root = certify(_name(new, country), key, None, at, years=_ROOT_YEARS, authority=1)
    write_key(folder / OFFLINE / f"{new}.key", key, passphrase)
    _write(folder, new, Issuer(root, key), at, years=_ROOT_LIST_YEARS)
    return own(folder, Rank.ROOT)[-1]


def make_issuing(
    folder: Path,
    passphrase: bytes,
    root: Issuer,
    at: datetime,
    *,
    country: str = "XV",
    sort: KeyType = KeyType.P256,
) -> Own:
    """Make an issuing authority under a root, or the next one: whatever is certified from now on is by it."""
    new = _next(folder, Rank.ISSUING)
    key = generate(sort)
    certificate = certify(_name(new, country), key, root, at, years=_CA_YEARS, authority=0)
    write_key(folder / f"{new}.key", key, passphrase)
    _write(folder, new, Issuer(certificate, key), at)
    return own(folder, Rank.ISSUING)[-1]


def rotate_issuing(
    folder: Path,
    passphrase: bytes,
    root_passphrase: bytes,
    at: datetime,
    root_key: Path | None = None,
    *,
    sort: KeyType = KeyType.P256,
    former: Own | None = None,
    stolen_since: datetime | None = None,
) -> Own:
    """Make the next issuing authority with the root's key from its medium; the seals there are stay.

    With `stolen_since` the one before was in other hands from then on: the root takes it back, and what its
    seals signed counts only where a dated record proves it older. `former` names an older one, which has been
    followed already: it is taken back and nothing is made, so that a second try does no harm.
    """
    root, youngest = open_root(folder, root_passphrase, root_key), own(folder, Rank.ISSUING)[-1]
    if stolen_since is not None:
        _take_back(folder, root, former or youngest, at, stolen_since)
    if former is not None and former.stem != youngest.stem:
        return youngest
    country = _country(youngest.certificate)
    return make_issuing(folder, passphrase, root, at, country=country, sort=sort)


def _take_back(folder: Path, root: Issuer, stolen: Own, at: datetime, since: datetime) -> None:
    """Put a stolen authority into the list of the root that certified it; nobody looks for it elsewhere."""
    if since > at:
        raise SigningKeyError(authority=stolen.stem, problem="moment_not_reached", at=since.isoformat())
    if not has_issued(root.certificate, stolen.certificate):
        raise SigningKeyError(authority=stolen.stem, problem="certified_by_another_root")
    serial = stolen.certificate.serial_number
    sign_root_list(folder, root, at, [Revocation(serial, since, x509.ReasonFlags.ca_compromise)])


def open_root(folder: Path, passphrase: bytes, root_key: Path | None = None) -> Issuer:
    """Open a root by its key, whichever of ours it is."""
    path = root_key or folder / ROOT_KEY
    key = load_issuing_key(path, passphrase)
    for one in own(folder, Rank.ROOT):
        if one.certificate.public_key() == key.public_key():
            return Issuer(one.certificate, key)
    raise SigningKeyError(key=path.name, problem="key_of_no_root")


def sign_root_list(folder: Path, root: Issuer, at: datetime, more: Iterable[Revocation] = ()) -> None:
    """Sign the list of a root anew: whatever was listed stays listed, from the earliest moment told."""
    stem = next(one.stem for one in own(folder, Rank.ROOT) if one.certificate == root.certificate)
    latest_first = sorted((*more, *listed(folder / f"{stem}.crl")), key=lambda one: one.at, reverse=True)
    found = {one.serial: one for one in latest_first}
    write(folder / f"{stem}.crl", revocation_list(root, at, found.values(), years=_ROOT_LIST_YEARS))


def listed(path: Path) -> tuple[Revocation, ...]:
    """Read what a list of ours revokes; nothing where there is no list yet."""
    return revoked_in(path.read_bytes()) if path.exists() else ()


def _next(folder: Path, rank: Rank) -> str:
    there = own(folder, rank)
    return f"{rank}@{there[-1].generation + 1}" if there else str(rank)


def _name(stem: str, country: str) -> x509.Name:
    """Later ones say their number: checkers that go by names alone must not mix them up."""
    rank, _, number = stem.partition("@")
    return subject("Cursus", f"{_NAMES[Rank(rank)]} {number}".strip(), country)


def _country(certificate: x509.Certificate) -> str:
    return str(certificate.subject.get_attributes_for_oid(x509.NameOID.COUNTRY_NAME)[0].value)


def _write(folder: Path, stem: str, made: Issuer, at: datetime, years: int = 1) -> None:
    """Write an empty list, then the certificate, which is what counts: a crash in between leaves nothing."""
    write(folder / f"{stem}.crl", revocation_list(made, at, (), years=years))
    write(folder / f"{stem}.pem", made.certificate.public_bytes(Encoding.PEM))


def _read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())
