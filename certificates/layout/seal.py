"""Guilloche: frame and rosette drawn as vectors from the digest, so that each certificate has its own.

A figure is one short curve kept as a form and repeated by turning or shifting it, as the engraving
machines did; the file stays small and the drawing exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import cos, pi, sin, tau
from typing import Any

Curve = Callable[[float], tuple[float, float]]
Box = tuple[float, float, float, float]
UNIT = 100.0
TILE = 24.0
BAND = 13.0


@dataclass(frozen=True)
class Pattern:
    """The figures that one digest chooses; all stay within what looks calm."""

    petals: int
    inner_petals: int
    depth: float
    strands: int
    bend: float

    @classmethod
    def from_digest(cls, digest: str) -> Pattern:
        """Choose the figures from a hexadecimal SHA-256."""
        b = bytes.fromhex(digest)
        return cls(
            petals=10 + b[0] % 9,
            inner_petals=6 + b[1] % 7,
            depth=0.10 + b[2] / 255 * 0.09,
            strands=10 + b[3] % 5,
            bend=0.12 + b[4] / 255 * 0.33,
        )


def define(canvas: Any, pattern: Pattern) -> None:
    """Put the curves of a pattern into the file once; drawing them is a matter of turning and shifting."""
    with _form(canvas, "outer"):
        _follow(canvas, _petals(pattern.petals, 1 - pattern.depth, pattern.depth), pattern.petals * 6)
    with _form(canvas, "inner"):
        _follow(canvas, _petals(pattern.inner_petals, 0.46, 0.16), pattern.inner_petals * 8)
    with _form(canvas, "tile"):
        for strand in range(4):
            _follow(canvas, _strand(pattern.bend, strand * pi / 2), 8)


def rosette(canvas: Any, pattern: Pattern, x: float, y: float, radius: float, line: float) -> None:
    """Draw two families of turned curves around a clear middle."""
    scale = radius / UNIT
    operators = [f"q {scale:.5f} 0 0 {scale:.5f} {x:.3f} {y:.3f} cm {line / scale:.5f} w"]
    for name, petals, strands in (
        ("outer", pattern.petals, pattern.strands),
        ("inner", pattern.inner_petals, pattern.strands - 3),
    ):
        turned = f"{_use(canvas, name)} {_turn(tau / petals / strands)}"
        operators += ["q", *[turned] * strands, "Q"]
    canvas._code.append("\n".join([*operators, "Q"]))


def _use(canvas: Any, name: str) -> str:
    canvas._formsinuse.append(name)
    return f"/{canvas._doc.getXObjectName(name)} Do"


def _turn(angle: float) -> str:
    return f"{cos(angle):.6f} {sin(angle):.6f} {-sin(angle):.6f} {cos(angle):.6f} 0 0 cm"


def frame(canvas: Any, pattern: Pattern, box: Box, line: float) -> None:
    """Draw the interlaced waves along the middle line of a frame and close its corners with rosettes."""
    left, bottom, right, top = box
    canvas.setLineWidth(line)
    corner = BAND * 0.9
    for x, y, length, turn in (
        (left, bottom, right - left, 0.0),
        (left, top, right - left, 0.0),
        (left, bottom, top - bottom, pi / 2),
        (right, bottom, top - bottom, pi / 2),
    ):
        _row(canvas, x, y, length, turn, corner)
    for x in (left, right):
        for y in (bottom, top):
            rosette(canvas, pattern, x, y, corner, line)


def _row(canvas: Any, x: float, y: float, length: float, turn: float, corner: float) -> None:
    count = round((length - 2 * corner) / TILE)
    stretch = (length - 2 * corner) / count / TILE
    tile = f"{_use(canvas, 'tile')} 1 0 0 1 {TILE:.0f} 0 cm"
    placed = f"q 1 0 0 1 {x:.3f} {y:.3f} cm {_turn(turn)} {stretch:.6f} 0 0 1 {corner:.3f} 0 cm"
    canvas._code.append("\n".join([placed, *[tile] * count, "Q"]))


def _petals(petals: int, middle: float, depth: float) -> Curve:
    def curve(t: float) -> tuple[float, float]:
        r = UNIT * (middle + depth * cos(petals * t))
        return r * cos(t), r * sin(t)

    return curve


def _strand(bend: float, shift: float) -> Curve:
    def curve(t: float) -> tuple[float, float]:
        height = (1 - bend) * sin(t + shift) + bend * sin(2 * t + 2 * shift)
        return t / tau * TILE, height * BAND / 2

    return curve


@contextmanager
def _form(canvas: Any, name: str) -> Iterator[None]:
    canvas.beginForm(name, -UNIT, -UNIT, UNIT, UNIT)
    yield
    canvas.endForm()


def _follow(canvas: Any, curve: Curve, steps: int) -> None:
    """Follow a curve by cubic pieces whose tangents come from the curve itself."""
    step = tau / steps
    h = step / 64
    k = step / (3 * h)
    x0, y0 = curve(0)
    operators = [f"n {x0:.3f} {y0:.3f} m"]
    for n in range(steps):
        t0, t1 = n * step, (n + 1) * step
        (xa, ya), (xb, yb), (x1, y1) = curve(t0 + h), curve(t1 - h), curve(t1)
        operators.append(
            f"{x0 + (xa - x0) * k:.3f} {y0 + (ya - y0) * k:.3f} "
            f"{x1 + (xb - x1) * k:.3f} {y1 + (yb - y1) * k:.3f} {x1:.3f} {y1:.3f} c"
        )
        x0, y0 = x1, y1
    # Written directly: ReportLab weighs the digits of every number of a path.
    canvas._code.append("\n".join([*operators, "S"]))
