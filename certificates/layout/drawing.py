"""Drawing set lines, operator by operator: ReportLab would format every number four times over."""

from __future__ import annotations

import zlib
from functools import cache
from operator import itemgetter
from typing import Any

from reportlab.pdfbase.pdfdoc import xObjectName

from certificates.layout.fonts import Codes, Face
from certificates.layout.type import Line, Piece, Shown
from certificates.layout.written import put, stream

_FARTHEST = 3000  # from the origin of a mark to the end of its outline, in thousandths of the type size


def draw(canvas: Any, set_line: Line, x: float, y: float, size: float, shift: float = 0.0) -> float:
    """Draw a line with its baseline at y, so much of it left of x, and return where its right end is."""
    x -= shift * set_line.width(size)
    placed = []
    for piece in set_line.pieces:
        placed.append((piece.place, piece, x))
        x += piece.advance * size / 1000
    for _, piece, left in sorted(placed, key=itemgetter(0)) if len(placed) > 1 else placed:
        if piece.is_rtl:
            _draw_backwards(canvas, piece, left, y, size)
        else:
            _draw_letters(canvas, piece.face, piece.shown, left, y, size)
        if piece.has_marks:
            _draw_marks(canvas, piece, left, y, size)
    return x


def _draw_backwards(canvas: Any, piece: Piece, x: float, y: float, size: float) -> None:
    """Draw letter by letter in the order of reading: the only one that all readers copy rightly."""
    x += piece.advance * size / 1000
    letters = (glyph for glyph in piece.read if glyph.advance)
    for glyph, shown in zip(letters, piece.shown[::-1], strict=True):
        x -= glyph.advance * size / 1000
        _draw_letters(canvas, piece.face, (shown,), x + glyph.x * size / 1000, y, size)


def _draw_letters(canvas: Any, face: Face, shown: tuple[Shown, ...], x: float, y: float, size: float) -> None:
    codes, document = _codes(canvas, face), canvas._doc
    parts = [f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm"]
    in_force: tuple[int, float] | None = None
    for key, gap, rise in shown:
        if key not in codes:
            codes[key] = face.font.take(document, key, face.width(key[0]))
        subset, code = codes[key]
        if in_force != (subset, rise):
            name = face.font.getSubsetInternalName(subset, document)
            parts.append(f"{'>] TJ' if in_force else ''} {name} {size:.2f} Tf {rise * size / 1000:.3f} Ts [<")
            in_force = subset, rise
        parts.append(gap + code)
    if in_force:
        canvas._code.append("".join([*parts, ">] TJ ET"]))


def _codes(canvas: Any, face: Face) -> Codes:
    """Return the codes a document has for the glyphs of a face."""
    known: dict[str, Codes] = canvas.__dict__.setdefault("_codes", {})
    if face.name not in known:
        known[face.name] = face.begin(canvas._doc)
    return known[face.name]


def _draw_marks(canvas: Any, piece: Piece, x: float, y: float, size: float) -> None:
    """Draw dots and vowel marks as outlines: as characters they would break the order of copied text."""
    scale = size / 1000
    for glyph in piece.glyphs:
        if not glyph.advance:
            left, base = x + glyph.x * scale, y + glyph.y * scale
            name = _kept(canvas, piece.face, glyph.id)
            canvas._code.append(f"q {scale:.5f} 0 0 {scale:.5f} {left:.3f} {base:.3f} cm")
            canvas.doForm(name)
            canvas._code.append("Q")
        x += glyph.advance * scale


def _kept(canvas: Any, face: Face, glyph: int) -> str:
    """Keep an outline in the file once: an Arabic page has hundreds of dots."""
    name = f"{face.name}.{glyph}"
    if not canvas.hasForm(name):
        put(canvas._doc, xObjectName(name), _outline(face, glyph))
    return name


@cache
def _outline(face: Face, glyph: int) -> bytes:
    """Write an outline as a form of its own."""
    pen = _PathPen()
    face.outline(glyph, pen)
    box = f"[-{_FARTHEST} -{_FARTHEST} {_FARTHEST} {_FARTHEST}]"
    entries = f"/Type /XObject /Subtype /Form /BBox {box} /Resources << >>"
    return stream(zlib.compress(" ".join([*pen.operators, "f"]).encode("ascii")), entries)


class _PathPen:
    """Writes an outline as operators; quadratic curves become cubic ones."""

    def __init__(self) -> None:
        self.operators: list[str] = []
        self._at = (0.0, 0.0)

    def moveTo(self, point: tuple[float, float]) -> None:
        self._write("m", point)

    def lineTo(self, point: tuple[float, float]) -> None:
        self._write("l", point)

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:
        (x0, y0), (x1, y1), (x2, y2) = self._at, control, end
        first = (x0 + 2 * (x1 - x0) / 3, y0 + 2 * (y1 - y0) / 3)
        second = (x2 + 2 * (x1 - x2) / 3, y2 + 2 * (y1 - y2) / 3)
        self.curveTo(first, second, end)

    def curveTo(self, one: tuple[float, float], two: tuple[float, float], end: tuple[float, float]) -> None:
        self._write("c", one, two, end)

    def closePath(self) -> None:
        self.operators.append("h")

    def _write(self, operator: str, *points: tuple[float, float]) -> None:
        self._at = points[-1]
        self.operators += [f"{x:.1f} {y:.1f}" for x, y in points] + [operator]
