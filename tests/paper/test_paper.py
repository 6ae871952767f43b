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


NAMES = {"Cyrl": "Амина", "Arab": "أمينة", "Latn": "Amina"}
ISSUER = paper.Institution("ENAPV", paper.text(Bilingual("École", "School")))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(TITLE, [("en", "First-line control"), ("fr", "Contrôle de première ligne")], id="both"),
        pytest.param(Bilingual("Titre", ""), [("fr", "Titre")], id="an empty language is left out"),
    ],
)
def test_content_becomes_text_of_a_certificate(content, said):
    assert list(paper.text(content)) == said


def test_text_in_no_language_cannot_be_printed():
    with pytest.raises(paper.Unprintable):
        paper.text(Bilingual("", ""))


@pytest.mark.parametrize(("first", "both"), [("fr", ("fr", "en")), ("en", ("en", "fr"))])
def test_paper_is_established_today_in_the_readers_language_first(first, both):
    with clock.moved_to(AT):
        of = paper.attested(NAMES, ISSUER, "REL-1", first)

    assert (of.languages, of.on, of.issuer, of.reference) == (both, AT.date(), ISSUER, "REL-1")
    assert [one.script for one in of.holder] == ["Latn", "Arab", "Cyrl"]


def test_name_with_a_character_that_is_not_seen_is_refused_by_name():
    with pytest.raises(paper.Unprintable) as refused:
        paper.attested({"Latn": "Ami\u202ena"}, ISSUER, "REL-1", "fr")

    assert (refused.value.code, refused.value.facts["character"]) == ("control_character", "U+202E")


@pytest.mark.parametrize(
    ("form", "subject"),
    [
        pytest.param(
            lambda of: paper.transcript(of, paper.PathRef("LP", 1, paper.text(TITLE)), []),
            "Relevé",
            id="path",
        ),
        pytest.param(lambda of: paper.attendance(of, []), "Attestation de présence", id="runs"),
    ],
)
def test_forms_bear_their_name_the_moment_of_the_clock_and_no_signature_field(form, subject):
    with clock.moved_to(AT):
        pdf = form(paper.attested(NAMES, ISSUER, "REL-1", "fr"))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/Title"]).startswith(subject)
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20261122080000")
        assert "/AcroForm" not in opened.Root
