"""A small drawing desk over ReportLab's canvas, for certificates and for every other PDF of the product."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from certificates.layout.fonts import faces
from certificates.layout.tagged import Tagged
from certificates.layout.tags import Scope
from certificates.layout.type import SHIFTS, Align, Line, Weight, line

A4 = (595.2756, 841.8898)
A4_LANDSCAPE = (841.8898, 595.2756)
INK = "#1a1f2b"
GREY = "#5b6472"
ACCENT = "#17395f"

Colour = str


class Document(Tagged):
    """Pages of text, rules and boxes; same calls give the same bytes.

    Each text is one element of the structure: a paragraph unless `tag` says otherwise (H1 to H6, TH, TD,
    LBody, Caption, Span). `lang` is given where the language is not the document's.
    """

    def __init__(
        self, *, size: tuple[float, float] = A4, title: str, author: str, language: str = "fr"
    ) -> None:
        super().__init__()
        self.size, self._language = size, language
        self._buffer = io.BytesIO()
        first = faces("regular")[0].name  # otherwise the canvas names an unembedded Helvetica
        self.canvas: Any = Canvas(
            self._buffer,
            pagesize=size,
            pageCompression=1,
            invariant=1,
            initialFontName=first,  # type: ignore[arg-type]  # the stub says float
            lang=language,
        )
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)

    def text(
        self,
        text: str | Line,
        x: float,
        y: float,
        size: float,
        *,
        weight: Weight = "regular",
        align: Align = "left",
        colour: Colour = INK,
        tag: str = "P",
        lang: str | None = None,
        scope: Scope | None = None,
    ) -> None:
        """Write one line."""
        set_line = line(text, weight) if isinstance(text, str) else text
        if self.is_within:
            self._set_line(set_line, x, y, size, SHIFTS[align], colour)
            return
        with self.block(tag, lang=lang, scope=scope):
            self._set_line(set_line, x, y, size, SHIFTS[align], colour)

    def _set_line(self, line: Line, x: float, y: float, size: float, shift: float, colour: Colour) -> None:
        self.canvas._code.append(_filled(colour))
        self.write_line(line, x, y, size, shift)

    def rule(
        self, x: float, y: float, width: float, *, thickness: float = 0.5, colour: Colour = GREY
    ) -> None:
        """Draw a horizontal hairline, which is decoration."""
        with self.artifact():
            self.canvas.setStrokeColor(HexColor(colour))
            self.canvas.setLineWidth(thickness)
            self.canvas.line(x, y, x + width, y)

    def frame(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        thickness: float = 0.5,
        colour: Colour = GREY,
    ) -> None:
        """Draw a rectangle without filling, which is decoration."""
        with self.artifact():
            self.canvas.setStrokeColor(HexColor(colour))
            self.canvas.setLineWidth(thickness)
            self.canvas.rect(x, y, width, height)

    def new_page(self) -> None:
        """End this page and begin another."""
        self._turn()

    def finish(self) -> bytes:
        """End the last page and return the file, structure included."""
        self.canvas.showPage()
        self._tree.write(self.canvas._doc, self._language)
        self.canvas.save()
        return self._buffer.getvalue()


@cache
def _filled(colour: Colour) -> str:
    red, green, blue = HexColor(colour).rgb()
    return f"{red:.4f} {green:.4f} {blue:.4f} rg"


# ASCII85 leaves streams that PDF/A refuses and makes files a quarter larger
rl_config.useA85 = 0
