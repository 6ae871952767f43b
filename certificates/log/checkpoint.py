"""Checkpoint: size and root of the log as a C2SP signed note, Ed25519."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certificates.errors import LogError

_ED25519 = b"\x01"
LARGEST_NOTE = 64 * 1024


@dataclass(frozen=True)
class Checkpoint:
    """What the log's key has vouched for."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """Write the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True)
class LogKey:
    """The key that signs checkpoints under a name."""

    name: str
    _key: Ed25519PrivateKey = field(repr=False)

    def vkey(self) -> str:
        """Write the public key as checkers take it."""
        return vkey(self.name, self._key.public_key())

    def sign(self, checkpoint: Checkpoint) -> str:
        """Write the signed note."""
        body = checkpoint.body()
        signature = _key_id(self.name, self._key.public_key()) + self._key.sign(body.encode())
        return f"{body}\n— {self.name} {base64.b64encode(signature).decode()}\n"


def vkey(name: str, key: Ed25519PublicKey) -> str:
    """Write a note verifier key: name, key identifier, algorithm and key."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return f"{name}+{_key_id(name, key).hex()}+{base64.b64encode(_ED25519 + raw).decode()}"


def read_checkpoint(note: str, verifier: str) -> Checkpoint:
    """Check a signed note against a verifier key; anything wrong is a LogError."""
    name, key = _read_vkey(verifier)
    if len(note) > LARGEST_NOTE or "\n\n" not in note:
        raise LogError(problem="note_malformed")
    body, signatures = note.rsplit("\n\n", 1)
    body += "\n"
    expected = _key_id(name, key)
    for line in signatures.splitlines():
        raw = _signature_by(line, name)
        if raw[:4] == expected and _holds(key, raw[4:], body):
            return _parsed(body)
    raise LogError(problem="signature_missing", name=name)


def _parsed(body: str) -> Checkpoint:
    lines = body.splitlines()
    try:
        return Checkpoint(lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True))
    except (IndexError, ValueError) as error:
        raise LogError(problem="note_malformed") from error


def _signature_by(line: str, name: str) -> bytes:
    head = f"— {name} "
    try:
        return base64.b64decode(line.removeprefix(head), validate=True) if line.startswith(head) else b""
    except binascii.Error:
        return b""


def _holds(key: Ed25519PublicKey, signature: bytes, body: str) -> bool:
    try:
        key.verify(signature, body.encode())
    except InvalidSignature:
        return False
    return True


def _read_vkey(verifier: str) -> tuple[str, Ed25519PublicKey]:
    try:
        name, identifier, encoded = verifier.strip().split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
        key = Ed25519PublicKey.from_public_bytes(raw[1:])
    except ValueError as error:
        raise LogError(problem="verifier_key_malformed") from error
    if raw[:1] != _ED25519 or _key_id(name, key).hex() != identifier:
        raise LogError(problem="verifier_key_malformed")
    return name, key


def _key_id(name: str, key: Ed25519PublicKey) -> bytes:
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + raw).digest()[:4]
