"""The QR code, drawn as runs of one row each: small, sharp, and never an image."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import segno

SMALLEST = 25 * 72 / 25.4  # 25 mm


def draw_qr(canvas: Any, address: str, x: float, y: float, size: float = SMALLEST) -> None:
    """Draw the address with its lower left corner at x, y; the quiet zone lies outside the size."""
    # a fixed mask is read as well as the best one and costs a fifth of the time
    matrix = segno.make_qr(address, error="m", mask=2, boost_error=False).matrix
    module = size / len(matrix)
    operators = [f"q {module:.5f} 0 0 {-module:.5f} {x:.3f} {y + size:.3f} cm"]
    for row, cells in enumerate(matrix):
        column = 0
        for dark, run in groupby(cells):
            length = len(list(run))
            if dark:
                operators.append(f"{column} {row} {length} 1 re")
            column += length
    canvas._code.append("\n".join([*operators, "f Q"]))
