"""Credentials from strangers: whatever is not exactly our profile ends in one named error."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import certificates.credential as package
from certificates.credential import (
    CredentialError,
    ProofCheck,
    check_proof,
    issue_credential,
    read_credential,
)
from certificates.credential.credential import LARGEST_CREDENTIAL
from certificates.credential.reading import parse
from certificates.status.entry import StatusEntry
from tests.certificates import samples
from tests.certificates.conftest import AT, KEY

GOOD = issue_credential(samples.renewal(), KEY, StatusEntry(1, 4242), AT)
KEYS = {KEY.method: KEY.public}


def problem_of(data: bytes) -> Any:
    with pytest.raises(CredentialError) as refused:
        read_credential(data)
    return refused.value.facts["problem"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"", "not_json", id="nothing"),
        pytest.param(b"\xff\xfe", "not_json", id="no UTF-8"),
        pytest.param(b"\xef\xbb\xbf" + GOOD, "not_json", id="byte order mark"),
        pytest.param(GOOD[:-1], "not_json", id="cut short"),
        pytest.param(GOOD + b"x", "not_json", id="trailing bytes"),
        pytest.param(b"[]", "not_an_object", id="a list"),
        pytest.param(b"[" * 100 + b"]" * 100, "not_an_object", id="100 levels of lists"),
        pytest.param(b'{"a":' * 100 + b"1" + b"}" * 100, "too_deep", id="100 levels of objects"),
        pytest.param(b"[" * 60_000, "not_json", id="deeper than any stack"),
        pytest.param(b'{"a":1,"a":2}', "key_twice", id="key twice"),
        pytest.param(b'{"a":{"b":1,"b":1}}', "key_twice", id="key twice further down"),
        pytest.param(b'{"a":' + b"9" * 5000 + b"}", "number", id="huge number"),
        pytest.param(b'{"a":2147483649}', "number", id="number beyond all of ours"),
        pytest.param(b'{"a":1e400}', "number", id="number with exponent"),
        pytest.param(b'{"a":NaN}', "number", id="no number"),
        pytest.param(b" " * LARGEST_CREDENTIAL + GOOD, "too_large", id="too large"),
        pytest.param(b"{}", "proof", id="empty object"),
    ],
)
def test_bytes_that_are_no_credential_are_refused(data: bytes, problem: str) -> None:
    assert problem_of(data) == problem


def changed(change: Callable[[Any], Any]) -> bytes:
    document = json.loads(GOOD)
    change(document)
    return json.dumps(document, ensure_ascii=False).encode()


SUBJECT, STATUS = "credentialSubject", "credentialStatus"
EVIL = "http://169.254.169.254/latest"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda d: d.update({"@context": [*d["@context"], EVIL]}), id="one more context"),
        pytest.param(lambda d: d["@context"].reverse(), id="contexts in another order"),
        pytest.param(lambda d: d.pop("validFrom"), id="member missing"),
        pytest.param(lambda d: d.update(termsOfUse=[{"type": "X"}]), id="member more"),
        pytest.param(lambda d: d.update(id=EVIL), id="id elsewhere"),
        pytest.param(lambda d: d.update(id="c/x.json"), id="relative id"),
        pytest.param(lambda d: d.update(id=7), id="id is a number"),
        pytest.param(lambda d: d.update(validFrom="2026-11-21T09:55:00"), id="no 13: no zone"),
        pytest.param(lambda d: d.update(validFrom="2026-11-21T9:55:00Z"), id="moment in other digits"),
        pytest.param(lambda d: d.update(validFrom=None), id="moment is nothing"),
        pytest.param(lambda d: d.update(evidence=[]), id="no digest"),
        pytest.param(lambda d: d["evidence"][0].update(narrative="sha256:abc"), id="digest cut short"),
        pytest.param(lambda d: d["evidence"][0].update(narrative=["x"]), id="digest is a list"),
        pytest.param(lambda d: d[SUBJECT].update(licenseNumber="trn20267KQ4M9XR2D0"), id="number as typed"),
        pytest.param(lambda d: d[SUBJECT].update(licenseNumber="XXX-2026-7KQ4M-9XR2D-0"), id="unknown kind"),
        pytest.param(lambda d: d[SUBJECT]["identifier"][0].update(hashed=0), id="0 for false"),
        pytest.param(lambda d: d[SUBJECT]["identifier"][0].update(identityHash={"a": "b"}), id="name object"),
        pytest.param(lambda d: d[SUBJECT]["identifier"].append({}), id="two names"),
        pytest.param(lambda d: d[SUBJECT]["result"].pop(), id="result without description"),
        pytest.param(lambda d: d[SUBJECT].update(achievement="x"), id="achievement is a text"),
        pytest.param(lambda d: d[STATUS].update(statusListIndex="131072"), id="place outside the list"),
        pytest.param(lambda d: d[STATUS].update(statusListIndex="007"), id="place in other digits"),
        pytest.param(lambda d: d[STATUS].update(statusListCredential=EVIL), id="list elsewhere"),
        pytest.param(lambda d: d.update({STATUS: [d[STATUS], d[STATUS]]}), id="no 5: two entries"),
        pytest.param(lambda d: d.pop(STATUS), id="no status"),
        pytest.param(lambda d: d.update(issuer=d["issuer"]["id"]), id="issuer without name"),
        pytest.param(lambda d: d["proof"].append(d["proof"][0]), id="two proofs"),
        pytest.param(lambda d: d.update(proof=d["proof"][0]), id="no 19: proof as object"),
        pytest.param(lambda d: d["proof"][0].update(cryptosuite="eddsa-jcs-2022"), id="other suite"),
        pytest.param(lambda d: d["proof"][0].update(created=5), id="created is a number"),
        pytest.param(lambda d: d["proof"][0].update(challenge="x"), id="one more option"),
    ],
)
def test_what_is_not_exactly_our_profile_is_refused(change: Any) -> None:
    with pytest.raises(CredentialError):
        read_credential(changed(change))


def test_many_equal_nodes_that_would_take_hours_are_refused_at_once() -> None:
    def poison(document: Any) -> None:
        document[SUBJECT]["identifier"] = [document[SUBJECT]["identifier"][0]] * 200

    assert problem_of(changed(poison)) == "not_this_profile"


def test_reading_and_checking_never_open_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", lambda *given: pytest.fail("went to the network"))

    assert check_proof(read_credential(GOOD), KEYS) is ProofCheck.HOLDS


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, len(GOOD) - 1), byte=st.integers(0, 255))
def test_one_changed_byte_is_never_accepted(place: int, byte: int) -> None:
    data = GOOD[:place] + bytes([byte]) + GOOD[place + 1 :]
    try:
        outcome = check_proof(read_credential(data), KEYS)
    except CredentialError:
        return

    assert (outcome is ProofCheck.HOLDS) == (json.loads(data) == json.loads(GOOD))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,  # that it stands where it stands is what matters, not how large it is
)


@settings(max_examples=100, deadline=None)
@given(member=st.sampled_from(sorted(json.loads(GOOD))), value=_JSON)
def test_any_value_in_any_member_ends_in_the_named_error(member: str, value: Any) -> None:
    data = changed(lambda document: document.update({member: value}))
    if json.loads(data) == json.loads(GOOD):
        return

    with pytest.raises(CredentialError):
        read_credential(data)


def test_whole_numbers_of_ordinary_size_are_read() -> None:
    assert parse(b'{"a": [1, -5, 2147483648]}', 100) == {"a": [1, -5, 2_147_483_648]}


def test_the_front_door_names_what_it_has() -> None:
    assert all(getattr(package, name) is not None for name in package.__all__)
    with pytest.raises(AttributeError):
        package.nothing_of_this_name  # noqa: B018 - asking is the test
