"""Signed notes and their keys (C2SP signed-note): text, a blank line, one line per signature."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certificates.errors import LogError

ED25519 = b"\x01"
COSIGNATURE = b"\x04"
"""Timestamped Ed25519 of a witness (C2SP tlog-cosignature)."""
LARGEST_NOTE = 64 * 1024
MOST_SIGNATURES = 64
_DASH = "— "


@dataclass(frozen=True)
class Verifier:
    """A public key under its name, for one kind of signature."""

    name: str
    kind: bytes
    raw: bytes

    @classmethod
    def of(cls, name: str, key: Ed25519PublicKey, kind: bytes = ED25519) -> Verifier:
        """Name a key; a name is one word without plus."""
        if not name or "+" in name or name.split() != [name]:
            raise LogError(problem="key_name", name=name)
        return cls(name, kind, key.public_bytes(Encoding.Raw, PublicFormat.Raw))

    @property
    def key_id(self) -> bytes:
        """Four bytes that find the signatures of this key."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.raw).digest()[:4]

    def vkey(self) -> str:
        """Write the key as checkers take it: name, identifier, kind and key."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(self.kind + self.raw).decode()}"

    def holds(self, signature: bytes, message: bytes) -> bool:
        """Check a signature of this key over a message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signature:
    """One signature line: who is said to have signed, and what stands there."""

    name: str
    key_id: bytes
    data: bytes

    def line(self) -> str:
        """Write the line, with its end."""
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.data).decode()}\n"

    def is_by(self, verifier: Verifier) -> bool:
        """Say whether this is for that key to check."""
        return (self.name, self.key_id) == (verifier.name, verifier.key_id)


def read_vkey(text: str, kind: bytes = ED25519) -> Verifier:
    """Read a verifier key of one kind; another kind or a wrong identifier is refused."""
    try:
        name, identifier, encoded = text.strip().split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
        found = Verifier.of(name, Ed25519PublicKey.from_public_bytes(raw[1:]), raw[:1])
    except (ValueError, LogError) as error:
        raise LogError(problem="verifier_key_malformed") from error
    if found.kind != kind or found.key_id.hex() != identifier:
        raise LogError(problem="verifier_key_malformed")
    return found


def split(note: str) -> tuple[str, tuple[Signature, ...]]:
    """Take a note apart, unchecked: its text and its signature lines."""
    if len(note) > LARGEST_NOTE or "\n\n" not in note or not note.endswith("\n"):
        raise LogError(problem="note_malformed")
    if any(ord(one) < 0x20 and one != "\n" for one in note):
        raise LogError(problem="note_malformed")
    body, lines = note.rsplit("\n\n", 1)
    signatures = tuple(_signatures(lines))
    if not signatures or len(signatures) > MOST_SIGNATURES:
        raise LogError(problem="note_malformed")
    return body + "\n", signatures


def _signatures(lines: str) -> Iterator[Signature]:
    for line in lines.removesuffix("\n").split("\n"):
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        try:
            raw = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError) as error:
            raise LogError(problem="note_malformed") from error
        if not line.startswith(_DASH) or not name or len(raw) < 5:
            raise LogError(problem="note_malformed")
        yield Signature(name, raw[:4], raw[4:])


def sign(name: str, key: Ed25519PrivateKey, body: str) -> str:
    """Sign a text that ends with a line feed."""
    verifier = Verifier.of(name, key.public_key())
    return f"{body}\n{Signature(name, verifier.key_id, key.sign(body.encode())).line()}"


def checked(note: str, verifier: Verifier) -> str:
    """Give the text of a note that this key has signed; a wrong signature of it spoils the whole note."""
    body, signatures = split(note)
    ours = [one for one in signatures if one.is_by(verifier)]
    if not ours or not all(verifier.holds(one.data, body.encode()) for one in ours):
        raise LogError(problem="signature_missing", name=verifier.name)
    return body
