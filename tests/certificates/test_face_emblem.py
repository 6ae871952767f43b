"""The emblem: what may be printed is drawn the same every time, whatever else is refused by name."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import pytest

from certificates.errors import EmblemRefused
from certificates.layout.document import Document
from certificates.layout.emblem import LARGEST_FILE, emblem_of, read_emblem
from tests.certificates.faces import SVG, named, png


def svg(inner: str, head: str = 'viewBox="0 0 10 10"', before: str = "") -> bytes:
    """Write a small SVG around something."""
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{before}<svg {space} {head}><rect width="9" height="9"/>{inner}</svg>'.encode()


def copies(levels: int) -> str:
    """Write groups of which each holds the one before it twice: at the eighteenth a quarter of a million."""
    groups = [
        f'<g id="g{n}"><use xlink:href="#g{n - 1}"/><use href="#g{n - 1}"/></g>' for n in range(1, levels)
    ]
    return "".join(['<g id="g0"><path d="M0 0 L1 1"/></g>', *groups])


def bomb(width: int, height: int) -> bytes:
    """Write the head of a PNG of this size, with next to nothing behind it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    parts = [struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def drawn(data: bytes) -> bytes:
    """Draw an emblem alone on a page."""
    sheet = Document(title="t", author="a")
    read_emblem(data).draw(sheet, 100, 100, 56, "Emblem")
    return sheet.finish()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(SVG, id="SVG with gradient and opacity"),
        pytest.param(svg("<title>T</title><metadata>m</metadata><!-- remark -->"), id="remarks are left out"),
        pytest.param(svg('<i:x xmlns:i="urn:editor"/>'), id="an editor's own element is left out"),
        pytest.param(svg('<g id="a"/><use xlink:href="#a"/>'), id="reference inside the file"),
        pytest.param(svg("<style>.a{fill:#123}</style>"), id="style sheet inside the file"),
        pytest.param(
            svg("", before='<?xml version="1.0"?><!DOCTYPE svg>'), id="document type without entities"
        ),
        pytest.param(png(), id="PNG with transparency"),
        pytest.param(png((1600, 1200), "L"), id="large grey PNG"),
        pytest.param(png((64, 64), "P"), id="small palette PNG"),
        pytest.param(png((90, 80), "1"), id="black and white PNG"),
        pytest.param(png((90, 80), "I;16"), id="16 bits PNG"),
    ],
)
def test_emblem_is_drawn_the_same_every_time(data: bytes) -> None:
    assert drawn(data) == drawn(data)


def test_svg_stays_vectors_and_png_loses_its_transparency() -> None:
    assert b"/Subtype /Image" not in drawn(SVG)
    assert b"/Subtype /Image" in drawn(png())
    assert b"/SMask" not in drawn(png())


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"", "neither_svg_nor_png", id="nothing"),
        pytest.param(b"GIF89a", "neither_svg_nor_png", id="another format"),
        pytest.param(b"<html/>", "neither_svg_nor_png", id="another XML"),
        pytest.param(b"<svg/>", "neither_svg_nor_png", id="SVG without its name space"),
        pytest.param(SVG[:200], "neither_svg_nor_png", id="cut short SVG"),
        pytest.param(svg("<script>1</script>"), "element", id="script"),
        pytest.param(svg('<image xlink:href="#a"/>'), "element", id="picture inside"),
        pytest.param(svg("<text>T</text>"), "element", id="text that would need a font"),
        pytest.param(svg("<foreignObject/>"), "element", id="foreign object"),
        pytest.param(svg("<metadata><script/></metadata>"), "element", id="script in a remark"),
        pytest.param(svg("<animate/>"), "element", id="animation"),
        pytest.param(svg('<use xlink:href="https://x.example/a.svg#b"/>'), "reference", id="other file"),
        pytest.param(svg('<use href="file:///etc/passwd"/>'), "reference", id="local file"),
        pytest.param(svg('<g fill="url(https://x.example/)"/>'), "reference", id="paint from elsewhere"),
        pytest.param(svg("<style>@import 'a.css';</style>"), "reference", id="style sheet from elsewhere"),
        pytest.param(svg('<g onload="x()"/>'), "reference", id="event"),
        pytest.param(svg("", before='<!DOCTYPE svg [<!ENTITY a "b">]>'), "entities", id="entities"),
        pytest.param(svg("<g/>" * 3001), "too_many_elements", id="too many elements"),
        pytest.param(
            svg('<g id="a">' + "<path d='M0 0 L1 1'/>" * 56 + "</g>" + '<use xlink:href="#a"/>' * 56),
            "too_many_shapes",
            id="few elements that unfold to many",
        ),
        pytest.param(svg(copies(10)), "too_many_copies", id="copies of copies"),
        pytest.param(svg('<g id="a"><use href="#a"/></g>'), "too_many_copies", id="a copy of itself"),
        pytest.param(svg("", head='viewBox="0 0 100 10"'), "shape", id="too flat"),
        pytest.param(svg("", head='viewBox="0 0 0 0"'), "shape", id="without size"),
        pytest.param(svg('<rect width="x" height="2"/>'), "not_drawable", id="width that is no number"),
        pytest.param(svg('<path d="M 1e999 0 L 5 5"/>'), "not_drawable", id="number without end"),
        pytest.param(svg('<circle cx="nan" r="2"/>'), "not_drawable", id="not a number"),
        pytest.param(svg("", head='viewBox="0 0 1e999 1e999"'), "not_drawable", id="size without end"),
        pytest.param(bomb(50_000, 50_000), "too_many_pixels", id="50,000² pixels"),
        pytest.param(bomb(2001, 100), "too_many_pixels", id="2,001 pixels broad"),
        pytest.param(bomb(0, 0), "too_few_pixels", id="no pixels"),
        pytest.param(png((63, 63)), "too_few_pixels", id="63 pixels"),
        pytest.param(bomb(100, 100), "not_readable", id="fewer rows than announced"),
        pytest.param(png()[:40], "not_readable", id="cut short PNG"),
        pytest.param(
            b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + b"\0\0\0\x64" * 2, "not_readable", id="no PNG behind"
        ),
        pytest.param(png() + b"\0" * LARGEST_FILE, "file_too_large", id="file of half a megabyte"),
    ],
)
def test_what_may_not_be_printed_is_refused_by_name(data: bytes, problem: str) -> None:
    with pytest.raises(EmblemRefused) as refused:
        read_emblem(data)

    assert refused.value.facts["problem"] == problem


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        pytest.param(None, None, None, id="none"),
        pytest.param(named(SVG), SVG, None, id="the one that is named"),
        pytest.param(None, SVG, "not_named", id="one that nobody signed off"),
        pytest.param(named(SVG), None, "missing", id="named and not given"),
        pytest.param(named(SVG), png(), "other_file", id="another file"),
    ],
)
def test_emblem_is_the_one_the_statement_names(name: Any, data: Any, problem: str | None) -> None:
    if problem is None:
        assert (emblem_of(name, data) is None) == (data is None)
        return
    with pytest.raises(EmblemRefused) as refused:
        emblem_of(name, data)
    assert refused.value.facts["problem"] == problem
