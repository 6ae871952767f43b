"""What a reader copies out of a page: names in the order of reading, whatever program looks."""

from __future__ import annotations

import importlib
import io
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

import pytest

from certificates.layout.document import Document
from certificates.layout.type import line
from certificates.parties import HolderName
from tests.certificates.conftest import drafted
from tests.certificates.eyes.wanted import demand
from tests.certificates.paragraphs import paragraph
from tests.certificates.samples import ARABIC, CYRILLIC, LATIN, MIXED, statement

LATIN_LINE = "Une page comme toutes les autres, avec des lignes de texte ordinaire. "
ARABIC_LINE = "هذه صفحة عادية فيها نص كثير بالعربية كما في كل الصفحات الأخرى "

NAMES = [
    pytest.param("عبد الله", id="the ligature of God's name"),
    pytest.param("أمينة عبد الله بن صالح", id="hamza and dots"),
    pytest.param("لا إله إلا", id="lam-alef"),
    pytest.param("مریم ژاله", id="Persian letters"),
    pytest.param("علی‌رضا", id="joiner between words"),
    pytest.param("Айгүл Қасымова", id="Kazakh Cyrillic"),
    pytest.param("Анна-Мария (Иванова)", id="Cyrillic with brackets"),
    pytest.param("Nguyễn Thị Ánh Œuvrard-İpek", id="Latin with marks"),
    pytest.param("Ħamed Ġużeppi Đỗ", id="Maltese and Vietnamese"),
    pytest.param("Nguye\u0302\u0303n Rene\u0301", id="combining marks"),
    pytest.param("O’Brien D'Arcy ʼOmar ‘Abd", id="apostrophes"),
    pytest.param("Γιώργος Παπαδόπουλος", id="Greek"),
]


FROM_THE_RIGHT = NAMES[:5]


def poppler(pdf: bytes) -> str:
    demand("pdftotext")
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def mupdf(pdf: bytes) -> str:
    demand("mutool")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        command = ["mutool", "draw", "-q", "-F", "txt", file.name]
        return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")


def pdfium(pdf: bytes) -> str:
    document = importlib.import_module("pypdfium2").PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def pypdf(pdf: bytes) -> str:
    reader = importlib.import_module("pypdf").PdfReader(io.BytesIO(pdf))
    return "\n".join(page.extract_text() for page in reader.pages)


Reader = Callable[[bytes], str]
READERS = [pytest.param(each, id=each.__name__) for each in (poppler, mupdf, pdfium, pypdf)]


def page_with(names: Sequence[str], surroundings: str) -> bytes:
    """A page of one language on which the names stand; a page of a single line is read by guessing."""
    sheet = Document(title="t", author="a")
    for y in (780, 120):
        paragraph(sheet, surroundings * 10, 50, y, 10, width=480)
    for place, name in enumerate(names):
        sheet.text(name, 50, 640 - 34 * place, 18)
    return sheet.finish()


def rows(text: str) -> list[str]:
    """The lines of a copied text, without the direction marks that some readers add."""
    shown = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return [" ".join(row.split()) for row in shown.splitlines()]


@cache
def copied(names: tuple[str, ...], surroundings: str, reader: Reader) -> list[str]:
    return rows(reader(page_with(names, surroundings)))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", NAMES)
def test_name_is_copied_as_it_is_read(name: str, reader: Reader) -> None:
    every = tuple(str(each.values[0]) for each in NAMES)

    assert rows(name)[0] in copied(every, LATIN_LINE, reader)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", FROM_THE_RIGHT)
def test_name_is_copied_so_on_an_arabic_page(name: str, reader: Reader) -> None:
    every = tuple(str(each.values[0]) for each in FROM_THE_RIGHT)

    assert rows(name)[0] in copied(every, ARABIC_LINE, reader)


TOGETHER = [
    ("ماري (عبد الله)", poppler, "ماري (عبد الله)"),
    ("ماري (عبد الله)", mupdf, "ماري (عبد الله)"),
    ("ماري (عبد الله)", pypdf, "ماري (عبد الله)"),
    ("محمد علي 123", mupdf, "محمد علي 123"),
    ("محمد علي 123", pdfium, "محمد علي 123"),
    ("Jean (دحا) Dupont", poppler, "Jean (دحا) Dupont"),
    ("Jean (دحا) Dupont", pdfium, "Jean (دحا) Dupont"),
    ("مُحَمَّد", poppler, "مُحَمَّد"),
    ("عبدُ", pdfium, "عبدُ"),
    ("بن-علي", mupdf, "بن-علي"),
    ("بن-علي", pdfium, "بن-علي"),
]
LIMITS = [
    # pdfium takes what a glyph says for the shape it has, and mirrors it a second time
    ("ماري (عبد الله)", pdfium, "ماري )عبد الله("),
    # poppler knows one direction for a whole page
    ("محمد علي 123", poppler, "123 محمد علي"),
    # poppler takes a hyphen for part of a number, which it reads from left to right
    ("بن-علي", poppler, "علي-بن"),
    # a letter and its vowels are one glyph's text, told from left to right
    ("عبدُ", mupdf, "عبُد"),
]


@pytest.mark.parametrize(("name", "reader", "expected"), [*TOGETHER, *LIMITS])
def test_mixed_name_is_copied_so(name: str, reader: Reader, expected: str) -> None:
    every = tuple(dict.fromkeys(each for each, _, _ in TOGETHER))

    assert expected in copied(every, LATIN_LINE, reader)


@pytest.mark.parametrize("name", ["بن-علي", "محمد علي 123", "سارة، بنت خالد"])
def test_poppler_reads_mixed_names_on_an_arabic_page(name: str) -> None:
    assert name in copied((name,), ARABIC_LINE, poppler)


@cache
def face_of(holder: tuple[HolderName, ...]) -> bytes:
    return drafted(statement(holder=holder)).pdf


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("holder", [LATIN, CYRILLIC, ARABIC], ids=["Latin", "Cyrillic", "Arabic"])
def test_names_on_a_certificate_are_copied_as_they_are_read(
    holder: tuple[HolderName, ...], reader: Reader
) -> None:
    page = "\n".join(rows(reader(face_of(holder))))

    assert [name.text for name in holder if name.text in page] == [name.text for name in holder]


@pytest.mark.parametrize("reader", [poppler, mupdf, pypdf])
def test_names_in_three_scripts_are_copied_as_they_are_read(reader: Reader) -> None:
    page = "\n".join(rows(reader(face_of(MIXED))))

    assert [name.text for name in MIXED if name.text in page] == [name.text for name in MIXED]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("Amina", True, id="left to right"),
        pytest.param("عبد الله", True, id="right to left, drawn as it is read"),
        pytest.param("Amina (عبد الله) 12", True, id="both"),
        pytest.param("مُحَمَّد", False, id="vowels are drawn, not written"),
        pytest.param("علی‌رضا", False, id="a joiner has no glyph"),
    ],
)
def test_line_says_whether_its_glyphs_tell_it(text: str, plain: bool) -> None:
    assert line(text).is_plain is plain
