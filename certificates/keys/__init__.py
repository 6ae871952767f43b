"""Keys: who holds which, made, opened, used, retired, compromised; nothing here signs a document."""

from certificates.keys.authority import add_seal, make_authority, refresh_lists
from certificates.keys.keyring import Keyring
from certificates.keys.public import Authority, read_authority
from certificates.keys.registry import LogVerifier, PublicKey, SealKey

__all__ = [
    "Authority",
    "Keyring",
    "LogVerifier",
    "PublicKey",
    "SealKey",
    "add_seal",
    "make_authority",
    "read_authority",
    "refresh_lists",
]
