"""What a signer is; key files, tokens and stand-ins all look like this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from certificates.parties import Function


class Signer(Protocol):
    """One institutional seal: a key that signs and the certificates that speak for it."""

    @property
    def certificate(self) -> bytes:
        """The seal's certificate (DER)."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """The issuing authorities without the root (DER), nearest first."""

    @property
    def counts(self) -> bool:
        """Say whether a document signed by this signer is a certificate; False marks it as a specimen."""

    def sign(self, data: bytes) -> bytes:
        """Sign with ECDSA P-256 and SHA-256, deterministically (RFC 6979), and return the DER signature."""


@dataclass(frozen=True)
class Signers:
    """Both seals of one certificate."""

    training: Signer
    hr: Signer

    def seal(self, function: Function) -> Signer:
        """Return the seal of a function."""
        return self.training if function is Function.TRAINING else self.hr

    @property
    def count(self) -> bool:
        """Say whether both seals count."""
        return self.training.counts and self.hr.counts
