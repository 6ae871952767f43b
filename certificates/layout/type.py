"""Setting type: fallback by coverage, shaping, direction, measuring, breaking and drawing lines."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any, Literal

from certificates.errors import MissingGlyph, TextTooLong
from certificates.layout.bidi import Run, is_rtl_text, visual_runs
from certificates.layout.fonts import Face, Glyph, faces

Align = Literal["left", "centre", "right"]
Weight = Literal["regular", "bold"]
_RIGHT_TO_LEFT_MARK, _LEFT_TO_RIGHT_MARK = "\u200f", "\u200e"
_NO_MARKS = dict.fromkeys(map(ord, (_RIGHT_TO_LEFT_MARK, _LEFT_TO_RIGHT_MARK)))
_STRONG = frozenset({"L", "R", "AL", "NSM", "EN", "AN"})
_AMONG_NUMBERS = frozenset({"CS", "ES", "ET"})
SHIFTS: dict[Align, float] = {"left": 0.0, "centre": 0.5, "right": 1.0}
"""How much of a line's width lies left of the point it is set at."""
_FARTHEST = 2000.0


@dataclass(frozen=True)
class Piece:
    """Glyphs of one face, from left to right; `place` orders the pieces of a line as they are read."""

    face: Face
    glyphs: tuple[Glyph, ...]
    is_rtl: bool
    place: tuple[int, int]

    @cached_property
    def advance(self) -> float:
        """Width in thousandths of the type size."""
        return sum(glyph.advance for glyph in self.glyphs)

    @property
    def read(self) -> tuple[Glyph, ...]:
        """Return the glyphs in the order in which they are read."""
        return self.glyphs[::-1] if self.is_rtl else self.glyphs


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
        """Say whether the glyphs, in the order in which they are drawn, tell the text as it is."""
        read = sorted(self.pieces, key=lambda piece: piece.place)
        said = "".join(glyph.text for piece in read for glyph in piece.read)
        return said.translate(_NO_MARKS) == self.text.translate(_NO_MARKS)


@lru_cache(maxsize=4096)
def line(text: str, weight: Weight = "regular") -> Line:
    """Set one line; a character that no face can draw is named (MissingGlyph)."""
    runs, is_rtl = visual_runs(text), is_rtl_text(text)
    pieces: list[Piece] = []
    for place, run in enumerate(runs):
        shaped = _pieces(run, weight)
        if run.is_rtl:
            shaped[0] = _tied(shaped[0], _first_told(shaped[0]), _RIGHT_TO_LEFT_MARK)
        elif place:
            shaped[0] = _parted(shaped[0], is_rtl=is_rtl)
        pieces.extend(shaped)
    return Line(text, tuple(pieces), is_rtl)


def _pieces(run: Run, weight: Weight) -> list[Piece]:
    """Shape a run part by part, from left to right."""
    pieces = []
    for place, (face, text) in enumerate(_by_face(run, weight)):
        glyphs = tuple(face.shape(text, rtl=run.is_rtl))
        piece = Piece(face, glyphs, run.is_rtl, (run.start, place))
        if run.is_rtl:
            for number, glyph in enumerate(glyphs):
                if _kind(glyph) in _AMONG_NUMBERS:
                    piece = _tied(piece, number, _RIGHT_TO_LEFT_MARK)
        pieces.append(piece)
    return pieces[::-1] if run.is_rtl else pieces


def _parted(piece: Piece, *, is_rtl: bool) -> Piece:
    """Part a left-to-right run from what stands left of it: a space there belongs to the other side."""
    if is_rtl and piece.glyphs:
        mark = replace(piece.glyphs[0], text=_RIGHT_TO_LEFT_MARK + piece.glyphs[0].text)
        return replace(piece, glyphs=(mark, *piece.glyphs[1:]))
    return _tied(piece, 0, _LEFT_TO_RIGHT_MARK)


def _tied(piece: Piece, number: int, mark: str) -> Piece:
    """Tie punctuation to its run by a mark, or readers copy it apart from its word or as part of a number."""
    if number >= len(piece.glyphs) or _kind(piece.glyphs[number]) in _STRONG:
        return piece
    glyph = piece.glyphs[number]
    tied = replace(glyph, text=mark + glyph.text.removeprefix(mark))
    return replace(piece, glyphs=(*piece.glyphs[:number], tied, *piece.glyphs[number + 1 :]))


def _first_told(piece: Piece) -> int:
    told = (number for number, glyph in enumerate(piece.glyphs) if glyph.text.strip())
    return next(told, len(piece.glyphs))


def _kind(glyph: Glyph) -> str:
    """Name the direction of what a glyph says; one that says nothing stays as it is."""
    return unicodedata.bidirectional(glyph.text[0]) if glyph.text else "NSM"


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
    placed = []
    for piece in set_line.pieces:
        placed.append((piece.place, piece, x))
        x += piece.advance * size / 1000
    for _, piece, left in sorted(placed, key=itemgetter(0)):
        if piece.is_rtl:
            _draw_backwards(canvas, piece, left, y, size)
        else:
            _draw_letters(canvas, piece.face, piece.glyphs, left, y, size)
        _draw_marks(canvas, piece, left, y, size)
    return x


def _draw_backwards(canvas: Any, piece: Piece, x: float, y: float, size: float) -> None:
    """Draw letter by letter in the order of reading: the only one that all readers copy rightly."""
    x += piece.advance * size / 1000
    for glyph in piece.read:
        x -= glyph.advance * size / 1000
        _draw_letters(canvas, piece.face, (glyph,), x, y, size)


def _draw_letters(
    canvas: Any, face: Face, glyphs: tuple[Glyph, ...], x: float, y: float, size: float
) -> None:
    """Write the operators directly: ReportLab's shaped text formats every number four times over."""
    letters = [glyph for glyph in glyphs if glyph.advance]
    if not letters:
        return
    font, document = face.font, canvas._doc
    known: dict[tuple[int, str], tuple[int, bytes, float]] = canvas.__dict__.setdefault(
        f"_codes_{face.name}", {}
    )
    operators = [f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm"]
    shown: list[str] = []
    subset, rise, gap = -1, 0.0, 0.0
    for glyph in letters:
        if (glyph.id, glyph.text) not in known:
            width = face.width(glyph.id)
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
            left, base = at + glyph.x * scale, y + glyph.y * scale
            name = _outlined(canvas, piece.face, glyph.id)
            canvas._code.append(f"q {scale:.5f} 0 0 {scale:.5f} {left:.3f} {base:.3f} cm")
            canvas.doForm(name)
            canvas._code.append("Q")
        at += glyph.advance * scale


def _outlined(canvas: Any, face: Face, glyph: int) -> str:
    """Keep an outline in the file once: an Arabic page has hundreds of dots."""
    name = f"{face.name}.{glyph}"
    if not canvas.hasForm(name):
        canvas.beginForm(name, -_FARTHEST, -_FARTHEST, _FARTHEST, _FARTHEST)
        path = canvas.beginPath()
        face.outline(glyph, _PathPen(path, 0, 0, 1))
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.endForm()
    return name


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
