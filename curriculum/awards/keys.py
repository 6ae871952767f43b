"""The only module that opens, makes or lists keys; open ones live in the worker (domain.md §2.6, S16)."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from cryptography import x509
from sqlalchemy import select

from certificates import pki
from certificates.credential.key import CredentialKey, kid_of
from certificates.errors import SigningKeyError as SigningKeyError
from certificates.log.checkpoint import LogKey
from certificates.parties import Function as Seal
from certificates.parties import Institution as Printed
from certificates.signing.api import Signer, Signers
from certificates.statement import Statement
from certificates.text import Text
from curriculum.awards.issuing import log, opened, seals
from curriculum.awards.models import Function, Mandate, SigningKey
from curriculum.db import db, new_id, transaction
from curriculum.institutions import queries as institutions
from curriculum.institutions.models import Institution, InstitutionRole
from curriculum.paths.models import Path as LearningPath

SEALS = {Function.HR: Seal.HR, Function.TRAINING: Seal.TRAINING}
PASSPHRASE_FILE = "passphrase"  # noqa: S105  # the name of a file
LISTS_RENEWED_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Holder:
    """An institution and the function in which it seals."""

    institution: Institution
    function: Function


class OpenKeys:
    """The keys as one process holds them: each parsed once, each asked for by institution and day."""

    def __init__(self, folder: Path, passphrase: bytes) -> None:
        self._ring = pki.Keyring(folder, passphrase)
        self._credential_key = self._ring.credential_key()
        self._log_key = self._ring.log_key()  # a wrong passphrase shows here, before any work

    def log_key(self) -> LogKey:
        """The key that signs checkpoints."""
        return self._log_key

    def credential_key(self) -> CredentialKey:
        """The key that signs credentials and status lists."""
        return self._credential_key

    def seal_for(self, code: str, function: Seal, on: date) -> Signer:
        """The seal of an institution in a function, unless it is retired or compromised that day (I-16)."""
        institution = institutions.get(code)
        if seals.in_use(function.value, institution.id, on) is None:
            raise SigningKeyError(institution=code, function=function.value, problem="no_seal_in_use")
        return self._ring.seal(function, code)

    def signers_for(self, statement: Statement, on: date) -> Signers:
        """Both seals: the training seal of the path's owner, the HR seal of the employer (domain.md §2.6)."""
        training, hr = (self.seal_for(statement.signatory(f).institution.code, f, on) for f in Seal)
        return Signers(training, hr)


def unlock(folder: Path, passphrase: str) -> OpenKeys:
    """Open the keys for this process and hand them to the issuing; only the worker and the demo call it."""
    keys = OpenKeys(folder, passphrase.encode())
    opened.use(keys)
    return keys


def has_authority(folder: Path) -> bool:
    """Whether keys were ever made here."""
    return (folder / "root.pem").exists()


def make(
    folder: Path, passphrase: str, at: datetime, *, domain: str, holders: Iterable[Holder] | None = None
) -> int:
    """Make what is missing: root, issuing authority, log key, the holders' seals; gives the seals made.

    Safe to repeat: no key is ever overwritten, and public parts that a crash kept out of the
    register enter it now. Without `holders`, whoever may have to seal gets its seals.
    """
    secret = passphrase.encode()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    if not has_authority(folder):
        _make_authority(folder, secret, at, domain)
    made = sum(_make_seal(folder, secret, one, at) for one in (needed() if holders is None else holders))
    _renew_lists(folder, secret, at)
    with transaction():
        _publish(folder, at)
        if log.checkpoint() is None:
            log.sign_checkpoint(pki.Keyring(folder, secret).log_key())
    return made


def _make_authority(folder: Path, secret: bytes, at: datetime, domain: str) -> None:
    """Make it aside and move it in, the root last: a crash in between leaves nothing that counts."""
    aside = folder / "being-made"
    shutil.rmtree(aside, ignore_errors=True)
    pki.make_authority(aside, secret, (), at, log_name=f"{domain}/log", domain=domain)
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
    return [_stem(one) for one in needed() if not (folder / "seals" / f"{_stem(one)}.pem").exists()]


def _stem(holder: Holder) -> str:
    return f"{SEALS[holder.function].value}-{holder.institution.code}"


def _make_seal(folder: Path, secret: bytes, holder: Holder, at: datetime) -> bool:
    code, function = holder.institution.code, SEALS[holder.function]
    if (folder / "seals" / f"{_stem(holder)}.pem").exists():
        return False
    name = holder.institution.name
    said = {language: text for language, text in (("fr", name.fr), ("en", name.en)) if text}
    pki.add_seal(folder, secret, function, Printed(code, Text.from_mapping(said)), at)
    return True


def _renew_lists(folder: Path, secret: bytes, at: datetime) -> None:
    """Sign the lists of revoked certificates anew before they lapse; what they list stays listed."""
    listed = x509.load_pem_x509_crl((folder / "ca.crl").read_bytes())
    ends = listed.next_update_utc
    if ends is None or ends - LISTS_RENEWED_BEFORE <= at:
        revoked = [(entry.serial_number, entry.revocation_date_utc) for entry in listed]
        pki.refresh_lists(folder, secret, at, revoked)


def _publish(folder: Path, at: datetime) -> None:
    """Bring the public parts into the register, by which everybody else reads them."""
    public = pki.read_authority(folder)
    _note(seals.ROOT, None, public.root.decode(), at, public.root_crl.decode())
    _note(seals.ISSUING, None, public.ca.decode(), at, public.ca_crl.decode())
    _note(seals.LOG, None, public.log, at)
    for key in public.credential_keys:
        _note(seals.CREDENTIAL, None, key.public.hex(), at)
    for name, pem in public.seals.items():
        function, _, code = name.partition("-")
        _note(function, institutions.get(code).id, pem.decode(), at)
    db.session.flush()


def _note(
    function: str, institution_id: int | None, public: str, at: datetime, crl: str | None = None
) -> None:
    wanted = select(SigningKey).where(SigningKey.certificate_pem == public)
    row = db.session.scalars(wanted).one_or_none()
    if row is None:
        row = SigningKey(
            id=new_id(),
            kid=_kid(function, public),
            institution_id=institution_id,
            function=function,
            certificate_pem=public,
            activated_on=at.date(),
        )
        db.session.add(row)
    if crl is not None and row.crl_pem != crl:
        row.crl_pem = crl


def _kid(function: str, public: str) -> str:
    """A public name that says what the key is for and which one it is."""
    if function == seals.CREDENTIAL:
        return kid_of(bytes.fromhex(public))
    if function == seals.LOG:
        return f"log-{public.split('+', 2)[1]}"
    certificate = x509.load_pem_x509_certificate(public.encode())
    identifier = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return f"{function}-{identifier.digest.hex()[:16]}"


def write_passphrase(folder: Path, passphrase: str) -> Path:
    """Keep a passphrase beside the keys, readable by its owner only: for demonstrations and small places."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / PASSPHRASE_FILE
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(passphrase)
    return path
