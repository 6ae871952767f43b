"""A key folder: what is made, in which generations, and what becomes of it (I-16)."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from certificates.keys import Keyring, make_authority, read_authority, turning
from certificates.keys.authorities import ROOT_KEY, open_issuing
from certificates.keys.authority import (
    add_credential_key,
    add_seal,
    name_issuer,
    refresh_lists,
    refresh_root_list,
)
from certificates.keys.certifying import KeyType, _revocation, certify, type_name
from certificates.keys.files import write_key
from certificates.parties import Function
from certificates.signing.algorithm import Algorithm
from tests.certificates.key_folders import BORN, NOON, SECRET, certificate, make_folder, problem
from tests.certificates.samples import CNFGF, MINT, statement


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("made"))


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "keys")


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
    issuer = open_issuing(made, SECRET)
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
