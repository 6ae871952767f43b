"""The structure a document carries: one element per text, in the order of reading, over all its pages."""

from __future__ import annotations

import io
import subprocess
from typing import Any

import pikepdf

from certificates.layout.document import Document
from tests.certificates.eyes.wanted import demand
from tests.certificates.paragraphs import paragraph

Told = tuple[Any, ...]


def tree(sheet: Document) -> list[Told]:
    """The elements as (name, what is said of it, children); content as (page, number)."""
    with pikepdf.open(io.BytesIO(sheet.finish())) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        (top,) = pdf.Root.StructTreeRoot.K
        assert str(top.S) == "/Document"
        assert pdf.Root.MarkInfo.Marked is True
        return [_told(kid, pages) for kid in top.K]


def _told(kid: Any, pages: dict[Any, int], home: int | None = None) -> Told:
    if isinstance(kid, int):
        assert home is not None  # a number alone lies on the page that its element names
        return (home, kid)
    if "/MCID" in kid:
        return (pages[kid.Pg.objgen], int(kid.MCID))
    said = {key: str(kid[key]) for key in ("/Lang", "/Alt", "/ActualText") if key in kid}
    said |= {key: str(value) for key, value in kid.get("/A", {}).items() if key == "/Scope"}
    page = pages[kid.Pg.objgen] if "/Pg" in kid else None
    return (str(kid.S), said, [_told(each, pages, page) for each in kid.K])


def operators(sheet: Document) -> list[list[str]]:
    """The marked content of each page, as it opens and closes."""
    told = []
    with pikepdf.open(io.BytesIO(sheet.finish())) as pdf:
        for page in pdf.pages:
            steps = pikepdf.parse_content_stream(page)
            marks = [step for step in steps if str(step.operator) in {"BDC", "BMC", "EMC"}]
            told.append([" ".join(map(_shown, (*step.operands, step.operator))) for step in marks])
    return told


def _shown(part: Any) -> str:
    return str(dict(sorted(part.items()))) if isinstance(part, pikepdf.Dictionary) else str(part)


def new(**changes: Any) -> Document:
    return Document(title="t", author="a", **changes)


def test_each_text_is_one_element() -> None:
    sheet = new()
    sheet.text("Title", 50, 700, 20, tag="H1")
    paragraph(sheet, "one two three four", 50, 650, 10, width=40, lang="en")
    paragraph(sheet, "cinq six sept", 50, 600, 10, width=40, tag="Caption")

    assert tree(sheet) == [
        ("/H1", {}, [(1, 0)]),
        ("/P", {"/Lang": "en"}, [(1, 1)]),
        ("/Caption", {}, [(1, 2)]),
    ]


def test_groups_hold_elements_and_headers_say_what_they_head() -> None:
    sheet = new()
    with sheet.group("Table", lang="ar"), sheet.group("TR"):
        sheet.text("a", 50, 700, 10, tag="TH", scope="Row")
        sheet.text("b", 90, 700, 10, tag="TD")

    cells = [("/TH", {"/Scope": "/Row"}, [(1, 0)]), ("/TD", {}, [(1, 1)])]
    assert tree(sheet) == [("/Table", {"/Lang": "ar"}, [("/TR", {}, cells)])]


def test_a_language_is_named_where_it_changes() -> None:
    sheet = new(language="fr")
    sheet.text("un", 50, 700, 10, lang="fr")
    with sheet.group("Sect", lang="en"):
        sheet.text("two", 50, 650, 10, lang="en")
        sheet.text("trois", 50, 600, 10, lang="fr")
    inner = [("/P", {}, [(1, 1)]), ("/P", {"/Lang": "fr"}, [(1, 2)])]
    assert tree(sheet) == [("/P", {}, [(1, 0)]), ("/Sect", {"/Lang": "en"}, inner)]


def test_block_goes_on_after_decoration_and_on_the_next_page() -> None:
    sheet = new()
    with sheet.block("P"):
        sheet.text("one", 50, 700, 10, tag="H1")
        sheet.rule(50, 690, 100)
        sheet.text("two", 50, 680, 10)
        sheet.new_page()
        sheet.text("three", 50, 700, 10)
    sheet.new_page()

    assert tree(sheet) == [("/P", {}, [(1, 0), (1, 1), (2, 0)])]


def test_everything_drawn_is_marked_once() -> None:
    sheet = new()
    with sheet.artifact("Header"):
        sheet.text("head", 50, 800, 8)
        sheet.rule(50, 795, 100)
    with sheet.figure("two boxes", (50, 500, 150, 600)):
        sheet.frame(50, 500, 100, 100)
        sheet.text("inside", 60, 550, 8)
    sheet.frame(10, 10, 20, 20)

    assert operators(sheet) == [
        [
            "/Artifact {'/Subtype': pikepdf.Name(\"/Header\"), '/Type': pikepdf.Name(\"/Pagination\")} BDC",
            "EMC",
            "/Figure {'/MCID': 0} BDC",
            "EMC",
            "/Artifact BMC",
            "EMC",
        ]
    ]


def test_figure_is_described() -> None:
    sheet = new()
    with sheet.figure("deux cadres", (50, 500, 150, 600)):
        sheet.frame(50, 500, 100, 100)

    assert tree(sheet) == [("/Figure", {"/Alt": "deux cadres"}, [(1, 0)])]


def test_what_glyphs_do_not_tell_is_told_beside_them() -> None:
    sheet = new()
    with sheet.block("P", lang="ar"):
        sheet.text("مُحَمَّد", 50, 700, 10)
        sheet.text("علي", 50, 680, 10)
    sheet.text("علي", 50, 660, 10)

    assert tree(sheet) == [
        ("/P", {"/Lang": "ar", "/ActualText": "مُحَمَّد علي"}, [(1, 0)]),
        ("/P", {}, [(1, 1)]),
    ]


def test_lines_of_a_block_are_parted_by_a_space() -> None:
    demand("pdfinfo")
    sheet = new()
    with sheet.block("P"):
        sheet.text("one", 50, 700, 10, align="right")
        sheet.text("two", 50, 680, 10)
    command = ["pdfinfo", "-struct-text", "-"]
    told = subprocess.run(command, input=sheet.finish(), capture_output=True, check=True).stdout.decode()

    assert [row.strip() for row in told.splitlines()] == ["Document", "P (block)", '"one two"']
