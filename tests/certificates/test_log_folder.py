"""A static folder of tiles: it grows with the log, and `fsck` names whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from certificates.errors import LogError
from certificates.log.folder import TileFolder, check_folder
from certificates.log.store import MemoryStore
from certificates.log.tree import Tree
from tests.certificates.test_tiles import KEY, LEAVES, WHOLE, holding, note

SIZES = [(0, 1), (1, 1), (1, 255), (255, 256), (256, 257), (256, 1024), (300, 1200), (0, 0)]


@pytest.mark.parametrize(("before", "after"), SIZES)
def test_a_folder_grows_into_what_is_written_at_once(tmp_path: Path, before: int, after: int) -> None:
    grown, fresh = tmp_path / "grown", tmp_path / "fresh"
    TileFolder(grown).write(holding(before), note(before))
    TileFolder(grown).write(holding(after), note(after))
    TileFolder(fresh).write(holding(after), note(after))

    for path in (one for one in fresh.rglob("*") if one.is_file()):
        assert (grown / path.relative_to(fresh)).read_bytes() == path.read_bytes()
    assert check_folder(grown, note(before), KEY.vkey()).problems == ()
    assert list(TileFolder(grown).leaves(before, after)) == LEAVES[before:after]


def test_growing_reads_only_new_leaves(tmp_path: Path) -> None:
    TileFolder(tmp_path).write(holding(1000), note(1000))
    store, asked = holding(1001), []
    right = store.leaves
    store.leaves = lambda a, b: asked.append((a, b)) or right(a, b)  # type: ignore[method-assign]

    assert TileFolder(tmp_path).write(store, note(1001)) == 2
    assert set(asked) == {(768, 1001)}


@pytest.mark.parametrize(
    ("store", "size", "problem"),
    [
        pytest.param(holding(400), 400, "rolled_back", id="smaller than what is published"),
        pytest.param(holding(500), 600, "rolled_back", id="a checkpoint the store does not reach"),
        pytest.param(holding(600, [b"\x00" * 32, *LEAVES]), 600, "rewritten", id="another beginning"),
        pytest.param(holding(600, [*LEAVES[:599], b"\x00" * 32]), 600, "rewritten", id="another end"),
    ],
)
def test_what_does_not_continue_a_folder_is_not_published(
    tmp_path: Path, store: MemoryStore, size: int, problem: str
) -> None:
    TileFolder(tmp_path).write(holding(500), note(500))
    with pytest.raises(LogError, match=problem):
        TileFolder(tmp_path).write(store, note(size))

    assert TileFolder(tmp_path).note() == note(500)
    assert check_folder(tmp_path, note(500), KEY.vkey()).problems == ()


class Short(MemoryStore):
    """A store that promises more than it gives."""

    def size(self) -> int:
        return super().size() + 1


def test_a_store_that_breaks_its_word_is_named(tmp_path: Path) -> None:
    store = Short()
    store.extend(LEAVES[:2])
    with pytest.raises(LogError, match="leaves_missing"):
        TileFolder(tmp_path).write(store, note(3))


@pytest.fixture
def published(tmp_path: Path) -> Path:
    TileFolder(tmp_path).write(holding(600), note(600))
    return tmp_path


def change(path: str, at: int = 0) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        data = bytearray((folder / path).read_bytes())
        data[at] ^= 1
        (folder / path).write_bytes(data)

    return do


def remove(*paths: str) -> Callable[[Path], None]:
    return lambda folder: [(folder / path).unlink() for path in paths] and None


def publish(size: int, leaves: list[bytes]) -> Callable[[Path], None]:
    """Replace the folder by another log, well-formed and signed with the true key."""

    def do(folder: Path) -> None:
        (folder / "checkpoint").unlink()
        TileFolder(folder).write(holding(size, leaves), note(size, Tree(leaves)))

    return do


def twice(folder: Path) -> None:
    store = MemoryStore()
    store._leaves = [*LEAVES[:599], LEAVES[0]]
    (folder / "checkpoint").unlink()
    TileFolder(folder).write(store, note(600, Tree(store._leaves)))


ENTRY = 34
DAMAGE = [
    pytest.param(change("tile/0/001"), ("tile_wrong tile/0/001",), id="wrong hash in a full tile"),
    pytest.param(change("tile/1/000.p/2"), ("tile_wrong tile/1/000.p/2",), id="wrong hash above"),
    pytest.param(
        change("tile/entries/000", ENTRY + 5),
        ("tile_wrong tile/0/000", "tile_wrong tile/1/000.p/2", "rewritten"),
        id="a leaf changed",
    ),
    pytest.param(change("tile/entries/000", 1), ("entries_malformed tile/entries/000",), id="wrong length"),
    pytest.param(remove("tile/0/002.p/88"), ("tile_missing tile/0/002.p/88",), id="partial tile missing"),
    pytest.param(remove("tile/entries/001"), ("tile_missing tile/entries/001",), id="entries missing"),
    pytest.param(
        remove("tile/entries/001", "tile/0/001"),
        ("tile_missing tile/entries/001", "tile_missing tile/0/001"),
        id="a stretch missing altogether",
    ),
    pytest.param(publish(400, LEAVES), ("rolled_back",), id="rolled back"),
    pytest.param(publish(600, [b"\x00" * 32, *LEAVES]), ("rewritten",), id="rewritten and signed anew"),
    pytest.param(twice, ("leaf_twice", "rewritten"), id="one leaf twice"),
    pytest.param(remove("checkpoint"), ("checkpoint_missing", "rolled_back"), id="no checkpoint"),
    pytest.param(change("checkpoint", 20), ("checkpoint_signature_missing", "rolled_back"), id="forged"),
    pytest.param(
        lambda folder: (folder / "tile/0/000").write_bytes(b"short"),
        ("tile_wrong tile/0/000",),
        id="tile of another length",
    ),
]


@pytest.mark.parametrize(("damage", "problems"), DAMAGE)
def test_fsck_of_a_folder_names_what_is_wrong(
    published: Path, damage: Callable[[Path], None], problems: tuple[str, ...]
) -> None:
    damage(published)

    assert check_folder(published, note(600), KEY.vkey()).problems == problems


def test_a_partial_tile_may_go_when_the_full_one_stands(published: Path) -> None:
    TileFolder(published).write(holding(1024), note(1024))
    (published / "checkpoint").write_text(note(600))
    for path in ("tile/0/002.p/88", "tile/entries/002.p/88", "tile/1/000.p/2"):
        (published / path).unlink()

    assert check_folder(published, note(600), KEY.vkey()).problems == ("tile_missing tile/1/000.p/2",)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"a" * 70_000, "too_large", id="without end"),
        pytest.param(b"\xff\xfe", "note_malformed", id="no text"),
    ],
)
def test_a_checkpoint_that_cannot_be_read_is_refused(tmp_path: Path, data: bytes, problem: str) -> None:
    (tmp_path / "checkpoint").write_bytes(data)

    assert check_folder(tmp_path).problems == (f"checkpoint_{problem}",)


def test_without_a_key_the_folder_is_only_recomputed(published: Path) -> None:
    health = check_folder(published)

    assert (health.size, health.root, health.problems) == (600, WHOLE.root(600), ())
