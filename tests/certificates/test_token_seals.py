"""Seals of a key folder that lie on a token (SoftHSM2): made, asked for, opened, rotated, refused by name."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pkcs11 import Attribute, ObjectClass

from certificates import Answer, OneRegistered, Registered, Trust, issue, verify
from certificates.__main__ import main
from certificates.errors import SigningKeyError
from certificates.keys import Keyring, read_authority
from certificates.keys.certifying import KeyType
from certificates.keys.importing import import_seal, request_seal
from certificates.keys.pins import keep_pin, pin_of
from certificates.keys.places import Slot, read_place, write_place
from certificates.keys.turning import compromise_key, rotate_seal, seal_on_token
from certificates.log.log import Log
from certificates.log.store import MemoryStore
from certificates.parties import Function
from certificates.signing import token as tokens
from certificates.signing.algorithm import Algorithm
from certificates.signing.place import Place
from certificates.signing.token import close_tokens, find_object, open_session
from certificates.signing.token_making import make_on_token
from tests.certificates import softhsm
from tests.certificates.asked import asked, brought, nation, now, request
from tests.certificates.conftest import AT, KEY, LATER, RECORDED, World
from tests.certificates.eyes.wanted import demand
from tests.certificates.key_folders import SECRET, TOMORROW, problem
from tests.certificates.national import National
from tests.certificates.samples import CNFGF, MINT
from tests.certificates.softhsm import LABEL, PIN

__all__ = ["asked", "nation"]
BEFORE = AT.replace(hour=0)


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    demand("softhsm2-util")
    with softhsm.initialised(tmp_path_factory.mktemp("token")) as found:
        yield found


@pytest.fixture
def slot(module: Path) -> Iterator[Slot]:
    """The token as a process finds it that has not opened it yet."""
    close_tokens()
    tokens._refused_pins.clear()
    yield Slot(Place(module, LABEL), PIN)
    close_tokens()


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    return shutil.copytree(world.folder, tmp_path / "keys")


def on_token(folder: Path, slot: Slot, sort: KeyType = KeyType.P256) -> None:
    for function, institution in ((Function.TRAINING, CNFGF), (Function.HR, MINT)):
        seal_on_token(folder, SECRET, function, institution, BEFORE, slot, sort=sort)


@pytest.mark.parametrize("sort", list(KeyType))
def test_a_certificate_under_seals_on_a_token_is_valid(
    world: World, folder: Path, slot: Slot, sort: KeyType
) -> None:
    on_token(folder, slot, sort)
    stated, ring, store = world.registered.statement, Keyring(folder, SECRET), MemoryStore()

    issued = issue(stated, ring.signers_for(stated), KEY, store, RECORDED)

    log, authority = Log(store), read_authority(folder)
    trust = replace(Trust.of(authority, log.checkpoint(ring.log_key())), did={KEY.method: KEY.public})
    known = Registered(stated, issued.digest, world.registered.events, issued.entry, log.prove(0))
    report = verify(issued.pdf, register=OneRegistered(known), trust=trust, log=store, at=LATER)
    assert report.answer is Answer.VALID
    assert sorted((key.generation, key.retired_on) for key in authority.seal_keys if key.retired) == [
        (1, TOMORROW),
        (1, TOMORROW),
    ]
    assert sorted(path.name for path in (folder / "seals").glob("*@2.*")) == [
        "hr-MINT@2.pem",
        "hr-MINT@2.token",
        "training-CNFGF@2.pem",
        "training-CNFGF@2.token",
    ]


def test_the_key_cannot_be_taken_out_and_its_folder_holds_nothing_secret(folder: Path, slot: Slot) -> None:
    on_token(folder, slot)
    place = read_place(folder / "seals" / "hr-MINT@2.token")
    key = find_object(place, open_session(place, lambda: PIN), ObjectClass.PRIVATE_KEY, "key")

    assert (key[Attribute.EXTRACTABLE], key[Attribute.SENSITIVE]) == (False, True)
    kept = [path for path in folder.rglob("*") if path.is_file() and PIN.encode() in path.read_bytes()]
    assert kept == []
    assert pin_of(folder, SECRET, place) == PIN
    assert [path.stat().st_mode & 0o077 for path in (folder / "pins").iterdir()] == [0]


def test_a_seal_on_a_token_is_followed_by_one_on_that_token(folder: Path, slot: Slot) -> None:
    on_token(folder, slot)
    rotate_seal(folder, SECRET, Function.HR, "MINT", AT)

    place = read_place(folder / "seals" / "hr-MINT@3.token")
    assert (place.module, place.token, place.key) == (slot.place.module, LABEL, "hr-MINT@3")
    assert Keyring(folder, SECRET).seal(Function.HR, "MINT", 3).deterministic is False


def test_a_first_seal_may_lie_on_a_token(folder: Path, slot: Slot) -> None:
    for path in (folder / "seals").glob("hr-MINT.*"):
        path.unlink()

    made = seal_on_token(folder, SECRET, Function.HR, MINT, BEFORE, slot)

    assert (made.generation, (folder / "seals" / "hr-MINT.token").exists()) == (1, True)
    assert Keyring(folder, SECRET).seal(Function.HR, "MINT").counts
    assert compromise_key(folder, SECRET, made.kid, BEFORE, AT).consequences[0] == "listed"


def test_a_key_that_lies_there_is_taken(folder: Path, slot: Slot) -> None:
    there = replace(slot.place, key="of its own", id=b"\x21")
    public = make_on_token(there, lambda: PIN, Algorithm.ECDSA).public_key()
    seal_on_token(folder, SECRET, Function.HR, MINT, BEFORE, replace(slot, place=replace(there, id=None)))

    seal = Keyring(folder, SECRET).seal(Function.HR, "MINT")
    assert x509.load_der_x509_certificate(seal.certificate).public_key() == public
    assert read_place(folder / "seals" / "hr-MINT@2.token") == there


@pytest.mark.usefixtures("openssl")
def test_a_national_authority_certifies_a_key_on_a_token(
    asked: Path, tmp_path: Path, slot: Slot, nation: National
) -> None:
    folder = shutil.copytree(asked, tmp_path / "keys")
    for path in (folder / "seals").glob("hr-MINT@2.*"):
        path.unlink()
    assert request_seal(folder, SECRET, Function.HR, MINT, slot=slot) == request(folder)

    seal = import_seal(folder, SECRET, brought(nation, folder), now())

    opened = Keyring(folder, SECRET).seal(Function.HR, "MINT")
    assert (seal.generation, opened.algorithm) == (2, Algorithm.ECDSA)
    assert x509.load_pem_x509_certificate(seal.certificate) == x509.load_der_x509_certificate(
        opened.certificate
    )
    assert len(opened.chain) == 1


def test_the_commands_make_a_seal_on_a_token_and_ask_for_one(
    folder: Path, slot: Slot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CERTIFICATES_PASSPHRASE", SECRET.decode())
    monkeypatch.setattr("getpass.getpass", {"PIN of the token: ": PIN}.__getitem__)
    where, rsa3072 = ["--module", str(slot.place.module), "--token", LABEL], ["--type", "rsa3072"]

    assert main(["keys", "token", str(folder), "hr", "MINT=Ministry", *where]) == 0
    assert main(["keys", "request", str(folder), "training", "CNFGF=Centre", *where, *rsa3072]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith("  generation 2, on the token cursus seals")
    asked = x509.load_pem_x509_csr((folder / "seals" / "training-CNFGF@2.csr").read_bytes())
    assert asked.is_signature_valid
    monkeypatch.setenv("CERTIFICATES_TOKEN_PIN", "4321")
    assert main(["keys", "pin", str(folder), LABEL]) == 0
    assert pin_of(folder, SECRET, slot.place) == "4321"


def test_another_passphrase_spoils_neither_pin_nor_request(
    folder: Path, slot: Slot, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_token(folder, slot)
    before = sorted(folder.rglob("*"))
    monkeypatch.setenv("CERTIFICATES_PASSPHRASE", "mistyped")
    monkeypatch.setenv("CERTIFICATES_TOKEN_PIN", "4321")

    assert main(["keys", "pin", str(folder), LABEL]) == 2
    assert problem(lambda: request_seal(folder, b"mistyped", Function.HR, MINT, slot=slot)) == "ValueError"
    assert (sorted(folder.rglob("*")), pin_of(folder, SECRET, slot.place)) == (before, PIN)


def test_a_place_holds_wherever_the_worker_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_place(tmp_path / "a.token", Place(Path("maker.so"), LABEL, "key"))
    assert read_place(tmp_path / "a.token").module == tmp_path / "maker.so"


def without_pin(folder: Path, told: dict[str, str]) -> None:
    shutil.rmtree(folder / "pins")


def wrong_pin(folder: Path, told: dict[str, str]) -> None:
    keep_pin(folder, SECRET, Place(Path(), LABEL), "9999-pin")


def other_passphrase(folder: Path, told: dict[str, str]) -> None:
    keep_pin(folder, b"another", Place(Path(), LABEL), PIN)


def telling(name: str, value: str) -> Callable[[Path, dict[str, str]], None]:
    return lambda folder, told: told.update({name: value})


BROKEN = [
    pytest.param(
        telling("module", "/none.so"), "module_missing", "no such file", "install", id="module missing"
    ),
    pytest.param(telling("token", "other"), "token_missing", LABEL, "plug it in", id="token absent"),
    pytest.param(telling("serial", "0"), "token_missing", LABEL, "plug it in", id="another serial"),
    pytest.param(telling("key", "other"), "key_missing", "'hr MINT'", "restore the key", id="key absent"),
    pytest.param(telling("module", ""), "malformed", "incomplete", "keys token", id="file incomplete"),
    pytest.param(telling("id", "x"), "malformed", "hexadecimal", "keys token", id="no identifier"),
    pytest.param(without_pin, "pin_unknown", "none", "keys pin", id="PIN never given"),
    pytest.param(wrong_pin, "pin_wrong", "refused", "keys pin", id="PIN wrong"),
    pytest.param(other_passphrase, "pin_unreadable", "open", "passphrase", id="PIN under other passphrase"),
]


@pytest.mark.parametrize(("break_", "why", "found", "mend"), BROKEN)
def test_what_is_wrong_is_said_with_what_was_found_and_how_to_mend_it(
    folder: Path,
    slot: Slot,
    break_: Callable[[Path, dict[str, str]], None],
    why: str,
    found: str,
    mend: str,
) -> None:
    seal_on_token(folder, SECRET, Function.HR, MINT, BEFORE, slot)
    close_tokens()
    path = folder / "seals" / "hr-MINT@2.token"
    told = json.loads(path.read_bytes())
    break_(folder, told)
    path.write_text(json.dumps(told))

    with pytest.raises(SigningKeyError) as refused:
        Keyring(folder, SECRET).seal(Function.HR, "MINT")

    facts = refused.value.facts
    assert facts["problem"] == why
    assert (found in str(facts["found"]), mend in str(facts["mend"])) == (True, True)
    assert facts["expected"]
    assert PIN not in str(refused.value)


def test_a_place_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert problem(lambda: read_place(tmp_path)) == "IsADirectoryError"


def test_a_token_is_found_by_its_serial(folder: Path, slot: Slot) -> None:
    serial = pkcs11.lib(str(slot.place.module)).get_token(token_label=LABEL).serial.decode()
    named = replace(slot, place=replace(slot.place, serial=serial))

    seal_on_token(folder, SECRET, Function.HR, MINT, BEFORE, named)

    assert read_place(folder / "seals" / "hr-MINT@2.token").serial == serial
    assert Keyring(folder, SECRET).seal(Function.HR, "MINT").counts


def test_a_pin_is_never_kept_without_passphrase(tmp_path: Path) -> None:
    assert problem(lambda: keep_pin(tmp_path, b"", Place(Path(), LABEL), PIN)) == "passphrase_empty"


def test_a_key_without_its_public_part_is_named(folder: Path, slot: Slot) -> None:
    place = replace(slot.place, key="lonely", id=b"\x31")
    make_on_token(place, lambda: PIN, Algorithm.ECDSA)
    wanted = {Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.ID: b"\x31"}
    with open_session(place, lambda: PIN).token.open(rw=True) as session:
        next(iter(session.get_objects(wanted))).destroy()

    lonely = Slot(place, PIN)
    made = partial(seal_on_token, folder, SECRET, Function.HR, MINT, BEFORE, lonely)
    assert problem(made) == "public_key_missing"
    assert not (folder / "seals" / "hr-MINT@2.token").exists()


def test_a_token_that_makes_no_such_key_is_named(slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(oid: str) -> bytes:
        raise pkcs11.exceptions.MechanismInvalid

    monkeypatch.setattr("certificates.signing.token_making.encode_named_curve_parameters", refuse)

    place = replace(slot.place, key="new", id=b"\x41")
    assert problem(lambda: make_on_token(place, lambda: PIN, Algorithm.ECDSA)) == "key_not_made"


@pytest.mark.parametrize(("algorithm", "identifier"), [(Algorithm.ECDSA, b"\x51"), (Algorithm.RSA, b"\x52")])
def test_a_key_on_a_token_does_nothing_but_sign(slot: Slot, algorithm: Algorithm, identifier: bytes) -> None:
    key = make_on_token(replace(slot.place, key="signs", id=identifier), lambda: PIN, algorithm)

    assert key.key_size == {Algorithm.ECDSA: 256, Algorithm.RSA: 3072}[algorithm]
    sort = {Algorithm.ECDSA: ec.EllipticCurvePrivateKey, Algorithm.RSA: rsa.RSAPrivateKey}[algorithm]
    assert isinstance(key, sort)
    assert getattr(key, "curve", ec.SECP256R1()).name == "secp256r1"
    for act in (key.private_numbers, lambda: copy.copy(key), lambda: copy.deepcopy(key)):
        with pytest.raises(TypeError, match="only signs"):
            act()
