"""Credentials, codes, addresses and typed numbers: what else `verify` takes, and what it says of each."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from base45 import b45encode
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates import Answer, Happening, Inspected, OneRegistered, StatusEvent, Trust, inspect, verify
from certificates.credential import issue_credential, write_code
from certificates.credential.key import CredentialKey
from certificates.status.entry import PURPOSES
from certificates.status.lists import make_list
from certificates.verifying.presented import Kind, recognise
from tests.certificates.conftest import AT, DID, KEY, LATER, RECORDED, World
from tests.certificates.samples import number_for

OTHER = CredentialKey.of(DID, Ed25519PrivateKey.from_private_bytes(b"\x66" * 32))
ELSEWHERE = CredentialKey.of("did:web:other.example", Ed25519PrivateKey.from_private_bytes(b"\x67" * 32))
BASE = "https://certificats.velmaria.example"
Found = dict[str, tuple[str, str]]


def found(report: Any) -> Found:
    return {f.check: (str(f.outcome), f.detail) for f in report.findings}


def lists(at: datetime = LATER, key: CredentialKey = KEY, **named: Sequence[int]) -> list[bytes]:
    """Both lists of the first number, naming these places."""
    return [make_list(BASE, key, purpose, 1, named.get(purpose, ()), at) for purpose in PURPOSES]


def trusting(world: World, **changes: Any) -> Trust:
    return replace(world.trust, **{"status": lists(), **changes})


def code_of(world: World, **changes: Any) -> str:
    stated = replace(world.registered.statement, **changes)
    return write_code(stated, world.issued.credential, KEY, RECORDED.status, AT)


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        pytest.param(b"\x00\n%PDF-1.7", Kind.PDF, id="PDF behind some bytes"),
        pytest.param(b'\xef\xbb\xbf {"a": 1}', Kind.CREDENTIAL, id="JSON behind a mark"),
        pytest.param("[1]", Kind.CREDENTIAL, id="JSON as text"),
        pytest.param("TC1:6BF", Kind.CODE, id="code"),
        pytest.param(f" {BASE}/v/q3Zk0aVfT1xB7mWc9dEh2JpL\n", Kind.ADDRESS, id="address"),
        pytest.param(f"{BASE}/v/short", Kind.OTHER, id="no token"),
        pytest.param("http://[", Kind.OTHER, id="broken address"),
        pytest.param(number_for("TRN"), Kind.NUMBER, id="number"),
        pytest.param(number_for("TRN") + " 7KQ4-M9XR", Kind.NUMBER, id="number and code"),
        pytest.param(number_for("TRN").lower() + "7kq4m9xr", Kind.NUMBER, id="both in one"),
        pytest.param(b"GIF89a", Kind.OTHER, id="picture"),
        pytest.param("", Kind.OTHER, id="nothing"),
    ],
)
def test_what_is_held_up_is_recognised(document: bytes | str, kind: Kind) -> None:
    assert recognise(document) is kind


def test_credential_alone_is_valid_by_signed_lists(world: World) -> None:
    report = verify(world.issued.credential, trust=trusting(world), at=LATER)

    assert report.answer is Answer.VALID
    assert found(report) == {
        "structure": ("passed", "readable"),
        "credential": ("passed", "well_formed"),
        "proof": ("passed", "proof_holds"),
        "dates": ("passed", "within"),
        "status": ("passed", "listed_in_force"),
    }
    told = report.to_dict()["certificate"]
    assert (told["number"], told["kind"], told["path"]["code"]) == (
        world.issued.number,
        "trainer",
        "LP-TRN-BOR",
    )


def test_credential_is_compared_with_the_register(world: World) -> None:
    asked = {"register": OneRegistered(world.registered), "trust": world.trust, "log": world.store}
    other = issue_credential(world.registered.statement, KEY, RECORDED.status, AT + timedelta(days=1))

    report = verify(world.issued.credential, **asked, at=LATER)
    changed = verify(other, **asked, at=LATER)

    assert (report.answer, found(report)["agreement"]) == (Answer.VALID, ("passed", "agrees"))
    agreement = changed.finding("agreement")
    assert agreement is not None
    assert (changed.answer, agreement.detail, agreement.about) == (
        Answer.ALTERED,
        "credential_differs",
        "valid_from",
    )


def _changed(world: World, **changes: Any) -> bytes:
    return json.dumps({**json.loads(world.issued.credential), **changes}).encode()


CREDENTIALS: list[Any] = [
    pytest.param(
        lambda w: _changed(w, validFrom="2026-11-22T00:00:00Z"),
        "proof",
        "proof_broken",
        Answer.ALTERED,
        id="later",
    ),
    pytest.param(
        lambda w: issue_credential(w.registered.statement, OTHER, RECORDED.status, AT),
        *("proof", "unknown_key", Answer.ISSUER_UNKNOWN),
        id="key that is not ours",
    ),
    pytest.param(
        lambda w: issue_credential(w.registered.statement, ELSEWHERE, RECORDED.status, AT),
        *("proof", "unknown_key", Answer.ISSUER_UNKNOWN),
        id="issuer that is not ours",
    ),
    pytest.param(lambda w: b"{", "credential", "not_json", Answer.ALTERED, id="cut short"),
    pytest.param(lambda w: b"[]", "credential", "not_json", Answer.ALTERED, id="list"),
]


@pytest.mark.parametrize(("make", "check", "detail", "answer"), CREDENTIALS)
def test_credential_that_is_not_ours_is_refused(
    world: World, make: Callable[[World], bytes], check: str, detail: str, answer: Answer
) -> None:
    report = verify(make(world), trust=trusting(world), at=LATER)

    assert (report.answer, found(report)[check]) == (answer, ("failed", detail))


STATUSES: list[Any] = [
    pytest.param({"revocation": [4242]}, LATER, Answer.REVOKED, "listed", id="revoked"),
    pytest.param({"suspension": [4242]}, LATER, Answer.SUSPENDED, "suspended", id="suspended"),
    pytest.param({"revocation": [4241, 4243]}, LATER, Answer.VALID, "listed_in_force", id="neighbours"),
    pytest.param(
        {"revocation": [4242]}, LATER + timedelta(days=90), Answer.REVOKED, "listed", id="revoked for good"
    ),
    pytest.param({}, LATER + timedelta(days=90), Answer.CANNOT_TELL, "list_expired", id="too old"),
    pytest.param(
        {"suspension": [4242]},
        LATER + timedelta(days=90),
        *(Answer.CANNOT_TELL, "list_expired"),
        id="suspended long ago",
    ),
    pytest.param({}, LATER - timedelta(days=9), Answer.CANNOT_TELL, "list_not_yet", id="from the future"),
]


@pytest.mark.parametrize(("named", "at", "answer", "detail"), STATUSES)
def test_signed_lists_tell_the_status(
    world: World, named: dict[str, Any], at: datetime, answer: Answer, detail: str
) -> None:
    trust = trusting(world, status=lists(**named))

    reports = [verify(each, trust=trust, at=at) for each in (world.issued.credential, code_of(world))]

    assert [(report.answer, found(report)["status"][1]) for report in reports] == [(answer, detail)] * 2


UNUSABLE: list[Any] = [
    pytest.param([], "no_register", id="none"),
    pytest.param([b"rubbish"], "list_refused", id="rubbish"),
    pytest.param(lists()[:1], "lists_missing", id="one purpose only"),
    pytest.param(lists(key=OTHER), "list_unsigned", id="key that is not ours"),
    pytest.param(lists(key=ELSEWHERE), "list_of_another", id="another issuer"),
]


@pytest.mark.parametrize(("status", "detail"), UNUSABLE)
def test_lists_that_cannot_be_used_never_make_valid(world: World, status: list[bytes], detail: str) -> None:
    report = verify(world.issued.credential, trust=trusting(world, status=status), at=LATER)

    assert (report.answer, found(report)["status"]) == (Answer.CANNOT_TELL, ("cannot_tell", detail))


def test_document_carries_what_the_lists_are_asked_for(world: World) -> None:
    good = verify(world.issued.pdf, trust=trusting(world), at=LATER)
    bad = verify(world.issued.pdf, trust=trusting(world, status=lists(revocation=[4242])), at=LATER)

    assert (good.answer, bad.answer) == (Answer.VALID, Answer.REVOKED)


@pytest.mark.parametrize("changes", [{"trust": None}, {"trust": Trust(b"")}], ids=["no trust", "no keys"])
def test_without_keys_nobody_vouches(world: World, changes: dict[str, Any]) -> None:
    documents = (world.issued.credential, code_of(world))

    assert [verify(each, **changes, at=LATER).answer for each in documents] == [Answer.CANNOT_TELL] * 2


def test_dates_of_a_credential_count_both_days(world: World) -> None:
    first, last = datetime(2026, 11, 21, tzinfo=UTC), datetime(2029, 11, 20, 23, 59, tzinfo=UTC)
    days = (first - timedelta(days=1), first, last, last + timedelta(days=1))

    told = [verify(world.issued.credential, trust=world.trust, at=day) for day in days]

    assert [found(report)["dates"][1] for report in told] == ["not_yet", "within", "within", "expired"]


# --- Codes, addresses, numbers ------------------------------------------------------------------------


def test_code_alone_is_read_and_not_believed_valid(world: World) -> None:
    report = verify(code_of(world), trust=world.trust, at=LATER)

    assert report.answer is Answer.CANNOT_TELL
    assert found(report) == {
        "code": ("passed", "code_signed"),
        "dates": ("passed", "within"),
        "status": ("cannot_tell", "no_register"),
    }
    assert report.to_dict()["certificate"]["number"] == world.issued.number


CODES: list[Any] = [
    pytest.param({}, Answer.VALID, None, id="genuine"),
    pytest.param({"code": "AAAAAAAA"}, Answer.ALTERED, "code", id="other code"),
    pytest.param({"valid_until": date(2039, 1, 1)}, Answer.ALTERED, "valid_until", id="later end"),
    pytest.param({"effective_from": date(2026, 1, 1)}, Answer.ALTERED, "effective_from", id="earlier start"),
]


@pytest.mark.parametrize(("changes", "answer", "about"), CODES)
def test_code_is_compared_with_the_register(
    world: World, changes: dict[str, Any], answer: Answer, about: str | None
) -> None:
    register = OneRegistered(world.registered)

    report = verify(code_of(world, **changes), register=register, trust=world.trust, at=LATER)

    differs = next((f.about for f in report.findings if f.detail == "code_differs"), None)
    assert (report.answer, differs) == (answer, about)


def test_code_that_is_not_ours_is_refused(world: World) -> None:
    genuine = code_of(world)
    foreign = write_code(world.registered.statement, world.issued.credential, OTHER, RECORDED.status, AT)
    no_token = "TC1:" + b45encode(zlib.compress(b"no token")).decode()
    told = [verify(each, trust=world.trust, at=LATER) for each in (genuine[:-9], foreign, no_token)]

    assert [(report.answer, found(report)["code"][1]) for report in told] == [
        (Answer.NOT_FOUND, "code_cut"),
        (Answer.ISSUER_UNKNOWN, "code_unsigned"),
        (Answer.ISSUER_UNKNOWN, "code_not_ours"),
    ]


TYPED: list[Any] = [
    pytest.param(lambda s: s.verify_url, Answer.VALID, id="address"),
    pytest.param(lambda s: f"http://evil.example/v/{s.token}", Answer.ALTERED, id="address elsewhere"),
    pytest.param(lambda s: f"{BASE}/v/{'x' * 24}", Answer.NOT_FOUND, id="unknown token"),
    pytest.param(lambda s: s.number, Answer.VALID, id="number"),
    pytest.param(lambda s: f"{s.number} {s.code}".encode(), Answer.VALID, id="number and code"),
    pytest.param(lambda s: f"{s.number} AAAAAAAA", Answer.NOT_FOUND, id="I-25: wrong code"),
]


@pytest.mark.parametrize(("text", "answer"), TYPED)
def test_addresses_and_numbers_are_looked_up(
    world: World, text: Callable[[Any], Any], answer: Answer
) -> None:
    register = OneRegistered(world.registered)
    report = verify(text(world.registered.statement), register=register, at=LATER)

    assert report.answer is answer
    assert verify(text(world.registered.statement), at=LATER).answer is Answer.CANNOT_TELL


def test_what_was_revoked_is_revoked_however_it_is_asked(world: World) -> None:
    events = [*world.registered.events, StatusEvent(Happening.REVOKED, date(2027, 1, 1))]
    register = OneRegistered(replace(world.registered, events=events))
    stated = world.registered.statement
    ways = (world.issued.pdf, world.issued.credential, code_of(world), stated.verify_url, stated.number)

    reports = [verify(each, register=register, trust=world.trust, at=LATER) for each in ways]

    assert {report.answer for report in reports} == {Answer.REVOKED}


def test_credential_crosses_processes_byte_for_byte(world: World) -> None:
    seen = inspect(world.issued.credential, world.trust)

    assert Inspected.from_json(seen.to_json().encode()) == seen
    assert (seen.number, seen.token, seen.code) == (
        world.issued.number,
        world.registered.statement.token,
        None,
    )
