"""The wall around the key folder, tried from behind: a process gives the folder up, then goes for it."""

import subprocess
import sys
from pathlib import Path

import pytest

from curriculum import walls

pytestmark = pytest.mark.skipif(not walls.is_available(), reason="this kernel has no Landlock")

BEHIND = """
import os, sys
from pathlib import Path
from curriculum import walls
keys = Path(sys.argv[1])
assert walls.give_up(keys)
try:
    {attempt}
except PermissionError:
    sys.exit(0)
sys.exit(1)
"""


@pytest.fixture
def keys(tmp_path):
    folder = tmp_path / "instance" / "keys"
    folder.mkdir(parents=True)
    (folder / "ca.key").write_text("secret")
    (tmp_path / "instance" / "data").mkdir()
    (tmp_path / "current").symlink_to(tmp_path / "instance")
    return folder


@pytest.mark.parametrize(
    "attempt",
    [
        pytest.param("(keys / 'ca.key').read_text()", id="read"),
        pytest.param("(keys / 'ca.key').write_text('x')", id="overwrite"),
        pytest.param("os.truncate(keys / 'ca.key', 0)", id="empty-without-opening"),
        pytest.param("(keys / 'ca.key').unlink()", id="delete"),
        pytest.param("(keys / 'mine').mkdir()", id="new-folder-beside-the-keys"),
        pytest.param("(keys / 'mine').symlink_to('/')", id="link-beside-the-keys"),
        pytest.param("keys.rename(keys.with_name('old'))", id="move-the-folder-away"),
    ],
)
def test_nothing_reaches_the_keys_from_behind_the_wall(keys: Path, attempt: str):
    tried = subprocess.run([sys.executable, "-c", BEHIND.format(attempt=attempt), str(keys)], check=False)
    assert (tried.returncode, (keys / "ca.key").read_text()) == (0, "secret")


def test_the_data_beside_the_keys_stays_open(keys: Path):
    written = keys.with_name("data") / "new"
    attempt = f"Path({str(written)!r}).write_text('x'); Path({str(written)!r}).write_text('yes')"
    tried = subprocess.run([sys.executable, "-c", BEHIND.format(attempt=attempt), str(keys)], check=False)
    assert (tried.returncode, written.read_text()) == (1, "yes")
