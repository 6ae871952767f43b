"""Syllabus and report as PDF: several pages, tagged, the same bytes at the same moment."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from curriculum import clock, paper
from curriculum.db import Bilingual

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
TITLE = Bilingual("Contrôle de première ligne", "First-line control")


def syllabus(page: paper.Page) -> None:
    page.heading(paper.both(TITLE, "fr"))
    page.facts([("Volume horaire", "40")])
    page.heading("Résultats", 2)
    page.table(
        [paper.Field("Résultat", 3), paper.Field("Poids", 1, "end")], [(f"O{n}", "5") for n in range(80)]
    )
    page.paragraph("Fin.", small=True)


def drawn(**options: bool) -> bytes:
    with clock.moved_to(AT):
        return paper.document("Syllabus BOR-101", "fr", syllabus, author="ENAPV", **options)


def test_document_has_pages_structure_and_the_moment_of_the_clock():
    with pikepdf.open(io.BytesIO(drawn())) as pdf:
        assert len(pdf.pages) == 3
        assert str(pdf.Root.Lang) == "fr"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo["/Title"]) == "Syllabus BOR-101"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261122080000")


def test_document_is_the_same_twice_and_may_lie():
    assert drawn() == drawn()
    with pikepdf.open(io.BytesIO(drawn(landscape=True))) as pdf:
        box = [float(number) for number in pdf.pages[0].MediaBox]
    assert box[2] > box[3]


@pytest.mark.parametrize(
    ("content", "language", "said"),
    [
        (TITLE, "fr", [("Contrôle de première ligne", "fr"), ("First-line control", "en")]),
        (TITLE, "en", [("First-line control", "en"), ("Contrôle de première ligne", "fr")]),
        (Bilingual("Modules", "Modules"), "fr", [("Modules", "fr")]),
        (Bilingual("Titre", ""), "en", [("Titre", "en")]),
        (Bilingual("", ""), "fr", []),
    ],
)
def test_content_is_said_in_both_languages_once(content, language, said):
    assert paper.both(content, language) == said
