"""One authority and one issued certificate for all tests; keys are made once per run."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates import (
    Draft,
    Happening,
    Issued,
    OneRegistered,
    Recorded,
    Registered,
    Statement,
    StatusEvent,
    Trust,
    issue,
    prepare,
)
from certificates.credential.key import CredentialKey
from certificates.keys import Keyring, make_authority
from certificates.log.log import Log
from certificates.log.store import MemoryStore
from certificates.signing.api import Signers
from certificates.status.entry import StatusEntry
from tests.certificates.eyes.wanted import demand
from tests.certificates.samples import CNFGF, ENAPV, MINT, MIXED, statement

PASSPHRASE = b"correct horse battery staple"
BORN = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)
AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
LATER = datetime(2027, 5, 3, 12, 0, tzinfo=UTC)
SALT = "5a" * 32
RECORDED = Recorded(AT, SALT, StatusEntry(1, 4242))
DID = "did:web:certificats.velmaria.example"
KEY = CredentialKey.of(DID, Ed25519PrivateKey.from_private_bytes(b"\x5a" * 32))


def drafted(stated: Statement, recorded: Recorded = RECORDED) -> Draft:
    """Lay out what will be signed, with the credential key of all tests."""
    return prepare(stated, recorded, KEY)


class World(NamedTuple):
    """Everything a test of issuing and checking needs."""

    folder: Path
    keyring: Keyring
    signers: Signers
    trust: Trust
    store: MemoryStore
    issued: Issued
    registered: Registered

    @property
    def register(self) -> OneRegistered:
        """A register that knows the one certificate."""
        return OneRegistered(self.registered)


@pytest.fixture(scope="session")
def poppler() -> None:
    demand("pdftotext", "pdftoppm")


@pytest.fixture(scope="session")
def openssl() -> None:
    demand("openssl")


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return made_world(tmp_path_factory.mktemp("authority"))


def made_world(folder: Path) -> World:
    """Make an authority and issue one certificate, with names in three scripts."""
    authority = make_authority(folder, PASSPHRASE, [CNFGF, ENAPV, MINT], BORN)
    keyring = Keyring(folder, PASSPHRASE)
    stated = statement(holder=MIXED)
    signers, store = keyring.signers_for(stated), MemoryStore()
    store.append(b"\x07" * 32)
    issued = issue(stated, signers, KEY, store, RECORDED)
    log = Log(store)
    trust = replace(Trust.of(authority, log.checkpoint(keyring.log_key())), did={KEY.method: KEY.public})
    events = (StatusEvent(Happening.ISSUED, date(2026, 11, 21)),)
    registered = Registered(stated, issued.digest, events, issued.entry, log.prove(issued.entry.index))
    return World(folder, keyring, signers, trust, store, issued, registered)
