"""Set paragraphs before anything is drawn: measured, in their language and direction, placed by their top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import floor

from reportlab.lib.colors import HexColor

from certificates.errors import TextTooLong
from certificates.layout.document import INK, Document
from certificates.layout.type import SHIFTS, Align, Line, Weight, line
from certificates.layout.words import Said, has_rtl_letters

ARABIC_LARGER, ARABIC_LOOSER = 1.12, 1.08  # Naskh letters are smaller and reach lower than Latin ones
BETWEEN = 10.0
MARKED = "#ffe9a8"


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a text is set: as large as `size` and in at most `rows`, and never smaller than `floor`."""

    size: float
    floor: float = 5.5
    rows: int = 1
    leading: float = 1.25
    colour: str = INK
    weight: Weight = "regular"
    tag: str = "P"
    above: float = 0.0

    def at(self, scale: float) -> Style:
        """Give the style of a sheet that must be set smaller."""
        return replace(self, size=max(self.floor, self.size * scale), above=self.above * scale)


@dataclass(frozen=True)
class Column:
    """Where on the sheet something stands: its left edge and its width."""

    x: float
    width: float

    def edge(self, align: Align) -> float:
        """Return the point that a line of this alignment is set at."""
        return self.x + self.width * SHIFTS[align]


@dataclass(frozen=True)
class Paragraph:
    """A text broken into lines; one element of the structure."""

    lines: tuple[Line, ...]
    style: Style
    language: str
    align: Align
    marked: bool = False

    @cached_property
    def height(self) -> float:
        """Return the height from its top, space above included."""
        return self.style.above + len(self.lines) * self.style.size * self.style.leading

    @property
    def base(self) -> float:
        """Return how far below its top the first baseline lies."""
        return self.style.above + self.style.size * (self.style.leading / 2 + 0.25)

    def draw(self, sheet: Document, column: Column, top: float) -> float:
        """Draw it below `top` and return where the next one may begin."""
        style, y, x = self.style, top - self.base, column.edge(self.align)
        if self.marked:
            self._mark(sheet, x, y)
        with sheet.block(style.tag, lang=self.language):
            for each in self.lines:
                sheet.text(each, x, y, style.size, align=self.align, colour=style.colour)
                y -= style.size * style.leading
        return top - self.height

    def _mark(self, sheet: Document, x: float, y: float) -> None:
        """Put a bright ground behind what is still missing."""
        size, step = self.style.size, self.style.size * self.style.leading
        with sheet.artifact():
            sheet.canvas.setFillColor(HexColor(MARKED))
            for number, each in enumerate(self.lines):
                width = each.width(size)
                left = x - SHIFTS[self.align] * width - 2
                sheet.canvas.rect(left, y - number * step - 0.28 * size, width + 4, step, 0, 1)


@dataclass(frozen=True)
class Abreast:
    """Short texts of two languages on one line: at both ends of a column, or side by side in its middle."""

    parts: tuple[Paragraph, ...]
    spread: bool
    is_rtl: bool = False

    @property
    def height(self) -> float:
        """Return the height of the line on which all of them stand."""
        return self._base + max(part.height - part.base for part in self.parts)

    @property
    def width(self) -> float:
        """Return how much of a line they fill, space between included."""
        return sum(map(_width, self.parts)) + (len(self.parts) - 1) * self._gap

    @property
    def _base(self) -> float:
        return max(part.base for part in self.parts)

    @property
    def _gap(self) -> float:
        return BETWEEN if self.spread else self.parts[0].style.size * 1.6

    def draw(self, sheet: Document, column: Column, top: float) -> float:
        """Draw them below `top` on one baseline and return where the next line may begin."""
        for part, place in zip(self.parts, self._places(column), strict=True):
            part.draw(sheet, place, top - self._base + part.base)
        return top - self.height

    def _places(self, column: Column) -> list[Column]:
        if self.spread:
            return [column for _ in self.parts]
        x = column.x + (column.width - self.width) / 2
        places = []
        for part in reversed(self.parts) if self.is_rtl else self.parts:
            places.append(Column(x, _width(part)))
            x += _width(part) + self._gap
        return places[::-1] if self.is_rtl else places


Setting = Paragraph | Abreast
Block = Sequence[Setting]


def height(block: Block) -> float:
    """Return the height of settings one below another."""
    return sum(each.height for each in block)


