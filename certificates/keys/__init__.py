"""Keys: who holds which, made, opened, used, retired, compromised; nothing here signs a document."""

from certificates.keys.authority import add_seal as add_seal
from certificates.keys.authority import make_authority as make_authority
from certificates.keys.authority import refresh_lists as refresh_lists
from certificates.keys.keyring import Keyring as Keyring
from certificates.keys.public import Authority as Authority
from certificates.keys.public import read_authority as read_authority
from certificates.keys.registry import LogVerifier as LogVerifier
from certificates.keys.registry import PublicKey as PublicKey
from certificates.keys.registry import SealKey as SealKey

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
