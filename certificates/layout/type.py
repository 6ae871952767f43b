"""Setting type: fallback by coverage, shaping, direction, measuring and drawing lines."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

from certificates.errors import MissingGlyph
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


Shown = tuple[tuple[int, str], str, float]
"""Which glyph says what, the gap before it if there is one, and how far it is raised."""


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

    @cached_property
    def shown(self) -> tuple[Shown, ...]:
        """Tell apart what is written and the gaps between; marks without width are drawn, not written."""
        told: list[Shown] = []
        gap = 0.0
        for glyph in self.glyphs:
            if glyph.advance:
                gap -= 0 if self.is_rtl else glyph.x
                told.append(((glyph.id, glyph.text), f">{gap:.0f}<" if gap else "", glyph.y))
                gap = 0 if self.is_rtl else self.face.width(glyph.id) - glyph.advance + glyph.x
        return tuple(told)

    @cached_property
    def has_marks(self) -> bool:
        """Say whether some glyphs have no width of their own: dots and vowel marks."""
        return not all(glyph.advance for glyph in self.glyphs)

    @cached_property
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
