"""Documents that strangers send: read by a child that may use little, and never more than a statement."""

from __future__ import annotations

import io
import tracemalloc

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from certificates import Answer, Inspected, inspect, inspect_confined, verify
from certificates.verifying import confined
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


MEANS = [
    pytest.param("resource.setrlimit(resource.RLIMIT_AS, (2**29,) * 2); bytes(2**30)", id="memory"),
    pytest.param("resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass", id="time"),
    pytest.param("print('no answer')", id="nonsense"),
    pytest.param("import time; time.sleep(60)", id="patience"),
]


@pytest.mark.parametrize("does", MEANS)
def test_a_child_that_fails_cannot_tell(world: World, tmp_path, monkeypatch, does: str) -> None:
    child = tmp_path / "child.py"
    child.write_text(f"import resource\n{does}\n")
    monkeypatch.setattr(confined, "_CHILD", child)

    seen = inspect_confined(world.issued.pdf, world.trust, patience=6)

    report = verify(world.issued.pdf, trust=world.trust, at=AT, inspected=seen)
    assert report.answer is Answer.CANNOT_TELL


def test_what_crosses_processes_comes_back(world: World) -> None:
    seen = inspect(world.issued.pdf, world.trust)
    assert Inspected.from_json(seen.to_json().encode()) == seen
