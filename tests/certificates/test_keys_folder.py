"""A key folder: what is made, in which generations, and what becomes of it (I-16)."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from certificates.errors import SigningKeyError
from certificates.keys import Keyring, make_authority, read_authority, turning
from certificates.keys.authority import (
    ROOT_KEY,
    add_credential_key,
    add_log_key,
    add_seal,
    ca_of,
    name_issuer,
    refresh_lists,
    refresh_root_list,
)
from certificates.keys.certifying import KeyType, _revocation, certify, revoked_in, type_name
from certificates.keys.files import write_key
from certificates.keys.names import SealName
from certificates.keys.turning import Consequence
from certificates.parties import Function
from certificates.signing.algorithm import Algorithm
from tests.certificates.samples import CNFGF, MINT, statement

SECRET = b"correct horse battery staple"
BORN = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TOMORROW = date(2026, 11, 22)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    make_authority(
        folder, SECRET, [CNFGF, MINT], BORN, domain="certs.example:8443", log_name="certs.example/log"
    )
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "keys")
    return tmp_path / "keys"


def problem(act) -> str:
    with pytest.raises(SigningKeyError) as refused:
        act()
    return str(refused.value.facts["problem"])


def certificate(pem: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem)


def test_the_credential_key_is_named_by_its_digest_under_the_domain(folder: Path):
    public = read_authority(folder).credential_keys[0].public
    key = Keyring(folder, SECRET).credential_key()

    assert (key.public, key.did) == (public, "did:web:certs.example%3A8443")
    assert key.kid == "key-" + hashlib.sha256(public).hexdigest()[:16]
    assert (folder / f"credential-{key.kid}.key").stat().st_mode & 0o777 == 0o600


def test_an_issuer_keeps_its_first_identifier(folder: Path):
    assert name_issuer(folder, "other.example") == "did:web:certs.example%3A8443"


def test_a_folder_from_before_gets_identifier_and_credential_key(folder: Path):
    (folder / "issuer.json").unlink()

    assert problem(lambda: add_credential_key(folder, SECRET, NOON)) == "no_identifier"
    assert problem(lambda: Keyring(folder, SECRET).credential_key()) == "no_key_in_use"
    name_issuer(folder, "certs.example")
    kid = add_credential_key(folder, SECRET, NOON)
    assert Keyring(folder, SECRET).credential_key().method == f"did:web:certs.example#{kid}"
    begun = certificate(read_authority(folder).root).not_valid_before_utc
    assert {
        key.valid_from for key in (*read_authority(folder).seal_keys, *read_authority(folder).log_keys)
    } == {begun}


def test_rsa_authority_signs_with_rsa_seals(tmp_path: Path):
    make_authority(tmp_path, SECRET, [MINT], BORN, sort=KeyType.RSA3072)
    authority = read_authority(tmp_path)

    every = [authority.root, authority.ca, *authority.seals.values()]
    assert {type_name(certificate(pem).public_key()) for pem in every} == {"RSA-3072"}
    assert Keyring(tmp_path, SECRET).seal(Function.HR, "MINT").algorithm is Algorithm.RSA


def test_root_may_have_a_passphrase_of_its_own(tmp_path: Path):
    make_authority(tmp_path, SECRET, [], BORN, root_passphrase=b"in two envelopes")
    before = (tmp_path / "root.crl").read_bytes()

    refresh_lists(tmp_path, SECRET, NOON)
    assert (tmp_path / "root.crl").read_bytes() == before
    assert problem(lambda: refresh_root_list(tmp_path, SECRET, NOON)) == "ValueError"
    medium = (tmp_path / ROOT_KEY).rename(tmp_path / "medium.key")
    refresh_root_list(tmp_path, b"in two envelopes", NOON, medium)
    ends = x509.load_pem_x509_crl((tmp_path / "root.crl").read_bytes()).next_update_utc
    assert ends == NOON + timedelta(days=5 * 365)


def test_an_empty_passphrase_encrypts_nothing(tmp_path: Path):
    key = ec.generate_private_key(ec.SECP256R1())

    assert problem(lambda: write_key(tmp_path / "a.key", key, b"")) == "passphrase_empty"
    assert list(tmp_path.iterdir()) == []


def test_no_seal_outlives_its_authority(folder: Path):
    late = certificate((folder / "ca.pem").read_bytes()).not_valid_after_utc
    pem = add_seal(folder, SECRET, Function.HR, CNFGF, late - timedelta(days=30), generation=2)

    assert certificate(pem.read_bytes()).not_valid_after_utc == late
    assert problem(lambda: turning.rotate_seal(folder, SECRET, Function.HR, "MINT", late)) == "issuer_ended"


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


MISSING = [
    pytest.param(lambda ring: ring.seal(Function.HR, "MINT", 2), "no_such_generation", id="generation"),
    pytest.param(lambda ring: ring.seal(Function.HR, "ELSE"), "no_seal", id="institution"),
    pytest.param(lambda ring: ring.seal(Function.HR, "a/b"), "code_not_a_file_name", id="path"),
    pytest.param(
        lambda ring: ring.seal(Function.HR, "MINT@2"), "code_not_a_file_name", id="code-like-a-generation"
    ),
    pytest.param(lambda ring: ring.credential_key("key-0"), "FileNotFoundError", id="credential-key"),
    pytest.param(lambda ring: ring.log_key(7), "FileNotFoundError", id="log-key"),
    pytest.param(
        lambda ring: ring.signers_for(statement(), BORN - timedelta(days=1)), "no_seal_in_use", id="moment"
    ),
]


@pytest.mark.parametrize(("ask", "why"), MISSING)
def test_what_is_missing_is_named(made: Path, ask, why: str):
    assert problem(lambda: ask(Keyring(made, SECRET))) == why


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


@pytest.mark.parametrize("broken", ["[]", "{", '{"did": "x"}', '{"did": "x", "keys": {"a": {}}}'])
def test_a_broken_memory_is_named(folder: Path, broken: str):
    (folder / "issuer.json").write_text(broken)

    assert problem(lambda: read_authority(folder)) == "malformed"


def test_strange_files_among_the_seals_are_passed_over(folder: Path):
    before = read_authority(folder)
    (folder / "seals" / "notes.pem").write_text("not a seal")
    (folder / "log-old.pub").write_text("not a log")

    assert read_authority(folder) == before


def test_what_is_public_tells_no_secret(folder: Path):
    told = json.loads((folder / "issuer.json").read_text())

    assert set(told) == {"did", "keys"}
    assert {name for life in told["keys"].values() for name in life} == {"valid_from", "public"}


def test_a_list_without_reasons_is_read(made: Path):
    issuer = ca_of(made, SECRET)
    entry = x509.RevokedCertificateBuilder().serial_number(5).revocation_date(NOON).build()
    assert _revocation(entry).reason is x509.ReasonFlags.unspecified
    assert (
        certify(issuer.certificate.subject, issuer.key, None, BORN, years=1).issuer
        == issuer.certificate.subject
    )


def test_other_keys_have_no_name_among_ours():
    assert type_name(ec.generate_private_key(ec.SECP384R1()).public_key()) == "unknown"
    assert type_name(Keyring) == "unknown"
    assert type_name(ed25519.Ed25519PrivateKey.generate().public_key()) == "Ed25519"


P256 = ec.generate_private_key(ec.SECP256R1())
WRONG = [
    pytest.param(lambda f: make_authority(f, SECRET, [], BORN), "authority_exists", id="second-authority"),
    pytest.param(
        lambda f: add_seal(f, SECRET, Function.HR, MINT, BORN), "seal_exists", id="same-generation-again"
    ),
    pytest.param(
        lambda f: rewrite(f, "log.key", P256).log_key(), "not_ed25519", id="log-key-of-another-sort"
    ),
    pytest.param(
        lambda f: listed(f, ed25519.Ed25519PrivateKey.generate()), "algorithm_refused", id="authority-ed25519"
    ),
    pytest.param(
        lambda f: listed(f, rsa.generate_private_key(65537, 2048)), "rsa_too_short", id="authority-short"
    ),
]


def rewrite(folder: Path, name: str, key) -> Keyring:
    write_key(folder / name, key, SECRET)
    return Keyring(folder, SECRET)


def listed(folder: Path, key) -> None:
    rewrite(folder, "ca.key", key)
    refresh_lists(folder, SECRET, NOON)


@pytest.mark.parametrize(("act", "why"), WRONG)
def test_what_is_wrong_with_a_folder_is_named(folder: Path, act, why: str):
    assert problem(lambda: act(folder)) == why


def test_public_chain_leads_from_issuer_to_root(made: Path):
    authority = read_authority(made)

    assert authority.chain == authority.ca + authority.root
