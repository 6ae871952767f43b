"""A deployment of its own, started as an operator starts it, on a free port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PATIENCE = 60.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextmanager
def running(instance: Path, log: Path, *arguments: str, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m …` against an instance; ended with all its children."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CURSUS_")}
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            env=kept | {"CURSUS_INSTANCE": str(instance)} | environ,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def answers(port: int) -> bool:
    """Whether the site came up."""
    return until(lambda: _is_up(port))


def _is_up(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
            return True
    except (URLError, OSError):
        return False


def until(found) -> bool:
    """Whether something came true in time."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if found():
            return True
        time.sleep(0.1)
    return False


def children_of(process: subprocess.Popen[bytes]) -> dict[str, int]:
    """The processes a supervisor started, by the module they run."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if f"\nPPid:\t{process.pid}\n" not in status.read_text():
                continue
            words = status.with_name("cmdline").read_bytes().split(b"\0")
        except OSError:  # ended meanwhile
            continue
        if len(words) > 2:  # one that ended and was not asked for its status has no command line
            found[words[2].decode()] = int(status.parent.name)
    return found
