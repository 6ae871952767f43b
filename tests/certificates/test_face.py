"""The face: two languages, both orientations, three scripts; nothing overlaps and nothing is too small."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from certificates.errors import EmblemRefused, MissingGlyph, StatementError, TextTooLong, WordingChanged
from certificates.layout.face import AREAS
from certificates.layout.page import render
from certificates.layout.qr import SMALLEST, square
from certificates.layout.setting import Setter, Style
from certificates.layout.words import Said, Words
from certificates.parties import HolderName, Orientation, PathRef, Visibility
from certificates.statement import Statement
from certificates.text import Text
from tests.certificates import samples
from tests.certificates.faces import CODE, SVG, crowded, face, overlapping, picture, png, words_on

needs_poppler = pytest.mark.usefixtures("poppler")
PAIRS = [("fr", "en"), ("en", "fr"), ("fr", "ar"), ("ar", "fr"), ("ar", "en"), ("en", None), ("ar", None)]
SHEETS = ["landscape", "portrait"]


def said_on(stated: Statement, **given: Any) -> str:
    """Give the words of a sheet, one after another."""
    return " ".join(word.text for word in words_on(render(stated, code=CODE, **given)))


@needs_poppler
@pytest.mark.parametrize("orientation", SHEETS)
@pytest.mark.parametrize(("first", "other"), PAIRS)
def test_nothing_lies_on_anything_else(first: str, other: str | None, orientation: str) -> None:
    area = AREAS[Orientation(orientation)]
    for stated in (
        face(first=first, other=other, orientation=orientation, holder=samples.MIXED),
        crowded(first, other, orientation),
    ):
        words = words_on(render(stated, code=CODE))

        assert len(words) > 100
        assert overlapping(words) == []
        assert min(word.left for word in words) >= area.left - 1
        assert max(word.right for word in words) <= area.left + area.width + 1
        assert max(word.bottom for word in words) <= area.size[1] - area.bottom + 1


@needs_poppler
@pytest.mark.parametrize("orientation", SHEETS)
def test_everything_the_certificate_says_stands_on_it(orientation: str) -> None:
    said = said_on(face(orientation=orientation, holder=samples.CYRILLIC))

    for claim in (
        "Aygül Nazarova",
        "Айгүл Назарова",
        "LP-TRN-BOR v2",
        "BOR-102 v2 Examen des documents de voyage",
        "164 h",
        "21 novembre 2026",
        "20 novembre 2029",
        "20 November 2029",
        "CEC 6",
        "ENAPV-DQC/2026/031 du 12 novembre 2026",
        "Farid Haddadi",
        "Directeur des études",
        "Centre national de formation des gardes-frontières",
        "Mandat CNFGF/2025/014",
        "Elif Karaman",
        "Directrice des ressources humaines",
        "Mandate MINT/DRH/2024/207",
        "Certificat n° TRN-2026-7KQ4M-9XR2D-0",
        "Code 7KQ4-M9XR",
        "Avec réseau",
        "Without network",
        "https://certificats.velmaria.example/verify",
        "(ils ne délivrent pas ce certificat)",
        "Le contenu n’engage pas les bailleurs.",
    ):
        assert claim in said


@needs_poppler
@pytest.mark.parametrize(
    ("first", "other", "stands", "stands_not"),
    [
        ("fr", "en", "Texte faisant foi : français", "Authoritative text: English"),
        ("en", "fr", "Authoritative text: English", "Texte faisant foi"),
        ("fr", None, "Texte faisant foi : français", "English"),
        ("en", "ar", "Authoritative text: English", "français"),
    ],
)
def test_authoritative_language_is_marked_and_no_third_is_used(
    first: str, other: str | None, stands: str, stands_not: str
) -> None:
    said = said_on(face(first=first, other=other)).replace("\u00a0", " ")

    assert stands in said
    assert stands_not not in said


@needs_poppler
@pytest.mark.parametrize("orientation", SHEETS)
def test_sheet_in_arabic_begins_at_the_right(orientation: str) -> None:
    places = {}
    for first in ("fr", "ar"):
        stated = face(first=first, other="ar" if first == "fr" else "fr", orientation=orientation)
        places[first] = {word.text: word.left for word in words_on(render(stated))}

    middle = AREAS[Orientation(orientation)].size[0] / 2
    assert places["fr"]["Haddadi"] < middle < places["ar"]["Haddadi"]
    assert places["fr"]["Karaman"] > places["fr"]["Haddadi"]
    assert places["ar"]["Karaman"] < places["ar"]["Haddadi"]


@needs_poppler
@pytest.mark.parametrize(
    ("first", "orientation", "specimen"),
    [
        ("fr", "landscape", False),
        ("fr", "portrait", True),
        ("ar", "landscape", True),
        ("ar", "portrait", False),
    ],
)
def test_both_codes_are_read_from_200_dots_an_inch(
    first: str, orientation: str, specimen: bool, tmp_path: Path
) -> None:
    stated = face(first=first, other="en", orientation=orientation)
    shown = picture(render(stated, code=CODE, specimen=specimen), 200, tmp_path)
    found = zxingcpp.read_barcodes(shown)

    assert {code.text for code in found} == {stated.verify_url, CODE}
    for code in found:
        side = code.position.top_right.x - code.position.top_left.x
        assert abs(side) / 200 * 72 >= SMALLEST - 1  # a pixel or two of the edge


@needs_poppler
def test_without_second_code_there_is_one() -> None:
    said = " ".join(word.text for word in words_on(render(face())))

    assert "Avec réseau" in said
    assert "Sans réseau" not in said


def test_code_with_many_modules_is_drawn_larger() -> None:
    assert len(square("A" * 900)) * 1.1 > 80
    assert render(face(), code="A" * 900) != render(face(), code="A" * 100)


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        pytest.param("Ana", True, id="short"),
        pytest.param("Marie-Antoinette Éléonore " * 12, True, id="300 characters in words"),
        pytest.param("W" * 300, False, id="300 characters in one word"),
        pytest.param("Marie-Antoinette " * 60, False, id="1,000 characters"),
        pytest.param("محمد الأمين " * 25, True, id="300 Arabic characters"),
    ],
)
@pytest.mark.parametrize("orientation", SHEETS)
def test_name_is_readable_or_refused(name: str, fits: bool, orientation: str) -> None:
    stated = face(orientation=orientation, holder=(HolderName("Zyyy", name.strip()),))
    if fits:
        assert render(stated).startswith(b"%PDF")
        return
    with pytest.raises(TextTooLong) as refused:
        render(stated)
    assert refused.value.facts["field"] == "holder"


def test_sheet_that_cannot_hold_everything_is_refused_by_name() -> None:
    programmes = tuple(Visibility(f"P{n}", Text.of(fr=f"Programme {n} " * 70)) for n in range(9))

    with pytest.raises(TextTooLong) as refused:
        render(face(visibility=programmes))

    assert refused.value.facts["field"] == "page"


@needs_poppler
def test_contributors_are_named_in_both_languages_while_that_is_short() -> None:
    assert "With support from" in said_on(face())
    many = said_on(crowded("fr", "en", "landscape"))

    assert many.count("Programme d’appui n°") == 5
    assert "Programmes that contributed" not in many


@needs_poppler
def test_disclaimer_of_several_programmes_is_told_once() -> None:
    (line,) = face().visibility
    programmes = (line, replace(line, programme="B", line=Text.of(fr="Avec le concours de B")))

    said = said_on(face(visibility=programmes))

    assert said.count("n’engage pas les bailleurs") == 1
    assert "PEER-MIG II; Avec le concours de B — Le contenu" in said


@needs_poppler
def test_text_without_the_other_language_stands_once() -> None:
    path = PathRef("LP-X", 1, Text.of(fr="Parcours pilote", es="Itinerario"))

    said = said_on(face(path=path))

    assert said.count("Parcours pilote") == 1
    assert "Itinerario" not in said


def test_text_in_neither_language_is_said_in_its_own() -> None:
    assert Words(("fr", "en")).both(Text.of(es="Itinerario")) == (Said("Itinerario", "es"),)


@pytest.mark.parametrize(
    ("stated", "error"),
    [
        pytest.param(face(wording="fr:2:0"), WordingChanged, id="other words were signed"),
        pytest.param(face(holder=(HolderName("Hani", "王小明"),)), MissingGlyph, id="letters no font has"),
        pytest.param(face(emblem=SVG), EmblemRefused, id="emblem named and not given"),
    ],
)
def test_what_cannot_be_printed_is_refused_before_anything_is_signed(stated: Statement, error: Any) -> None:
    with pytest.raises(error):
        render(stated)


def test_language_without_wording_is_refused() -> None:
    with pytest.raises(StatementError) as refused:
        face(other="xx")
    assert refused.value.facts["problem"] == "no_wording"


@pytest.mark.parametrize("emblem", [SVG, png()], ids=["SVG", "PNG"])
@pytest.mark.parametrize("orientation", SHEETS)
def test_emblem_stands_at_the_head(emblem: bytes, orientation: str) -> None:
    with_it = render(face(orientation=orientation, emblem=emblem), emblem=emblem)

    assert with_it == render(face(orientation=orientation, emblem=emblem), emblem=emblem)
    assert len(with_it) != len(render(face(orientation=orientation)))


def test_text_shrinks_to_its_floor_and_is_then_refused() -> None:
    setter, style = Setter(), Style(size=20, floor=10)

    assert setter.paragraph(Said("Wort", "de"), style, 60).style.size == 20
    assert 10 <= setter.paragraph(Said("Wort" * 3, "de"), style, 75).style.size < 20
    with pytest.raises(TextTooLong) as refused:
        setter.paragraph(Said("Wort" * 10, "de"), style, 75)
    assert refused.value.facts == {"text": "Wort" * 10, "width": 75, "smallest": 10}
