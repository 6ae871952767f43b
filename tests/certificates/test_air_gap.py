"""A checker without network: the archive, the issuer's log key from elsewhere, and what a holder brings."""

from __future__ import annotations

import dataclasses
import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.__main__ import main
from certificates.bundling import read_bundle
from certificates.credential import write_code
from certificates.errors import TrustError
from certificates.keys import read_authority
from certificates.keys.registry import PublicKey
from certificates.log.checkpoint import LogKey
from certificates.status.entry import PURPOSES
from certificates.status.lists import make_list
from certificates.verifying.folder import Kept, TrustFolder, write_folder
from tests.certificates.conftest import AT, BORN, DID, KEY, LATER, PASSPHRASE, RECORDED, World

BASE = "https://certificats.velmaria.example"
FALSE = LogKey("log.cursus.example", Ed25519PrivateKey.from_private_bytes(b"\x02" * 32))
NAME = "Abdallah"
Say = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def exported(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `certificates export` leaves behind, lists included; the place of the certificate is 4242."""
    folder = tmp_path_factory.mktemp("air") / "export"
    credentials = (PublicKey(kid=KEY.kid, valid_from=BORN, public=KEY.public),)
    authority = dataclasses.replace(read_authority(world.folder), did=DID, credential_keys=credentials)
    status = [make_list(BASE, KEY, purpose, 1, (7,), LATER) for purpose in PURPOSES]
    known = [Kept(world.registered, world.issued.pdf, world.issued.credential)]
    write_folder(folder, authority, world.trust.checkpoint, known, LATER, status=status)
    return folder


@pytest.fixture
def gap(exported: Path, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the archive and what a holder brings, and no network at all."""
    monkeypatch.setenv("CERTIFICATES_PASSPHRASE", PASSPHRASE.decode())
    pack(exported, world, tmp_path / "b.zip")
    (tmp_path / "log.pub").write_bytes((world.folder / "log.pub").read_bytes())
    (tmp_path / "false.pub").write_text(FALSE.vkey())
    (tmp_path / "c.pdf").write_bytes(world.issued.pdf)
    (tmp_path / "c.json").write_bytes(world.issued.credential)
    (tmp_path / "edited.json").write_bytes(
        world.issued.credential.replace(NAME.encode(), NAME[::-1].encode())
    )

    def never(*_asked: Any) -> None:
        raise AssertionError("an air-gapped checker asked the network")

    monkeypatch.setattr(socket.socket, "connect", never)
    monkeypatch.setattr(socket, "getaddrinfo", never)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pack(exported: Path, world: World, file: Path, *more: str) -> int:
    return main(["bundle", str(file), "--trust", str(exported), "--keys", str(world.folder), *more])


def code_of(world: World) -> str:
    return write_code(world.registered.statement, world.issued.credential, KEY, RECORDED.status, AT)


def address_of(world: World) -> str:
    return world.registered.statement.verify_url


BROUGHT: list[Any] = [
    pytest.param(lambda w: "c.pdf", "valid", 0, id="the PDF"),
    pytest.param(lambda w: "c.json", "valid", 0, id="the credential"),
    pytest.param(code_of, "valid", 0, id="the code that is signed itself"),
    pytest.param(lambda w: "edited.json", "altered", 1, id="a credential with another name"),
    pytest.param(lambda w: code_of(w)[:-9], "not_found", 1, id="a code cut short"),
    pytest.param(address_of, "cannot_tell", 2, id="an address says nothing without the register"),
]


@pytest.mark.parametrize(("brought", "answer", "status"), BROUGHT)
def test_the_archive_alone_checks_what_a_holder_brings(
    gap: Path, world: World, capsys: Say, brought: Callable[[World], str], answer: str, status: int
) -> None:
    asked = ["verify", brought(world), "--trust", "b.zip", "--trust-key", "log.pub", "--json"]
    capsys.readouterr()

    assert main([*asked, "--at", LATER.date().isoformat()]) == status
    out, err = capsys.readouterr()
    assert (json.loads(out)["answer"], err) == (answer, "")


def test_the_archive_names_nobody_unless_asked_to(
    gap: Path, exported: Path, world: World, capsys: Say
) -> None:
    plain, token = gap / "b.zip", world.registered.statement.token.encode()
    capsys.readouterr()
    pack(exported, world, gap / "all.zip", "--with-register")
    warned = capsys.readouterr().err
    whole = (gap / "all.zip").read_bytes()

    held = NAME.encode(), token, world.issued.number.encode(), world.registered.entry.salt.encode()  # type: ignore[union-attr]
    assert [one in plain.read_bytes() for one in held] == [False] * 4
    assert [one in whole for one in held] == [True] * 4
    assert warned.startswith("WARNING: the archive holds the register, with the name of every holder.")
    assert read_bundle(gap / "all.zip").files.keys() - read_bundle(plain).files.keys() == {"index.json"}


def test_with_the_register_an_address_is_enough(gap: Path, exported: Path, world: World, capsys: Say) -> None:
    pack(exported, world, gap / "all.zip", "--with-register", "--language", "fr")
    assert "le nom de chaque titulaire" in capsys.readouterr().err
    asked = ["verify", address_of(world), "--trust", "all.zip", "--trust-key", "log.pub"]

    assert main([*asked, "--at", LATER.date().isoformat()]) == 0
    assert capsys.readouterr().out.startswith("valid\n")


@pytest.mark.parametrize(
    ("language", "warned"), [("en", "WARNING: nobody vouches"), ("fr", "ATTENTION\N{NBSP}: rien ne garantit")]
)
def test_an_archive_that_nobody_vouches_for_is_told(
    gap: Path, capsys: Say, language: str, warned: str
) -> None:
    capsys.readouterr()
    asked = ["verify", "c.pdf", "--at", LATER.date().isoformat(), "--language", language]

    assert main([*asked, "--trust", "b.zip"]) == 0
    told = capsys.readouterr()
    assert told.err.startswith(warned)
    assert "--trust-key" in told.err
    assert main([*asked, "--trust", "b.zip", "--trust-key", "log.pub"]) == 0
    assert capsys.readouterr() == (told.out, "")


@pytest.mark.parametrize(
    ("trust", "why"),
    [
        pytest.param(["b.zip", "--trust-key", "false.pub"], "manifest_not_signed", id="another's key"),
        pytest.param([".", "--trust-key", "log.pub"], "folder_not_signed", id="a folder bears no signature"),
    ],
)
def test_a_wrong_signature_is_no_trust(gap: Path, capsys: Say, trust: list[str], why: str) -> None:
    capsys.readouterr()

    assert main(["verify", "c.pdf", "--trust", *trust]) == 2
    out, err = capsys.readouterr()
    assert (out, why in err) == ("", True)


def test_tokens_are_looked_up_and_not_searched(exported: Path, world: World) -> None:
    told = {"statement": world.registered.statement.canonical_bytes().decode(), "sha256": "", "events": []}
    spoilt = told | {"statement": "[" * 100_000}
    token, number = world.registered.statement.token, world.issued.number
    trust: Any = None

    many = TrustFolder(trust, {f"N{n}": {"statement": f'{{"verify_url": "x/v/{n}"}}'} for n in range(500)})
    found = TrustFolder(trust, {**many._index, number: told}).find_token(token)
    assert found is not None
    assert (found.statement.token, many.find_token(token)) == (token, None)
    with pytest.raises(TrustError, match="index_malformed"):
        TrustFolder(trust, {number: told, "spoilt": spoilt}).find_token(token)


def test_an_entry_that_cannot_be_read_says_nothing_about_its_number() -> None:
    trust: Any = None
    with pytest.raises(TrustError, match="index_malformed"):
        TrustFolder(trust, {"TRN-0": {"statement": "{}"}}).find("TRN-0")
