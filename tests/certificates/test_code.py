"""The second QR: small, signed, readable by any COSE library, silent about names unless they are allowed."""

from __future__ import annotations

import zlib
from datetime import date, datetime
from typing import Any

import cbor2
import cwt
import pytest
import segno
from base45 import b45decode, b45encode
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.credential import CodeError, CredentialKey, issue_credential, read_code, write_code
from certificates.credential.code import LONGEST_READ, LONGEST_WRITTEN, PREFIX
from certificates.parties import HolderName, Paper
from certificates.statement import Statement
from certificates.status.entry import StatusEntry
from tests.certificates import samples
from tests.certificates.conftest import AT, DID, KEY

PLACE = StatusEntry(1, 4242)
KEYS = {KEY.method: KEY.public}
NAMED = Paper(other_language="en", names_in_code=True)
UNIQUE = "".join(map(chr, range(0x4E00, 0x4E00 + 300)))
KINDS = (samples.statement, samples.completion, samples.expert, samples.renewal)


def written(stated: Statement, key: CredentialKey = KEY) -> tuple[str, bytes]:
    credential = issue_credential(stated, KEY, PLACE, AT)
    return write_code(stated, credential, key, PLACE, AT), credential


GOOD, CREDENTIAL = written(samples.statement())


@pytest.mark.parametrize("make", KINDS)
def test_a_code_says_what_the_paper_says(make: Any) -> None:
    stated = make()
    text, credential = written(stated)

    claims = read_code(text, KEYS)

    assert (claims.number, claims.kind, claims.code) == (stated.number, stated.kind, stated.code)
    assert (claims.path_code, claims.path_version) == ("LP-TRN-BOR", 2)
    assert (claims.effective_from, claims.valid_until) == (date(2026, 11, 21), stated.valid_until)
    assert (claims.recorded_at, claims.method, claims.names) == (AT, KEY.method, ())
    assert (claims.did, claims.status) == (DID, PLACE)
    assert claims.matches(credential)
    assert not claims.matches(credential + b" ")


@pytest.mark.parametrize(
    ("holder", "names"),
    [
        (samples.LATIN, ("Amina Ben Salah",)),
        (samples.ARABIC, ("أمينة عبد الله بن صالح", "Amina Abdallah Ben Salah")),
        (samples.MIXED, ("Marie-Éloïse Œuvrard-Ould Abdallah", "ماري إيلويز (عبد الله)")),
        ((HolderName("Latn", UNIQUE),), ()),
    ],
    ids=["one", "two", "as many as fit", "none fits"],
)
def test_names_go_in_if_allowed_and_as_far_as_they_fit(holder: Any, names: tuple[str, ...]) -> None:
    allowed, _ = written(samples.statement(holder=holder, paper=NAMED))
    silent, _ = written(samples.statement(holder=holder))

    assert (read_code(allowed, KEYS).names, read_code(silent, KEYS).names) == (names, ())
    assert len(silent) <= len(allowed) <= LONGEST_WRITTEN


def test_the_text_is_for_the_small_alphabet_of_a_qr() -> None:
    code = segno.make(GOOD, error="m", micro=False)

    assert (code.mode, int(code.version) <= 12) == ("alphanumeric", True)
    assert written(samples.statement())[0] == GOOD


def test_another_library_reads_it_as_a_web_token() -> None:
    key = cwt.COSEKey.new({1: 1, -1: 6, 2: bytes.fromhex(KEY.kid[4:]), 3: -8, -2: KEY.public})

    claims = cwt.CWT.new(leeway=10**9).decode(b45decode(GOOD.removeprefix(PREFIX)), key)

    assert claims[7] == samples.number_for("TRN").replace("-", "").encode()
    assert set(claims) == {4, 5, 6, 7, "c", "p", "v", "d", "s"}


def test_a_key_of_another_shape_keeps_its_name() -> None:
    key = CredentialKey(DID, "2026", KEY._key)
    text, _ = written(samples.statement(), key)

    assert read_code(text, {key.method: key.public}).method == f"{DID}#2026"


# --- What strangers print ------------------------------------------------------------------------------


def wrapped(data: bytes) -> str:
    return f"{PREFIX}{b45encode(data).decode()}"


def signed(payload: Any, *, canonical: bool = True) -> str:
    """Sign any payload with the right key: what a mistake of ours could print."""
    kid = bytes.fromhex(KEY.kid[4:])
    private = cwt.COSEKey.new({1: 1, -1: 6, 2: kid, 3: -8, -2: KEY.public, -4: KEY.private})
    box = cwt.COSE.new(alg_auto_inclusion=False, kid_auto_inclusion=False)
    packed = cbor2.dumps(payload, canonical=canonical)
    return wrapped(box.encode_and_sign(packed, private, protected={1: -8, 4: kid}))


PAYLOAD = cbor2.loads(cbor2.loads(b45decode(GOOD.removeprefix(PREFIX))).value[2])
INFLATED = b45decode(GOOD.removeprefix(PREFIX))


def test_a_code_may_be_packed_with_zlib() -> None:
    assert read_code(wrapped(zlib.compress(INFLATED)), KEYS) == read_code(GOOD, KEYS)


