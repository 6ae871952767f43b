"""Papers of several pages: headings, paragraphs and tables one below another, tagged, with running lines.

def write(flow: Flow) -> None:
    flow.heading("Module BOR-101")
    flow.table((Field("Outcome", 3), Field("Hours", 1, "end")), rows)

drawn = write_flow(write, title="Module BOR-101", author="ENAPV", languages=("en",))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from typing import Literal

from certificates.errors import TextTooLong
from certificates.layout.diagram import Diagram
from certificates.layout.diagram import draw as draw_diagram
from certificates.layout.document import A4, ACCENT, GREY, Document
from certificates.layout.setting import Block, Column, Paragraph, Setter, Style, draw, height
from certificates.layout.tags import Furniture, Scope
from certificates.layout.type import Align
from certificates.layout.words import Said, Words

SIDE, HEAD, FOOT = 56.0, 64.0, 60.0
HEADINGS = (
    Style(size=22, floor=12, rows=4, colour=ACCENT, tag="H1", leading=1.2),
    Style(size=13, floor=10, rows=4, weight="bold", colour=ACCENT, tag="H2", above=14),
    Style(size=10.5, floor=9, rows=4, weight="bold", tag="H3", above=9),
)
BODY = Style(size=9.6, floor=9.6, rows=9999, leading=1.42, above=4)
SMALL = Style(size=8, floor=8, rows=9999, colour=GREY, leading=1.35, above=3)
CELL = (
    Style(size=8.6, floor=6.5, rows=9999, leading=1.28),
    Style(size=7.4, floor=6, rows=9999, colour=GREY, leading=1.28),
)
COLUMN_HEAD = Style(size=7.6, floor=6, rows=9, weight="bold", colour=ACCENT, leading=1.28)
COLUMN_HEAD_SECOND = Style(size=6.8, floor=6, rows=9, colour=GREY, leading=1.28)
RUNNING = Style(size=7, floor=5.5, rows=1, colour=GREY)
PALE, BAND = "#b9c2cf", "#8a1c1c"
NOTE = (
    Style(size=9.6, floor=8, rows=9, weight="bold", colour=BAND, leading=1.35),
    Style(size=8.2, floor=7, rows=9, colour=BAND, leading=1.35),
)
WITHIN, ASIDE, BETWEEN = 4.0, 6.0, 10.0

Content = str | Sequence[Said]
Side = Literal["start", "end"]


@dataclass(frozen=True)
class Field:
    """A column of a table: its head, its share of the width, and on which side numbers are lined up."""

    head: Content
    share: float = 1.0
    side: Side = "start"


FACTS = (Field("", 0.26), Field("", 0.74))


@dataclass(frozen=True)
class _Cell:
    """A measured cell of a row, and where it begins."""

    block: list[Paragraph]
    start: float
    width: float


class Flow:
    """Pages that fill from the top down; what does not fit goes on to the next."""

    def __init__(self, sheet: Document, words: Words, running: str, pages: int) -> None:
        self.pages = 1
        self._sheet, self._words, self._setter = sheet, words, Setter(1.0, words.is_rtl)
        self._running, self._of = running, pages
        self._width = sheet.size[0] - 2 * SIDE
        self._y = sheet.size[1] - HEAD
        self._run()

    def heading(self, text: Content, level: int = 1, *, keeping: float = 40) -> None:
        """Write a heading of level 1 to 3; so many points of what follows stay on its page."""
        block = self._headed(text, level)
        self._make_room(height(block) + keeping)
        self._down(block)
        self._y -= 4

    def paragraph(self, text: Content, *, small: bool = False) -> None:
        """Write a paragraph; a long one goes on to the next page line by line."""
        for said in self._said(text):
            self._long(said, SMALL if small else BODY)

    def note(self, text: Content) -> None:
        """Write a remark that nobody may overlook, between two rules."""
        block = self._block(text, NOTE)
        self._make_room(height(block) + 16)
        self._sheet.rule(SIDE, self._y - 4, self._width, thickness=0.8, colour=BAND)
        self._y -= 6
        self._down(block)
        self._sheet.rule(SIDE, self._y - 6, self._width, thickness=0.8, colour=BAND)
        self._y -= 14

    def facts(self, pairs: Sequence[tuple[Content, Content]]) -> None:
        """Write labels and what they say, a row each; a table whose first column names the rows."""
        with self._sheet.group("Table"):
            for pair in pairs:
                self._make_room(_tall(self._cells(FACTS, pair)))
                self._row(self._cells(FACTS, pair), "Row")
        self._y -= BETWEEN

    def table(self, fields: Sequence[Field], rows: Sequence[Sequence[Content]]) -> None:
        """Write a table; its head is repeated on every page it reaches."""
        head = self._cells(fields, [field.head for field in fields], (COLUMN_HEAD, COLUMN_HEAD_SECOND))
        self._make_room(_tall(head) + 30)
        with self._sheet.group("Table"):
            self._row(head, "Column")
            for contents in rows:
                cells = self._cells(fields, contents)
                if self._y - _tall(cells) < FOOT:
                    self._turn()
                    with self._sheet.artifact():
                        self._draw_row(head, "Column")
                    self._make_room(_tall(cells))
                self._row(cells, None)
        self._y -= BETWEEN

    def figure(self, alt: str, diagram: Diagram, heading: Content) -> None:
        """Draw a diagram whole below its heading, as large as the page allows; `alt` says what it shows."""
        most = self._sheet.size[1] - HEAD - FOOT - height(self._headed(heading, 2)) - 6
        scale = min(1.0, self._width / diagram.width, most / diagram.height)
        wide, tall = diagram.width * scale, diagram.height * scale
        self.heading(heading, 2, keeping=tall + 5)
        left = SIDE + (self._width - wide) / 2
        with self._sheet.figure(alt, (left, self._y - tall, left + wide, self._y)):
            draw_diagram(self._sheet, diagram, left, self._y, scale)
        self._y -= tall + BETWEEN

    def space(self, points: float) -> None:
        """Leave room."""
        self._y -= points

    def new_page(self) -> None:
        """Go on at the top of a new page."""
        self._turn()

    def _said(self, text: Content) -> Sequence[Said]:
        return (Said(text, self._words.first),) if isinstance(text, str) else text

    def _block(self, text: Content, styles: Sequence[Style]) -> Block:
        return self._setter.pair(self._said(text), styles, self._width)

    def _headed(self, text: Content, level: int) -> Block:
        style = HEADINGS[level - 1]
        second = replace(style, size=style.size * 0.6, weight="regular", colour=GREY, tag="P", above=0)
        return self._block(text, (style, second))

    def _make_room(self, tall: float) -> None:
        if self._y - tall < FOOT:
            self._turn()
        if self._y - tall < FOOT:
            raise TextTooLong(field="page", needed=round(tall), room=round(self._y - FOOT))

    def _down(self, block: Block) -> None:
        self._y = draw(self._sheet, block, Column(SIDE, self._width), self._y)

    def _long(self, said: Said, style: Style) -> None:
        whole = self._setter.paragraph(said, style, self._width)
        step, column = whole.style.size * whole.style.leading, Column(SIDE, self._width)
        self._y -= style.above
        with self._sheet.block(style.tag, lang=said.language):
            for each in whole.lines:
                if self._y - step < FOOT:
                    self._turn()
                one = replace(whole, lines=(each,), style=replace(whole.style, above=0))
                self._y = one.draw(self._sheet, column, self._y)

    def _cells(
        self, fields: Sequence[Field], contents: Sequence[Content], styles: Sequence[Style] = CELL
    ) -> list[_Cell]:
        shares, start = sum(field.share for field in fields), 0.0
        cells = []
        for field, content in zip(fields, contents, strict=True):
            width = field.share / shares * self._width
            room = width - 2 * ASIDE
            said = self._said(content) if content else ()
            first_then_rest = chain(styles[:1], repeat(styles[1]))
            block = [
                self._setter.paragraph(one, style, room, self._align(field.side))
                for one, style in zip(said, first_then_rest, strict=False)
            ]
            cells.append(_Cell(block, start, width))
            start += width
        return cells

    def _row(self, cells: Sequence[_Cell], scope: Scope | None) -> None:
        """Write one row; where it is a head, all its cells are, and where it has one, the first is."""
        with self._sheet.group("TR"):
            self._draw_row(cells, scope)

    def _draw_row(self, cells: Sequence[_Cell], scope: Scope | None) -> None:
        for place, cell in enumerate(cells):
            is_head = scope == "Column" or (scope == "Row" and place == 0)
            with self._sheet.block("TH", scope=scope) if is_head else self._sheet.group("TD"):
                draw(self._sheet, cell.block, self._place(cell), self._y - WITHIN)
        self._y -= _tall(cells)
        self._sheet.rule(SIDE, self._y, self._width, thickness=0.4, colour=PALE)

    def _place(self, cell: _Cell) -> Column:
        start = self._width - cell.start - cell.width if self._words.is_rtl else cell.start
        return Column(SIDE + start + ASIDE, cell.width - 2 * ASIDE)

    def _align(self, side: Side) -> Align:
        """Line up on the side of the sheet, whatever the language: a column has one edge."""
        return "right" if self._words.is_rtl == (side == "start") else "left"

    def _run(self) -> None:
        """Write the running lines of this page; a reader passes them over."""
        page = self._words.one("papers", "page", page=self.pages, pages=self._of)
        self._run_line(Said(self._running, self._words.first), "Header", self._sheet.size[1] - 44)
        self._run_line(page, "Footer", 44)

    def _run_line(self, said: Said, furniture: Furniture, top: float) -> None:
        with self._sheet.artifact(furniture):
            line = self._setter.paragraph(said, RUNNING, self._width)
            line.draw(self._sheet, Column(SIDE, self._width), top)

    def _turn(self) -> None:
        self._sheet.new_page()
        self.pages += 1
        self._y = self._sheet.size[1] - HEAD
        self._run()


def write_flow(
    write: Callable[[Flow], None],
    *,
    title: str,
    author: str,
    languages: tuple[str, ...],
    size: tuple[float, float] = A4,
) -> bytes:
    """Draw a paper: once to count its pages, and once more to print how many there are."""
    pages = 0
    for _ in range(2):
        sheet = Document(size=size, title=title, author=author, language=languages[0])
        flow = Flow(sheet, Words(languages), f"{author} · {title}", pages)
        write(flow)
        pages = flow.pages
    return sheet.finish()


def _tall(cells: Sequence[_Cell]) -> float:
    return max(height(cell.block) for cell in cells) + 2 * WITHIN
