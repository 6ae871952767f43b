"""What the register knows about one certificate, and how it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from certificates.errors import CertificateError
from certificates.log.entry import Entry
from certificates.log.log import Proof
from certificates.statement import Statement
from certificates.status import StatusEvent


class RegisterUnreachable(CertificateError):
    """The register cannot be asked now: the answer is "cannot tell", never "valid"."""

    code = "register_unreachable"


@dataclass(frozen=True)
class Registered:
    """One registered certificate; `proof` is needed only where the log itself is not at hand."""

    statement: Statement
    pdf_sha256: str
    events: Sequence[StatusEvent]
    entry: Entry | None = None
    proof: Proof | None = None


class Register(Protocol):
    """Finds certificates by number, or by the token of their address."""

    def find(self, number: str) -> Registered | None:
        """Return what is registered under a number as printed, None if nothing is."""

    def find_token(self, token: str) -> Registered | None:
        """Return what is registered under the token of a public address, None if nothing is."""


@dataclass(frozen=True)
class OneRegistered:
    """A register that knows one certificate, for callers who have looked it up themselves."""

    registered: Registered | None

    def find(self, number: str) -> Registered | None:
        """Return the one certificate if the number is its own."""
        found = self.registered
        return found if found and found.statement.number == number else None

    def find_token(self, token: str) -> Registered | None:
        """Return the one certificate if the token is its own."""
        found = self.registered
        return found if found and found.statement.token == token else None
