"""What becomes of the keys of a folder: rotated, retired, compromised; nothing is lost (I-16)."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from certificates.keys import Keyring, read_authority, turning
from certificates.keys.authority import (
    add_log_key,
    refresh_lists,
)
from certificates.keys.certifying import revoked_in
from certificates.keys.names import SealName
from certificates.keys.turning import Consequence
from certificates.parties import Function
from tests.certificates.key_folders import BORN, NOON, SECRET, TOMORROW, certificate, make_folder, problem
from tests.certificates.samples import statement


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("made"))


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "keys")


def test_rotation_makes_the_next_generation_and_lets_the_day_end(folder: Path):
    young = turning.rotate_seal(folder, SECRET, Function.HR, "MINT", NOON)

    first, second = (
        s for s in read_authority(folder).seal_keys if (s.function, s.institution) == ("hr", "MINT")
    )
    assert (first.retired_on, second, second.generation) == (TOMORROW, young, 2)
    assert (folder / "seals" / "hr-MINT@2.pem").read_bytes() == young.certificate
    assert certificate(first.certificate).subject == certificate(young.certificate).subject
    assert young.valid_until == NOON + timedelta(days=5 * 365)


def seal_of(ring: Keyring, at: datetime | None) -> x509.Certificate:
    return x509.load_der_x509_certificate(ring.signers_for(statement(), at).hr.certificate)


def test_a_seal_signs_what_was_begun_before_its_successor(folder: Path):
    young = turning.rotate_seal(folder, SECRET, Function.HR, "MINT", NOON)
    ring = Keyring(folder, SECRET)
    old = certificate(ring_pem(folder))

    assert seal_of(ring, NOON - timedelta(minutes=1)) == old
    assert seal_of(ring, NOON) == seal_of(ring, None) == certificate(young.certificate)
    assert ring.seal(Function.HR, "MINT", 1).certificate != ring.seal(Function.HR, "MINT").certificate


def ring_pem(folder: Path) -> bytes:
    return SealName(Function.HR, "MINT").path(folder, "pem").read_bytes()


def test_a_keyring_that_forgets_sees_the_next_generation(folder: Path):
    ring = Keyring(folder, SECRET)
    old = seal_of(ring, None)
    turning.rotate_seal(folder, SECRET, Function.HR, "MINT", NOON)

    assert seal_of(ring, None) == old
    ring.forget()
    assert seal_of(ring, None) != old


def test_a_credential_key_under_another_name_is_refused(folder: Path):
    kid = read_authority(folder).credential_keys[0].kid
    young = turning.rotate_credential_key(folder, SECRET, NOON)
    shutil.copy(folder / f"credential-{young}.key", folder / f"credential-{kid}.key")

    assert problem(lambda: Keyring(folder, SECRET).credential_key(kid)) == "another_key"


def test_credential_keys_follow_each_other(folder: Path):
    first = read_authority(folder).credential_keys[0]
    kid = turning.rotate_credential_key(folder, SECRET, NOON)

    told = [(key.kid, key.retired_on, key.generation) for key in read_authority(folder).credential_keys]
    assert told == [(first.kid, TOMORROW, 1), (kid, None, 2)]
    assert Keyring(folder, SECRET).credential_key().kid == kid
    assert Keyring(folder, SECRET).credential_key(first.kid).public == first.public


def test_log_keys_follow_each_other_under_one_name(folder: Path):
    first = read_authority(folder).log
    kid = turning.rotate_log_key(folder, SECRET, NOON)

    authority = read_authority(folder)
    assert [key.vkey for key in authority.log_keys] == [first, authority.log]
    assert (authority.log_keys[1].kid, authority.log_keys[0].retired_on) == (kid, TOMORROW)
    assert Keyring(folder, SECRET).log_key().vkey() == authority.log
    assert Keyring(folder, SECRET).log_key(1).vkey() == first
    assert problem(lambda: add_log_key(folder, SECRET, "x", NOON, 2)) == "key_exists"


def test_without_a_key_for_checkpoints_there_are_none(folder: Path):
    authority = read_authority(folder)
    turning.retire_key(folder, authority.log_keys[0].kid, TOMORROW, NOON)

    assert problem(lambda: Keyring(folder, SECRET).log_key()) == "no_key_in_use"


def test_a_retired_seal_enters_no_list(folder: Path):
    kid = next(s.kid for s in read_authority(folder).seal_keys if s.institution == "MINT")
    turning.retire_key(folder, kid, TOMORROW, NOON)
    refresh_lists(folder, SECRET, NOON)

    assert revoked_in((folder / "ca.crl").read_bytes()) == ()
    assert turning.find_key(read_authority(folder), kid).retired_on == TOMORROW


REFUSED = [
    pytest.param(lambda f, kid: turning.retire_key(f, kid, NOON.date(), NOON), "day_has_begun", id="today"),
    pytest.param(lambda f, kid: turning.retire_key(f, "hr-0", TOMORROW, NOON), "no_such_key", id="unknown"),
    pytest.param(
        lambda f, kid: turning.compromise_key(f, SECRET, kid, NOON + timedelta(1), NOON),
        "moment_not_reached",
        id="to-come",
    ),
    pytest.param(
        lambda f, kid: turning.rotate_seal(f, SECRET, Function.HR, "ELSE", NOON), "no_seal", id="no-seal-yet"
    ),
]


@pytest.mark.parametrize(("act", "why"), REFUSED)
def test_what_cannot_become_of_a_key(made: Path, act, why: str):
    kid = read_authority(made).seal_keys[0].kid

    assert problem(lambda: act(made, kid)) == why


def test_a_compromised_seal_is_listed_with_its_moment_and_reason(folder: Path):
    seal = read_authority(folder).seal_keys[0]
    since = NOON - timedelta(days=3)

    marked = turning.compromise_key(folder, SECRET, seal.kid, since, NOON)

    serial = certificate(seal.certificate).serial_number
    listed = [(r.serial, r.at, r.reason) for r in revoked_in((folder / "ca.crl").read_bytes())]
    assert listed == [(serial, since, x509.ReasonFlags.key_compromise)]
    assert marked.consequences == (Consequence.LISTED, Consequence.ROTATE)
    assert problem(lambda: Keyring(folder, SECRET).seal(seal.function, seal.institution)) == "no_seal_in_use"


def test_marking_again_writes_the_list_that_a_crash_kept_out(folder: Path):
    seal = read_authority(folder).seal_keys[0]
    empty = (folder / "ca.crl").read_bytes()
    turning.compromise_key(folder, SECRET, seal.kid, NOON, NOON)
    (folder / "ca.crl").write_bytes(empty)

    turning.compromise_key(folder, SECRET, seal.kid, NOON, NOON)

    assert len(revoked_in((folder / "ca.crl").read_bytes())) == 1


def test_after_rotation_a_compromise_needs_no_other_key(folder: Path):
    seal = next(
        s for s in read_authority(folder).seal_keys if s.kid.startswith("hr") and s.institution == "MINT"
    )
    turning.rotate_seal(folder, SECRET, Function.HR, "MINT", NOON)

    marked = turning.compromise_key(folder, SECRET, seal.kid, NOON, NOON)

    assert marked.consequences == (Consequence.LISTED,)


def test_compromise_of_other_keys_says_what_follows(folder: Path):
    authority = read_authority(folder)
    kids = (authority.credential_keys[0].kid, authority.log_keys[0].kid)

    told = [turning.compromise_key(folder, SECRET, kid, NOON, NOON).consequences for kid in kids]

    assert told == [
        (Consequence.LEAVES_DID, Consequence.ROTATE),
        (Consequence.NEW_CHECKPOINT, Consequence.ROTATE),
    ]
    assert read_authority(folder).credential_keys[0].public == authority.credential_keys[0].public


def test_lists_keep_what_they_listed(folder: Path):
    refresh_lists(folder, SECRET, BORN, [(4711, NOON)])
    refresh_lists(folder, SECRET, NOON)

    assert [(r.serial, r.at) for r in revoked_in((folder / "ca.crl").read_bytes())] == [(4711, NOON)]
