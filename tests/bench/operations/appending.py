"""100,000 entries of the public log in one batch: stored, synced, hashed, the root at hand."""

import hashlib
import shutil
import time
from pathlib import Path

from certificates.log.files import FileStore
from certificates.log.log import Log
from certificates.log.tree import Tree

COUNT = 100_000


class LogAppends:
    """A batch into the store of files and its tree, against the bare hashing of leaves and nodes."""

    op, title, unit, faster_is = "11L", "100,000 log appends", "CPU s", "less"

    def setup(self, size: str, folder: Path) -> None:
        self.folder = folder / "log"
        self.leaves = [hashlib.sha256(n.to_bytes(4, "big")).digest() for n in range(COUNT)]
        self.root = b""

    def ours(self) -> float:
        shutil.rmtree(self.folder, ignore_errors=True)
        store = FileStore(self.folder)
        start = time.process_time()
        store.extend(self.leaves)
        self.root = Log(store).tree().root()
        return time.process_time() - start

    def limit(self) -> float:
        sha256 = hashlib.sha256
        start = time.process_time()
        row = [sha256(b"\x00" + leaf).digest() for leaf in self.leaves]
        while len(row) > 1:
            row = [sha256(b"\x01" + row[n] + row[n + 1]).digest() for n in range(0, len(row) - 1, 2)]
        return time.process_time() - start

    def check(self) -> None:
        """The root is that of a tree that grew one by one, and every leaf is stored."""
        tree = Tree()
        for leaf in self.leaves:
            tree.append(leaf)
        assert self.root == tree.root()
        assert list(FileStore(self.folder).leaves(0, COUNT)) == self.leaves

    def gate(self, ours: float, ratio: float) -> bool:
        """≤ 1 s"""
        return ours <= 1

    def goal(self, ours: float, ratio: float) -> bool:
        """≤ 3 × the hashing"""
        return ours <= 1 and ratio <= 3

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
