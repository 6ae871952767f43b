"""The QR code, drawn as runs of one row each: small, sharp, and never an image."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from certificates.layout.modules import modules

SMALLEST = 25 * 72 / 25.4  # 25 mm
_DARK = re.compile(rb"\x01+")


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
            for run in _DARK.finditer(cells):
                start, end = run.span()
                operators.append(f"{start} {row} {end - start} 1 re")
        canvas._code.append("\n".join([*operators, "f Q"]))


@lru_cache(maxsize=8)
def square(text: str) -> Square:
    """Encode a text."""
    return Square(modules(text))
