"""What a signer is; key files, tokens and stand-ins all look like this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from certificates.parties import Function
from certificates.signing.algorithm import Algorithm


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

    @property
    def algorithm(self) -> Algorithm:
        """How it signs: "ecdsa" (P-256) or "rsa" (RSA-3072 or longer, PKCS#1 v1.5)."""

    @property
    def deterministic(self) -> bool:
        """Say whether the same data always gives the same signature.

        ECDSA on a token draws a number for each; then only keeping the first signature makes
        issuing repeatable.
        """

    def sign(self, data: bytes) -> bytes:
        """Sign with SHA-256 and return the signature: DER for ECDSA, as long as the key for RSA."""


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

    @property
    def deterministic(self) -> bool:
        """Say whether signing again gives the same file."""
        return self.training.deterministic and self.hr.deterministic
