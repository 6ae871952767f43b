"""The public log: checkpoints, storage that survives, and fsck that notices."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.errors import LogError
from certificates.log.checkpoint import Checkpoint, LogKey, read_body, read_checkpoint
from certificates.log.entry import Record, make_salt
from certificates.log.files import FileStore
from certificates.log.log import Log, fsck
from certificates.log.store import MemoryStore
from certificates.log.tree import EMPTY, Tree
from tests.certificates.conftest import AT

KEY = LogKey("log.example", Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))
OTHER = LogKey("log.example", Ed25519PrivateKey.from_private_bytes(b"\x02" * 32))
LEAVES = [hashlib.sha256(bytes([n])).digest() for n in range(64)]


def test_leaf_is_salted_and_names_nobody() -> None:
    record = Record("TRN-2026-7KQ4M-9XR2D-0", "a" * 64, "b" * 64, AT)

    assert record.leaf(make_salt()) != record.leaf(make_salt())
    assert record.leaf("00" * 32) == record.leaf("00" * 32)
    assert len(record.leaf("00" * 32)) == 32
    assert record.leaf("00" * 32) != replace(record, pdf="c" * 64).leaf("00" * 32)


@pytest.fixture(params=["memory", "files"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    return MemoryStore() if request.param == "memory" else FileStore(tmp_path / "log")


def test_store_appends_once_and_keeps_order(store: Any) -> None:
    assert store.size() == 0
    assert [store.append(leaf) for leaf in (*LEAVES[:3], LEAVES[1])] == [0, 1, 2, 1]
    assert (store.size(), list(store.leaves(1, 3)), list(store.leaves(2, 2))) == (3, LEAVES[1:3], [])


def test_a_batch_is_appended_like_its_leaves_one_by_one(store: Any) -> None:
    store.append(LEAVES[2])

    assert store.extend([*LEAVES[:4], LEAVES[1]]) == [1, 2, 0, 3, 2]
    assert list(store.leaves(0, 9)) == [LEAVES[n] for n in (2, 0, 1, 3)]


def test_a_batch_is_synced_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr("os.fsync", synced.append)

    assert FileStore(tmp_path).extend(LEAVES) == list(range(64))
    assert FileStore(tmp_path).extend(LEAVES) == list(range(64))
    assert len(synced) == 1


def test_a_folder_that_shrank_is_not_appended_to(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    store.extend(LEAVES)
    (tmp_path / "leaves").write_bytes(LEAVES[0])

    with pytest.raises(LogError, match="rolled_back"):
        store.append(LEAVES[1])


def test_a_leaf_of_32_bytes_only_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    with pytest.raises(LogError, match="leaf_size"):
        store.extend([LEAVES[0], b"short"])

    assert store.size() == 0


def test_log_reads_on_after_appends(store: Any) -> None:
    log = Log(store)
    store.append(LEAVES[0])
    assert log.tree().size == 1
    store.append(LEAVES[1])

    proof = log.prove(1)

    assert proof.holds(log.leaf(1), log.tree().root())
    assert log.prove(0, 1).holds(LEAVES[0], log.tree().root(1))
    with pytest.raises(LogError):
        log.prove(5)
    with pytest.raises(LogError):
        log.leaf(5)


def test_two_writers_of_one_folder_do_not_overwrite(tmp_path: Path) -> None:
    one, other = FileStore(tmp_path), FileStore(tmp_path)

    assert [one.append(LEAVES[0]), other.append(LEAVES[1]), one.append(LEAVES[2]), one.append(LEAVES[1])] == [
        0,
        1,
        2,
        1,
    ]
    assert list(FileStore(tmp_path).leaves(0, 3)) == LEAVES[:3]


def test_half_written_leaf_is_cut_off(tmp_path: Path) -> None:
    FileStore(tmp_path).append(LEAVES[0])
    with (tmp_path / "leaves").open("ab") as file:
        file.write(b"killed")

    store = FileStore(tmp_path)

    assert (store.size(), store.append(LEAVES[1])) == (1, 1)
    assert (tmp_path / "leaves").read_bytes() == b"".join(LEAVES[:2])


def test_file_store_refuses_what_is_no_leaf_and_reports_what_it_cannot_read(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    with pytest.raises(LogError):
        store.append(b"short")
    with pytest.raises(LogError):
        store.leaves(0, 1)


def test_checkpoint_is_a_signed_note() -> None:
    checkpoint = Checkpoint("log.example", 3, Tree(LEAVES[:3]).root())

    note = KEY.sign(checkpoint)

    assert note.startswith("log.example\n3\n")
    assert "\n\n— log.example " in note
    assert read_checkpoint(note, KEY.vkey()) == checkpoint


NOTE = KEY.sign(Checkpoint("log.example", 3, EMPTY))
B64 = base64.b64encode(EMPTY).decode()
WRONG = KEY.sign_text("something else\n").split("\n\n")[1]


def test_signatures_of_strangers_and_extension_lines_do_no_harm() -> None:
    note = KEY.sign_text(f"log.example\n3\n{B64}\nmore\n") + OTHER.sign_text("x\n").split("\n\n")[1]

    assert read_checkpoint(note, KEY.vkey()) == read_body(note) == Checkpoint("log.example", 3, EMPTY)


@pytest.mark.parametrize(
    ("note", "verifier"),
    [
        pytest.param(NOTE, OTHER.vkey(), id="another key of the same name"),
        pytest.param(NOTE.replace("\n3\n", "\n4\n"), KEY.vkey(), id="another size"),
        pytest.param(NOTE.replace("— log", "— gol"), KEY.vkey(), id="signed by another name"),
        pytest.param(NOTE[:-8] + "!!!!\n", KEY.vkey(), id="signature is not base64"),
        pytest.param("rubbish", KEY.vkey(), id="no note"),
        pytest.param("a" * 70_000 + "\n\n", KEY.vkey(), id="a note without end"),
        pytest.param(NOTE, "rubbish", id="no verifier key"),
        pytest.param(NOTE, KEY.vkey().replace("+", "+0", 1), id="verifier key with another identifier"),
        pytest.param(NOTE, "log.example+00+AQ==", id="verifier key cut short"),
        pytest.param(KEY.sign(Checkpoint("x\ny", 3, EMPTY)), KEY.vkey(), id="signed but malformed"),
        pytest.param(KEY.sign(Checkpoint("other.example", 3, EMPTY)), KEY.vkey(), id="of another log"),
        pytest.param(KEY.sign(Checkpoint("log.example", 3, b"short")), KEY.vkey(), id="root cut short"),
        pytest.param(KEY.sign_text(f"log.example\n03\n{B64}\n"), KEY.vkey(), id="size with a leading zero"),
        pytest.param(KEY.sign_text(f"log.example\n٣\n{B64}\n"), KEY.vkey(), id="digits of another script"),
        pytest.param(KEY.sign_text(f"log.example\n3\n{B64}\n\nx\n"), KEY.vkey(), id="an empty line between"),
        pytest.param(KEY.sign_text("log.example\n3\n"), KEY.vkey(), id="no root"),
        pytest.param(KEY.sign_text(f"log.example\n3\n{B64}\nx\ty\n"), KEY.vkey(), id="control character"),
        pytest.param(NOTE[:-1], KEY.vkey(), id="no line feed at the end"),
        pytest.param(NOTE.split("— ")[0], KEY.vkey(), id="no signature at all"),
        pytest.param(NOTE + "— log.example AAAAAAA=\n" * 64, KEY.vkey(), id="more signatures than read"),
        pytest.param(NOTE + "— log.example AA==\n", KEY.vkey(), id="a signature without key identifier"),
        pytest.param(NOTE + WRONG, KEY.vkey(), id="one of two signatures of the key is wrong"),
        pytest.param(NOTE, KEY.vkey().replace("log.example", "log example"), id="a name of two words"),
    ],
)
def test_wrong_checkpoint_is_refused(note: str, verifier: str) -> None:
    with pytest.raises(LogError):
        read_checkpoint(note, verifier)


def test_fsck_accepts_a_log_that_has_grown_since(store: Any) -> None:
    for leaf in LEAVES[:3]:
        store.append(leaf)
    note = Log(store).checkpoint(KEY)
    store.append(LEAVES[3])

    assert fsck(store).problems == ()
    health = fsck(store, note, KEY.vkey())
    assert (health.size, health.root, health.problems) == (4, Tree(LEAVES[:4]).root(), ())


class Shortened(MemoryStore):
    """A store that says it has one leaf more than it gives."""

    def size(self) -> int:
        return super().size() + 1


def _holding(leaves: list[bytes], kind: type[MemoryStore] = MemoryStore) -> MemoryStore:
    store = kind()
    store._leaves = list(leaves)
    return store


VOUCHED = KEY.sign(Checkpoint("log.example", 3, Tree(LEAVES[:3]).root()))


@pytest.mark.parametrize(
    ("damaged", "key", "problems"),
    [
        pytest.param(_holding(LEAVES[:2]), KEY, ("rolled_back",), id="restored from an older backup"),
        pytest.param(_holding([*LEAVES[1:4]]), KEY, ("rewritten",), id="another history"),
        pytest.param(_holding([*LEAVES[:3], LEAVES[0]]), KEY, ("leaf_twice",), id="one leaf twice"),
        pytest.param(_holding(LEAVES[:3], Shortened), KEY, ("leaves_missing",), id="a leaf is gone"),
        pytest.param(
            _holding(LEAVES[:3]), OTHER, ("checkpoint_signature_missing",), id="checkpoint of somebody else"
        ),
    ],
)
def test_fsck_notices(damaged: MemoryStore, key: LogKey, problems: tuple[str, ...]) -> None:
    assert fsck(damaged, VOUCHED, key.vkey()).problems == problems
