"""Documents that strangers send: read by a child that may use little, and never more than a statement."""

from __future__ import annotations

import io
import os
import signal
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from certificates import Answer, Inspected, inspect, inspect_confined, verify
from certificates.verifying import confined
from certificates.verifying.confined import Spare
from tests.certificates.conftest import AT, World

BOMB = 200 * 1024 * 1024


def with_attachment(data: bytes, **packing) -> bytes:
    """A document whose statement is these bytes."""
    pdf, written = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    embedded = pikepdf.Stream(pdf, data, **packing)
    file = pdf.make_indirect(Dictionary(Type=Name.Filespec, EF=Dictionary(F=embedded)))
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(["statement.json", file])))
    pdf.save(written, compress_streams=not packing, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return written.getvalue()


@pytest.fixture(scope="module")
def bomb() -> bytes:
    made = with_attachment(bytes(BOMB))
    assert len(made) < 1024 * 1024
    return made


def test_a_bomb_is_unpacked_no_further_than_a_statement(bomb: bytes) -> None:
    tracemalloc.start()
    found = inspect(bomb, None)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [(one.check, one.answer) for one in found.findings if one.answer] == [
        ("statement", Answer.ALTERED)
    ]
    assert most < BOMB / 10


def test_packing_that_we_never_use_is_not_unpacked() -> None:
    found = inspect(with_attachment(b"7b7d>", Filter=Name.ASCIIHexDecode), None)
    assert [one.detail for one in found.findings] == ["unreadable"]


def test_the_child_finds_what_we_find(world: World) -> None:
    seen = inspect_confined(world.issued.pdf, world.trust)
    assert seen == inspect(world.issued.pdf, world.trust)
    assert seen.statement == world.registered.statement


@pytest.mark.parametrize("pdf", [b"", b"hello", b"%PDF-1.7 nothing"], ids=["empty", "other", "broken"])
def test_the_child_refuses_what_we_refuse(world: World, pdf: bytes) -> None:
    assert inspect_confined(pdf, world.trust) == inspect(pdf, world.trust)


def test_without_keys_the_child_finds_what_we_find(world: World) -> None:
    assert inspect_confined(world.issued.pdf, None) == inspect(world.issued.pdf, None)


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Iterator[Spare]:
    """A spare of this test alone."""
    mine = Spare()
    monkeypatch.setattr(confined, "spare", mine)
    yield mine
    mine.dismiss()


MEANS = [
    pytest.param("resource.setrlimit(resource.RLIMIT_AS, (2**29,) * 2); bytes(2**30)", id="memory"),
    pytest.param("resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass", id="time"),
    pytest.param("print('no answer')", id="nonsense"),
    pytest.param("import time; time.sleep(60)", id="patience"),
]


@pytest.mark.parametrize("does", MEANS)
def test_a_child_that_fails_cannot_tell(world: World, own: Spare, tmp_path, monkeypatch, does: str) -> None:
    child = tmp_path / "child.py"
    child.write_text(f"import resource\n{does}\n")
    monkeypatch.setattr(confined, "_CHILD", child)

    seen = inspect_confined(world.issued.pdf, world.trust, patience=6)

    assert [one.detail for one in seen.findings] == ["gave_up"]
    report = verify(world.issued.pdf, trust=world.trust, at=AT, inspected=seen)
    assert report.answer is Answer.CANNOT_TELL


def test_what_crosses_processes_comes_back(world: World) -> None:
    seen = inspect(world.issued.pdf, world.trust)
    assert Inspected.from_json(seen.to_json().encode()) == seen


def _ended(child: Path, code: str) -> None:
    child.write_text(f"import os, signal, sys\n{code}\n")


def test_the_next_child_waits_after_a_check(world: World, own: Spare) -> None:
    own.refill()
    waiting = own._child
    own.refill()
    assert own._child is waiting

    seen = inspect_confined(world.issued.pdf, world.trust)

    assert seen.statement == world.registered.statement
    assert own._child is not waiting
    assert waiting is not None
    assert waiting.returncode == 0


def test_a_spare_that_died_is_replaced(own: Spare) -> None:
    own.refill()
    dead = own._child
    assert dead is not None
    dead.kill()
    dead.wait()

    child = own.take()

    assert (child is dead, child.poll()) == (False, None)
    confined._end(child)


def test_a_spare_whose_time_runs_out_when_it_is_taken_is_asked_again(
    world: World, own: Spare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tired = confined._CHILD, tmp_path / "child.py"
    _ended(tired, "sys.stdin.buffer.readline()\nos.kill(os.getpid(), signal.SIGALRM)")
    monkeypatch.setattr(confined, "_CHILD", tired)
    own.refill()
    monkeypatch.setattr(confined, "_CHILD", real)

    assert inspect_confined(world.issued.pdf, world.trust).statement == world.registered.statement


def test_a_forked_process_leaves_the_child_alone(own: Spare) -> None:
    own.refill()
    child = own._child
    assert child is not None

    own.disown()

    assert (own._child, child.stdin.closed) == (None, True)  # type: ignore[union-attr]
    own.disown()
    os.kill(child.pid, signal.SIGKILL)
    os.waitpid(child.pid, 0)


def test_when_all_places_are_taken_nobody_waits_for_ever(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "_places", threading.BoundedSemaphore(1))
    confined._places.acquire()

    seen = inspect_confined(world.issued.pdf, world.trust, patience=0.01)

    assert [one.detail for one in seen.findings] == ["gave_up"]


def test_a_credential_as_text_is_read_by_the_child(world: World) -> None:
    text = world.issued.credential.decode()

    assert inspect_confined(text, world.trust) == inspect(world.issued.credential, world.trust)
