"""The same inspection in a process of its own that may use little: for documents that strangers send."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from certificates.errors import CertificateError
from certificates.verifying.checks.structure import refused_unread
from certificates.verifying.inspecting import Inspected, inspect
from certificates.verifying.presented import Kind, recognise
from certificates.verifying.report import unknown
from certificates.verifying.trust import Trust, plain_stolen

SECONDS = 10
"""Of processor time; a genuine certificate takes about one, most of it for starting."""
PATIENCE = 30.0
AT_ONCE = 2
IDLE = 600
"""Seconds after which a child that nobody needed ends by itself."""
_CHILD = Path(__file__).with_name("confined_child.py")
_HOSTILE = frozenset({Kind.PDF, Kind.CREDENTIAL})
"""What long parsers read; everything else is short and read by a few lines of our own."""
_places = threading.BoundedSemaphore(AT_ONCE)

Child = subprocess.Popen[bytes]


class Spare:
    """One child started ahead, so that a check need not wait for a start; each reads one document only."""

    def __init__(self) -> None:
        self._child: Child | None = None
        self._lock = threading.Lock()

    def take(self) -> Child:
        """Give the child that waits, or start one."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None and child.poll() is None:
            return child
        if child is not None:
            _end(child)
        return _start()

    def refill(self) -> None:
        """Start the next child unless one waits."""
        with self._lock:
            if self._child is None:
                self._child = _start()

    def dismiss(self) -> None:
        """End the child that waits."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            _end(child)

    def disown(self) -> None:
        """After a fork: the child is the other process's; only our ends of its pipes are closed."""
        child, self._child, self._lock = self._child, None, threading.Lock()
        if child is not None:
            child.returncode = 0
            _close(child)


spare = Spare()
atexit.register(spare.dismiss)
os.register_at_fork(after_in_child=spare.disown)


def inspect_confined(document: bytes | str, trust: Trust | None, *, patience: float = PATIENCE) -> Inspected:
    """Inspect in a child process; what it could not do within its means is told as `cannot_tell`."""
    kind = recognise(document)
    if kind not in _HOSTILE or refused_unread(document, kind) is not None:
        return inspect(document, trust)
    if not _places.acquire(timeout=patience):
        return _GAVE_UP
    try:
        return _asked(document, trust, patience)
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError, CertificateError):
        return _GAVE_UP
    finally:
        _places.release()


def _asked(document: bytes | str, trust: Trust | None, patience: float) -> Inspected:
    data = document.encode("utf-8", "replace") if isinstance(document, str) else document
    given = _keys(trust) + b"\n" + data
    child = spare.take()
    answer = _answer(child, given, patience)
    if child.returncode == -signal.SIGALRM:  # it had waited long enough just when it was taken
        child = _start()
        answer = _answer(child, given, patience)
    if child.returncode != 0:
        raise subprocess.SubprocessError(child.returncode)
    seen = Inspected.from_json(answer)
    spare.refill()
    return seen


def _start() -> Child:
    return subprocess.Popen(
        [sys.executable, "-I", str(_CHILD), str(SECONDS), str(IDLE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _answer(child: Child, given: bytes, patience: float) -> bytes:
    try:
        return child.communicate(given, timeout=patience)[0]
    finally:
        _end(child)


def _end(child: Child) -> None:
    child.kill()
    child.wait()
    _close(child)


def _close(child: Child) -> None:
    for pipe in filter(None, (child.stdin, child.stdout)):
        with suppress(BrokenPipeError):  # it ended before it had read all
            pipe.close()


def _keys(trust: Trust | None) -> bytes:
    """Only what documents are checked with; log, checkpoint and status lists are asked outside."""
    if trust is None:
        return b"null"
    told = {
        "root": trust.root.decode("utf-8", "replace"),
        "authorities": trust.authorities.decode("utf-8", "replace"),
        "lists": [bytes(each).decode("utf-8", "replace") for each in trust.lists],
        "stamps": trust.stamps.decode("utf-8", "replace"),
        "did": {method: public.hex() for method, public in trust.did.items()},
        "retired": {seal: day.isoformat() for seal, day in trust.retired.items()},
        "compromised": plain_stolen(trust.compromised),
    }
    return json.dumps(told).encode()


_GAVE_UP = Inspected(None, (unknown("structure", "gave_up"),))
