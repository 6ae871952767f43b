"""Whatever somebody sends gets an answer within bounds, from a child process, and nothing is fetched."""

from __future__ import annotations

import io
import json
import socket
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from certificates import Answer, Outcome, inspect, inspect_confined, verify
from certificates.verifying import command
from certificates.verifying.presented import LARGEST_PDF
from tests.certificates.conftest import LATER, World
from tests.certificates.forgeries.build import encrypted, plain_document, self_made_authority

HUGE = 200 * 1024 * 1024


def _objects(count: int) -> bytes:
    """A file of so many objects: a packed stream of zeros tells a reader where each of them is."""
    width = count * 7
    xref = zlib.compress(bytes(width), 9)
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    told = f"2 0 obj\n<< /Type /XRef /Root 1 0 R /Size {count} /W [1 4 2] /Index [0 {count}]"
    stream = f"{told} /Filter /FlateDecode /Length {len(xref)} >>\nstream\n".encode() + xref
    return head + stream + f"\nendstream\nendobj\nstartxref\n{len(head)}\n%%EOF\n".encode()


def _hidden(count: int) -> bytes:
    """The same with its size written so that only a reader of PDF sees it."""
    return _objects(count).replace(b"/Size", b"/S#69ze")


def _hidden_million(world: World, folder: Path) -> bytes:
    return _hidden(10**6)


def _loops() -> bytes:
    """Pages, names and form that lead back to themselves."""
    with pikepdf.new() as made:
        made.add_blank_page()
        loop = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Pages, Count=1))
        loop.Kids = pikepdf.Array([loop])
        loop.Parent = loop
        names = made.make_indirect(pikepdf.Dictionary())
        names.EmbeddedFiles = names
        names.Names = pikepdf.Array([pikepdf.String("statement.json"), names])
        names.EF = pikepdf.Dictionary(F=names)
        field = made.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig))
        field.Kids = pikepdf.Array([field])
        field.Parent = field
        made.Root.Pages, made.Root.Names = loop, names
        made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def _previous() -> bytes:
    """A list of objects whose predecessor is itself."""
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    trailer = f"trailer\n<< /Size 2 /Root 1 0 R /Prev {len(head)} >>\nstartxref\n{len(head)}\n%%EOF\n"
    return head + b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n" + trailer.encode()


PDFS: list[Any] = [
    pytest.param(lambda w, f: b"", Answer.NOT_FOUND, "not_recognised", id="0 bytes"),
    pytest.param(lambda w, f: b"%PDF-1.7\n" + bytes(HUGE), Answer.NOT_FOUND, "too_large", id="200 MB"),
    pytest.param(lambda w, f: encrypted(w, f), Answer.ALTERED, "encrypted", id="encrypted"),
    pytest.param(lambda w, f: _objects(10**6), Answer.NOT_FOUND, "too_many_objects", id="10^6 objects"),
    pytest.param(lambda w, f: b"GIF89a" + bytes(99), Answer.NOT_FOUND, "not_recognised", id="a picture"),
    pytest.param(lambda w, f: b"%PDF-1.7 no more", Answer.ALTERED, "unreadable", id="a head only"),
    pytest.param(lambda w, f: w.issued.pdf[:-3000], Answer.ALTERED, None, id="cut short"),
    pytest.param(lambda w, f: w.issued.pdf * 2, Answer.ALTERED, None, id="two of ours concatenated"),
    pytest.param(lambda w, f: self_made_authority(w, f), Answer.ISSUER_UNKNOWN, None, id="signed by others"),
    pytest.param(lambda w, f: plain_document(w, f), Answer.NOT_FOUND, None, id="unsigned, of nobody"),
    pytest.param(lambda w, f: _previous(), None, None, id="a list before itself"),
    pytest.param(lambda w, f: _loops(), None, None, id="reference loops"),
    pytest.param(_hidden_million, None, None, id="10^6 objects, hidden"),
]


