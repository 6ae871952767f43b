"""One forged thing as a checker meets it, and what a genuine checker has at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates import Answer, Report, verify
from certificates.credential.key import CredentialKey
from certificates.status.entry import PURPOSES
from certificates.status.lists import make_list
from tests.certificates.conftest import AT, DID, KEY, World

BASE = "https://certificats.velmaria.example"
STOLEN = CredentialKey.of(DID, Ed25519PrivateKey.from_private_bytes(b"\x66" * 32))
ABROAD = CredentialKey.of("did:web:other.example", Ed25519PrivateKey.from_private_bytes(b"\x67" * 32))
DAY = AT + timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """What is held up and what the checker has; the check that refuses it, why, and the answer."""

    document: bytes | str
    check: str
    detail: str
    answer: Answer = Answer.ALTERED
    changes: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)

    def report(self, world: World) -> Report:
        """Verify as an outsider with the issuer's keys and fresh lists would."""
        trust = replace(world.trust, **{"status": lists(), **self.changes})
        return verify(self.document, trust=trust, **{"at": DAY, **self.asked})


Make = Callable[[World], Case]


def lists(at: Any = DAY, key: CredentialKey = KEY, **named: tuple[int, ...]) -> list[bytes]:
    """Both lists, naming these places."""
    return [make_list(BASE, key, purpose, 1, named.get(purpose, ()), at) for purpose in PURPOSES]
