"""Status lists: one bit each, most significant first, and whose they are and how old is never in doubt."""

from __future__ import annotations

import base64
import gzip
import json
import random
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.credential import CredentialError, CredentialKey, ProofCheck
from certificates.status.bitstring import is_set, read_bits, write_bits
from certificates.status.entry import PURPOSES, SIZE, StatusEntry, draw_index, list_address
from certificates.status.lists import LARGEST_LIST, check_list, make_list, read_list
from tests.certificates.conftest import AT, DID, KEY

BASE = "https://certificats.velmaria.example"
KEYS = {KEY.method: KEY.public}
# The list in the specification, all zero; and one by @digitalbazaar/vc-bitstring-status-list 2.0.1.
SPECIFIED = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
THEIRS, THEIR_PLACES = (
    "uH4sIAAAAAAAAA-3OMQ0AMAgAMHCC1Fmbs717CQdPq6D3BHxqOwAAAAAAAABAX24HAAAAAAAAAICxfKBV6KYAQAAA",
    [0, 1, 7, 8, 4242, 65_535, SIZE - 1],
)


def made(indexes: list[int] | None = None, **how: Any) -> bytes:
    given = {"purpose": "revocation", "number": 1, "at": AT, **how}
    return make_list(BASE, KEY, indexes=indexes or [], **given)


# --- Bits ----------------------------------------------------------------------------------------------


