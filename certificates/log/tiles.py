"""The log as tiles any web server can host (C2SP tlog-tiles): names, contents, proofs from tiles alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from certificates.errors import LogError
from certificates.log.tree import Hashed, Tree, leaf_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
"""Hashes in a full tile."""
ENTRIES = -1
"""The level of an entry bundle, which holds the leaves themselves."""
HASH_BYTES = 32
_KEPT = 512
"""Tiles a reader keeps; enough for every proof of one size, few enough for any log."""

_PATH = re.compile(
    r"tile/(entries|0|[1-9]|[1-5]\d|6[0-3])/((?:x\d{3}/){0,5}\d{3})(?:\.p/([1-9]\d{0,2}))?", re.A
)


@dataclass(frozen=True, order=True)
class Tile:
    """One tile: its level, its place in the level, and how many hashes (or entries) it holds."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def is_full(self) -> bool:
        """Say whether the tile will never grow."""
        return self.width == WIDTH

    @property
    def path(self) -> str:
        """Write the address below the log's prefix, as `tile/0/x001/234.p/5`."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        part = "" if self.is_full else f".p/{self.width}"
        return f"tile/{level}/{_spelled(self.index)}{part}"

    @property
    def whole(self) -> Tile:
        """Name the full tile at the same place."""
        return Tile(self.level, self.index)

    def is_in(self, size: int) -> bool:
        """Say whether a tree of that size has all of this tile."""
        return self.index * WIDTH + self.width <= size >> (HEIGHT * max(self.level, 0))


def _spelled(index: int) -> str:
    last, rest = f"{index % 1000:03}", index // 1000
    while rest:
        last, rest = f"x{rest % 1000:03}/{last}", rest // 1000
    return last


def read_path(path: str) -> Tile:
    """Read an address below the prefix; any other spelling than the one of the standard is refused."""
    found = _PATH.fullmatch(path)
    if found is None:
        raise LogError(problem="tile_path", found=path[:80])
    level, index, width = found.groups()
    tile = Tile(
        ENTRIES if level == "entries" else int(level),
        int(re.sub(r"[x/]", "", index)),
        int(width) if width else WIDTH,
    )
    if tile.path != path or tile.width > WIDTH:  # leading zeros, a width of 256 and more
        raise LogError(problem="tile_path", found=path[:80])
    return tile


def tile_at(level: int, index: int, size: int) -> Tile:
    """Name the tile at a place as a tree of that size has it: full, or as wide as it is there."""
    return Tile(level, index, min(WIDTH, (size >> (HEIGHT * max(level, 0))) - index * WIDTH))


def tiles_of(size: int, since: int = 0) -> Iterator[Tile]:
    """Name every tile of a tree of that size that a tree of size `since` did not have, lowest first."""
    for level in (ENTRIES, *range(64 // HEIGHT)):
        shift = HEIGHT * max(level, 0)
        had, has = since >> shift, size >> shift
        if has > had:
            for index in range(had // WIDTH, -(-has // WIDTH)):
                yield tile_at(level, index, size)


def write_entries(leaves: Sequence[bytes]) -> bytes:
    """Write an entry bundle: each leaf after its length in two bytes."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def read_entries(data: bytes, width: int) -> list[bytes]:
    """Read an entry bundle that must hold exactly so many leaves."""
    leaves: list[bytes] = []
    at = 0
    while at + 2 <= len(data) and len(leaves) < width:
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        leaves.append(data[at + 2 : end])
        at = end
    if at != len(data) or len(leaves) != width:
        raise LogError(problem="entries_malformed")
    return leaves


def read_hashes(data: bytes, width: int) -> list[bytes]:
    """Read a tile that must hold exactly so many hashes."""
    if len(data) != width * HASH_BYTES:
        raise LogError(problem="tile_malformed", found=len(data), expected=width * HASH_BYTES)
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def tile_root(data: bytes) -> bytes:
    """Hash a full tile into the one hash that stands for it in the level above."""
    return Tree.of_hashes(read_hashes(data, WIDTH)).root()


Read = Callable[[Tile], bytes]
"""Gives the bytes of a tile, from wherever tiles are kept; raises LogError where it is not there."""


class TiledTree(Hashed):
    """A tree known by its tiles: a proof reads as few as it needs, however large the log is."""

    def __init__(self, size: int, read: Read) -> None:
        self._size, self._read = size, read
        self._kept: dict[tuple[int, int], Tree] = {}

    @property
    def size(self) -> int:
        """Number of leaves."""
        return self._size

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree, hashed up from the tile that holds its parts."""
        tile_level, above = divmod(level, HEIGHT)
        place, within = divmod(index << above, WIDTH)
        return self._tile(tile_level, place).node(above, within >> above)

    def _tile(self, level: int, place: int) -> Tree:
        found = self._kept.get((level, place))
        if found is None:
            tile = tile_at(level, place, self._size)
            found = Tree.of_hashes(read_hashes(self._read(tile), tile.width))
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[level, place] = found
        return found


def hashes_of(leaves: Sequence[bytes]) -> bytes:
    """Write the lowest tile over some leaves."""
    return b"".join(map(leaf_hash, leaves))


def content_of(tile: Tile, tree: Hashed) -> bytes:
    """Write a tile of hashes from the tree it belongs to."""
    level, start = HEIGHT * tile.level, tile.index * WIDTH
    return b"".join(tree.node(level, start + n) for n in range(tile.width))