def draw(sheet: Document, block: Block, column: Column, top: float) -> float:
    """Draw settings one below another and return where the next may begin."""
    for each in block:
        top = each.draw(sheet, column, top)
    return top


def _width(part: Paragraph) -> float:
    return max(each.width(part.style.size) for each in part.lines)


@dataclass(frozen=True)
class Setter:
    """Sets texts for one sheet: at its scale, for its direction, marking what is missing."""

    scale: float = 1.0
    is_rtl: bool = False
    missing: frozenset[str] = frozenset()

    def paragraph(self, said: Said, style: Style, width: float, align: Align | None = None) -> Paragraph:
        """Set one text as large as it fits, or refuse by name (TextTooLong); it begins on its own side."""
        if self.missing and any(text in said.text for text in self.missing):
            return replace(_set(said, style, self.scale, width, align), marked=True)
        return _set(said, style, self.scale, width, align)

    def pair(self, said: Sequence[Said], styles: Sequence[Style], width: float) -> list[Setting]:
        """Set a text in each language: one below another, or at both ends of a line where they read apart."""
        set_ = [self.paragraph(*each, width) for each in zip(said, styles, strict=False)]
        if not read_apart(said):
            return [*set_]
        abreast = Abreast(tuple(set_), spread=True)
        short = all(len(each.lines) == 1 for each in set_) and abreast.width <= width
        return [abreast] if short else [*set_]

    def centred(self, said: Sequence[Said], style: Style, width: float) -> list[Setting]:
        """Set short texts side by side in the middle, or one below another where they are too long."""
        roomy = replace(style, rows=max(style.rows, 2))
        set_ = tuple(self.paragraph(each, roomy, width, "centre") for each in said)
        abreast = Abreast(set_, spread=False, is_rtl=self.is_rtl)
        one_line = all(len(each.lines) == 1 for each in set_)
        return [abreast] if one_line and abreast.width <= width else [*set_]


@lru_cache(maxsize=4096)
def _set(said: Said, style: Style, scale: float, width: float, align: Align | None) -> Paragraph:
    """Set one text; on the next sheet of a batch most texts are the same."""
    side: Align = "right" if said.is_rtl else "left"
    fitted, lines = _fitted(said, style, scale, width)
    return Paragraph(lines, fitted, said.language, align or side)


def _fitted(said: Said, style: Style, scale: float, width: float) -> tuple[Style, tuple[Line, ...]]:
    """Set a text as large as it fits its rows."""
    style = _for_letters(style.at(scale), said)
    size = floor(style.size * 10) / 10  # as exactly as it is written, or copied letters stand apart
    while True:
        lines = _lines(said, size, width, style.weight)
        if len(lines) <= style.rows and all(each.width(size) <= width for each in lines):
            return replace(style, size=size), lines
        if size <= style.floor:
            raise TextTooLong(text=said.text[:80], width=round(width), smallest=style.floor)
        size = max(style.floor, size - 0.5)


def read_apart(said: Sequence[Said]) -> bool:
    """Say whether two texts begin at opposite sides."""
    return len({each.is_rtl for each in said}) > 1


def _for_letters(style: Style, said: Said) -> Style:
    if not has_rtl_letters(said.text):
        return style
    return replace(style, size=style.size * ARABIC_LARGER, leading=style.leading * ARABIC_LOOSER)


def _lines(said: Said, size: float, width: float, weight: Weight) -> tuple[Line, ...]:
    """Break a text between words, each line with the mark that gives it its direction."""
    rows = _broken(said.text, width / size, weight)
    return tuple(line(Said(each, said.language).mark() + each, weight) for each in rows)


@lru_cache(maxsize=1024)
def _broken(text: str, ems: float, weight: Weight) -> tuple[str, ...]:
    """Fill rows word by word; words are measured one by one, for shaping each longer row anew is slow."""
    space = _advance(" ", weight)
    rows: list[str] = []
    used = 0.0
    for word in text.split(" "):
        advance = _advance(word, weight)
        if rows and used + space + advance <= ems:
            rows[-1] += f" {word}"
            used += space + advance
        else:
            rows.append(word)
            used = advance
    return tuple(rows)


@lru_cache(maxsize=8192)
def _advance(word: str, weight: Weight) -> float:
    return line(word, weight).width(1)
