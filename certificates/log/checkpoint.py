"""Checkpoint: size and root of the log as a signed note (C2SP tlog-checkpoint), Ed25519."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from certificates.errors import LogError
from certificates.log import note as notes
from certificates.log.note import LARGEST_NOTE as LARGEST_NOTE

_SIZE = re.compile(r"0|[1-9]\d{0,18}", re.A)
_ROOT_BYTES = 32


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
        return self.sign_text(checkpoint.body())

    def sign_text(self, body: str) -> str:
        """Sign another text, whose first lines must not be those of a checkpoint."""
        return notes.sign(self.name, self._key, body)


def vkey(name: str, key: Ed25519PublicKey) -> str:
    """Write a note verifier key: name, key identifier, algorithm and key."""
    return notes.Verifier.of(name, key).vkey()


def read_checkpoint(note: str, verifier: str) -> Checkpoint:
    """Check a signed note against a verifier key; anything wrong is a LogError."""
    known = notes.read_vkey(verifier)
    found = _parsed(notes.checked(note, known))
    if found.origin != known.name:
        raise LogError(problem="other_log", found=found.origin, expected=known.name)
    return found


def read_body(note: str) -> Checkpoint:
    """Read what a note says without asking who signed it: to find one's way, never to believe."""
    return _parsed(notes.split(note)[0])


def _parsed(body: str) -> Checkpoint:
    lines = body.split("\n")
    try:
        origin, size, encoded = lines[0], lines[1], lines[2]
        root = base64.b64decode(encoded, validate=True)
    except (IndexError, ValueError) as error:
        raise LogError(problem="note_malformed") from error
    extensions = lines[3:-1]
    if not origin or not _SIZE.fullmatch(size) or len(root) != _ROOT_BYTES or "" in extensions:
        raise LogError(problem="note_malformed")
    return Checkpoint(origin, int(size), root)
