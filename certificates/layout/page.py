"""The face of a certificate: one A4 sheet, its languages side by side, everything selectable.

Every part is measured before anything is drawn; the sheet is set as large as all of them fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from certificates import wording
from certificates.errors import TextTooLong
from certificates.layout.document import Document
from certificates.layout.emblem import emblem_of
from certificates.layout.face import Face, Missing, Zone
from certificates.layout.ground import draw_ground, draw_specimen
from certificates.layout.lower import (
    ABOVE_CODES,
    APART,
    assurance,
    codes,
    codes_height,
    codes_width,
    draw_codes,
    foot,
    how,
    panel,
    signatures,
)
from certificates.layout.lower import QR as QR_SIZE
from certificates.layout.setting import Setter, draw, height
from certificates.layout.table import fact_table
from certificates.layout.upper import head, holder, sentence, title
from certificates.statement import Statement

SCALES = tuple(number / 100 for number in range(100, 54, -4))
LOOSEST = 26.0
TIGHT, TIGHTEST = 4.0, 2.4


def render(
    statement: Statement,
    *,
    code: str | None = None,
    emblem: bytes | None = None,
    specimen: bool = False,
    missing: Missing | None = None,
) -> bytes:
    """Draw the face; MissingGlyph, TextTooLong or EmblemRefused is raised before anything is signed.

    `code` is the text of the second QR, which is checked without network; `emblem` is the file whose digest
    the statement names. `missing` is for previews: what it names is marked on the sheet.
    """
    wording.demand(statement.wording, statement.languages)
    face = Face(statement, code, emblem_of(statement.paper.emblem, emblem), missing or Missing())
    zones = _zones(face)
    sheet = Document(
        size=face.area.size,
        title=f"{face.words.one(statement.kind, 'title').text} {statement.number}",
        author=face.words.both(statement.issuer.name)[0].text,
        language=face.words.first,
    )
    draw_ground(face, sheet)
    if specimen:
        draw_specimen(face, sheet)
    _draw(face, sheet, zones)
    return sheet.finish()


def _zones(face: Face) -> list[Zone]:
    """Set all parts at the largest scale at which they fit together, or refuse by name (TextTooLong)."""
    room = face.area.top - face.area.bottom
    for scale in SCALES:
        setter = face.setter(scale)
        zones = [part(face, setter) for part in (head, title, holder, sentence, fact_table)]
        zones += _closing(face, setter)
        needed = _needed(zones, TIGHTEST if scale == SCALES[-1] else TIGHT)
        if needed <= room:
            return zones
    raise TextTooLong(field="page", needed=round(needed), room=round(room))


def _needed(zones: Sequence[Zone], gap: float) -> float:
    return sum(zone.height for zone in zones) + gap * sum(zone.share for zone in zones[1:])


def _closing(face: Face, setter: Setter) -> list[Zone]:
    """Set signatories, codes and small print: codes beside the signatories, or below them if upright."""
    width = face.area.width
    if face.is_portrait:
        small = foot(face, setter, assurance(face, setter, width, "centre"))
        return [signatures(face, setter, width), _beside(face, setter), small]
    return [_together(face, setter), foot(face, setter, how(face, setter, width, "centre"))]


def _together(face: Face, setter: Setter) -> Zone:
    """Set the codes at the end of the sheet, and what assures the reader below the signatories."""
    made = codes(face, setter)
    width = max(codes_width(made), 150.0)
    start = face.area.width - width
    above, below = panel(face, setter, made, width)
    signing = signatures(face, setter, start - APART)
    assured = assurance(face, setter, start - APART)
    tall = height(above) + ABOVE_CODES + codes_height(made) + height(below)
    whole = max(signing.height + 8 + height(assured), tall)

    def drawn(sheet: Document, top: float) -> None:
        signing.draw(sheet, top)
        draw(sheet, assured, face.column(0, start - APART), top - whole + height(assured))
        column = face.column(start, width)
        y = draw(sheet, above, column, top) - ABOVE_CODES
        y = draw_codes(face, sheet, made, start, y)
        draw(sheet, below, column, y)

    return Zone(whole, drawn, 2.0)


def _beside(face: Face, setter: Setter) -> Zone:
    """Set the codes at the end of the line and beside them how they are used."""
    made = codes(face, setter)
    start = face.area.width - codes_width(made) - 8
    width = start - APART
    above, below = panel(face, setter, made, width)
    block = [*above, *how(face, setter, width), *below]

    def drawn(sheet: Document, top: float) -> None:
        draw(sheet, block, face.column(0, width), top)
        draw_codes(face, sheet, made, start, top)

    return Zone(max(height(block), codes_height(made)), drawn, 1.4)


def _draw(face: Face, sheet: Document, zones: Sequence[Zone]) -> None:
    """Draw from the top down; what room is left is shared out between the parts, the rest stays above."""
    room = face.area.top - face.area.bottom
    shares = sum(zone.share for zone in zones[1:])
    gap = min(LOOSEST, (room - sum(zone.height for zone in zones)) / shares)
    spare = room - sum(zone.height for zone in zones) - gap * shares
    y = face.area.top - spare / 2
    zones[0].draw(sheet, y)
    for before, zone in pairwise(zones):
        y -= before.height + gap * zone.share
        zone.draw(sheet, y)


__all__ = ["QR_SIZE", "Missing", "render"]
