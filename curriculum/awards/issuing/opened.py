"""The open keys of this process: only a worker or the demo has any; nobody else can sign."""

from datetime import datetime
from typing import Protocol

from certificates.credential.key import CredentialKey
from certificates.log.checkpoint import LogKey
from certificates.signing.api import Signers
from certificates.statement import Statement


class Seals(Protocol):
    """Open keys; `awards.keys` has them, the issuing only asks."""

    def signers_for(self, statement: Statement, at: datetime) -> Signers:
        """Both seals of a statement at the moment of signing."""

    def credential_key(self) -> CredentialKey:
        """The key that signs credentials and status lists."""

    def log_key(self) -> LogKey:
        """The key that signs checkpoints."""


_seals: Seals | None = None


def use(opened: Seals) -> None:
    """Sign with these keys from now on; `keys.unlock` calls it."""
    global _seals
    _seals = opened


def seals() -> Seals:
    """The keys; asking before they were opened is a programming error."""
    if _seals is None:
        raise RuntimeError("keys.unlock() comes before issuing")
    return _seals
