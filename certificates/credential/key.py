"""The key of credentials: Ed25519, named by its own digest under the issuer's DID (credentials.md §0, §2)."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import quote

import base58
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_MULTICODEC = b"\xed\x01"
_NOBODYS_SEED = b"\x01" * 32  # known to everybody, so that nobody can mistake it for a key


class NobodysKeyWarning(UserWarning):
    """A credential was signed by nobody."""


@dataclass(frozen=True)
class CredentialKey:
    """Signs credentials, status lists and codes; what `counts` is False signs specimens only."""

    did: str
    kid: str
    _key: Ed25519PrivateKey = field(repr=False, compare=False)
    counts: bool = True

    @classmethod
    def of(cls, did: str, key: Ed25519PrivateKey) -> Self:
        """Name a private key under a DID."""
        return cls(did, kid_of(key.public_key().public_bytes_raw()), key)

    @property
    def method(self) -> str:
        """The absolute name of the verification method."""
        return f"{self.did}#{self.kid}"

    @property
    def public(self) -> bytes:
        """The 32 bytes that everybody may know."""
        return self._key.public_key().public_bytes_raw()

    @property
    def private(self) -> bytes:
        """The 32 bytes that only the signing process may hold; the COSE library asks for them."""
        return self._key.private_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """Sign with Ed25519, which gives the same 64 bytes for the same data."""
        return self._key.sign(data)


def kid_of(public: bytes) -> str:
    """Name a public key by its digest."""
    return f"key-{hashlib.sha256(public).hexdigest()[:16]}"


def multikey_of(public: bytes) -> str:
    """Write a public key as Multikey: base58btc of multicodec and key."""
    return "z" + base58.b58encode(_MULTICODEC + public).decode("ascii")


def did_of(domain: str) -> str:
    """Give the DID of an issuer's domain; a port is written as did:web wants it."""
    return f"did:web:{quote(domain.lower(), safe='.-')}"


def nobody() -> CredentialKey:
    """Give the key that everybody knows: for specimens and checks of the layout, never counted."""
    warnings.warn("signed by nobody: a specimen, not a credential", NobodysKeyWarning, stacklevel=2)
    return specimen_key()


def specimen_key() -> CredentialKey:
    """Give the same key in silence, to whom watermarks what it signs."""
    key = Ed25519PrivateKey.from_private_bytes(_NOBODYS_SEED)
    named = CredentialKey.of("did:web:nobody.invalid", key)
    return CredentialKey(named.did, named.kid, key, counts=False)
