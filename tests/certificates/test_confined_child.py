"""What the child does with what it is given, run in this process with its limits only written down."""

from __future__ import annotations

import io
import json
import logging
import resource
import runpy
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from certificates import Inspected, Trust, inspect
from certificates.verifying import confined, confined_child
from certificates.verifying.trust import Stolen
from tests.certificates.conftest import AT, DID, World

SECONDS, IDLE = 7, 600
LIMITS: list[tuple[int, tuple[int, int]]] = [
    (resource.RLIMIT_AS, (confined_child.MEMORY, confined_child.MEMORY)),
    (resource.RLIMIT_CPU, (SECONDS, SECONDS)),
    (resource.RLIMIT_CORE, (0, 0)),
    (resource.RLIMIT_FSIZE, (0, 0)),
]


class Child:
    """The child's program with its own ends of the pipes; `limits` and `alarms` say what it asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.limits: list[tuple[int, tuple[int, int]]] = []
        self.alarms: list[int] = []
        self.monkeypatch = monkeypatch
        monkeypatch.setattr(resource, "setrlimit", lambda *given: self.limits.append(given))
        monkeypatch.setattr(signal, "alarm", self.alarms.append)
        monkeypatch.setattr(sys, "argv", ["confined_child.py", str(SECONDS), str(IDLE)])
        monkeypatch.setattr(sys, "path", list(sys.path))
        monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def asked(self, keys: bytes, document: bytes) -> Inspected:
        """Give it keys and a document; return what it says."""
        said = io.StringIO()
        given = SimpleNamespace(buffer=io.BytesIO(keys + b"\n" + document))
        self.monkeypatch.setattr(sys, "stdin", given)
        self.monkeypatch.setattr(sys, "stdout", said)
        runpy.run_path(confined_child.__file__, run_name="__main__")
        return Inspected.from_json(said.getvalue().encode())


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Iterator[Child]:
    before = logging.root.manager.disable
    yield Child(monkeypatch)
    logging.disable(before)


def test_keys_arrive_whole(world: World, child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    lives = {"retired": {"a seal": date(2026, 12, 31)}, "compromised": {f"{DID}#1": Stolen(b"\1" * 32, AT)}}
    trust = replace(world.trust, lists=list(world.trust.lists), **lives)
    arrived: list[Trust | None] = []

    def looked(document: bytes, given: Trust | None) -> Inspected:
        arrived.append(given)
        return inspect(document, given)

    monkeypatch.setattr("certificates.verifying.inspecting.inspect", looked)

    found = child.asked(confined._keys(trust), world.issued.pdf)

    # log, checkpoint and status lists are asked outside
    unasked: dict[str, Any] = {"log_key": None, "checkpoint": None}
    assert arrived == [replace(trust, **unasked)]
    assert found == inspect(world.issued.pdf, trust)


def test_without_keys_it_reads_all_the_same(world: World, child: Child) -> None:
    assert child.asked(json.dumps(None).encode(), world.issued.pdf) == inspect(world.issued.pdf, None)


def test_it_gives_up_its_means_before_it_reads(world: World, child: Child) -> None:
    child.asked(b"null", b"%PDF-1.7 nothing")

    assert child.limits == LIMITS
    assert child.alarms == [IDLE, 0]
    assert sys.dont_write_bytecode
    assert logging.root.manager.disable == logging.CRITICAL
