"""A static folder of tiles: written as the log grows, recomputed by whoever has it (`log fsck`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from certificates.errors import LogError
from certificates.files import write
from certificates.log.checkpoint import LARGEST_NOTE, Checkpoint, read_body, read_checkpoint
from certificates.log.log import Health, against
from certificates.log.store import LogStore
from certificates.log.tiles import (
    ENTRIES,
    HEIGHT,
    WIDTH,
    Tile,
    TiledTree,
    content_of,
    hashes_of,
    read_entries,
    read_hashes,
    tile_at,
    tile_root,
    tiles_of,
    write_entries,
)
from certificates.log.tree import Tree

CHECKPOINT = "checkpoint"
_LARGEST_TILE = WIDTH * (2 + 0xFFFF)


class TileFolder:
    """The tiles below one folder, and the checkpoint that vouches for them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def note(self) -> str | None:
        """Return the signed checkpoint, None where none was ever written."""
        try:
            data = _bounded(self._folder / CHECKPOINT, LARGEST_NOTE)
            return None if data is None else data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise LogError(problem="note_malformed") from error

    def read(self, tile: Tile) -> bytes:
        """Return a tile; where only the full one was kept, its beginning."""
        data = self._found(tile)
        if data is None:
            raise LogError(problem="tile_missing", tile=tile.path)
        return data

    def _found(self, tile: Tile) -> bytes | None:
        exact = _bounded(self._folder / tile.path, _LARGEST_TILE)
        if exact is not None or tile.is_full:
            return exact
        whole = _bounded(self._folder / tile.whole.path, _LARGEST_TILE)
        return None if whole is None else _beginning(tile, whole)

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """Return a stretch of leaves out of the entry bundles; `end` must not be behind the last."""
        found: list[bytes] = []
        for place in range(start // WIDTH, -(-end // WIDTH)):
            tile = tile_at(ENTRIES, place, end)
            found += read_entries(self.read(tile), tile.width)
        return found[start % WIDTH :] if found else []

    def tree(self, size: int) -> TiledTree:
        """Return the tree of that size as the tiles tell it; believed until a root is compared."""
        return TiledTree(size, self.read)

    def write(self, store: LogStore, note: str) -> int:
        """Add the tiles up to a checkpoint, the checkpoint last; gives the tiles written.

        What stands already is read only where it is added to, so this costs the new leaves. A store that
        does not continue what stands here is refused and changes nothing that is published.
        """
        wanted = read_body(note)
        before = self.note()
        since = 0 if before is None else read_body(before).size
        if since > wanted.size or store.size() < wanted.size:
            raise LogError(problem="rolled_back", published=since, found=min(wanted.size, store.size()))
        written = 0
        for tile in tiles_of(wanted.size, since):
            _write(self._folder / tile.path, self._made(tile, store, since))
            written += 1
        if self.tree(wanted.size).root() != wanted.root:
            raise LogError(problem="rewritten", size=wanted.size)
        _write(self._folder / CHECKPOINT, note.encode())
        return written

    def _made(self, tile: Tile, store: LogStore, since: int) -> bytes:
        start = tile.index * WIDTH
        if tile.level > 0:
            kept = max((since >> HEIGHT * tile.level) - start, 0)
            known = self.read(Tile(tile.level, tile.index, kept)) if kept else b""
            fresh = (Tile(tile.level - 1, start + n) for n in range(kept, tile.width))
            return known + b"".join(tile_root(self.read(one)) for one in fresh)
        leaves = store.leaves(start, start + tile.width)
        if len(leaves) != tile.width:
            raise LogError(problem="leaves_missing", tile=tile.path)
        return write_entries(leaves) if tile.level == ENTRIES else hashes_of(leaves)


def check_folder(folder: Path, note: str | None = None, verifier: str | None = None) -> Health:
    """Recompute every tile of a folder, and compare with its checkpoint and one kept elsewhere."""
    tiles = TileFolder(folder)
    own, problems = _own_checkpoint(tiles, verifier)
    if own is None:
        return Health(0, b"", (*problems, *(() if note is None else against(Tree(), note, verifier or ""))))
    tree, leaves, found = _rebuilt(tiles, own.size)
    problems += found
    problems += _differing(tiles, tree, own.size)
    if tree.size == own.size and tree.root() != own.root:
        problems.append("rewritten")
    if len(set(leaves)) != len(leaves):
        problems.append("leaf_twice")
    if note is not None and tree.size == own.size:
        problems += [one for one in against(tree, note, verifier or "") if one not in problems]
    return Health(tree.size, tree.root(), tuple(problems))


def _own_checkpoint(tiles: TileFolder, verifier: str | None) -> tuple[Checkpoint | None, list[str]]:
    try:
        note = tiles.note()
        if note is None:
            return None, ["checkpoint_missing"]
        return (read_body(note) if verifier is None else read_checkpoint(note, verifier)), []
    except LogError as error:
        return None, [f"checkpoint_{error.facts['problem']}"]


def _rebuilt(tiles: TileFolder, size: int) -> tuple[Tree, list[bytes], list[str]]:
    """The tree from the entries; where a bundle is gone, from the lowest tile, else no further."""
    tree, leaves, problems = Tree(), list[bytes](), list[str]()
    for place in range(-(-size // WIDTH)):
        bundle = tile_at(ENTRIES, place, size)
        try:
            entries = read_entries(tiles.read(bundle), bundle.width)
            tree.extend(entries)
            leaves += entries
            continue
        except LogError as error:
            problems.append(f"{error.facts['problem']} {bundle.path}")
        lowest = tile_at(0, place, size)
        try:
            tree.extend_hashes(read_hashes(tiles.read(lowest), lowest.width))
        except LogError as error:
            problems.append(f"{error.facts['problem']} {lowest.path}")
            break
    return tree, leaves, problems


def _differing(tiles: TileFolder, tree: Tree, size: int) -> Iterator[str]:
    for tile in tiles_of(size):
        if tile.level == ENTRIES or not tile.is_in(tree.size):
            continue
        try:
            if tiles.read(tile) != content_of(tile, tree):
                yield f"tile_wrong {tile.path}"
        except LogError as error:
            yield f"{error.facts['problem']} {tile.path}"


def _beginning(tile: Tile, whole: bytes) -> bytes:
    if tile.level == ENTRIES:
        return write_entries(read_entries(whole, WIDTH)[: tile.width])
    return b"".join(read_hashes(whole, WIDTH)[: tile.width])


def _bounded(path: Path, most: int) -> bytes | None:
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if len(data) > most:
        raise LogError(problem="too_large", file=path.name)
    return data


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, data)
