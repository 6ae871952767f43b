"""The log as tiles: names and shapes of C2SP tlog-tiles, proofs from tiles, a folder that is fscked."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.errors import LogError
from certificates.log.checkpoint import Checkpoint, LogKey
from certificates.log.log import Log
from certificates.log.store import MemoryStore
from certificates.log.tiles import (
    ENTRIES,
    Tile,
    TiledTree,
    content_of,
    read_entries,
    read_hashes,
    read_path,
    tile_root,
    tiles_of,
    write_entries,
)
from certificates.log.tree import Tree, consistency_holds, inclusion_holds, leaf_hash

KEY = LogKey("log.example/x", Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))
LEAVES = [hashlib.sha256(n.to_bytes(4, "big")).digest() for n in range(1200)]
WHOLE = Tree(LEAVES)


def holding(size: int, leaves: list[bytes] = LEAVES) -> MemoryStore:
    store = MemoryStore()
    store.extend(leaves[:size])
    return store


def note(size: int, tree: Tree = WHOLE) -> str:
    return KEY.sign(Checkpoint(KEY.name, size, tree.root(size)))


NAMES = [
    pytest.param(Tile(0, 1234067), "tile/0/x001/x234/067", id="the example of the standard"),
    pytest.param(Tile(63, 0, 1), "tile/63/000.p/1", id="highest level, narrowest tile"),
    pytest.param(Tile(1, 999, 255), "tile/1/999.p/255", id="last of three digits, widest partial tile"),
    pytest.param(Tile(ENTRIES, 1000), "tile/entries/x001/000", id="entries, first of six digits"),
]


@pytest.mark.parametrize(("tile", "path"), NAMES)
def test_a_tile_is_named_as_the_standard_says(tile: Tile, path: str) -> None:
    assert (tile.path, read_path(path)) == (path, tile)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("tile/64/000", id="there is no level 64"),
        pytest.param("tile/01/000", id="level with a leading zero"),
        pytest.param("tile/0/x000/001", id="index with leading zeros"),
        pytest.param("tile/0/001/000", id="elements but the last begin with x"),
        pytest.param("tile/0/1", id="three digits each"),
        pytest.param("tile/0/000.p/0", id="an empty tile is none"),
        pytest.param("tile/0/000.p/256", id="a full tile is not partial"),
        pytest.param("tile/0/000.p/999", id="wider than a tile"),
        pytest.param("tile/0/000.p/01", id="width with a leading zero"),
        pytest.param("tile/0/" + "x001/" * 6 + "000", id="further than any log"),
        pytest.param("tile/0/../../etc/passwd", id="another file"),
        pytest.param("tile/0/٠٠١", id="digits of another script"),
        pytest.param("tile/0/000\n", id="a line feed behind"),
    ],
)
def test_any_other_name_is_refused(path: str) -> None:
    with pytest.raises(LogError, match="tile_path"):
        read_path(path)


def test_the_tree_of_70000_has_the_tiles_of_the_standard() -> None:
    tiles = list(tiles_of(70_000))
    full = Counter(tile.level for tile in tiles if tile.is_full)

    assert full == {ENTRIES: 273, 0: 273, 1: 1}
    assert [(t.level, t.index, t.width) for t in tiles if not t.is_full] == [
        (ENTRIES, 273, 112),
        (0, 273, 112),
        (1, 1, 17),
        (2, 0, 1),
    ]


def test_the_tree_of_256_has_a_full_tile_and_one_above() -> None:
    assert [t.path for t in tiles_of(256)] == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]
    assert list(tiles_of(0)) == []
    assert [t.path for t in tiles_of(257, since=256)] == ["tile/entries/001.p/1", "tile/0/001.p/1"]
    assert (Tile(0, 0, 5).is_in(5), Tile(0, 0, 5).is_in(4), Tile(1, 0, 1).is_in(255)) == (True, False, False)


def test_tile_at_a_level_holds_the_roots_of_full_tiles_below() -> None:
    lowest = content_of(Tile(0, 1), WHOLE)

    assert lowest[:32] == leaf_hash(LEAVES[256])
    assert tile_root(lowest) == Tree(LEAVES[256:512]).root()
    assert content_of(Tile(1, 0, 4), WHOLE)[32:64] == tile_root(lowest)


def test_entries_are_written_with_their_length() -> None:
    assert write_entries([b"ab", b""]) == b"\x00\x02ab\x00\x00"
    assert read_entries(b"\x00\x02ab\x00\x00", 2) == [b"ab", b""]


@pytest.mark.parametrize(
    ("data", "width"),
    [
        pytest.param(b"\x00\x02ab", 2, id="fewer than promised"),
        pytest.param(b"\x00\x02ab\x00\x00", 1, id="more than promised"),
        pytest.param(b"\x00\x05ab", 1, id="cut short"),
        pytest.param(b"\x00", 1, id="half a length"),
    ],
)
def test_malformed_entries_are_refused(data: bytes, width: int) -> None:
    with pytest.raises(LogError, match="entries_malformed"):
        read_entries(data, width)


def test_tile_of_another_length_is_refused() -> None:
    with pytest.raises(LogError, match="tile_malformed"):
        read_hashes(b"\x00" * 31, 1)


class Counting:
    """Tiles out of a tree in memory; counts what is read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, tile: Tile) -> bytes:
        self.read.append(tile.path)
        return content_of(tile, WHOLE)


@settings(max_examples=60)
@given(st.integers(1, 1200), st.data())
def test_proofs_from_tiles_equal_those_of_the_whole_tree(size: int, data: st.DataObject) -> None:
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    tiled = TiledTree(size, Counting())
    root = tiled.root()

    assert root == WHOLE.root(size)
    assert tiled.inclusion(index) == WHOLE.inclusion(index, size)
    assert inclusion_holds(LEAVES[index], index, size, tiled.inclusion(index), root)
    assert consistency_holds(old, size, WHOLE.root(old), root, tiled.consistency(old))


def test_a_proof_reads_few_tiles_and_each_once() -> None:
    counting = Counting()
    tiled = TiledTree(1200, counting)
    tiled.inclusion(300)
    tiled.inclusion(301)

    assert sorted(counting.read) == ["tile/0/001", "tile/0/004.p/176", "tile/1/000.p/4"]


def test_a_reader_forgets_before_it_grows_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certificates.log.tiles._KEPT", 2)
    tiled = TiledTree(1200, Counting())

    assert [tiled.inclusion(n) for n in range(0, 1200, 100)] == [
        WHOLE.inclusion(n) for n in range(0, 1200, 100)
    ]
    assert len(tiled._kept) <= 2


def test_log_over_tiles_proves_without_reading_leaves() -> None:
    store = holding(700)
    log = Log(store, Counting())
    store.leaves = None  # type: ignore[assignment,method-assign]  # nobody asks

    assert log.prove(5).holds(LEAVES[5], WHOLE.root(700))
    assert log.tree() is log.tree()
