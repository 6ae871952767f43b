"""Keys as one process holds them: each parsed once, chosen by what the register says of the moment (I-16)."""

from datetime import datetime
from pathlib import Path

from certificates.credential.key import CredentialKey
from certificates.errors import SigningKeyError
from certificates.keys import Keyring
from certificates.log.checkpoint import LogKey
from certificates.parties import Function as Seal
from certificates.signing.api import Signer, Signers
from certificates.statement import Statement
from curriculum import clock
from curriculum.awards.issuing import opened, seals
from curriculum.institutions import queries as institutions


class OpenKeys:
    """Every key that signs; which one does is asked of the register, so that a rotation needs no restart."""

    def __init__(self, folder: Path, passphrase: bytes) -> None:
        self._ring = Keyring(folder, passphrase)
        self._credential: dict[str, CredentialKey] = {}
        self._log: dict[int, LogKey] = {}
        self._ring.log_key()  # a wrong passphrase shows here, before any work

    def log_key(self) -> LogKey:
        """The key that signs checkpoints."""
        generation = _in_use(seals.LOG, None, clock.now()).generation
        if generation not in self._log:
            self._log[generation] = self._ring.log_key(generation)
        return self._log[generation]

    def credential_key(self) -> CredentialKey:
        """The key that signs credentials and status lists."""
        kid = _in_use(seals.CREDENTIAL, None, clock.now()).kid
        if kid not in self._credential:
            self._credential[kid] = self._ring.credential_key(kid)
        return self._credential[kid]

    def seal_for(self, code: str, function: Seal, at: datetime) -> Signer:
        """The seal of an institution in a function, unless it is retired or compromised then (I-16)."""
        row = _in_use(function.value, code, at)
        return self._ring.seal(function, code, row.generation)

    def signers_for(self, statement: Statement, at: datetime) -> Signers:
        """Both seals: the training seal of the path's owner, the HR seal of the employer (domain.md §2.6)."""
        training, hr = (self.seal_for(statement.signatory(f).institution.code, f, at) for f in Seal)
        return Signers(training, hr)


def _in_use(function: str, code: str | None, at: datetime) -> seals.InUse:
    institution_id = None if code is None else institutions.get(code).id
    row = seals.in_use(function, institution_id, at)
    if row is None:
        raise SigningKeyError(institution=code, function=function, problem="no_seal_in_use")
    return row


def unlock(folder: Path, passphrase: str) -> OpenKeys:
    """Open the keys for this process and hand them to the issuing; only the worker and the demo call it."""
    keys = OpenKeys(folder, passphrase.encode())
    opened.use(keys)
    return keys
