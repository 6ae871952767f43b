"""Issuing authorities and roots that follow each other: those before stay trusted, their lists go on."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding

from certificates import Answer, OneRegistered, Registered, Trust, issue, verify
from certificates.__main__ import main
from certificates.keys import Keyring, read_authority, refresh_lists
from certificates.keys.authorities import (
    ROOT_KEY,
    Rank,
    issuer_of,
    make_issuing,
    make_root,
    open_root,
    own,
    rotate_issuing,
)
from certificates.keys.authority import refresh_root_list
from certificates.keys.ceremony import LANGUAGES, protocol
from certificates.keys.certifying import has_listed, revoked_in
from certificates.keys.files import write_key
from certificates.keys.public import seal_kid
from certificates.keys.turning import compromise_key, compromise_under, rotate_seal
from certificates.log.log import Log
from certificates.log.store import MemoryStore
from certificates.parties import Function
from certificates.verifying.folder import read_folder, write_folder
from tests.certificates.conftest import AT, KEY, LATER, RECORDED, World
from tests.certificates.eyes import sealed
from tests.certificates.key_folders import NOON, SECRET, certificate, problem

BEFORE = AT.replace(hour=0)
CA_END = timedelta(days=15 * 365)


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    return shutil.copytree(world.folder, tmp_path / "keys")


def rotate(folder: Path, at: datetime = BEFORE, **more: datetime) -> None:
    """The next issuing authority, and both seals of the sample under it."""
    rotate_issuing(folder, SECRET, SECRET, at, **more)
    for function, code in ((Function.TRAINING, "CNFGF"), (Function.HR, "MINT")):
        rotate_seal(folder, SECRET, function, code, at)


def issued_by(world: World, folder: Path) -> tuple[bytes, Registered, MemoryStore]:
    stated, store = world.registered.statement, MemoryStore()
    issued = issue(stated, Keyring(folder, SECRET).signers_for(stated), KEY, store, RECORDED)
    proof = Log(store).prove(0)
    return issued.pdf, Registered(stated, issued.digest, world.registered.events, issued.entry, proof), store


def trusted(folder: Path) -> Trust:
    return replace(Trust.of(read_authority(folder)), did={KEY.method: KEY.public})


def seal(folder: Path, generation: int) -> x509.Certificate:
    return x509.load_der_x509_certificate(
        Keyring(folder, SECRET).seal(Function.HR, "MINT", generation).certificate
    )


def test_seals_under_both_issuing_authorities_are_valid(world: World, folder: Path, tmp_path: Path) -> None:
    rotate(folder)
    pdf, known, store = issued_by(world, folder)
    write_folder(tmp_path / "out", read_authority(folder), None, (), AT)
    exported = replace(read_folder(tmp_path / "out").trust, did={KEY.method: KEY.public})

    for trust in (trusted(folder), exported):
        new = verify(pdf, register=OneRegistered(known), trust=trust, log=store, at=LATER)
        old = verify(world.issued.pdf, register=world.register, trust=trust, log=world.store, at=LATER)
        assert (new.answer, old.answer) == (Answer.VALID, Answer.VALID)
    opinions = sealed.pdfsig(pdf, folder / "root.pem", tmp_path)
    assert [(one.valid, one.trusted) for one in opinions] == [(True, True)] * 2


def test_the_next_issuing_authority_certifies_and_the_first_stays(folder: Path) -> None:
    first = (folder / "ca.pem").read_bytes()
    rotate(folder)

    old, new = own(folder, Rank.ISSUING)
    assert ((folder / "ca.pem").read_bytes(), old.generation, new.stem) == (first, 1, "ca@2")
    assert new.certificate.subject.rfc4514_string() == "CN=Issuing authority 2,O=Cursus,C=XV"
    assert new.certificate.not_valid_after_utc == BEFORE + CA_END
    assert [issuer_of(folder, seal(folder, which)) for which in (1, 2)] == [old, new]
    opened = Keyring(folder, SECRET).seal(Function.HR, "MINT")
    assert opened.chain == (new.certificate.public_bytes(Encoding.DER),)
    assert read_authority(folder).ca == first + (folder / "ca@2.pem").read_bytes()


def test_lists_of_both_go_on_as_long_as_seals_last(folder: Path) -> None:
    rotate(folder)
    seals = [certificate(key.certificate) for key in read_authority(folder).seal_keys]
    ends = max(one.not_valid_after_utc for one in seals if issuer_of(folder, one).stem == "ca")
    for at, renewed in ((NOON, True), (ends - timedelta(days=1), True), (ends, False)):
        before = (folder / "ca.crl").read_bytes()
        refresh_lists(folder, SECRET, at)
        assert ((folder / "ca.crl").read_bytes() != before) is renewed
        assert x509.load_pem_x509_crl((folder / "ca@2.crl").read_bytes()).next_update_utc > at


@pytest.mark.parametrize(("generation", "lists"), [(1, [1, 0]), (2, [0, 1])])
def test_a_stolen_seal_stands_in_the_list_of_who_certified_it(
    folder: Path, generation: int, lists: list[int]
) -> None:
    rotate(folder)
    stolen = seal_kid(Function.HR, seal(folder, generation))

    compromise_key(folder, SECRET, stolen, BEFORE, AT)

    assert [len(revoked_in((folder / name).read_bytes())) for name in ("ca.crl", "ca@2.crl")] == lists
    assert [len(trusted(folder).revocations_of(seal(folder, which))) for which in (1, 2)] == lists


def test_a_stolen_issuing_authority_is_taken_back_by_the_root(world: World, folder: Path) -> None:
    """What its seals signed counts where the log proves it older (credentials.md §6, 15)."""
    rotate(folder, stolen_since=BEFORE)
    pdf, known, store = issued_by(world, folder)

    new = verify(pdf, register=OneRegistered(known), trust=trusted(folder), log=store, at=LATER)
    old = verify(world.issued.pdf, register=world.register, trust=trusted(folder), at=LATER)
    assert (new.answer, old.answer) == (Answer.VALID, Answer.ISSUER_UNKNOWN)
    (entry,) = revoked_in((folder / "root.crl").read_bytes())
    assert (entry.at, entry.reason) == (BEFORE, x509.ReasonFlags.ca_compromise)

    refresh_root_list(folder, SECRET, NOON)
    assert revoked_in((folder / "root.crl").read_bytes()) == (entry,)


def test_a_new_root_is_trusted_beside_the_first(world: World, folder: Path) -> None:
    second = make_root(folder, b"another", BEFORE)
    medium = (folder / "offline" / "root@2.key").rename(folder.parent / "medium.key")
    rotate_issuing(folder, SECRET, b"another", BEFORE, medium)
    for function, code in ((Function.TRAINING, "CNFGF"), (Function.HR, "MINT")):
        rotate_seal(folder, SECRET, function, code, BEFORE)
    pdf, known, store = issued_by(world, folder)

    new = verify(pdf, register=OneRegistered(known), trust=trusted(folder), log=store, at=LATER)
    old = verify(world.issued.pdf, register=world.register, trust=trusted(folder), log=world.store, at=LATER)
    assert (new.answer, old.answer) == (Answer.VALID, Answer.VALID)
    assert own(folder, Rank.ISSUING)[-1].certificate.issuer == second.certificate.subject
    assert len(x509.load_pem_x509_certificates(read_authority(folder).root)) == 2


def test_only_the_root_that_certified_a_stolen_one_takes_it_back(folder: Path) -> None:
    """In the list of the next root nobody would look for it: the thief's seals would go on counting."""
    second = make_root(folder, SECRET, BEFORE)
    act = lambda key: rotate_issuing(folder, SECRET, SECRET, BEFORE, key, stolen_since=BEFORE)  # noqa: E731

    assert problem(lambda: act(second.key(folder))) == "certified_by_another_root"
    assert [one.stem for one in own(folder, Rank.ISSUING)] == ["ca"]
    assert trusted(folder).revocations_of(seal(folder, 1)) == []

    late = lambda: rotate_issuing(folder, SECRET, SECRET, BEFORE, stolen_since=AT)  # noqa: E731
    assert problem(late) == "moment_not_reached"
    act(folder / ROOT_KEY)
    assert [one.compromised for one in trusted(folder).revocations_of(seal(folder, 1))] == [True]


