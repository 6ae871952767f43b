"""`issuer.json`: who the issuer is and what became of each key; public, and the memory of a key folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from certificates.errors import SigningKeyError
from certificates.files import write
from certificates.keys.registry import Key

FILE = "issuer.json"


@dataclass(frozen=True)
class Life:
    """What is remembered of one key; `public` is the key itself where no other file holds it."""

    valid_from: datetime
    retired_on: date | None = None
    compromised_at: datetime | None = None
    public: bytes = b""

    @classmethod
    def of(cls, key: Key, public: bytes = b"") -> Life:
        """Return what is to be remembered of a key."""
        return cls(key.valid_from, key.retired_on, key.compromised_at, public)


@dataclass(frozen=True)
class IssuerFile:
    """What the file says: the issuer's identifier and the lives of its keys by their names."""

    did: str = ""
    keys: Mapping[str, Life] = field(default_factory=dict)

    def having(self, lives: Mapping[str, Life]) -> IssuerFile:
        """Return the same issuer with some lives written anew."""
        return replace(self, keys={**self.keys, **lives})


def read_issuer_file(folder: Path) -> IssuerFile:
    """Read the file; a folder without it has an issuer without identifier and keys without memory."""
    path = folder / FILE
    if not path.exists():
        return IssuerFile()
    try:
        told = json.loads(path.read_bytes())
        return IssuerFile(str(told["did"]), {kid: _life(said) for kid, said in told["keys"].items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SigningKeyError(file=FILE, problem="malformed") from error


def write_issuer_file(folder: Path, issuer: IssuerFile) -> None:
    """Write the file as a whole."""
    told = {"did": issuer.did, "keys": {kid: _told(life) for kid, life in sorted(issuer.keys.items())}}
    write(folder / FILE, (json.dumps(told, indent=1) + "\n").encode())


def remember(folder: Path, lives: Mapping[str, Life]) -> None:
    """Write down what became of some keys."""
    write_issuer_file(folder, read_issuer_file(folder).having(lives))


def _life(said: Mapping[str, Any]) -> Life:
    retired, compromised = said.get("retired_on"), said.get("compromised_at")
    return Life(
        datetime.fromisoformat(said["valid_from"]),
        date.fromisoformat(retired) if retired else None,
        datetime.fromisoformat(compromised) if compromised else None,
        bytes.fromhex(said.get("public", "")),
    )


def _told(life: Life) -> dict[str, str]:
    told = {
        "valid_from": life.valid_from.isoformat(),
        "retired_on": life.retired_on.isoformat() if life.retired_on else "",
        "compromised_at": life.compromised_at.isoformat() if life.compromised_at else "",
        "public": life.public.hex(),
    }
    return {name: value for name, value in told.items() if value}
