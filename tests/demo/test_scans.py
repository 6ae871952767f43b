"""Deeds of the demonstration are files a reader opens."""

import io

import pikepdf

from curriculum.demo.scans import text_page


def test_text_page_is_a_sound_pdf_with_its_words():
    content = text_page(("Arrêté (1) n° 7", "Directrice des RH"))

    with pikepdf.open(io.BytesIO(content)) as pdf:
        drawn = pdf.pages[0].Contents.read_bytes()
        assert (len(pdf.pages), pdf.check_pdf_syntax()) == (1, [])
    assert drawn.count(b")' ") == 2
    assert "(Arrêté \\(1\\) n° 7)".encode("cp1252") in drawn


def test_same_words_give_the_same_bytes():
    assert text_page(("Order 7",)) == text_page(("Order 7",))
