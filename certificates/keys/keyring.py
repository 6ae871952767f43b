"""Open keys: each decrypted once, when it is first asked for, in the process that signs and no other."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography import x509

from certificates.credential.key import CredentialKey
from certificates.errors import SigningKeyError
from certificates.keys.authorities import issuer_of
from certificates.keys.authority import log_stem
from certificates.keys.files import load_ed25519
from certificates.keys.issuer import read_issuer_file
from certificates.keys.names import SealName
from certificates.keys.places import open_seal
from certificates.keys.public import log_in_use, read_credentials, read_logs, read_seals
from certificates.keys.registry import Key, SealKey, in_use, newest
from certificates.log.checkpoint import LogKey
from certificates.parties import Function
from certificates.signing.api import Signer, Signers
from certificates.statement import Statement


class Keyring:
    """Opens keys once and keeps them; lives in the worker only."""

    def __init__(self, folder: Path, passphrase: bytes) -> None:
        self._folder, self._passphrase = folder, passphrase
        self._opened: dict[SealName, Signer] = {}
        self._seals: tuple[SealKey, ...] | None = None

    def seal(self, function: Function, institution: str, generation: int | None = None) -> Signer:
        """Open the seal of an institution for a function, or refuse by name.

        Without a generation it is the youngest that is neither retired nor compromised.
        """
        wanted = SealName(function, institution, generation or 1)
        if generation is None:
            wanted = SealName(function, institution, self._choose(wanted, None).generation)
        return self._open(wanted)

    def signers_for(self, statement: Statement, at: datetime | None = None) -> Signers:
        """Return the two seals of the institutions for which the signatories sign (domain.md §2.6).

        With a moment they are those in use then, without one the youngest.
        """
        codes = ((function, statement.signatory(function).institution.code) for function in Function)
        training, hr = (self._seal_at(function, code, at) for function, code in codes)
        return Signers(training, hr)

    def log_key(self, generation: int | None = None) -> LogKey:
        """Open the key that signs checkpoints."""
        if generation is None:
            generation = log_in_use(read_logs(self._folder)).generation
        stem = log_stem(generation)
        private = load_ed25519(self._folder / f"{stem}.key", self._passphrase)
        name = (self._folder / f"{stem}.pub").read_text().split("+", 1)[0]
        return LogKey(name, private)

    def credential_key(self, kid: str | None = None) -> CredentialKey:
        """Open a key that signs credentials; without a name the youngest one."""
        issuer = read_issuer_file(self._folder)
        chosen = kid or self._newest_credential()
        private = load_ed25519(self._folder / f"credential-{chosen}.key", self._passphrase)
        key = CredentialKey.of(issuer.did, private)
        if key.kid != chosen:
            raise SigningKeyError(key=f"credential-{chosen}.key", problem="another_key")
        return key

    def _newest_credential(self) -> str:
        found = newest(read_credentials(self._folder))
        if found is None:
            raise SigningKeyError(key="credential", problem="no_key_in_use")
        return found.kid

    def forget(self) -> None:
        """Read the folder anew at the next question: keys were made, retired or compromised meanwhile."""
        self._seals = None

    def _seal_at(self, function: Function, institution: str, at: datetime | None) -> Signer:
        wanted = SealName(function, institution)
        return self._open(SealName(function, institution, self._choose(wanted, at).generation))

    def _choose(self, wanted: SealName, at: datetime | None) -> Key:
        if self._seals is None:
            self._seals = read_seals(self._folder)
        own = [s for s in self._seals if (s.function, s.institution) == (wanted.function, wanted.institution)]
        if not own:
            raise SigningKeyError(seal=wanted.stem, problem="no_seal")
        found = newest(own) if at is None else in_use(own, at)
        if found is None:
            raise SigningKeyError(seal=wanted.stem, problem="no_seal_in_use")
        return found

    def _open(self, name: SealName) -> Signer:
        if name not in self._opened:
            certificate, chain = name.path(self._folder, "pem"), name.path(self._folder, "chain")
            if not certificate.exists():
                raise SigningKeyError(seal=name.stem, problem="no_such_generation")
            above = chain if chain.exists() else self._above(certificate)
            self._opened[name] = open_seal(self._folder, name, above, self._passphrase)
        return self._opened[name]

    def _above(self, certificate: Path) -> Path:
        """Return which of our issuing authorities certified a seal; one of nobody's is refused later."""
        ours = issuer_of(self._folder, x509.load_pem_x509_certificate(certificate.read_bytes()))
        return self._folder / (f"{ours.stem}.pem" if ours else "ca.pem")
