"""@digitalbazaar's verifiers accept what we issue, read our lists, and refuse what was changed."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.credential import CredentialKey, did_of, issue_credential
from certificates.did import did_document
from certificates.keys.registry import PublicKey
from certificates.parties import HolderName
from certificates.status.bitstring import read_bits, write_bits
from certificates.status.entry import SIZE, StatusEntry
from certificates.status.lists import make_list
from tests.certificates import samples
from tests.certificates.eyes import npm

AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
BASE = "https://certificats.velmaria.example"
INDEX = 4242
NAMES = {
    "latin": samples.LATIN,
    "arabic": samples.ARABIC,
    "cyrillic": samples.CYRILLIC,
    "three scripts": samples.MIXED,
    "quotes": (HolderName("Latn", 'O’Brien "Zoë" \\ d\'Œuvre'),),
    "marks of direction": (HolderName("Arab", "\u200fعبد الله\u200e (1)"), HolderName("Latn", "A\u200cB")),
    "outside the first plane": (HolderName("Latn", "Dewi 𞤀𞤣𞤤𞤢𞤥 é = e\u0301"),),
}
KINDS: dict[str, Callable[..., Any]] = {
    "trainer": samples.statement,
    "completion": samples.completion,
    "expert": samples.expert,
    "renewal": samples.renewal,
}


def key(seed: int, domain: str = "certificats.velmaria.example") -> CredentialKey:
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    return CredentialKey.of(did_of(domain), private)


OURS, RETIRED, STRANGER = key(7), key(8), key(9)
FOREIGN = key(10, "elsewhere.example")


def public(signer: CredentialKey, retired_on: date | None = None) -> PublicKey:
    born = datetime(2026, 1, 1, tzinfo=UTC)
    return PublicKey(kid=signer.kid, public=signer.public, valid_from=born, retired_on=retired_on)


def issued(make: Callable[..., Any] = samples.statement, signer: CredentialKey = OURS, **changes: Any) -> Any:
    return json.loads(issue_credential(make(**changes), signer, StatusEntry(1, INDEX), AT))


def status_list(
    indexes: Iterator[int] | list[int], signer: CredentialKey = OURS, at: datetime = AT, **how: Any
) -> Any:
    return json.loads(make_list(BASE, signer, how.get("purpose", "revocation"), 1, indexes, at))


def changed(path: str, value: Any) -> Any:
    """Change one claim of a credential after it was signed."""
    document = issued()
    *way, last = path.split(".")
    found = document
    for step in way:
        found = found[int(step)] if step.isdigit() else found[step]
    assert found[last] != value
    found[last] = value
    return document


def accepted() -> Iterator[tuple[str, dict[str, Any]]]:
    for kind, make in KINDS.items():
        yield f"kind {kind}", {"credential": issued(make)}
    for name, holder in NAMES.items():
        yield f"name {name}", {"credential": issued(holder=holder)}
    yield "english", {"credential": issued(authoritative_language="en")}
    yield "retired key", {"credential": issued(signer=RETIRED)}
    yield "clock five minutes behind", {"credential": issued(), "now": stamp(AT - timedelta(minutes=5))}
    yield "last day", {"credential": issued(), "now": "2029-11-20T23:59:59Z", **fresh_on("2029-11-20")}
    for purpose in ("revocation", "suspension"):
        yield f"list {purpose}", {"credential": status_list([1, 5], purpose=purpose)}
    yield "neighbours revoked", {"credential": issued(), **lists([INDEX - 1, INDEX + 1])}


def refused() -> Iterator[tuple[str, dict[str, Any]]]:
    changes = {
        "name": ("credentialSubject.identifier.0.identityHash", "Amina Ben Saleh"),
        "number": ("credentialSubject.licenseNumber", "TRN-2026-7KQ4M-9XR2D-1"),
        "end": ("validUntil", "2039-11-20T23:59:59Z"),
        "statement": ("evidence.0.narrative", "sha256:" + "0" * 64),
        "place in the list": ("credentialStatus.statusListIndex", "7"),
        "hours": ("credentialSubject.result.2.value", "165"),
        "undefined type": ("credentialSchema.0.type", "SomethingElse"),
        "undefined term": ("credentialSubject.achievement.criteria", {"nonsense": "x"}),
        "relative address": ("id", "c/1.json"),
        "control character": ("name", "a\u0001b"),
    }
    for name, change in changes.items():
        yield f"changed {name}", {"credential": changed(*change)}
    yield "wrong key", {"credential": issued(signer=STRANGER)}
    yield "expired", {"credential": issued(), "now": "2029-11-21T00:05:01Z", **fresh_on("2029-11-20")}
    yield "revoked", {"credential": issued(), **lists([INDEX])}
    yield "list expired", {"credential": issued(), **lists([], at=AT - timedelta(days=8))}
    yield "list of a foreign issuer", {"credential": issued(), **lists([], signer=FOREIGN)}
    yield "list of another purpose", {"credential": issued(), **lists([], purpose="suspension")}
    yield "list with a bit changed", {"credential": issued(), **as_list(unset_bit())}
    yield "list missing", {"credential": issued(), **as_list(None)}


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def fresh_on(day: str) -> dict[str, Any]:
    return lists([], at=datetime.fromisoformat(f"{day}T12:00:00+00:00"))


def lists(indexes: list[int], **how: Any) -> dict[str, Any]:
    return as_list(status_list(indexes, **how))


def as_list(document: Any) -> dict[str, Any]:
    return {"documents": {f"{BASE}/status/revocation/1": document}}


def unset_bit() -> Any:
    document = copy.deepcopy(status_list([INDEX]))
    document["credentialSubject"]["encodedList"] = write_bits([])
    return document


ACCEPTED, REFUSED = dict(accepted()), dict(refused())


@pytest.fixture(scope="module")
def opinions() -> dict[str, Any]:
    """Every case in one Node: starting it takes longer than they do."""
    npm.demand()
    keys = [public(OURS), public(RETIRED, date(2026, 6, 1))]
    documents = {
        OURS.did: did_document(OURS.did, keys),
        FOREIGN.did: did_document(FOREIGN.did, [public(FOREIGN)]),
        f"{BASE}/status/revocation/1": status_list([7, 9999]),
    }
    job = {"now": stamp(AT), "documents": documents, "cases": {**ACCEPTED, **REFUSED}}
    found: dict[str, Any] = npm.run("verify.mjs", job)
    return found


@pytest.mark.parametrize("name", ACCEPTED)
def test_npm_accepts_what_we_issue(opinions: dict[str, Any], name: str) -> None:
    assert (opinions[name]["accepted"], opinions[name]["error"]) == (True, "")


@pytest.mark.parametrize("name", REFUSED)
def test_npm_refuses_what_was_changed(opinions: dict[str, Any], name: str) -> None:
    assert opinions[name]["accepted"] is False


def test_revoked_shows_in_the_bits_only(opinions: dict[str, Any]) -> None:
    assert {key: opinions["revoked"][key] for key in ("verified", "bits")} == {
        "verified": True,
        "bits": [True],
    }


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("changed name", "Invalid signature"),
        ("changed control character", "Invalid signature"),
        ("wrong key", "would go to the network"),
        ("list expired", 'is after "validUntil"'),
        ("list of a foreign issuer", "Issuers of the status list"),
        ("list of another purpose", "status purpose"),
        ("list missing", "would go to the network"),
    ],
)
def test_npm_refuses_for_the_right_reason(opinions: dict[str, Any], name: str, reason: str) -> None:
    assert reason in opinions[name]["error"]


def test_bits_are_read_alike_both_ways() -> None:
    npm.demand()
    places = [0, 1, 7, 8, 4242, 65_535, SIZE - 1]

    theirs = npm.run("bits.mjs", {"read": write_bits(places), "length": SIZE, "write": places})

    assert (theirs["set"], theirs["length"]) == (places, SIZE)
    assert read_bits(theirs["written"]) == read_bits(write_bits(places))


@pytest.mark.parametrize(
    ("build_machine", "outcome"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)]
)
def test_what_is_not_installed_is_said_and_fails_where_it_must(
    monkeypatch: pytest.MonkeyPatch, build_machine: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", build_machine)
    monkeypatch.setattr(npm, "_NODE", npm._FOLDER / "nowhere")

    with pytest.raises(outcome, match="not installed is Node"):
        npm.demand()


def test_packages_of_another_lock_file_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(npm, "_NODE", npm._LOCK)
    monkeypatch.setattr(npm, "lock_digest", lambda: "0" * 64)

    assert npm.missing() == "the packages of tests/certificates/eyes/node (tools/eyes.sh)"
