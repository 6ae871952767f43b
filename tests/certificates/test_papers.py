"""Transcript, attestation of attendance, other papers: several pages, tagged, marked as no certificates."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pikepdf
import pytest

from certificates.errors import TextTooLong
from certificates.layout.attestation import Attendance, Attested, Result, attendance, transcript
from certificates.layout.diagram import Belt, Diagram, Panel
from certificates.layout.finish import finish_document
from certificates.layout.flow import Field, Flow, write_flow
from certificates.layout.page import render
from certificates.sampling import preview_of
from certificates.text import Text
from tests.certificates import samples
from tests.certificates.eyes import vera
from tests.certificates.faces import CODE, SVG, face, in_arabic, overlapping, png, words_on

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
PASSED = Text.of(fr="acquis", en="passed", ar="ناجح")
needs_poppler = pytest.mark.usefixtures("poppler")


def attested(*languages: str) -> Attested:
    """Say for whom a paper is."""
    issuer = in_arabic(samples.statement()).issuer
    return Attested(
        holder=samples.MIXED, issuer=issuer, reference="REL-014", on=date(2026, 11, 21), languages=languages
    )


def results(count: int) -> list[Result]:
    """Give so many lines of a transcript; the last is not completed."""
    modules = in_arabic(samples.statement()).scope.modules
    rows = [
        Result(
            replace(modules[n % 2], code=f"BOR-{100 + n}"), Fraction(21, 2), PASSED, date(2026, 1, 1 + n % 28)
        )
        for n in range(count)
    ]
    return [*rows[:-1], replace(rows[-1], day=None)] if rows else []


def runs(count: int) -> list[Attendance]:
    """Give so many runs."""
    title = Text.of(fr="Session de novembre", en="Run of November", ar="دورة نوفمبر")
    return [
        Attendance(f"RUN-{n}", title, date(2026, 1, 3), date(2026, 2, 5), Fraction(108, 5), Fraction(24))
        for n in range(count)
    ]


def pages_of(pdf: bytes) -> list[str]:
    """Copy the text of each page."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode("utf-8").split("\f")[:-1]]


def drawn(write: Callable[[Flow], None], *languages: str) -> bytes:
    """Draw a paper."""
    return write_flow(write, title="Syllabus", author="ENAPV", languages=languages or ("en",))


@needs_poppler
def test_transcript_names_holder_path_modules_and_hours_and_says_it_is_no_certificate() -> None:
    path = samples.statement().path
    (page,) = pages_of(transcript(attested("fr", "en"), path, results(3), at=AT))

    for text in (
        "Relevé d’acquis Transcript of training",
        "Ce document n’est pas un certificat",
        "This document is not a certificate",
        "Marie-Éloïse Œuvrard-Ould Abdallah",
        "Мари-Элоиза Эврар",
        "Certificat de formateur — Gestion des frontières (LP-TRN-BOR v2)",
        "BOR-101 v2 Examen des documents de voyage 10,5 acquis 2 janvier 2026",
        "Total 31,5",
        "Page 1 / 1",
    ):
        assert text in page


@needs_poppler
@pytest.mark.parametrize("languages", [("fr", "en"), ("ar", "fr"), ("en",)], ids="-".join)
def test_long_table_repeats_its_head_on_every_page(languages: tuple[str, ...]) -> None:
    pdf = transcript(attested(*languages), in_arabic(samples.statement()).path, results(60), at=AT)
    pages = pages_of(pdf)
    head = {"fr": "Intitulé", "ar": "العنوان", "en": "Title"}[languages[0]]

    assert len(pages) >= 2
    assert all(page.count(head) == 1 for page in pages)
    assert sum(page.count("BOR-1") for page in pages) == 60
    for n in range(len(pages)):
        assert overlapping(words_on(one_page(pdf, n))) == []


