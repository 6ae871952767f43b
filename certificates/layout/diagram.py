"""A drawing of boxes and lines on a sheet: one figure, which is described by a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from reportlab.lib.colors import HexColor

from certificates.layout.document import ACCENT, GREY, INK, Document
from certificates.layout.type import Align, Weight, line

PALE, PAPER, EDGE = "#eef1f5", "#ffffff", "#8b94a3"
SIZE, HEAD, STEP, WITHIN, RADIUS = 12.0, 23, 16, 10, 3
TIP = ((-4, 7), (4, 7))

Point = tuple[int, int]


@dataclass(frozen=True)
class Panel:
    """A box from its corner at the top left: a head and lines below; a dashed one may be left out."""

    x: int
    y: int
    width: int
    height: int
    head: str
    lines: Sequence[str] = ()
    is_dashed: bool = False
    is_strong: bool = False


@dataclass(frozen=True)
class Belt:
    """A part of the height with its name: what stands on it belongs together."""

    y: int
    height: int
    name: str


@dataclass(frozen=True)
class Diagram:
    """Panels, belts behind them and ways between them, in units of its own, down from the top."""

    width: int
    height: int
    panels: Sequence[Panel]
    ways: Sequence[Sequence[Point]] = ()
    belts: Sequence[Belt] = ()
    is_rtl: bool = False


def draw(sheet: Document, diagram: Diagram, x: float, top: float, scale: float) -> None:
    """Draw it with its top left corner there; the caller opens the figure it belongs to."""
    desk = _Desk(sheet, diagram, x, top, scale)
    desk.belts()
    desk.ways()
    desk.panels()


class _Desk:
    """A sheet measured in the units of a diagram."""

    def __init__(self, sheet: Document, diagram: Diagram, x: float, top: float, scale: float) -> None:
        self._sheet, self._canvas, self._of = sheet, sheet.canvas, diagram
        self._x, self._top, self._scale = x, top, scale

    def belts(self) -> None:
        for belt in self._of.belts:
            with self._pen(PALE, PALE):
                self._rectangle(0, belt.y, self._of.width, belt.height)
            self._write(belt.name, (WITHIN, self._of.width - WITHIN), belt.y + 18, "bold", GREY)

    def ways(self) -> None:
        for points in self._of.ways:
            with self._pen(GREY, GREY):
                path = self._canvas.beginPath()
                path.moveTo(*self._at(points[0]))
                for point in points[1:]:
                    path.lineTo(*self._at(point))
                self._canvas.drawPath(path, stroke=1, fill=0)
                self._tip(points[-1])

    def panels(self) -> None:
        for panel in self._of.panels:
            with self._pen(PAPER, ACCENT if panel.is_strong else EDGE, dashed=panel.is_dashed):
                self._rectangle(panel.x, panel.y, panel.width, panel.height)
            sides = panel.x + WITHIN, panel.x + panel.width - WITHIN
            self._write(panel.head, sides, panel.y + HEAD, "bold", ACCENT)
            for number, text in enumerate(panel.lines, 1):
                self._write(text, sides, panel.y + HEAD + 2 + STEP * number, "regular", INK)

    def _tip(self, end: Point) -> None:
        path = self._canvas.beginPath()
        path.moveTo(*self._at(end))
        for x, y in TIP:
            path.lineTo(*self._at((end[0] + x, end[1] - y)))
        path.close()
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _at(self, point: Point) -> tuple[float, float]:
        return self._x + point[0] * self._scale, self._top - point[1] * self._scale

    def _rectangle(self, x: int, y: int, width: int, height: int) -> None:
        left, bottom = self._at((x, y + height))
        size = width * self._scale, height * self._scale
        self._canvas.roundRect(left, bottom, *size, RADIUS * self._scale, stroke=1, fill=1)

    @contextmanager
    def _pen(self, fill: str, stroke: str, *, dashed: bool = False) -> Iterator[None]:
        self._canvas.saveState()
        self._canvas.setFillColor(HexColor(fill))
        self._canvas.setStrokeColor(HexColor(stroke))
        self._canvas.setLineWidth(0.9 * self._scale)
        if dashed:
            self._canvas.setDash(4 * self._scale, 3 * self._scale)
        yield
        self._canvas.restoreState()

    def _write(self, text: str, sides: tuple[int, int], y: int, weight: Weight, colour: str) -> None:
        """Write a line from the side where reading begins, smaller where it would not fit."""
        said, room = line(text, weight), (sides[1] - sides[0]) * self._scale
        size = SIZE * self._scale
        size *= min(1.0, room / max(said.width(size), 0.01))
        align: Align = "right" if self._of.is_rtl else "left"
        left, base = self._at((sides[self._of.is_rtl], y))
        self._sheet.text(said, left, base, size, align=align, colour=colour)
