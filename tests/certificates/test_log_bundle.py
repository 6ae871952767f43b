"""The holder's bundle: checks without us, and is refused whole or not at all."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.errors import LogError
from certificates.log.bundle import HolderBundle, read_holder_bundle
from certificates.log.checkpoint import LogKey
from certificates.log.entry import Record
from certificates.log.log import Log
from certificates.log.store import MemoryStore
from certificates.log.witness import Cosigned, WitnessKey

KEY = LogKey("log.example/x", Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))
FALSE = LogKey("log.example/x", Ed25519PrivateKey.from_private_bytes(b"\x02" * 32))
WITNESS = WitnessKey("court.example/w1", Ed25519PrivateKey.from_private_bytes(b"\x03" * 32))
AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
SALT = "5a" * 32
PDF = b"%PDF a certificate"
RECORD = Record("TRN-2026-7KQ4M-9XR2D-0", "a" * 64, hashlib.sha256(PDF).hexdigest(), AT, "c" * 64)


def bundled(record: Record = RECORD) -> HolderBundle:
    store = MemoryStore()
    store.extend([hashlib.sha256(bytes([n])).digest() for n in range(20)])
    log = Log(store)
    entry = log.enter(record, SALT)
    store.append(b"\x07" * 32)
    note = WITNESS.cosign(log.checkpoint(KEY), AT)
    return HolderBundle.of(entry, log.prove(entry.index), note)


BUNDLE = bundled()


def told(**changes: Any) -> bytes:
    return json.dumps(json.loads(BUNDLE.to_json()) | changes).encode()


def without(name: str) -> bytes:
    return json.dumps(
        {key: value for key, value in json.loads(BUNDLE.to_json()).items() if key != name}
    ).encode()


def recorded(**changes: Any) -> bytes:
    return told(record=json.loads(BUNDLE.to_json())["record"] | changes)


@pytest.mark.parametrize(
    "record",
    [pytest.param(RECORD, id="with credential"), pytest.param(replace(RECORD, credential=""), id="older")],
)
def test_a_bundle_is_written_and_read_unchanged(record: Record) -> None:
    made = bundled(record)
    back = read_holder_bundle(made.to_json().encode())

    assert back == made
    assert (back.holds(KEY.vkey()), back.checked(KEY.vkey()).size) == (True, 22)
    assert back.witnessed([WITNESS.vkey()]) == (Cosigned("court.example/w1", AT),)
    assert (back.is_of(PDF), back.is_of(PDF + b" ")) == (True, False)


def test_a_record_without_credential_is_hashed_as_before() -> None:
    """Leaves of certificates issued without a credential stay what they are."""
    older = replace(RECORD, credential="")

    assert older.canonical_bytes() == (
        b'{"at":"2026-11-21T10:00:00+00:00","number":"TRN-2026-7KQ4M-9XR2D-0","pdf":"'
        + RECORD.pdf.encode()
        + b'","statement":"'
        + b"a" * 64
        + b'"}'
    )
    assert b'"credential":"' + b"c" * 64 in RECORD.canonical_bytes()


@pytest.mark.parametrize(
    ("bundle", "problem"),
    [
        pytest.param(replace(BUNDLE, record=replace(RECORD, pdf="b" * 64)), "not_included", id="document"),
        pytest.param(replace(BUNDLE, record=replace(RECORD, credential="")), "not_included", id="credential"),
        pytest.param(replace(BUNDLE, salt="00" * 32), "not_included", id="salt"),
        pytest.param(replace(BUNDLE, index=19), "not_included", id="index"),
        pytest.param(replace(BUNDLE, size=21), "other_size", id="size"),
        pytest.param(replace(BUNDLE, path=BUNDLE.path[:-1]), "not_included", id="path"),
        pytest.param(replace(BUNDLE, checkpoint="nonsense"), "note_malformed", id="checkpoint"),
    ],
)
def test_any_part_changed_does_not_hold(bundle: HolderBundle, problem: str) -> None:
    assert not bundle.holds(KEY.vkey())
    with pytest.raises(LogError, match=problem):
        bundle.checked(KEY.vkey())


def test_another_key_does_not_vouch() -> None:
    assert not BUNDLE.holds(FALSE.vkey())
    assert not BUNDLE.holds("nonsense")


def test_a_proof_for_another_checkpoint_makes_no_bundle() -> None:
    store = MemoryStore()
    log = Log(store)
    entry = log.enter(RECORD, SALT)
    note = log.checkpoint(KEY)
    store.append(b"\x07" * 32)

    with pytest.raises(LogError, match="other_size"):
        HolderBundle.of(entry, log.prove(0), note)


MALFORMED = [
    pytest.param(b"", "json", id="nothing"),
    pytest.param(b"\xff", "json", id="no text"),
    pytest.param(b"[" * 100_000, "json", id="nested without end"),
    pytest.param(b'{"size": 1, "size": 2}', "json", id="a name twice"),
    pytest.param(b'{"size": ' + b"9" * 5000 + b"}", "json", id="a number without end"),
    pytest.param(b"[]", "fields", id="a list"),
    pytest.param(told(more=1), "fields", id="one field more"),
    pytest.param(told(format="x"), "fields", id="another format"),
    pytest.param(without("salt"), "fields", id="one field less"),
    pytest.param(told(record=[]), "record", id="record is no object"),
    pytest.param(recorded(name="Amina"), "record", id="a name in the record"),
    pytest.param(recorded(number="TRN 1"), "number", id="number of another shape"),
    pytest.param(recorded(statement="A" * 64), "statement", id="digest in capitals"),
    pytest.param(recorded(pdf=None), "pdf", id="no digest"),
    pytest.param(recorded(credential="x"), "credential", id="credential is no digest"),
    pytest.param(recorded(at="2026-11-21T10:00:00Z"), "at", id="another spelling of the moment"),
    pytest.param(recorded(at="2026-11-21T10:00:00"), "at", id="no time zone"),
    pytest.param(recorded(at=7), "at", id="a number for a moment"),
    pytest.param(told(salt="5a"), "salt", id="short salt"),
    pytest.param(told(index=-1), "index", id="before the first"),
    pytest.param(told(index=True), "index", id="yes is no index"),
    pytest.param(told(size=2**63), "size", id="larger than any log"),
    pytest.param(told(path="00"), "path", id="path is no list"),
    pytest.param(told(path=["00" * 32] * 64), "path", id="a path of 64 steps"),
    pytest.param(told(path=["00"]), "path", id="a short step"),
    pytest.param(told(checkpoint=1), "checkpoint", id="no note"),
    pytest.param(told(checkpoint="a" * 70_000), "checkpoint", id="a note without end"),
]


@pytest.mark.parametrize(("data", "field"), MALFORMED)
def test_what_is_no_bundle_is_refused_with_its_field(data: bytes, field: str) -> None:
    with pytest.raises(LogError, match="bundle_malformed") as refused:
        read_holder_bundle(data)

    assert refused.value.facts["field"] == field


def test_a_bundle_without_end_is_not_parsed() -> None:
    with pytest.raises(LogError, match="too_large"):
        read_holder_bundle(b" " * 200_000)


def test_a_moment_elsewhere_is_hashed_as_recorded() -> None:
    there = replace(RECORD, at=AT.astimezone(timezone(timedelta(hours=2))))

    assert read_holder_bundle(bundled(there).to_json().encode()).holds(KEY.vkey())