def test_golden_lists_of_others_are_read() -> None:
    assert read_bits(SPECIFIED) == bytes(SIZE // 8)
    bits = read_bits(THEIRS)
    assert [place for place in range(SIZE) if is_set(bits, place)] == THEIR_PLACES


def test_golden_list_of_ours_is_written_with_the_first_bit_first() -> None:
    bits = gzip.decompress(base64.urlsafe_b64decode(write_bits([0, 15]).removeprefix("u") + "=="))

    assert (bits[:2], len(bits)) == (b"\x80\x01", SIZE // 8)  # no 8: the other order says 0x01 0x80


def test_the_same_places_give_the_same_text_at_any_time() -> None:
    written = write_bits([5, 1, 5])

    assert written == write_bits(iter([1, 5]))
    assert base64.urlsafe_b64decode(written[1:13])[4:8] == bytes(4)  # no moment in the header of gzip


@settings(max_examples=30, deadline=None)
@given(places=st.sets(st.integers(0, SIZE - 1), max_size=200))
def test_every_place_comes_back(places: set[int]) -> None:
    bits = read_bits(write_bits(places))

    assert all(is_set(bits, place) for place in places)
    assert sum(byte.bit_count() for byte in bits) == len(places)


def packed(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(data, mtime=0)).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(SPECIFIED[1:], id="no 7: without u"),
        pytest.param("z" + SPECIFIED[1:], id="another base"),
        pytest.param(SPECIFIED + "=", id="no 7: padded"),
        pytest.param(
            "u" + base64.b64encode(gzip.compress(random.Random(1).randbytes(SIZE // 8))).decode(),
            id="no 7: base64",
        ),
        pytest.param(SPECIFIED[:-5], id="cut short"),
        pytest.param("u" + "A" * 41, id="no gzip"),
        pytest.param("uA", id="one character of four"),
        pytest.param(packed(bytes(SIZE // 8 - 1)), id="no 6: short list"),
        pytest.param(packed(bytes(SIZE // 8 + 1)), id="longer than ours"),
        pytest.param(packed(bytes(50_000_000)), id="bomb"),
        pytest.param("u" + "A" * 70_000, id="long text"),
        pytest.param("u", id="nothing"),
    ],
)
def test_bits_of_any_other_form_are_refused(written: str) -> None:
    with pytest.raises(CredentialError, match="status_bits"):
        read_bits(written)


def test_bytes_behind_the_list_are_refused() -> None:
    doubled = base64.urlsafe_b64decode(SPECIFIED[1:] + "==") * 2

    with pytest.raises(CredentialError, match="status_bits"):
        read_bits("u" + base64.urlsafe_b64encode(doubled).rstrip(b"=").decode())


@pytest.mark.parametrize("place", [-1, SIZE])
def test_places_outside_the_list_are_refused(place: int) -> None:
    with pytest.raises(CredentialError, match="status_index"):
        write_bits([place])
    with pytest.raises(CredentialError, match="status_index"):
        is_set(bytes(SIZE // 8), place)


# --- Entries -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "index"), [(0, 0), (-1, 0), (1, -1), (1, SIZE), (1_000_001, 0)])
def test_entries_outside_all_lists_are_refused(number: int, index: int) -> None:
    with pytest.raises(CredentialError, match="status_entry"):
        StatusEntry(number, index)


def test_an_entry_has_the_same_place_in_both_lists() -> None:
    entry = StatusEntry(2, SIZE - 1)

    assert [entry.address(BASE, purpose) for purpose in PURPOSES] == [
        f"{BASE}/status/revocation/2",
        f"{BASE}/status/suspension/2",
    ]
    with pytest.raises(CredentialError, match="purpose"):
        list_address(BASE, "refresh", 1)


def test_places_are_drawn_from_the_whole_list() -> None:
    asked: list[int] = []

    def draw(size: int) -> int:
        asked.append(size)
        return 4242

    assert (draw_index(draw), asked) == (4242, [SIZE])
    assert 0 <= draw_index() < SIZE


# --- Lists ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_list_is_read_back_with_a_proof_that_holds(purpose: str) -> None:
    read = read_list(made([4242, 7], purpose=purpose, number=3))

    assert check_list(read, KEYS) is ProofCheck.HOLDS
    assert (read.did, read.base, read.purpose, read.number) == (DID, BASE, purpose, 3)
    assert read.address == f"{BASE}/status/{purpose}/3"
    assert [place for place in (6, 7, 8, 4242) if read.has(place)] == [7, 4242]


def test_a_list_is_good_for_a_week() -> None:
    read = read_list(made())

    assert (read.valid_from, read.valid_until) == (AT - timedelta(minutes=5), AT + timedelta(days=7))


def test_the_same_arguments_give_the_same_list() -> None:
    assert made([5, 3]) == made([3, 5])
    assert len(made(list(range(0, SIZE, 2)))) < LARGEST_LIST


def test_a_full_list_of_chance_still_fits() -> None:
    tossed = random.Random(1)
    chance = [place for place in range(SIZE) if tossed.random() < 0.5]

    assert read_list(made(chance)).has(chance[0])


def changed(change: Callable[[Any], Any]) -> bytes:
    document = json.loads(made([4242]))
    change(document)
    return json.dumps(document).encode()


SUBJECT = "credentialSubject"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda d: d[SUBJECT].update(statusPurpose=["revocation"]), id="no 9: purpose as array"),
        pytest.param(
            lambda d: d[SUBJECT].update(statusPurpose="suspension"), id="purpose beside its address"
        ),
        pytest.param(lambda d: d[SUBJECT].update(statusSize=2), id="two bits each"),
        pytest.param(lambda d: d[SUBJECT].update(encodedList=5), id="bits as number"),
        pytest.param(lambda d: d.update(issuer={"id": DID}), id="issuer as object"),
        pytest.param(lambda d: d.update(id="https://x.example/list"), id="address of something else"),
        pytest.param(lambda d: d.update(id=None), id="no address"),
        pytest.param(lambda d: d.update(validUntil="2026-11-28"), id="no 13: no moment"),
        pytest.param(lambda d: d.update(validUntil=None), id="no end"),
        pytest.param(lambda d: d.pop("validUntil"), id="end missing"),
        pytest.param(lambda d: d.pop("proof"), id="no 11: unsigned"),
        pytest.param(lambda d: d.update(name="x"), id="member more"),
        pytest.param(lambda d: d.update(type="VerifiableCredential"), id="other type"),
        pytest.param(lambda d: d.pop(SUBJECT), id="no subject"),
    ],
)
def test_lists_of_any_other_shape_are_refused(change: Any) -> None:
    with pytest.raises(CredentialError):
        read_list(changed(change))


def test_lists_that_are_too_large_are_refused_unread() -> None:
    with pytest.raises(CredentialError, match="too_large"):
        read_list(b" " * (LARGEST_LIST + 1))


def test_a_list_with_another_bit_is_altered() -> None:
    tampered = changed(lambda d: d[SUBJECT].update(encodedList=write_bits([])))

    assert check_list(read_list(tampered), KEYS) is ProofCheck.ALTERED


def test_a_list_of_a_foreign_issuer_does_not_speak_for_ours() -> None:
    foreign = CredentialKey("did:web:elsewhere.example", KEY.kid, KEY._key)
    read = read_list(make_list(BASE, foreign, "revocation", 1, [], AT))

    assert read.did == "did:web:elsewhere.example"
    assert check_list(read, KEYS) is ProofCheck.UNKNOWN_KEY


def test_compression_may_differ_as_long_as_the_bits_agree() -> None:
    packing = zlib.compressobj(1, zlib.DEFLATED, 31)
    fast = packing.compress(bytes(SIZE // 8)) + packing.flush()
    written = "u" + base64.urlsafe_b64encode(fast).rstrip(b"=").decode()

    assert read_bits(written) == read_bits(SPECIFIED)
