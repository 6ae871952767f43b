"""Which key is used on a day, which still proves, what is published and what revoked (I-16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from certificates.errors import SigningKeyError
from certificates.keys import PublicKey, make_authority, read_authority, registry
from certificates.keys.registry import Key
from tests.certificates.samples import MINT

BORN = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)
ENDS = datetime(2031, 1, 1, 8, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
KEY = Key(kid="a", valid_from=BORN, valid_until=ENDS)

LIVES = [
    pytest.param({}, NOON, True, True, id="in-use"),
    pytest.param({}, BORN, True, True, id="the-moment-it-begins"),
    pytest.param({}, BORN - timedelta(seconds=1), False, False, id="before-it-begins"),
    pytest.param({}, ENDS, True, True, id="the-moment-it-ends"),
    pytest.param({}, ENDS + timedelta(seconds=1), False, False, id="after-it-ended"),
    pytest.param({"valid_until": None}, ENDS + timedelta(days=9999), True, True, id="without-end"),
    pytest.param({"retired_on": date(2026, 11, 22)}, NOON, True, True, id="I-16-the-day-before-it-retires"),
    pytest.param({"retired_on": date(2026, 11, 21)}, NOON, False, False, id="I-16-the-day-it-retires"),
    pytest.param({"compromised_at": NOON}, NOON, False, False, id="I-16-compromised-at-this-moment"),
    pytest.param(
        {"compromised_at": NOON}, NOON - timedelta(hours=1), False, True, id="I-16-stands-but-signs-no-more"
    ),
]


@pytest.mark.parametrize(("change", "at", "signs", "proves"), LIVES)
def test_a_key_signs_and_proves_at_a_moment(change, at, signs, proves):
    key = replace(KEY, **change)

    assert (registry.may_sign(key, at), registry.stands(key, at)) == (signs, proves)


def test_a_day_is_told_in_universal_time():
    key = replace(KEY, retired_on=date(2026, 11, 22))
    east = datetime.fromisoformat("2026-11-22T01:00:00+03:00")

    assert registry.may_sign(key, east)


FIRST = replace(KEY, kid="first")
SECOND = Key(kid="second", valid_from=NOON, valid_until=ENDS + timedelta(days=365), generation=2)
TWINS = (replace(FIRST, kid="twin-1"), replace(FIRST, kid="twin-2", generation=2))

CHOICES = [
    pytest.param((FIRST, SECOND), NOON - timedelta(hours=1), "first", id="before-the-rotation"),
    pytest.param((FIRST, SECOND), NOON, "second", id="from-the-rotation-on"),
    pytest.param(
        (registry.succeed(FIRST, NOON), SECOND), NOON - timedelta(hours=1), "first", id="begun-today"
    ),
    pytest.param(
        (FIRST, replace(SECOND, compromised_at=NOON)), NOON, "first", id="the-younger-is-compromised"
    ),
    pytest.param(TWINS, NOON, "twin-2", id="two-of-one-moment"),
    pytest.param((), NOON, None, id="none"),
    pytest.param((FIRST,), ENDS + timedelta(days=1), None, id="all-ended"),
]


@pytest.mark.parametrize(("keys", "at", "kid"), CHOICES)
def test_the_youngest_that_may_sign_is_in_use(keys, at, kid):
    found = registry.in_use(keys, at)

    assert (found and found.kid) == kid


def test_newest_is_neither_retired_nor_compromised():
    gone = (replace(SECOND, retired_on=date(2026, 12, 1)), replace(SECOND, compromised_at=NOON))

    assert registry.newest((FIRST, *gone)) is FIRST
    assert registry.newest(gone) is None


def test_retired_keys_stay_published_and_compromised_ones_leave():
    """credentials.md §6, 14 and 15: verifiers look for presence and for nothing else."""
    first = PublicKey(kid="key-1", valid_from=BORN, retired_on=date(2026, 5, 1), public=b"1" * 32)
    stolen = PublicKey(kid="key-2", valid_from=BORN, compromised_at=NOON, public=b"2" * 32)
    young = PublicKey(kid="key-3", valid_from=NOON, public=b"3" * 32)

    found = registry.published((young, stolen, first))

    assert [(one.kid, one.retired) for one in found] == [("key-1", True), ("key-3", False)]


def test_only_compromised_seals_of_this_issuer_are_revoked(tmp_path: Path):
    make_authority(tmp_path, b"secret", [MINT], BORN)
    seals = {seal.kid: seal for seal in read_authority(tmp_path).seal_keys}
    ca = x509.load_pem_x509_certificate((tmp_path / "ca.pem").read_bytes())
    root = x509.load_pem_x509_certificate((tmp_path / "root.pem").read_bytes())
    one, two, *rest = seals.values()
    marked = [replace(one, compromised_at=NOON), replace(two, retired_on=NOON.date()), *rest]

    found = registry.revocations(marked, ca)

    serial = x509.load_pem_x509_certificate(one.certificate).serial_number
    assert [(r.serial, r.at, r.reason) for r in found] == [(serial, NOON, x509.ReasonFlags.key_compromise)]
    assert registry.revocations(marked, root) == ()


ENDING = [
    pytest.param(ENDS - timedelta(days=91), [], id="not-yet"),
    pytest.param(ENDS - timedelta(days=90), ["a"], id="in-ninety-days"),
    pytest.param(ENDS + timedelta(seconds=1), [], id="over-is-no-more-in-use"),
]


@pytest.mark.parametrize(("at", "kids"), ENDING)
def test_keys_that_end_soon_are_named(at, kids):
    keys = (KEY, replace(KEY, kid="b", valid_until=None))

    assert [one.kid for one in registry.ending(keys, at, timedelta(days=90))] == kids


def test_a_key_retires_once():
    retired = registry.retire(KEY, date(2026, 12, 1))

    with pytest.raises(SigningKeyError) as refused:
        registry.retire(retired, date(2026, 12, 2))
    assert refused.value.facts["problem"] == "already_retired"
    assert registry.succeed(retired, NOON) is retired


def test_compromise_may_be_found_to_be_older_but_not_younger():
    marked = registry.compromise(KEY, NOON)

    assert registry.compromise(marked, BORN).compromised_at == BORN
    with pytest.raises(SigningKeyError) as refused:
        registry.compromise(marked, NOON)
    assert refused.value.facts["problem"] == "already_compromised"