def test_zlib_is_used_where_it_is_shorter() -> None:
    stated = samples.statement(holder=(HolderName("Latn", "A" * 200),), paper=NAMED)

    text, _ = written(stated)

    assert b45decode(text.removeprefix(PREFIX))[:1] == b"\x78"
    assert read_code(text, KEYS).names == ("A" * 200,)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("", "not_a_code", id="nothing"),
        pytest.param("https://certificats.velmaria.example/v/x", "not_a_code", id="the other QR"),
        pytest.param(GOOD.lower(), "not_a_code", id="small letters"),
        pytest.param(PREFIX, "cut_or_garbled", id="prefix alone"),
        pytest.param(PREFIX + "0" * LONGEST_READ, "not_a_code", id="too long"),
        pytest.param(PREFIX + "é0", "cut_or_garbled", id="outside the alphabet"),
        pytest.param(PREFIX + ":::", "cut_or_garbled", id="beyond two bytes"),
        pytest.param(wrapped(b"\x78\x9cxxxx"), "cut_or_garbled", id="broken zlib"),
        pytest.param(
            wrapped(b"\x78\x9c\x07\x00"), "cut_or_garbled", id="a kind of block that zlib does not know"
        ),
        pytest.param(wrapped(zlib.compress(INFLATED)[:-4]), "cut_or_garbled", id="zlib cut short"),
        pytest.param(wrapped(zlib.compress(INFLATED) + b"x"), "cut_or_garbled", id="bytes behind zlib"),
        pytest.param(wrapped(zlib.compress(bytes(1_000_000))), "cut_or_garbled", id="zlib bomb"),
        pytest.param(wrapped(zlib.compress(b"something")), "not_a_code", id="something else in zlib"),
        pytest.param(wrapped(b"\xd2\x84"), "not_signed_by_a_known_key", id="empty message"),
        pytest.param(wrapped(b"\xd2" + b"\x81" * 1200), "not_signed_by_a_known_key", id="1,200 levels"),
        pytest.param(wrapped(b"\xd2\x9b" + b"\xff" * 8), "not_signed_by_a_known_key", id="2⁶⁴ members"),
        pytest.param(wrapped(INFLATED[:-1] + b"\0"), "not_signed_by_a_known_key", id="another signature"),
    ],
)
def test_texts_that_are_no_code_of_ours_are_refused(text: str, problem: str) -> None:
    with pytest.raises(CodeError) as refused:
        read_code(text, KEYS)

    assert refused.value.facts["problem"] == problem


@pytest.mark.parametrize("length", [5, 50, 100, 200, len(GOOD) - 3, len(GOOD) - 1])
def test_a_code_cut_short_is_refused(length: int) -> None:
    with pytest.raises(CodeError):
        read_code(GOOD[:length], KEYS)


def test_a_code_of_an_unknown_or_another_key_is_refused() -> None:
    for keys in ({}, {KEY.method: b"\x02" * 32}, {f"{DID}#key-{'0' * 16}": KEY.public}):
        with pytest.raises(CodeError, match="not_signed_by_a_known_key"):
            read_code(GOOD, keys)


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param([], id="no map"),
        pytest.param({}, id="nothing"),
        pytest.param({**PAYLOAD, 7: b"TRN20267KQ4M9XR2D1"}, id="wrong check character"),
        pytest.param({**PAYLOAD, 7: "TRN2026"}, id="number as text"),
        pytest.param({**PAYLOAD, "c": 5}, id="code as number"),
        pytest.param({**PAYLOAD, "p": None}, id="no path"),
        pytest.param({**PAYLOAD, "v": "x"}, id="version in words"),
        pytest.param({**PAYLOAD, "v": 2.5}, id="half a version"),
        pytest.param({**PAYLOAD, 5: -1}, id="before 1970"),
        pytest.param({**PAYLOAD, 5: 2**63}, id="after the end of time"),
        pytest.param({**PAYLOAD, 5: PAYLOAD[5] + 1}, id="not midnight"),
        pytest.param({**PAYLOAD, 4: True}, id="end is yes"),
        pytest.param({**PAYLOAD, "d": b"short"}, id="short digest"),
        pytest.param({**PAYLOAD, "n": [5]}, id="name as number"),
        pytest.param({**PAYLOAD, "n": 5}, id="names as number"),
        pytest.param({**PAYLOAD, "x": "more"}, id="one more claim"),
    ],
)
def test_a_signed_payload_of_another_shape_is_refused(payload: Any) -> None:
    with pytest.raises(CodeError):
        read_code(signed(payload), KEYS)


def test_only_the_one_order_of_claims_is_read() -> None:
    backwards = dict(reversed(PAYLOAD.items()))

    assert signed(backwards) == GOOD
    with pytest.raises(CodeError, match="not_this_profile"):
        read_code(signed(backwards, canonical=False), KEYS)


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_end_in_the_named_error(data: bytes) -> None:
    with pytest.raises(CodeError):
        read_code(wrapped(b"\xd2" + data), KEYS)


@settings(max_examples=200, deadline=None)
@given(place=st.integers(len(PREFIX), len(GOOD) - 1), letter=st.sampled_from("0123456789ABCXYZ $%*+-./:"))
def test_one_changed_letter_is_never_accepted(place: int, letter: str) -> None:
    text = GOOD[:place] + letter + GOOD[place + 1 :]
    if text == GOOD:
        return

    with pytest.raises(CodeError):
        read_code(text, KEYS)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(Exception, match="no_time_zone"):
        write_code(samples.statement(), CREDENTIAL, KEY, PLACE, datetime(2026, 11, 21, 10, 0))  # noqa: DTZ001