def test_one_that_was_followed_already_is_taken_back_and_the_youngest_stays(folder: Path) -> None:
    rotate(folder)
    for _twice in range(2):
        stolen = own(folder, Rank.ISSUING)[0]
        rotate_issuing(folder, SECRET, SECRET, BEFORE, former=stolen, stolen_since=BEFORE)

    assert [one.stem for one in own(folder, Rank.ISSUING)] == ["ca", "ca@2"]
    assert [len(trusted(folder).revocations_of(seal(folder, which))) for which in (1, 2)] == [1, 0]


def test_a_theft_that_was_earlier_moves_back_and_never_forth(folder: Path) -> None:
    stolen = own(folder, Rank.ISSUING)[0]
    rotate(folder, stolen_since=BEFORE)
    for since, told in ((AT, BEFORE), (BEFORE - CA_END, BEFORE - CA_END), (BEFORE, BEFORE - CA_END)):
        rotate_issuing(folder, SECRET, SECRET, AT, former=stolen, stolen_since=since)
        assert [one.at for one in revoked_in((folder / "root.crl").read_bytes())] == [told]


def test_seals_of_a_stolen_one_sign_no_more(folder: Path) -> None:
    stolen = own(folder, Rank.ISSUING)[0]
    rotate(folder, stolen_since=BEFORE)

    marked = compromise_under(folder, SECRET, stolen, BEFORE, AT)

    assert {one.kid for one in marked} == {
        one.kid for one in read_authority(folder).seal_keys if one.generation == 1
    }
    assert [len(trusted(folder).revocations_of(seal(folder, which))) for which in (1, 2)] == [2, 0]
    assert compromise_under(folder, SECRET, stolen, BEFORE, AT) == ()


