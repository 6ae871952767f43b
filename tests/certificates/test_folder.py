"""The folder for outsiders, and the command that reads it."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import certificates
from certificates import Answer, Happening, StatusEvent, Trust, verify
from certificates.__main__ import main
from certificates.errors import TrustError
from certificates.keys import Authority, Keyring, read_authority
from certificates.keys.registry import PublicKey
from certificates.log.files import FileStore
from certificates.log.log import Log
from certificates.verifying.folder import Kept, read_folder, write_folder
from tests.certificates.conftest import BORN, DID, KEY, LATER, PASSPHRASE, World
from tests.certificates.samples import number_for, statement


def public(world: World, **changes: Any) -> Authority:
    """The authority of the tests with the credential key of the tests."""
    key = PublicKey(kid=KEY.kid, valid_from=BORN, public=KEY.public)
    return replace(read_authority(world.folder), did=DID, credential_keys=(key,), **changes)


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    known = [Kept(world.registered, world.issued.pdf, world.issued.credential)]
    write_folder(tmp_path / "out", public(world), world.trust.checkpoint, known, LATER)
    return tmp_path / "out"


def test_folder_reads_back_what_was_written(world: World, folder: Path) -> None:
    read = read_folder(folder)

    assert read.find(world.issued.number) == replace(world.registered, events=list(world.registered.events))
    assert read.find("TRN-0") is None
    assert read.trust == replace(world.trust, lists=tuple(world.trust.lists))
    told = json.loads((folder / "index.json").read_text())["certificates"][0]
    assert (told["kind"], told["answer"], told["files"]) == (
        "trainer",
        "valid",
        {"pdf": f"{world.issued.number}.pdf", "json": f"{world.issued.number}.json"},
    )


def test_folder_carries_replacement_and_bare_certificates(world: World, tmp_path: Path) -> None:
    events = [*world.registered.events, StatusEvent(Happening.SUPERSEDED, LATER.date(), number_for("RNW"))]
    bare = replace(world.registered, events=events, entry=None, proof=None)
    logged = replace(
        world.registered, statement=statement(number=number_for("TRN", "0123456789")), proof=None
    )
    write_folder(tmp_path, public(world), None, [Kept(bare, b""), Kept(logged, b"")], LATER)

    read = read_folder(tmp_path)

    found = read.find(bare.statement.number)
    assert found == bare
    assert verify(number=bare.statement.number, register=read, at=LATER).replaced_by == number_for("RNW")
    assert read.trust.checkpoint is None
    assert read.find(logged.statement.number).proof is None  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["root.pem", "ca.pem"])
def test_folder_without_keys_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(TrustError):
        read_folder(folder)


@pytest.mark.parametrize("index", ["[]", "{", '{"certificates": [1]}', '{"certificates": [{}]}'])
def test_unreadable_index_is_refused(folder: Path, index: str) -> None:
    (folder / "index.json").write_text(index)

    with pytest.raises(TrustError):
        read_folder(folder)


NAIVE = "2026-11-20T09:00:00"
BAD = [
    pytest.param("index.json", "[" * 100_000, "RecursionError", id="deeper than anybody writes"),
    pytest.param("stolen-logs.json", "[" * 100_000, "RecursionError", id="theft of a log, deep"),
    pytest.param("stolen-logs.json", json.dumps({"log": NAIVE}), "ValueError", id="theft without a zone"),
    pytest.param("compromised.json", json.dumps({"m": ["00", NAIVE]}), "ValueError", id="of a key, too"),
]


@pytest.mark.parametrize(("name", "text", "why"), BAD)
def test_what_a_stranger_put_into_a_folder_is_refused_by_name(
    folder: Path, name: str, text: str, why: str
) -> None:
    (folder / name).write_text(text)
    with pytest.raises(TrustError) as refused:
        read_folder(folder)
    assert refused.value.facts["problem"] == why


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda told: [told.pop(name) for name in list(told) if name != "number"], id="empty"),
        pytest.param(lambda told: told.update(statement=1), id="a statement that is no text"),
        pytest.param(lambda told: told["entry"].update(salt=1), id="a salt that is no text"),
        pytest.param(lambda told: told["entry"].update(at=NAIVE), id="a moment without zone"),
    ],
)
def test_malformed_index_entry_cannot_tell(
    world: World, folder: Path, spoil: Callable[[dict[str, Any]], object]
) -> None:
    index = json.loads((folder / "index.json").read_text())
    spoil(index["certificates"][0])
    (folder / "index.json").write_text(json.dumps(index))

    register = read_folder(folder)
    report = verify(number=world.issued.number, register=register, log=world.store, at=LATER)

    assert report.answer is Answer.CANNOT_TELL


AT_DAY = ["--at", "2027-05-03"]


def test_command_answers_by_exit_status(
    world: World, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cert = str(folder / f"{world.issued.number}.pdf")
    forged = tmp_path / "forged.pdf"
    forged.write_bytes(world.issued.pdf + b"x")
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    trust = ["--trust", str(folder)]

    assert main(["verify", cert, *trust, *AT_DAY]) == 0
    assert "valid" in capsys.readouterr().out
    assert main(["verify", str(forged), *trust, *AT_DAY, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["answer"] == "altered"
    assert main(["verify", str(empty), *trust]) == 1
    (folder / "index.json").unlink()
    assert main(["verify", cert, *trust, "--at", "2027-05-03T10:00:00"]) == 2
    assert main(["verify", cert, "--trust", str(tmp_path / "nowhere")]) == 2
    assert main(["verify", str(tmp_path / "nothing.pdf"), *trust]) == 2


def test_command_reads_standard_input_and_the_log(
    world: World, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = FileStore(tmp_path / "log")
    for leaf in world.store.leaves(0, world.store.size()):
        log.append(leaf)
    command = ["verify", "-", "--trust", str(folder), "--log", str(tmp_path / "log"), *AT_DAY]

    class Piped:
        buffer = io.BytesIO(world.issued.pdf)

    monkeypatch.setattr(sys, "stdin", Piped())
    assert main(command) == 0


def test_log_command_recomputes_everything(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = FileStore(tmp_path / "log")
    log.append(b"\x01" * 32)
    key = world.keyring.log_key()
    (tmp_path / "checkpoint").write_text(Log(log).checkpoint(key))
    (tmp_path / "log.pub").write_text(key.vkey())
    against = ["--checkpoint", str(tmp_path / "checkpoint"), "--key", str(tmp_path / "log.pub")]

    assert main(["log", "fsck", str(tmp_path / "log")]) == 0
    assert main(["log", "fsck", str(tmp_path / "log"), *against]) == 0
    assert json.loads(capsys.readouterr().out.split("}\n")[1] + "}")["size"] == 1
    assert main(["log", "fsck", str(tmp_path / "elsewhere"), *against]) == 1


def test_keygen_makes_an_authority_that_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CERTIFICATES_PASSPHRASE", PASSPHRASE.decode())

    assert main(["keygen", str(tmp_path / "keys"), "--institution", "MINT=Ministry"]) == 0

    assert sorted(read_authority(tmp_path / "keys").seals) == ["hr-MINT", "training-MINT"]
    assert Keyring(tmp_path / "keys", PASSPHRASE).log_key().name == "log.cursus.example"
    assert main(["keygen", str(tmp_path / "keys")]) == 2


def test_keygen_asks_for_the_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CERTIFICATES_PASSPHRASE", raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: "typed")

    assert main(["keygen", str(tmp_path)]) == 0
    assert Keyring(tmp_path, b"typed").log_key()


def test_institution_needs_code_and_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["keygen", "x", "--institution", "MINT"])
    assert "CODE=NAME" in capsys.readouterr().err


def test_render_draws_a_specimen(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_bytes(statement().canonical_bytes())

    assert main(["render", str(tmp_path / "s.json"), str(tmp_path / "s.pdf")]) == 0
    assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF")
    assert verify((tmp_path / "s.pdf").read_bytes(), trust=Trust(b""), at=LATER).answer is Answer.ALTERED


def test_package_copied_alone_verifies(world: World, folder: Path, tmp_path: Path) -> None:
    package = Path(certificates.__file__).parent
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(package, tmp_path / "alone" / "certificates", ignore=ignore)
    code = (
        "import sys, certificates.__main__ as m; status = m.main(sys.argv[1:]);"
        "left = [n for n in ('flask', 'sqlalchemy', 'curriculum') if n in sys.modules];"
        "assert not left, left; sys.exit(status)"
    )
    cert = str(folder / f"{world.issued.number}.pdf")
    command: list[Any] = [sys.executable, "-c", code, "verify", cert, "--trust", str(folder), *AT_DAY]

    done = subprocess.run(command, cwd=tmp_path / "alone", capture_output=True)

    assert (done.returncode, done.stderr) == (0, b"")
