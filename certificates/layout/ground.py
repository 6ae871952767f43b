"""The ground of a sheet: frame and rosette from the certificate's own digest, and the mark of a specimen."""

from __future__ import annotations

from reportlab.lib.colors import Color, HexColor

from certificates import wording
from certificates.layout.document import ACCENT, Document
from certificates.layout.face import Face
from certificates.layout.seal import Pattern, define, frame, rosette
from certificates.layout.type import line

ROSETTE = {False: 216.0, True: 214.0}
WATERMARK = "#f0d4d0"


def draw_ground(face: Face, sheet: Document) -> None:
    """Draw what lies under the text; a reader passes it over."""
    canvas = sheet.canvas
    width, height = face.area.size
    pattern = Pattern.from_digest(face.statement.digest())
    define(canvas, pattern)
    with sheet.artifact():
        canvas.setStrokeColor(_tint(ACCENT, 0.6))
        frame(canvas, pattern, (28, 28, width - 28, height - 28), 0.35)
        sheet.frame(16, 16, width - 32, height - 32, thickness=0.9, colour=ACCENT)
        sheet.frame(40, 40, width - 80, height - 80, thickness=0.5, colour=ACCENT)
        canvas.setStrokeColor(_tint(ACCENT, 0.13))
        rosette(canvas, pattern, width / 2, height / 2 + 12, ROSETTE[face.is_portrait], 0.3)


def draw_specimen(face: Face, sheet: Document) -> None:
    """Write across the sheet that it is none."""
    width, height = face.area.size
    word = wording.words(face.words.first, "marks")["specimen"]
    size = min(120.0, 600 / line(word, "bold").width(1))
    sheet.canvas.saveState()
    sheet.canvas.translate(width / 2, height / 2)
    sheet.canvas.rotate(54 if face.is_portrait else 28)
    sheet.text(word, 0, -size / 3, size, weight="bold", align="centre", colour=WATERMARK)
    sheet.canvas.restoreState()


def _tint(colour: str, share: float) -> Color:
    full = HexColor(colour)
    return Color(*(1 - (1 - part) * share for part in (full.red, full.green, full.blue)))