@pytest.mark.parametrize(("make", "answer", "detail"), PDFS)
def test_bad_pdf_gets_an_answer_within_bounds(
    world: World,
    tmp_path: Path,
    make: Callable[[World, Path], bytes],
    answer: Answer | None,
    detail: str | None,
) -> None:
    document = make(world, tmp_path)

    patience = 5 if make is _hidden_million else 60  # the first would take until its time is up
    seen = inspect_confined(document, world.trust, patience=patience)

    report = verify(document, trust=world.trust, at=LATER, inspected=seen)
    assert report.answer is answer if answer else report.answer is not Answer.VALID
    if detail:
        assert [f.detail for f in report.findings if f.check == "structure"] == [detail]


def _with(world: World, **changes: Any) -> bytes:
    return json.dumps({**json.loads(world.issued.credential), **changes}).encode()


def _deep(levels: int) -> Any:
    return [_deep(levels - 1)] if levels else "x"


CREDENTIALS: list[Any] = [
    pytest.param(lambda w: _with(w, tag=_deep(100)), "too_deep", id="100 levels"),
    pytest.param(lambda w: b'{"a":' * 100_000, "too_large", id="nesting without end"),
    pytest.param(lambda w: b'{"a":' * 9_000, "not_json", id="nesting that fits"),
    pytest.param(lambda w: w.issued.credential[:-1] + b',"id":"x"}', "key_twice", id="duplicate key"),
    pytest.param(lambda w: _with(w, a=10**30), "number_refused", id="huge number"),
    pytest.param(
        lambda w: _with(w).replace(b'"name"', b'"n": 1e400, "name"', 1), "number_refused", id="1e400"
    ),
    pytest.param(lambda w: _with(w, a=float("nan")), "number_refused", id="no number"),
    pytest.param(lambda w: _with(w, **{"@context": ["https://evil.example"]}), "other_context", id="context"),
    pytest.param(
        lambda w: _with(w, **{"@context": {"@import": "http://127.0.0.1/"}}),
        "other_context",
        id="context to fetch",
    ),
    pytest.param(lambda w: _with(w, id="http://127.0.0.1:1/c/x.json"), "not_this_profile", id="network name"),
    pytest.param(lambda w: _with(w, nonsense="x"), "undefined_term", id="unknown word"),
    pytest.param(
        lambda w: _with(w, termsOfUse=[{"type": "IssuerPolicy"}]), "undefined_term", id="unknown type"
    ),
    pytest.param(
        lambda w: _with(w, evidence=[{"id": "x", "type": ["Evidence"]}]), "relative_address", id="relative"
    ),
    pytest.param(lambda w: b"\xff\xfe{", None, id="no UTF-8"),
    pytest.param(lambda w: b"{" + bytes(HUGE), "too_large", id="200 MB"),
]


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*args: Any, **more: Any) -> Any:
        pytest.fail("asked the network")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refused)


@pytest.mark.parametrize(("make", "detail"), CREDENTIALS)
@pytest.mark.usefixtures("no_network")
def test_bad_credential_is_refused_by_name(
    world: World, make: Callable[[World], bytes], detail: str | None
) -> None:
    document = make(world)

    seen = inspect(document, world.trust)

    assert [f.outcome for f in seen.findings] == [Outcome.FAILED]
    assert detail is None or seen.findings[0].detail == detail


@pytest.mark.parametrize(
    "make", [one.values[0] for one in CREDENTIALS[5:10:2]], ids=["number", "context", "id"]
)
def test_the_child_refuses_the_same_credentials(world: World, make: Callable[[World], bytes]) -> None:
    document = make(world)

    assert inspect_confined(document, world.trust) == inspect(document, world.trust)


@pytest.mark.parametrize("text", ["TC1:", "TC1:" + "A" * 9000, "TC1:\x00", "TC1:é", "TC1:6BFOXN%TS3DH"])
@pytest.mark.usefixtures("no_network")
def test_bad_code_is_refused(world: World, text: str) -> None:
    seen = inspect_confined(text, world.trust)

    assert [f.outcome for f in seen.findings] == [Outcome.FAILED]


def test_command_reads_no_more_of_a_file_than_shows_its_size(tmp_path: Path) -> None:
    with (tmp_path / "large.pdf").open("wb") as file:
        file.truncate(HUGE)

    read = command._document(str(tmp_path / "large.pdf"))

    assert len(read) == LARGEST_PDF + 1