def test_a_crash_after_the_list_is_mended_by_trying_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certificates.keys.authorities.make_issuing", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rotate(folder, stolen_since=BEFORE)
    monkeypatch.undo()
    rotate(folder, stolen_since=BEFORE)

    assert [len(trusted(folder).revocations_of(seal(folder, which))) for which in (1, 2)] == [1, 0]


def test_the_list_of_each_root_is_signed_with_its_key(folder: Path) -> None:
    second = make_root(folder, SECRET, BEFORE)
    before = [(folder / name).read_bytes() for name in ("root.crl", "root@2.crl")]

    refresh_root_list(folder, SECRET, NOON, second.key(folder))

    after = [(folder / name).read_bytes() for name in ("root.crl", "root@2.crl")]
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False]
    assert has_listed(second.certificate, x509.load_pem_x509_crl(after[1]))


def test_a_key_of_no_root_certifies_nobody(folder: Path) -> None:
    act = lambda: rotate_issuing(folder, SECRET, SECRET, BEFORE, folder / "ca.key")  # noqa: E731
    assert problem(act) == "key_of_no_root"
    write_key(folder / "other.key", ed25519.Ed25519PrivateKey.generate(), SECRET)
    assert problem(lambda: open_root(folder, SECRET, folder / "other.key")) == "algorithm_refused"
    assert [one.stem for one in own(folder, Rank.ISSUING)] == ["ca"]


def test_a_crash_before_the_certificate_leaves_nothing_that_counts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = open_root(folder, SECRET)
    monkeypatch.setattr("certificates.keys.authorities._write", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_issuing(folder, SECRET, root, BEFORE)
    monkeypatch.undo()

    assert [one.stem for one in own(folder, Rank.ISSUING)] == ["ca"]
    assert make_issuing(folder, SECRET, root, BEFORE).stem == "ca@2"


def test_commands_make_the_next_ones_and_the_protocol_shows_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("CERTIFICATES_PASSPHRASE", "CERTIFICATES_ROOT_PASSPHRASE"):
        monkeypatch.setenv(name, SECRET.decode())
    medium = ["--root-key", str(folder / ROOT_KEY)]

    assert main(["keys", "rotate", str(folder), "ca", *medium]) == 0
    assert main(["keys", "rotate", str(folder), "ca", *medium, "--stolen-since", "2026-02-01T10:00"]) == 0
    assert main(["keys", "rotate", str(folder), "root"]) == 0

    out = capsys.readouterr().out
    said = [line.split()[0] for line in out.splitlines()]
    assert (out.count("stay as they are"), out.count("0 seals under it sign no more")) == (1, 1)
    assert [word for word in said if word.endswith(".pem")] == ["ca@2.pem", "ca@3.pem", "root@2.pem"]
    for language in LANGUAGES:
        text = protocol(read_authority(folder), language, AT)
        assert [f"Issuing authority{more}  (P-256" in text for more in ("", " 2", " 3")] == [True] * 3
        assert "Root authority 2  (P-256" in text
        assert max(map(len, text.splitlines())) <= 80


def test_a_list_in_an_algorithm_nobody_knows_is_nobody_s(folder: Path) -> None:
    issuing = own(folder, Rank.ISSUING)[0].certificate
    genuine = x509.load_pem_x509_crl((folder / "ca.crl").read_bytes())
    ecdsa_sha256, nothing = bytes.fromhex("06082a8648ce3d040302"), bytes.fromhex("06082a8648ce3d04037f")
    strange = x509.load_der_x509_crl(genuine.public_bytes(Encoding.DER).replace(ecdsa_sha256, nothing))

    assert [has_listed(issuing, one) for one in (genuine, strange)] == [True, False]
