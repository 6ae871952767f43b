"""Setting type: fallback by coverage, shaping, direction, measuring, breaking and drawing lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Literal

from certificates.errors import MissingGlyph, TextTooLong
from certificates.layout.bidi import Run, is_rtl_text, visual_runs
from certificates.layout.fonts import Face, Glyph, faces

Align = Literal["left", "centre", "right"]
Weight = Literal["regular", "bold"]
SHIFTS: dict[Align, float] = {"left": 0.0, "centre": 0.5, "right": 1.0}
"""How much of a line's width lies left of the point it is set at."""


@dataclass(frozen=True)
class Piece:
    """Glyphs of one face, from left to right."""

    face: Face
    glyphs: tuple[Glyph, ...]

    @cached_property
    def advance(self) -> float:
        """Width in thousandths of the type size."""
        return sum(glyph.advance for glyph in self.glyphs)


@dataclass(frozen=True)
class Line:
    """One line of set type, independent of its size."""

    text: str
    pieces: tuple[Piece, ...]
    is_rtl: bool

    def width(self, size: float) -> float:
        """Width in points at this size."""
        return sum(piece.advance for piece in self.pieces) * size / 1000

    @cached_property
    def is_plain(self) -> bool:
        """Say whether the glyphs from left to right tell the text as it is."""
        return "".join(glyph.text for piece in self.pieces for glyph in piece.glyphs) == self.text


@lru_cache(maxsize=4096)
def line(text: str, weight: Weight = "regular") -> Line:
    """Set one line; a character that no face can draw is named (MissingGlyph)."""
    runs = visual_runs(text)
    pieces = tuple(piece for run in runs for piece in _pieces(run, weight))
    return Line(text, pieces, is_rtl_text(text))


def _pieces(run: Run, weight: Weight) -> Iterator[Piece]:
    parts = _by_face(run, weight)
    for place, (face, text) in enumerate(reversed(parts) if run.is_rtl else parts):
        glyphs = face.shape(text, rtl=run.is_rtl)
        if run.is_rtl and place == 0:
            glyphs = _anchored(glyphs)
        yield Piece(face, tuple(glyphs))


def _anchored(glyphs: list[Glyph]) -> list[Glyph]:
    """Tie punctuation at the left end of a right-to-left run to it, or it is copied apart from its word."""
    first = glyphs[0] if glyphs else None
    if first is None or not first.text or unicodedata.bidirectional(first.text[0]) in {"R", "AL", "NSM"}:
        return glyphs
    return [replace(first, text=f"\u200f{first.text}"), *glyphs[1:]]


def _by_face(run: Run, weight: Weight) -> list[tuple[Face, str]]:
    """Split a run by coverage; spaces, marks and punctuation stay with the face before them if it can."""
    order = faces(weight)[::-1] if run.is_rtl else faces(weight)
    parts: list[tuple[Face, str]] = []
    for character in run.text:
        current = parts[-1][0] if parts else None
        face = _face_for(character, order, current)
        if face is current:
            parts[-1] = face, parts[-1][1] + character
        else:
            parts.append((face, character))
    return parts


def _face_for(character: str, order: tuple[Face, ...], current: Face | None) -> Face:
    stays = current is not None and not unicodedata.category(character).startswith(("L", "N"))
    for face in (*([current] if stays and current else []), *order):
        if face.covers(character):
            return face
    name = unicodedata.name(character, "?")
    raise MissingGlyph(character=character, code_point=f"U+{ord(character):04X}", name=name)


def draw(canvas: Any, set_line: Line, x: float, y: float, size: float, shift: float = 0.0) -> float:
    """Draw a line with its baseline at y, so much of it left of x, and return where its right end is."""
    x -= shift * set_line.width(size)
    for piece in set_line.pieces:
        _draw_letters(canvas, piece, x, y, size)
        _draw_marks(canvas, piece, x, y, size)
        x += piece.advance * size / 1000
    return x


