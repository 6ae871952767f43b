"""What is entered: a commitment to the canonical record of an issue, which only its holder can open."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

import rfc8785

SALT_BYTES = 32


def make_salt() -> str:
    """Draw the salt of one certificate; kept beside it, given to its holder, deleted to make a leaf mute."""
    return secrets.token_hex(SALT_BYTES)


@dataclass(frozen=True)
class Record:
    """The canonical record of an issue: number, digests of statement, document and credential, moment."""

    number: str
    statement: str
    pdf: str
    at: datetime
    credential: str = ""

    def canonical_bytes(self) -> bytes:
        """Give the one byte sequence of this record (RFC 8785)."""
        parts = {
            "number": self.number,
            "statement": self.statement,
            "pdf": self.pdf,
            "at": self.at.isoformat(),
        }
        if self.credential:
            parts["credential"] = self.credential
        return bytes(rfc8785.dumps(parts))

    def leaf(self, salt: str) -> bytes:
        """Commit to the record: without the salt nobody can tell whom a leaf concerns."""
        return hmac.new(bytes.fromhex(salt), self.canonical_bytes(), hashlib.sha256).digest()


@dataclass(frozen=True)
class Entry:
    """Where a record stands in the log."""

    record: Record
    salt: str
    index: int
