"""Keys made once and never overwritten: authority, log and credential key, seals for whoever has to seal."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from sqlalchemy import select

from certificates.keys import Keyring, add_seal, make_authority, refresh_lists
from certificates.keys.authorities import Rank, own
from certificates.keys.authority import add_credential_key, name_issuer
from certificates.keys.public import read_credentials
from curriculum.awards.issuing import log
from curriculum.awards.keys.publishing import moment_of, publish
from curriculum.awards.models import Function, Mandate
from curriculum.awards.signing.printed import SEALS, printed
from curriculum.db import db, transaction
from curriculum.institutions.models import Institution, InstitutionRole
from curriculum.paths.models import Path as LearningPath

PASSPHRASE_FILE = "passphrase"  # noqa: S105  # the name of a file
LISTS_RENEWED_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Holder:
    """An institution and the function in which it seals."""

    institution: Institution
    function: Function


def has_authority(folder: Path) -> bool:
    """Whether keys were ever made here."""
    return (folder / "root.pem").exists()


def make(
    folder: Path, passphrase: str, at: datetime, *, domain: str, holders: Iterable[Holder] | None = None
) -> int:
    """Make what is missing: root, issuing authority, log and credential key, seals; gives the seals made.

    Safe to repeat: no key is ever overwritten, and public parts that a crash kept out of the
    register enter it now. Without `holders`, whoever may have to seal gets its seals.
    """
    secret, at = passphrase.encode(), moment_of(at)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    if not has_authority(folder):
        _make_authority(folder, secret, at, domain)
    name_issuer(folder, domain)
    if not read_credentials(folder):
        add_credential_key(folder, secret, at)
    made = sum(_make_seal(folder, secret, one, at) for one in (needed() if holders is None else holders))
    _renew_lists(folder, secret, at)
    with transaction():
        publish(folder)
        if log.checkpoint() is None:
            log.sign_checkpoint(Keyring(folder, secret).log_key())
    return made


def _make_authority(folder: Path, secret: bytes, at: datetime, domain: str) -> None:
    """Make it aside and move it in, the root last: a crash in between leaves nothing that counts."""
    aside = folder / "being-made"
    shutil.rmtree(aside, ignore_errors=True)
    make_authority(aside, secret, (), at, log_name=f"{domain}/log", domain=domain)
    for part in sorted(aside.iterdir(), key=lambda one: one.name == "root.pem"):
        if part.is_dir() and (folder / part.name).exists():
            shutil.rmtree(folder / part.name)
        part.replace(folder / part.name)
    aside.rmdir()


def needed() -> list[Holder]:
    """Who may have to seal: employers (HR), path owners and trainers (training), bodies with mandates."""
    wanted: dict[tuple[str, Function], Holder] = {}
    owners = set(db.session.scalars(select(LearningPath.owner_institution_id).distinct()))
    mandated = {
        (key, function)
        for key, function in db.session.execute(select(Mandate.institution_id, Mandate.function).distinct())
    }
    for one in db.session.scalars(select(Institution).order_by(Institution.code)):
        says = {
            Function.TRAINING: InstitutionRole.TRAINER in one.roles or one.id in owners,
            Function.HR: InstitutionRole.EMPLOYER in one.roles,
        }
        for function, yes in says.items():
            if yes or (one.id, function) in mandated:
                wanted[one.code, function] = Holder(one, function)
    return list(wanted.values())


def without_seal(folder: Path) -> list[str]:
    """Who may have to seal and cannot: for `cursus doctor`."""
    return [_stem(one) for one in needed() if not _has_seal(folder, one)]


def _has_seal(folder: Path, holder: Holder) -> bool:
    """Of any generation: a first one may have come from another authority under a later number."""
    stem = _stem(holder)
    names = (folder / "seals").glob("*.pem")
    return any(one.stem == stem or one.stem.startswith(f"{stem}@") for one in names)


def _stem(holder: Holder) -> str:
    return f"{SEALS[holder.function].value}-{holder.institution.code}"


def _make_seal(folder: Path, secret: bytes, holder: Holder, at: datetime) -> bool:
    if _has_seal(folder, holder):
        return False
    add_seal(folder, secret, SEALS[holder.function], printed(holder.institution), at)
    return True


def _renew_lists(folder: Path, secret: bytes, at: datetime) -> None:
    """Sign the lists of revoked certificates anew before they lapse; what they list stays listed."""
    lists = [folder / f"{one.stem}.crl" for one in own(folder, Rank.ISSUING)]
    ends = [x509.load_pem_x509_crl(path.read_bytes()).next_update_utc for path in lists]
    if any(end is None or end - LISTS_RENEWED_BEFORE <= at for end in ends):
        refresh_lists(folder, secret, at)


def write_passphrase(folder: Path, passphrase: str) -> Path:
    """Keep a passphrase beside the keys, readable by its owner only: for demonstrations and small places."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / PASSPHRASE_FILE
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(passphrase)
    return path
