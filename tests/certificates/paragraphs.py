"""Paragraphs on the drawing desk, set as the product sets them."""

from __future__ import annotations

from certificates.layout.document import Document
from certificates.layout.setting import Column, Setter, Style
from certificates.layout.words import Said


def paragraph(
    sheet: Document,
    text: str,
    x: float,
    top: float,
    size: float,
    *,
    width: float,
    tag: str = "P",
    lang: str = "fr",
) -> float:
    """Write a text broken to the width below a height and return where the next may begin."""
    style = Style(size=size, floor=size, rows=99, leading=1.35, tag=tag)
    return Setter().paragraph(Said(text, lang), style, width).draw(sheet, Column(x, width), top)
