"""The page: every name copies in logical order, fits, and is drawn by an embedded font or refused by name."""

from __future__ import annotations

import subprocess
import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.errors import MissingGlyph, TextTooLong, WordingChanged
from certificates.layout.bidi import Run, visual_runs
from certificates.layout.document import Document
from certificates.layout.page import render
from certificates.layout.qr import SMALLEST
from certificates.layout.setting import Setter, Style
from certificates.layout.type import line
from certificates.layout.words import Said
from certificates.parties import HolderName, ModuleRef, Scope, Theme, Visibility
from certificates.text import Text
from tests.certificates.paragraphs import paragraph
from tests.certificates.samples import (
    ARABIC,
    CYRILLIC,
    LATIN,
    MIXED,
    MODULES,
    completion,
    expert,
    renewal,
    statement,
)

needs_poppler = pytest.mark.usefixtures("poppler")


def copied(pdf: bytes) -> list[str]:
    """Copy all text as poppler does, without the direction marks it adds."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    text = done.stdout.decode("utf-8")
    return [
        " ".join("".join(c for c in row if unicodedata.category(c) != "Cf").split())
        for row in text.split("\n")
    ]


@needs_poppler
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("عبد الله", id="the ligature of God's name"),
        pytest.param("أمينة عبد الله بن صالح", id="hamza and dots"),
        pytest.param("ماري إيلويز (عبد الله)", id="brackets, mirrored"),
        pytest.param("لا إله إلا", id="lam-alef"),
        pytest.param("مُحَمَّد", id="vocalised"),
        pytest.param("مریم ژاله", id="Persian letters"),
        pytest.param("Айгүл Қасымова", id="Kazakh Cyrillic"),
        pytest.param("Nguyễn Thị Ánh Œuvrard-İpek", id="Latin with marks"),
    ],
)
def test_name_is_copied_in_logical_order(name: str) -> None:
    sheet = Document(title="t", author="a")
    sheet.text(name, 50, 500, 20)

    assert name in copied(sheet.finish())


@needs_poppler
@pytest.mark.parametrize(
    "names", [LATIN, ARABIC, CYRILLIC, MIXED], ids=["Latin", "Arabic", "Cyrillic", "mixed"]
)
def test_every_claim_stands_on_the_page(names: tuple[HolderName, ...]) -> None:
    page = "\n".join(copied(render(statement(holder=names))))

    for name in names:
        assert name.text in page
    for claim in (
        "Certificat de formateur",
        "Trainer certificate",
        "TRN-2026-7KQ4M-9XR2D-",
        "7KQ4-M9XR",
        "164 h",
        "20 novembre 2029",
        "20 November 2029",
        "Farid Haddadi",
        "MINT/DRH/2024/207",
        "BOR-102 v2",
        "français, arabe",
        "Texte faisant foi : français",
        "https://certificats.velmaria.example/verify",
    ):
        assert claim in page


@pytest.mark.parametrize("make", [statement, completion, expert, renewal])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_kind_is_drawn_in_each_authoritative_language(make: Any, language: str) -> None:
    stated = make(authoritative_language=language, visibility=(), country=None)

    assert render(stated) == render(stated)
    assert render(stated, specimen=True) != render(stated)


@needs_poppler
def test_first_of_the_month_and_no_end_are_written_in_words() -> None:
    stated = completion(effective_from=date(2026, 12, 1), eqf_indicative=None)

    page = "\n".join(copied(render(stated)))

    assert "1er décembre 2026" in page
    assert "Sans limite de durée" in page


def test_long_names_and_scopes_still_fit() -> None:
    long_name = "Marie-Antoinette Éléonore Wilhelmine " * 3
    names = (
        HolderName("Latn", long_name.strip()),
        HolderName("Arab", "عبد الرحمن " * 6),
        HolderName("Cyrl", "Я" * 40),
    )
    modules = tuple(ModuleRef(f"BOR-{n}", 1, MODULES[0].title) for n in range(101, 113))
    scope = Scope((Theme("T1", Text.of(fr="Migration irrégulière et traite des êtres humains")),), modules)
    teach = Scope(scope.themes, modules, tuple(m.code for m in modules), ("fr", "en", "ar", "tlh"))

    assert render(expert(holder=names, scope=teach)).startswith(b"%PDF")


def test_text_without_end_is_refused_by_name() -> None:
    with pytest.raises(TextTooLong):
        render(statement(holder=(HolderName("Latn", "W" * 300),)))
    with pytest.raises(TextTooLong):
        render(
            statement(scope=Scope((Theme("T", Text.of(fr="Mot " * 450)),), MODULES, ("BOR-101",), ("fr",)))
        )


@pytest.mark.parametrize(
    ("name", "point"),
    [pytest.param("王小明", "U+738B", id="Chinese"), pytest.param("Ana 🙂", "U+1F642", id="emoji")],
)
def test_missing_glyph_is_named_before_anything_is_signed(name: str, point: str) -> None:
    with pytest.raises(MissingGlyph) as refused:
        render(statement(holder=(HolderName("Hani", name),)))

    assert refused.value.facts["code_point"] == point


def test_faces_change_inside_a_run_where_coverage_ends() -> None:
    pieces = line("a\ufd3eb").pieces

    assert [piece.face.name for piece in pieces] == [
        "NotoSans-Regular",
        "NotoNaskhArabic-Regular",
        "NotoSans-Regular",
    ]


@needs_poppler
def test_module_without_title_and_programme_without_disclaimer_are_named() -> None:
    scope = Scope((), (), ("XYZ-900",), ("fr",))
    support = (Visibility("P", Text.of(fr="Avec le concours de P")),)

    page = "\n".join(copied(render(statement(scope=scope, visibility=support))))

    assert "XYZ-900" in page
    assert "Avec le concours de P" in page


def test_other_wording_is_not_printed() -> None:
    with pytest.raises(WordingChanged):
        render(statement(wording="0:0"))


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        pytest.param("abc", [Run("abc", 0)], id="left to right only"),
        pytest.param("عبد", [Run("عبد", 1)], id="right to left only"),
        pytest.param("a عب c", [Run("a ", 0), Run("عب", 1), Run(" c", 0)], id="Arabic in Latin"),
        pytest.param("عب 12 جد", [Run(" جد", 1), Run("12", 2), Run("عب ", 1)], id="digits in Arabic"),
        pytest.param("\u200dعب\u200cج", [Run("\u200dعب\u200cج", 1)], id="joiners stay in their run"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_visual_order_of_runs(text: str, runs: list[Run]) -> None:
    assert visual_runs(text) == runs


@given(st.text(st.sampled_from("aZ é19()عبداللهЯю-"), max_size=30))
def test_no_letter_is_lost_between_text_and_page(text: str) -> None:
    said = "".join(glyph.text for piece in line(text).pieces for glyph in piece.glyphs)

    assert sorted(said.translate({0x200E: None, 0x200F: None})) == sorted(text)


def test_breaking_keeps_words_and_order() -> None:
    style = Style(size=10, rows=9)
    lines = Setter().paragraph(Said("un deux trois quatre", "fr"), style, 45).lines

    assert " ".join(each.text for each in lines) == "un deux trois quatre"
    assert len(lines) > 1


def test_qr_is_at_least_25_mm() -> None:
    from certificates.layout.page import QR_SIZE

    assert QR_SIZE >= SMALLEST


@needs_poppler
def test_desk_writes_paragraphs_rules_and_pages() -> None:
    sheet = Document(title="Syllabus", author="ENAPV", language="en")
    below = paragraph(sheet, "one two three four five", 50, 700, 10, width=60, lang="en")
    sheet.text("Heading", 50, below, 20, weight="bold")
    sheet.text("\u064e", 50, 650, 10)
    sheet.rule(50, 600, 100)
    sheet.frame(50, 500, 100, 50)
    sheet.new_page()
    sheet.text("second page", 50, 700, 10)

    text = copied(sheet.finish())

    assert below < 700
    assert [row for row in text if row][-1] == "second page"
