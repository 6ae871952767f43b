"""`python -m certificates log`: yes, no, or could not; from log to witness and back by file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from certificates.__main__ import main
from certificates.log.files import FileStore
from certificates.log.folder import TileFolder
from tests.certificates import test_log_bundle
from tests.certificates.test_witness import LEAVES, LOG, OTHER, TREE, note


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two checkpoints, the leaves, the tiles, the keys: what log and witness have on their disks."""
    monkeypatch.setenv("CERTIFICATES_PASSPHRASE", "secret")
    FileStore(tmp_path / "leaves").extend(LEAVES)
    TileFolder(tmp_path / "tiles").write(FileStore(tmp_path / "leaves"), note(64))
    (tmp_path / "old").write_text(note(5))
    (tmp_path / "new").write_text(note(64))
    (tmp_path / "forged").write_text(note(64, OTHER))
    (tmp_path / "log.pub").write_text(LOG.vkey())
    assert main(["log", "witness-key", str(tmp_path / "w.key"), "--name", "court.example/w1"]) == 0
    return tmp_path


def run(desk: Path, line: str) -> int:
    return main(["log", *(str(desk / word[1:]) if word.startswith("@") else word for word in line.split())])


@pytest.mark.parametrize("source", ["--leaves @leaves", "--tiles @tiles"])
def test_by_file_from_log_to_witness_and_back(
    desk: Path, source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    witness = "witness --key @w.key --log-key @log.pub --seen @seen"
    assert run(desk, f"{witness} --checkpoint @old --first --out @old.cosigned") == 0
    assert run(desk, f"consistency @old @new --log-key @log.pub {source} --out @proof") == 0
    assert run(desk, "consistency @old @new --log-key @log.pub --proof @proof") == 0
    assert run(desk, f"{witness} --proof @proof --out @new.cosigned") == 0
    capsys.readouterr()

    assert run(desk, "cosigned @new.cosigned --witness @w.key.pub --log-key @log.pub") == 0
    assert capsys.readouterr().out.startswith("log.example/x: 64 entries\n  court.example/w1  20")
    assert run(desk, "cosigned @new --witness @w.key.pub --log-key @log.pub") == 1


@pytest.mark.parametrize(
    ("line", "status"),
    [
        pytest.param("consistency @new @old --log-key @log.pub --leaves @leaves", 1, id="wrong order"),
        pytest.param("consistency @old @forged --log-key @log.pub --tiles @tiles", 1, id="another history"),
        pytest.param("consistency @old @leaves/leaves --log-key @log.pub --tiles @tiles", 2, id="no text"),
        pytest.param("consistency @old @endless --log-key @log.pub --tiles @tiles", 2, id="without end"),
        pytest.param("witness --key @w.key --log-key @log.pub --seen @seen", 2, id="nothing to sign"),
        pytest.param(
            "witness --key @w.key --log-key @log.pub --seen @s --checkpoint @new", 2, id="not begun"
        ),
        pytest.param(
            "witness --key @w.key --log-key @log.pub --seen @new --checkpoint @old", 1, id="smaller"
        ),
        pytest.param(
            "witness --key @w.key --log-key @log.pub --seen @old --checkpoint @old", 0, id="printed"
        ),
        pytest.param("fsck @tiles --checkpoint @old --key @log.pub", 0, id="tiles in order"),
        pytest.param("fsck @tiles --checkpoint @forged --key @log.pub", 1, id="tiles rewritten"),
        pytest.param("fsck @leaves", 0, id="leaves in order"),
    ],
)
def test_commands_say_yes_no_or_could_not(desk: Path, line: str, status: int) -> None:
    (desk / "endless").write_bytes(b"a" * 200_000)

    assert run(desk, line) == status


def test_fsck_of_tiles_tells_size_root_and_problems(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "tiles/tile/0/000.p/64").unlink()
    capsys.readouterr()

    assert run(desk, "fsck @tiles") == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["size"], found["root"], found["problems"]) == (
        64,
        TREE.root().hex(),
        ["tile_missing tile/0/000.p/64"],
    )


@pytest.fixture
def kept(desk: Path) -> Path:
    """The same desk with what a holder keeps: the certificate and its proof."""
    (desk / "a.pdf").write_bytes(test_log_bundle.PDF)
    (desk / "b.pdf").write_bytes(test_log_bundle.PDF + b" ")
    (desk / "proof").write_text(test_log_bundle.BUNDLE.to_json())
    (desk / "their.pub").write_text(test_log_bundle.KEY.vkey())
    (desk / "other.pub").write_text(test_log_bundle.FALSE.vkey())
    (desk / "their-witness.pub").write_text(test_log_bundle.WITNESS.vkey())
    return desk


@pytest.mark.parametrize(
    ("line", "status"),
    [
        pytest.param("proven @proof @a.pdf --log-key @their.pub", 0, id="entered"),
        pytest.param("proven @proof @b.pdf --log-key @their.pub", 1, id="another-file"),
        pytest.param("proven @proof @a.pdf --log-key @other.pub", 1, id="another-log"),
        pytest.param("proven @new @a.pdf --log-key @their.pub", 2, id="no-proof"),
    ],
)
def test_a_holders_proof_is_checked_with_the_key_of_the_log(kept: Path, line: str, status: int) -> None:
    assert run(kept, line) == status


def test_a_holders_proof_names_entry_and_witnesses(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(kept, "proven @proof @a.pdf --log-key @their.pub --witness @their-witness.pub")

    assert capsys.readouterr().out == (
        "TRN-2026-7KQ4M-9XR2D-0: entry 20 of 22 in log.example/x\n"
        "  court.example/w1  2026-11-21T10:00:00+00:00\n"
    )
