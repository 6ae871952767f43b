"""The same inspection in a process of its own that may use little: for documents that strangers send."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

from certificates.errors import CertificateError
from certificates.verifying.checks.structure import refused_unread
from certificates.verifying.inspecting import Inspected, inspect
from certificates.verifying.report import unknown
from certificates.verifying.trust import Trust

SECONDS = 10
"""Of processor time; a genuine certificate takes about one, most of it for starting."""
PATIENCE = 30.0
AT_ONCE = 2
_CHILD = Path(__file__).with_name("confined_child.py")
_places = threading.BoundedSemaphore(AT_ONCE)


def inspect_confined(pdf: bytes, trust: Trust | None, *, patience: float = PATIENCE) -> Inspected:
    """Inspect in a child process; what it could not do within its means is told as `cannot_tell`."""
    if refused_unread(pdf) is not None:
        return inspect(pdf, trust)
    if not _places.acquire(timeout=patience):
        return _GAVE_UP
    try:
        return _asked(pdf, trust, patience)
    except (OSError, subprocess.SubprocessError, ValueError, CertificateError):
        return _GAVE_UP
    finally:
        _places.release()


def _asked(pdf: bytes, trust: Trust | None, patience: float) -> Inspected:
    done = subprocess.run(
        [sys.executable, "-I", str(_CHILD), str(SECONDS)],
        input=_keys(trust) + b"\n" + pdf,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=patience,
        check=True,
    )
    return Inspected.from_json(done.stdout)


def _keys(trust: Trust | None) -> bytes:
    """Only what seals are checked with; log and checkpoint are asked outside."""
    if trust is None:
        return b"null"
    lists = [each.decode("ascii") for each in trust.lists]
    return json.dumps([trust.root.decode("ascii"), trust.authorities.decode("ascii"), lists]).encode()


_GAVE_UP = Inspected(None, (unknown("structure", "unreadable"),))
