"""The emblem of an institution: an SVG drawn as vectors or a PNG, checked before it is decoded."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PIL import Image
from reportlab.lib.utils import ImageReader

from certificates.errors import EmblemRefused
from certificates.layout.document import Document
from certificates.layout.vectors import read_svg

LARGEST_FILE = 500_000
WIDEST, SMALLEST = 2000, 64
PRINTED = 500  # 20 mm at more than 600 dots per inch
FLATTEST = 4.0
_PNG = b"\x89PNG\r\n\x1a\n"
Paint = Callable[[Any], None]


@dataclass(frozen=True)
class Emblem:
    """A checked emblem; `paint` draws it onto a canvas whose unit is its own, from its lower left corner."""

    width: float
    height: float
    paint: Paint

    def draw(self, sheet: Document, x: float, y: float, size: float, alt: str) -> None:
        """Draw it as a described figure into the middle of a square of this size around x, y."""
        scale = size / max(self.width, self.height)
        left, bottom = x - self.width * scale / 2, y - self.height * scale / 2
        box = (left, bottom, left + self.width * scale, bottom + self.height * scale)
        with sheet.figure(alt, box):
            sheet.canvas.saveState()
            sheet.canvas.translate(left, bottom)
            sheet.canvas.scale(scale, scale)
            self.paint(sheet.canvas)
            sheet.canvas.restoreState()


def emblem_of(named: str | None, data: bytes | None) -> Emblem | None:
    """Read the emblem that a statement names by its digest; another file, or none, is refused."""
    if named is None and data is None:
        return None
    if named is None or data is None:
        raise EmblemRefused(problem="not_named" if named is None else "missing", named=named)
    if hashlib.sha256(data).hexdigest() != named:
        raise EmblemRefused(problem="other_file", named=named, found=hashlib.sha256(data).hexdigest())
    return read_emblem(data)


@lru_cache(maxsize=16)
def read_emblem(data: bytes) -> Emblem:
    """Check an emblem and make it ready for drawing; what may not be printed is refused by name."""
    if len(data) > LARGEST_FILE:
        raise EmblemRefused(problem="file_too_large", found=len(data), most=LARGEST_FILE)
    if data.startswith(_PNG):
        return _read_png(data)
    width, height, paint = read_svg(data)
    return _shaped(width, height, paint)


def _shaped(width: float, height: float, paint: Paint) -> Emblem:
    if not min(width, height) * FLATTEST >= max(width, height) > 0:
        raise EmblemRefused(problem="shape", found=[round(width), round(height)])
    return Emblem(width, height, paint)


def _read_png(data: bytes) -> Emblem:
    """Read the size from the head of the file first: a small file may unfold to gigabytes."""
    size = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if max(size) > WIDEST:
        raise EmblemRefused(problem="too_many_pixels", found=list(size), most=WIDEST)
    if min(size) < SMALLEST:
        raise EmblemRefused(problem="too_few_pixels", found=list(size), least=SMALLEST)
    picture = ImageReader(_flattened(data))
    width, height = picture.getSize()
    return _shaped(width, height, lambda canvas: canvas.drawImage(picture, 0, 0))


def _flattened(data: bytes) -> Image.Image:
    """Decode onto white: nothing on the sheet is transparent, and grey, palette and alpha all become RGB."""
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            coloured = picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise EmblemRefused(problem="not_readable") from error
    flat = Image.new("RGB", coloured.size, "white")
    flat.paste(coloured, mask=coloured.getchannel("A"))
    flat.thumbnail((PRINTED, PRINTED), Image.Resampling.LANCZOS)
    return flat
