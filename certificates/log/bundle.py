"""What the holder keeps: the record, its salt, and the proof that it stands under a signed checkpoint.

With this file and the log's public key anybody can check that a certificate was entered, without us and
without network. Whoever has it can tell that the leaf is of this certificate, so it is the holder's to show.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certificates.errors import LogError
from certificates.log.checkpoint import Checkpoint, read_body, read_checkpoint
from certificates.log.entry import SALT_BYTES, Entry, Record
from certificates.log.log import Proof
from certificates.log.note import LARGEST_NOTE
from certificates.log.witness import Cosigned, cosignatures

LARGEST_BUNDLE = 2 * LARGEST_NOTE
FORMAT = "certificate-log-proof/1"
_FIELDS = {"format", "record", "salt", "index", "size", "path", "checkpoint"}
_RECORD = {"number", "statement", "pdf", "at"}
_DIGEST = re.compile(r"[0-9a-f]{64}", re.A)
_NUMBER = re.compile(r"[0-9A-Z-]{1,64}", re.A)
_MOST_STEPS, _LARGEST_INDEX = 63, 2**63


@dataclass(frozen=True)
class HolderBundle:
    """One certificate's entry with all that its check needs."""

    record: Record
    salt: str
    index: int
    size: int
    path: tuple[bytes, ...]
    checkpoint: str

    @classmethod
    def of(cls, entry: Entry, proof: Proof, checkpoint: str) -> HolderBundle:
        """Put together what the log proves of an entry under a checkpoint of the same size."""
        if proof.index != entry.index or proof.size != read_body(checkpoint).size:
            raise LogError(problem="other_size", found=proof.size)
        return cls(entry.record, entry.salt, entry.index, proof.size, proof.path, checkpoint)

    def checked(self, log_key: str) -> Checkpoint:
        """Give the checkpoint that holds the record, or refuse by name."""
        vouched = read_checkpoint(self.checkpoint, log_key)
        if vouched.size != self.size:
            raise LogError(problem="other_size", found=self.size, expected=vouched.size)
        proof = Proof(self.index, self.size, self.path)
        if not proof.holds(self.record.leaf(self.salt), vouched.root):
            raise LogError(problem="not_included", index=self.index)
        return vouched

    def holds(self, log_key: str) -> bool:
        """Say whether the log's key vouches for a tree that holds the record."""
        try:
            self.checked(log_key)
        except LogError:
            return False
        return True

    def is_of(self, pdf: bytes) -> bool:
        """Say whether this speaks of exactly this document."""
        return hashlib.sha256(pdf).hexdigest() == self.record.pdf

    def witnessed(self, witnesses: Iterable[str]) -> tuple[Cosigned, ...]:
        """Say which of these witnesses signed the checkpoint, and when."""
        return cosignatures(self.checkpoint, witnesses)

    def to_json(self) -> str:
        """Write the bundle."""
        record = {"number": self.record.number, "statement": self.record.statement, "pdf": self.record.pdf}
        if self.record.credential:
            record["credential"] = self.record.credential
        told = {
            "format": FORMAT,
            "record": {**record, "at": self.record.at.isoformat()},
            "salt": self.salt,
            "index": self.index,
            "size": self.size,
            "path": [step.hex() for step in self.path],
            "checkpoint": self.checkpoint,
        }
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def read_holder_bundle(data: bytes) -> HolderBundle:
    """Read a bundle, whoever sent it: bounded, every field known and of its kind, else refused by name."""
    if len(data) > LARGEST_BUNDLE:
        raise LogError(problem="too_large", found=len(data))
    try:
        told = json.loads(data.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise LogError(problem="bundle_malformed", field="json") from error
    _demand("fields", isinstance(told, dict) and set(told) == _FIELDS and told["format"] == FORMAT)
    return HolderBundle(
        record=_record(told["record"]),
        salt=_matching("salt", told["salt"], re.compile(f"[0-9a-f]{{{2 * SALT_BYTES}}}")),
        index=_count("index", told["index"]),
        size=_count("size", told["size"]),
        path=_path(told["path"]),
        checkpoint=_note(told["checkpoint"]),
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _record(told: Any) -> Record:
    _demand("record", isinstance(told, Mapping) and set(told) - {"credential"} == _RECORD)
    credential = _matching("credential", told["credential"], _DIGEST) if "credential" in told else ""
    return Record(
        number=_matching("number", told["number"], _NUMBER),
        statement=_matching("statement", told["statement"], _DIGEST),
        pdf=_matching("pdf", told["pdf"], _DIGEST),
        at=_moment(told["at"]),
        credential=credential,
    )


def _moment(told: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(told)
    except (TypeError, ValueError) as error:
        raise LogError(problem="bundle_malformed", field="at") from error
    # the record is hashed as it is written, so another spelling of the moment is another record
    _demand("at", moment.tzinfo is not None and moment.isoformat() == told)
    return moment


def _path(told: Any) -> tuple[bytes, ...]:
    _demand("path", isinstance(told, list) and len(told) <= _MOST_STEPS)
    return tuple(bytes.fromhex(_matching("path", step, _DIGEST)) for step in told)


def _matching(name: str, told: Any, shape: re.Pattern[str]) -> str:
    _demand(name, isinstance(told, str) and shape.fullmatch(told) is not None)
    return str(told)


def _count(name: str, told: Any) -> int:
    _demand(name, type(told) is int and 0 <= told < _LARGEST_INDEX)
    return int(told)


def _note(told: Any) -> str:
    _demand("checkpoint", isinstance(told, str) and len(told) <= LARGEST_NOTE)
    return str(told)


def _demand(name: str, lawful: bool) -> None:
    if not lawful:
        raise LogError(problem="bundle_malformed", field=name)
