"""The PIN of a token, kept under the passphrase of the keys: one secret opens all, and none lies open."""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from certificates.errors import SigningKeyError
from certificates.files import write
from certificates.signing.place import Place

PINS = "pins"
_SALT, _COST = 16, 2**15


def keep_pin(folder: Path, passphrase: bytes, place: Place, pin: str) -> None:
    """Write the PIN of a token down, in place of the one before; who has the passphrase can read it."""
    if not passphrase:
        raise SigningKeyError(token=place.token, problem="passphrase_empty")
    (folder / PINS).mkdir(exist_ok=True, mode=0o700)
    salt = os.urandom(_SALT)
    write(_path(folder, place), salt + _cipher(passphrase, salt).encrypt(pin.encode()), 0o600)


def pin_of(folder: Path, passphrase: bytes, place: Place) -> str:
    """Read the PIN of a token back, or say why not."""
    path = _path(folder, place)
    if not path.exists():
        raise place.refusal("pin_unknown", "none")
    kept = path.read_bytes()
    try:
        return _cipher(passphrase, kept[:_SALT]).decrypt(kept[_SALT:]).decode()
    except InvalidToken as error:
        raise place.refusal("pin_unreadable", "it does not open") from error


def _path(folder: Path, place: Place) -> Path:
    """One PIN for each token, whatever the keys on it: labels may hold what no file name may."""
    name = hashlib.sha256(f"{place.token}\0{place.serial}".encode()).hexdigest()[:16]
    return folder / PINS / f"{name}.pin"


def _cipher(passphrase: bytes, salt: bytes) -> Fernet:
    derived = Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase)
    return Fernet(base64.urlsafe_b64encode(derived))
