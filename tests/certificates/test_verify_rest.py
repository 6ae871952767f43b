"""Corners of checking: witnesses, everything a trust folder can hold, and libraries that give up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates import Answer, inspect, verify
from certificates.keys import read_authority
from certificates.keys.registry import PublicKey
from certificates.log.store import MemoryStore
from certificates.log.witness import WitnessKey
from certificates.verifying import command
from certificates.verifying.checks import credentials
from certificates.verifying.folder import Kept, read_folder, write_folder
from certificates.verifying.presented import LARGEST_TEXT
from tests.certificates.conftest import AT, BORN, DID, KEY, LATER, World
from tests.certificates.forgeries.case import lists

WITNESS = WitnessKey("court.example", Ed25519PrivateKey.from_private_bytes(b"\x44" * 32))


@pytest.mark.parametrize(
    ("note", "witnesses", "told"),
    [
        pytest.param(lambda n: WITNESS.cosign(n, AT), (WITNESS.vkey(),), ("cosigned", "1/1"), id="signed"),
        pytest.param(lambda n: n, (WITNESS.vkey(),), ("not_cosigned", "0/1"), id="not signed"),
        pytest.param(lambda n: n, ("rubbish",), ("witness_unreadable", None), id="no key"),
    ],
)
def test_witnesses_are_counted(
    world: World, note: Callable[[str], str], witnesses: tuple[str, ...], told: tuple[str, str | None]
) -> None:
    trust = replace(world.trust, checkpoint=note(world.trust.checkpoint or ""), witnesses=witnesses)

    report = verify(world.issued.pdf, register=world.register, trust=trust, at=LATER)

    found = report.finding("witness")
    assert found is not None
    assert (found.detail, found.about) == told
    assert report.answer is (Answer.VALID if told[0] == "cosigned" else Answer.CANNOT_TELL)


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        pytest.param({}, "rolled_back", id="shorter than its own checkpoint"),
        pytest.param({"checkpoint": None}, "entry_missing", id="no checkpoint to measure it by"),
        pytest.param({"log_key": None}, "entry_missing", id="nobody vouches for the checkpoint"),
        pytest.param({"log_key": "rubbish"}, "entry_missing", id="a key that is none"),
        pytest.param({"checkpoint": "\ud800"}, "entry_missing", id="a checkpoint that is no text"),
    ],
)
def test_log_without_the_entry(world: World, changes: dict[str, Any], detail: str) -> None:
    trust = replace(world.trust, **changes)

    report = verify(world.issued.pdf, register=world.register, log=MemoryStore(), trust=trust, at=LATER)

    found = report.finding("log")
    assert found is not None
    assert (found.detail, report.answer) == (detail, Answer.ALTERED)


def test_folder_holds_all_that_a_checker_can_use(world: World, tmp_path: Path) -> None:
    seal = replace(read_authority(world.folder).seal_keys[0], retired_on=AT.date())
    key = PublicKey(kid=KEY.kid, valid_from=BORN, public=KEY.public)
    public = {"did": DID, "credential_keys": (key,), "seal_keys": (seal,), "lists": world.trust.lists[1:]}
    authority = replace(read_authority(world.folder), **public)
    more = {"status": lists(), "stamps": world.trust.root, "witnesses": [WITNESS.vkey()]}
    write_folder(tmp_path, authority, None, [Kept(world.registered, world.issued.pdf)], LATER, **more)

    read = read_folder(tmp_path)

    assert (read.trust.did, read.trust.stamps) == ({KEY.method: KEY.public}, world.trust.root)
    assert (list(read.trust.status), read.trust.witnesses) == (lists(), (WITNESS.vkey(),))
    assert list(read.trust.retired.values()) == [AT.date()]
    assert len(read.trust.lists) == 3
    found = read.find_token(world.registered.statement.token)
    assert found is not None
    assert found.statement == world.registered.statement
    assert read.find_token("x" * 24) is None


def test_what_the_libraries_give_up_on_is_not_ours(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def gives_up(document: Any) -> bytes:
        raise RuntimeError

    monkeypatch.setattr(credentials, "canonical", gives_up)
    data = world.issued.credential.replace(b'"name"', b'"rank":"x","name"', 1)

    assert [f.detail for f in inspect(data, world.trust).findings] == ["not_this_profile"]


def test_a_seal_that_leaves_bytes_out_is_seen(world: World) -> None:
    """The last seal says that it covers less than all before itself."""
    pdf = bytearray(world.issued.pdf)
    found = list(re.finditer(rb"/ByteRange\s*\[\s*0\s+(\d+)", pdf))[-1]
    first = int(found[1])
    pdf[found.start(1) : found.end(1)] = str(first - 1).encode().rjust(len(found[1]), b"0")

    report = verify(bytes(pdf), trust=world.trust, at=LATER)

    told = report.finding("modification_hr")
    assert told is not None
    assert (told.detail, report.answer) == ("bytes_left_out", Answer.ALTERED)


@pytest.mark.parametrize("text", ["TC1:6BF", "https://example/v/x", "http://example/v/x"])
def test_command_takes_texts_as_they_are(text: str) -> None:
    assert command._document(text) == text


def test_text_that_is_too_long_is_refused_unread() -> None:
    assert [f.detail for f in inspect("{" * (LARGEST_TEXT + 1), None).findings] == ["too_large"]
