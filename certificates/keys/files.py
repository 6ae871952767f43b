"""Private keys in files: encrypted, and closed to others."""

from __future__ import annotations

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from certificates.errors import SigningKeyError
from certificates.files import write

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


def write_key(path: Path, key: PrivateKey, passphrase: bytes) -> None:
    """Write a private key under a passphrase, for its owner's eyes only; an empty one is refused."""
    if not passphrase:
        raise SigningKeyError(key=path.name, problem="passphrase_empty")
    encrypted = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase))
    write(path, encrypted, 0o600)


def load_key(path: Path, passphrase: bytes) -> object:
    """Read a private key back, or refuse it by name."""
    try:
        return load_pem_private_key(path.read_bytes(), passphrase)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SigningKeyError(key=path.name, problem=type(error).__name__) from error


def load_ed25519(path: Path, passphrase: bytes) -> ed25519.Ed25519PrivateKey:
    """Read the key of a log or of credentials, which is Ed25519 or nothing."""
    private = load_key(path, passphrase)
    if not isinstance(private, ed25519.Ed25519PrivateKey):
        raise SigningKeyError(key=path.name, problem="not_ed25519")
    return private