def one_page(pdf: bytes, number: int) -> bytes:
    """Cut one page out."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as whole, pikepdf.new() as cut:
        cut.pages.append(whole.pages[number])
        cut.save(out)
    return out.getvalue()


@needs_poppler
def test_attendance_tells_hours_and_nothing_where_nothing_was_attended() -> None:
    (page,) = pages_of(attendance(attested("en", "fr"), runs(2), at=AT))
    (empty,) = pages_of(attendance(attested("en"), [], at=AT))

    assert "RUN-1 Run of November 3 January 2026 5 February 2026 21.6 24" in page
    assert "Total 43.2 48" in page
    assert "No entries" in empty


def test_paper_has_no_signature_fields_and_the_same_bytes_every_time() -> None:
    pdf = attendance(attested("fr"), runs(1), at=AT)

    assert pdf == attendance(attested("fr"), runs(1), at=AT)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "/AcroForm" not in opened.Root


@needs_poppler
def test_long_paragraph_goes_on_to_the_next_page() -> None:
    def write(flow: Flow) -> None:
        flow.heading("Aims", 2)
        flow.paragraph("An outcome is what a person can do afterwards. " * 160)
        flow.space(10)
        flow.paragraph("Small print.", small=True)

    pages = pages_of(drawn(write))

    assert len(pages) == 2
    assert sum(page.count("afterwards") for page in pages) == 160
    assert ["Page 1 of 2" in pages[0], "Page 2 of 2" in pages[1]] == [True, True]


@needs_poppler
def test_heading_fact_and_note_do_not_stand_alone_at_the_foot() -> None:
    def write(flow: Flow) -> None:
        flow.space(685)
        flow.heading("Assessment", 3)
        flow.new_page()
        flow.space(703)
        flow.facts([("Hours", "40")])
        flow.new_page()
        flow.space(703)
        flow.note("Draft")

    pages = pages_of(drawn(write))

    assert [
        n for n, page in enumerate(pages, 1) for word in ("Assessment", "40", "Draft") if word in page
    ] == [2, 4, 6]


def diagram(*, height: int = 200, is_rtl: bool = False, words: str = "Law of the border") -> Diagram:
    """Give two boxes with a way between them; the second is chosen from, and may be left out."""
    panels = (
        Panel(10, 40, 176, 54, "A-1", (words,)),
        Panel(210, 120, 176, 54, "اختيار", ("B-1 · C-1",), is_dashed=True, is_strong=True),
    )
    ways = (((98, 94), (298, 120)),)
    return Diagram(400, height, panels, ways, (Belt(0, height, "Learning"),), is_rtl)


@needs_poppler
@pytest.mark.parametrize(
    ("is_rtl", "ends"),
    [(False, (False, True)), (True, (True, False))],  # words begin where reading does
    ids=["left", "right"],
)
def test_words_of_a_diagram_begin_where_reading_begins(is_rtl: bool, ends: tuple[bool, bool]) -> None:
    pdf = drawn(lambda flow: flow.figure("A way", diagram(is_rtl=is_rtl), "The way"))
    (stage,) = [word for word in words_on(pdf) if word.text == "Learning"]

    assert (stage.left > 400, stage.left < 300) == ends


@needs_poppler
@pytest.mark.parametrize(
    ("height", "before", "page"),
    [
        (200, 0, 1),  # where there is room
        (200, 600, 2),  # whole, on the next page
        (5000, 0, 1),  # made smaller until it fits
    ],
)
def test_a_diagram_stands_whole_on_one_page_below_its_heading(height: int, before: int, page: int) -> None:
    def write(flow: Flow) -> None:
        flow.space(before)
        flow.figure("A way", diagram(height=height), "The way")
        flow.new_page()

    pages = pages_of(drawn(write))

    whole = ("The way", "Learning", "B-1")
    assert [number for number, text in enumerate(pages, 1) if all(one in text for one in whole)] == [page]
    assert len(pages) == page + 1


@needs_poppler
def test_a_long_line_of_a_diagram_stays_in_its_box() -> None:
    pdf = drawn(lambda flow: flow.figure("A way", diagram(words="Pangovernmental " * 4), "The way"))
    wide = [word for word in words_on(pdf) if word.text == "Pangovernmental"]

    assert max(word.right for word in wide) <= 56 + (595.2756 - 112 - 400) / 2 + 176


def test_a_diagram_is_a_figure_with_words_and_a_place() -> None:
    with pikepdf.open(
        io.BytesIO(drawn(lambda flow: flow.figure("A-1, then B-1", diagram(), "The way")))
    ) as opened:
        figures = [one for one in opened.objects if _is_figure(one)]

    assert [str(one.Alt) for one in figures] == ["A-1, then B-1"]


def _is_figure(one: object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name("/Figure")


def test_row_taller_than_a_page_is_refused_by_name() -> None:
    def write(flow: Flow) -> None:
        flow.table([Field("A"), Field("B", 9)], [("word " * 700, "x")])

    with pytest.raises(TextTooLong) as refused:
        drawn(write)
    assert refused.value.facts["field"] == "page"


def _headed_diagram(flow: Flow) -> None:
    flow.heading("A path")
    flow.figure("A way", diagram(), "The way")


def test_papers_previews_and_faces_are_for_the_archive_and_for_everybody(tmp_path: Path) -> None:
    vera.demand()
    path = in_arabic(samples.statement()).path
    emblem = png()
    faces = {
        "vectors": (face(samples.completion, "en", "fr", emblem=SVG), SVG),
        "pixels": (
            face(samples.renewal, "ar", "en", "portrait", holder=samples.MIXED, emblem=emblem),
            emblem,
        ),
    }
    files = {
        "transcript": transcript(attested("ar", "fr"), path, results(60), at=AT),
        "attendance": attendance(attested("fr"), runs(3), at=AT),
        "diagram": finish_document(drawn(_headed_diagram), at=AT),
        "preview": preview_of("trainer", "fr", at=AT, other="ar"),
        **{
            name: finish_document(render(stated, code=CODE, emblem=data, specimen=True), at=AT)
            for name, (stated, data) in faces.items()
        },
    }
    for name, pdf in files.items():
        (tmp_path / f"{name}.pdf").write_bytes(pdf)

    found = vera.check(sorted(tmp_path.glob("*.pdf")))

    assert len(found) == 6
    assert all(rules == {"3a": [], "ua1": []} for rules in found.values()), found
