"""Where the key of a seal lies: in an encrypted file (`<stem>.key`) or on a token (`<stem>.token`).

A `.token` file is JSON: `module`, `token`, `serial` (of two tokens with one label), `key` and `id` (in
hexadecimal). It says where to look and nothing secret; the PIN lies apart (`keys/pins.py`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography import x509

from certificates.errors import SigningKeyError
from certificates.files import write
from certificates.keys.certifying import IssuingKey, KeyType, generate, load_issuing_key
from certificates.keys.files import write_key
from certificates.keys.names import SealName
from certificates.keys.pins import keep_pin, pin_of
from certificates.signing.algorithm import Algorithm, check_belongs
from certificates.signing.api import Signer
from certificates.signing.file_key import FileKey
from certificates.signing.place import Place
from certificates.signing.token import TokenKey
from certificates.signing.token_making import OnToken, key_on_token, make_on_token

_ALGORITHMS = {KeyType.P256: Algorithm.ECDSA, KeyType.RSA3072: Algorithm.RSA}
_FORM = "JSON with `module`, `token`, `key` or `id`"


@dataclass(frozen=True)
class Slot:
    """A token for a new key, with its PIN; a place that names `key` or `id` means one that is there."""

    place: Place
    pin: str = field(repr=False)


def new_key(name: SealName, sort: KeyType, slot: Slot | None) -> IssuingKey:
    """Make the key of a seal, here or on a token, or take one that lies there; `keep_key` remembers it."""
    if slot is None:
        return generate(sort)
    if slot.place.key is not None or slot.place.id is not None:
        return key_on_token(slot.place, lambda: slot.pin)
    # an identifier of its own: a key that a crash left behind has the same label and does no harm
    place = replace(slot.place, key=name.stem, id=os.urandom(8))
    return make_on_token(place, lambda: slot.pin, _ALGORITHMS[sort])


def keep_key(folder: Path, name: SealName, key: IssuingKey, passphrase: bytes) -> None:
    """Write the key, or where it lies and the PIN, under the passphrase."""
    if not isinstance(key, OnToken):
        write_key(name.path(folder, "key"), key, passphrase)
        return
    keep_pin(folder, passphrase, key.place, key.pin())
    write_place(name.path(folder, "token"), key.place)


def open_seal(folder: Path, name: SealName, above: Path, passphrase: bytes) -> Signer:
    """Open the key of a seal wherever it lies, with its certificate and those `above` it."""
    certificate = name.path(folder, "pem")
    if not name.path(folder, "token").exists():
        return FileKey.open(name.path(folder, "key"), certificate, above, passphrase)
    place = read_place(name.path(folder, "token"))
    return TokenKey.open(place, _asking(folder, place, passphrase), above, certificate)


def check_key(folder: Path, name: SealName, certificate: x509.Certificate, passphrase: bytes) -> None:
    """Make sure that the key of a seal is here and belongs to a certificate that was brought."""
    if not name.path(folder, "token").exists():
        check_belongs(load_issuing_key(name.path(folder, "key"), passphrase).public_key(), certificate)
        return
    check_belongs(certificate.public_key(), certificate)
    place = read_place(name.path(folder, "token"))
    TokenKey(place, _asking(folder, place, passphrase), certificate, ())


def slot_of(folder: Path, name: SealName, passphrase: bytes) -> Slot | None:
    """Return the token on which the key of a seal lies, for the next one; None for a key file."""
    path = name.path(folder, "token")
    if not path.exists():
        return None
    place = replace(read_place(path), key=None, id=None)
    return Slot(place, pin_of(folder, passphrase, place))


def write_place(path: Path, place: Place) -> None:
    """Write a `.token` file."""
    told = {
        "module": str(place.module.absolute()),  # the worker starts in another folder
        "token": place.token,
        "serial": place.serial,
        "key": place.key or "",
        "id": (place.id or b"").hex(),
    }
    data = json.dumps({name: value for name, value in told.items() if value}, indent=1, ensure_ascii=False)
    write(path, data.encode() + b"\n", 0o600)


def read_place(path: Path) -> Place:
    """Read a `.token` file, or say what is wrong with it."""
    try:
        told = json.loads(path.read_bytes())
        named = {name: str(told.get(name, "")) for name in ("module", "token", "serial", "key", "id")}
        place = Place(
            Path(named["module"]),
            named["token"],
            named["key"] or None,
            bytes.fromhex(named["id"]) or None,
            named["serial"],
        )
        if not (named["module"] and place.token and place.named):
            raise ValueError("incomplete")
    except OSError as error:
        raise SigningKeyError(file=path.name, problem=type(error).__name__, mend="see its owner") from error
    except (ValueError, AttributeError) as error:
        facts = {"file": path.name, "problem": "malformed", "found": str(error), "expected": _FORM}
        raise SigningKeyError(**facts, mend="write it as `keys token` does") from error
    return place


def _asking(folder: Path, place: Place, passphrase: bytes) -> Callable[[], str]:
    return lambda: pin_of(folder, passphrase, place)