def _draw_letters(canvas: Any, piece: Piece, x: float, y: float, size: float) -> None:
    """Write the operators directly: ReportLab's shaped text formats every number four times over."""
    letters = [glyph for glyph in piece.glyphs if glyph.advance]
    if not letters:
        return
    font, document = piece.face.font, canvas._doc
    known: dict[tuple[int, str], tuple[int, bytes, float]] = canvas.__dict__.setdefault(
        f"_codes_{piece.face.name}", {}
    )
    operators = [f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm"]
    shown: list[str] = []
    subset, rise, gap = -1, 0.0, 0.0
    for glyph in letters:
        if (glyph.id, glyph.text) not in known:
            width = piece.face.width(glyph.id)
            ((wanted, code),) = font.splitString(font.character_for(glyph.id, glyph.text, width), document)
            known[glyph.id, glyph.text] = wanted, code, width
        wanted, code, width = known[glyph.id, glyph.text]
        if wanted != subset or glyph.y != rise:
            _show(operators, shown)
            name = font.getSubsetInternalName(wanted, document)
            operators.append(f"{name} {size:.2f} Tf {glyph.y * size / 1000:.3f} Ts")
            subset, rise = wanted, glyph.y
        if gap := gap - glyph.x:
            shown.append(f"{gap:.0f}")
        shown.append(f"<{code.hex()}>")
        gap = width - glyph.advance + glyph.x
    _show(operators, shown)
    canvas._code.append("\n".join([*operators, "ET"]))


def _show(operators: list[str], shown: list[str]) -> None:
    if shown:
        operators.append(f"[{''.join(shown).replace('><', '')}] TJ")
        shown.clear()


def _draw_marks(canvas: Any, piece: Piece, x: float, y: float, size: float) -> None:
    """Draw dots and vowel marks as outlines: as characters they would break the order of copied text."""
    at, scale = x, size / 1000
    for glyph in piece.glyphs:
        if not glyph.advance:
            path = canvas.beginPath()
            piece.face.outline(glyph.id, _PathPen(path, at + glyph.x * scale, y + glyph.y * scale, scale))
            canvas.drawPath(path, stroke=0, fill=1)
        at += glyph.advance * scale


class _PathPen:
    """Writes an outline into a ReportLab path; quadratic curves become cubic ones."""

    def __init__(self, path: Any, x: float, y: float, scale: float) -> None:
        self._path, self._x, self._y, self._scale = path, x, y, scale
        self._at = (0.0, 0.0)

    def _point(self, point: tuple[float, float]) -> tuple[float, float]:
        return self._x + point[0] * self._scale, self._y + point[1] * self._scale

    def moveTo(self, point: tuple[float, float]) -> None:
        self._at = point
        self._path.moveTo(*self._point(point))

    def lineTo(self, point: tuple[float, float]) -> None:
        self._at = point
        self._path.lineTo(*self._point(point))

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:
        (x0, y0), (x1, y1), (x2, y2) = self._at, control, end
        first = (x0 + 2 * (x1 - x0) / 3, y0 + 2 * (y1 - y0) / 3)
        second = (x2 + 2 * (x1 - x2) / 3, y2 + 2 * (y1 - y2) / 3)
        self.curveTo(first, second, end)

    def curveTo(self, one: tuple[float, float], two: tuple[float, float], end: tuple[float, float]) -> None:
        self._at = end
        self._path.curveTo(*self._point(one), *self._point(two), *self._point(end))

    def closePath(self) -> None:
        self._path.close()


def wrapped(text: str, size: float, width: float, weight: Weight = "regular") -> list[Line]:
    """Break a text between words into lines no wider than width; one long word keeps its own line."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and line(longer, weight).width(size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line(each, weight) for each in lines]


def fitted(
    text: str, width: float, largest: float, smallest: float, weight: Weight = "regular", rows: int = 1
) -> tuple[float, list[Line]]:
    """Find the largest size at which the text fits in so many rows, or refuse by name (TextTooLong)."""
    size = largest
    while size >= smallest:
        lines = wrapped(text, size, width, weight)
        if len(lines) <= rows and all(each.width(size) <= width for each in lines):
            return size, lines
        size -= 0.5
    raise TextTooLong(text=text[:80], width=round(width), smallest=smallest)
