"""A second institution signs the log's checkpoints, by file (C2SP tlog-cosignature, Ed25519, version 1).

A witness says: at this moment this was the largest tree I had seen of this log, and it continues all I saw
before. Whoever demands its signature notices a log that shows different histories to different people.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from certificates.errors import LogError, SigningKeyError
from certificates.files import alone, write
from certificates.log.checkpoint import LARGEST_NOTE, read_body, read_checkpoint
from certificates.log.consistency import ConsistencyProof, demand, in_order
from certificates.log.note import COSIGNATURE, Signature, Verifier, read_vkey, split

_STAMP_BYTES, _SIGNATURE_BYTES = 8, 64
_LATEST = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())


@dataclass(frozen=True)
class Cosigned:
    """Which witness signed a checkpoint, and when it did."""

    name: str
    at: datetime


@dataclass(frozen=True)
class WitnessKey:
    """The key of a witness under its name; no other witness may use the same key."""

    name: str
    _key: Ed25519PrivateKey = field(repr=False)

    @property
    def verifier(self) -> Verifier:
        """The public part."""
        return Verifier.of(self.name, self._key.public_key(), COSIGNATURE)

    def vkey(self) -> str:
        """Write the public key as checkers take it."""
        return self.verifier.vkey()

    def cosign(self, note: str, at: datetime) -> str:
        """Add the cosignature to a checkpoint, in place of an earlier one by this key; unchecked."""
        body, signatures = split(note)
        stamp = int(at.timestamp())
        data = stamp.to_bytes(_STAMP_BYTES, "big") + self._key.sign(_message(stamp, body))
        kept = [one for one in signatures if not one.is_by(self.verifier)]
        return _joined(body, [*kept, Signature(self.name, self.verifier.key_id, data)])


def cosignatures(note: str, witnesses: Iterable[str]) -> tuple[Cosigned, ...]:
    """Say which of these witnesses (verifier keys) signed and when; a wrong signature spoils the note."""
    body, signatures = split(note)
    known = [read_vkey(one, COSIGNATURE) for one in witnesses]
    return tuple(_cosigned(one, by, body) for by in known for one in signatures if one.is_by(by))


def _cosigned(signature: Signature, by: Verifier, body: str) -> Cosigned:
    stamp = int.from_bytes(signature.data[:_STAMP_BYTES], "big")
    sized = len(signature.data) == _STAMP_BYTES + _SIGNATURE_BYTES
    if not sized or not by.holds(signature.data[_STAMP_BYTES:], _message(stamp, body)) or stamp > _LATEST:
        raise LogError(problem="cosignature_wrong", name=by.name)
    return Cosigned(by.name, datetime.fromtimestamp(stamp, UTC))


def looks_cosigned(note: str) -> bool:
    """Say whether a note bears what has the shape of a cosignature; whose it is, is not asked."""
    return any(len(one.data) == _STAMP_BYTES + _SIGNATURE_BYTES for one in split(note)[1])


def adopt(note: str, signed: str, witnesses: Iterable[str]) -> str:
    """Give a note the cosignatures that these witnesses put below the same text, and nobody else's lines."""
    body, signatures = split(note)
    known = list(witnesses)
    if split(signed)[0] != body:
        raise LogError(problem="another_checkpoint")
    if not cosignatures(signed, known):
        raise LogError(problem="no_known_witness")
    by = [read_vkey(one, COSIGNATURE) for one in known]
    theirs = [one for one in split(signed)[1] if any(one.is_by(each) for each in by)]
    newer = {(one.name, one.key_id) for one in theirs}
    return _joined(body, [*(one for one in signatures if (one.name, one.key_id) not in newer), *theirs])


def _joined(body: str, signatures: Iterable[Signature]) -> str:
    return body + "\n" + "".join(dict.fromkeys(one.line() for one in signatures))


def _message(stamp: int, body: str) -> bytes:
    return f"cosignature/v1\ntime {stamp}\n{body}".encode()


def witness(
    note: str, proof: ConsistencyProof | None, seen: str | None, log_key: str, key: WitnessKey, at: datetime
) -> str:
    """Check a checkpoint against the last one seen, then cosign it; anything else is refused by name."""
    new = read_checkpoint(note, log_key)
    if seen is not None:
        old = read_checkpoint(seen, log_key)
        in_order(old, new)
        demand(old, new, proof)
    return key.cosign(note, at)


class SeenFile:
    """The last checkpoint a witness signed: written before the signature leaves the house, never set back."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def witness(
        self,
        note: str,
        proof: ConsistencyProof | None,
        log_key: str,
        key: WitnessKey,
        at: datetime,
        *,
        first: bool = False,
    ) -> str:
        """Check, remember, cosign; a witness that has seen nothing signs only when told that it is new."""
        with alone(self._path):
            seen = self.note()
            if seen is None and not first:
                raise LogError(problem="nothing_seen", file=self._path.name)
            signed = witness(note, proof, seen, log_key, key, at)
            write(self._path, signed.encode())
        return signed

    def note(self) -> str | None:
        """Return what was seen last, None at the first time."""
        try:
            with self._path.open("rb") as file:
                return file.read(LARGEST_NOTE + 1).decode("utf-8", "replace")
        except FileNotFoundError:
            return None

    def size(self) -> int:
        """Return how large the log was, as a log needs it to make a proof; 0 where nothing was seen."""
        note = self.note()
        return 0 if note is None else read_body(note).size


def make_witness_key(file: Path, name: str, passphrase: bytes) -> WitnessKey:
    """Make a witness's key: encrypted in `file`, public beside it with the ending .pub; never overwrites."""
    made = WitnessKey(name, Ed25519PrivateKey.generate())
    vkey = made.vkey()
    encrypted = BestAvailableEncryption(passphrase)
    pem = made._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encrypted)
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(pem)
    except FileExistsError as error:
        raise SigningKeyError(key=file.name, problem="key_exists") from error
    _public(file).write_text(vkey + "\n", encoding="utf-8")
    return made


def open_witness_key(file: Path, passphrase: bytes) -> WitnessKey:
    """Open a witness's key; the public file beside it must be its own."""
    try:
        private = load_pem_private_key(file.read_bytes(), passphrase)
        known = read_vkey(_public(file).read_text(encoding="utf-8"), COSIGNATURE)
    except (OSError, ValueError, TypeError) as error:
        raise SigningKeyError(key=file.name, problem=type(error).__name__) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise SigningKeyError(key=file.name, problem="not_ed25519")
    opened = WitnessKey(known.name, private)
    if opened.verifier != known:
        raise SigningKeyError(key=file.name, problem="public_part_of_another")
    return opened


def _public(file: Path) -> Path:
    return file.with_name(file.name + ".pub")
