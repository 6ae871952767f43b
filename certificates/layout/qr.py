"""The QR code, drawn as runs of one row each: small, sharp, and never an image."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

import segno

SMALLEST = 25 * 72 / 25.4  # 25 mm


@dataclass(frozen=True)
class Square:
    """The modules of a QR code, row by row; its length is their number along one side."""

    rows: tuple[bytes, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def draw(self, canvas: Any, x: float, y: float, size: float = SMALLEST) -> None:
        """Draw it with its lower left corner at x, y; the quiet zone lies outside the size."""
        module = size / len(self)
        operators = [f"q {module:.5f} 0 0 {-module:.5f} {x:.3f} {y + size:.3f} cm"]
        for row, cells in enumerate(self.rows):
            column = 0
            for dark, run in groupby(cells):
                length = len(list(run))
                if dark:
                    operators.append(f"{column} {row} {length} 1 re")
                column += length
        canvas._code.append("\n".join([*operators, "f Q"]))


@lru_cache(maxsize=8)
def square(text: str) -> Square:
    """Encode a text."""
    # a fixed mask is read as well as the best one and costs a fifth of the time
    matrix = segno.make_qr(text, error="m", mask=2, boost_error=False).matrix
    return Square(tuple(bytes(row) for row in matrix))
