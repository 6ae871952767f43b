"""The embedded faces: coverage, shaping by HarfBuzz, and a ReportLab font that knows what each glyph says.

Every glyph is written under a character code of its own per text it stands for, so that the ToUnicode
table can be exact: copying gives the letters that were set, whatever form they took.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

_FIRST_PRIVATE = 0xF0000
_FACES = {
    "regular": ("NotoSans-Regular", "NotoNaskhArabic-Regular"),
    "bold": ("NotoSans-Bold", "NotoNaskhArabic-Bold"),
}


@dataclass(frozen=True)
class Glyph:
    """One glyph of a shaped run in thousandths of the type size; `text` is what it says, in visual order."""

    id: int
    text: str
    advance: float
    x: float
    y: float


class SpeakingFont(TTFont):
    """A TrueType font whose subset tables say, glyph by glyph, the text it was set for."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name, path, asciiReadable=False)
        self._codes: dict[tuple[int, str], int] = {}
        self._texts: dict[int, str] = {}

    def character_for(self, glyph: int, text: str, width: float) -> str:
        """Return the private character that draws this glyph and is copied as this text."""
        key = (glyph, text)
        if key not in self._codes:
            code = _FIRST_PRIVATE + len(self._codes)
            self.face.charToGlyph[code] = glyph
            self.face.charWidths[code] = width
            self._texts[code] = text
            self._codes[key] = code
        return chr(self._codes[key])

    def addObjects(self, doc: Any) -> None:
        """Write the subsets, then replace ReportLab's ToUnicode tables by ours."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for name, subset in zip(self._subset_names(doc, len(subsets)), subsets, strict=True):
            doc.idToObject[f"toUnicodeCMap:{name}"].content = self._to_unicode(name, subset)

    def _subset_names(self, doc: Any, count: int) -> list[str]:
        own = self.face.name.decode("ascii")
        names = [
            key.removeprefix("toUnicodeCMap:") for key in doc.idToObject if key.startswith("toUnicodeCMap:")
        ]
        return [name for name in names if name.split("+", 1)[1] == own][:count]

    def _to_unicode(self, name: str, subset: list[int]) -> str:
        said = ((code, self._texts.get(character, " ")) for code, character in enumerate(subset) if character)
        lines = [f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in said]
        chunks = [lines[n : n + 100] for n in range(0, len(lines), 100)]
        body = "\n".join(f"{len(c)} beginbfchar\n" + "\n".join(c) + "\nendbfchar" for c in chunks)
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            f"/CMapName /{name} def\n/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
            f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
        )


class Face:
    """One face: what it covers, how it shapes, and its ReportLab font."""

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self.font = SpeakingFont(name, path)
        pdfmetrics.registerFont(self.font)
        face = hb.Face(hb.Blob.from_file_path(path))
        self._hb = hb.Font(face)
        self._hb.scale = (1000, 1000)
        self._covered = frozenset(face.unicodes)

    def covers(self, character: str) -> bool:
        """Say whether the face can draw the character; ignorable marks need no glyph."""
        return ord(character) in self._covered or unicodedata.category(character) == "Cf"

    def width(self, glyph: int) -> float:
        """Return the advance of a glyph before kerning."""
        return float(self._hb.get_glyph_h_advance(glyph))

    def outline(self, glyph: int, pen: Any) -> None:
        """Draw the outline of a glyph, in thousandths of the type size."""
        self._hb.draw_glyph_with_pen(glyph, pen)

    def shape(self, text: str, *, rtl: bool) -> list[Glyph]:
        """Shape one run and return its glyphs from left to right; brackets are mirrored (rule L4)."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_GRAPHEMES
        hb.shape(self._hb, buffer, {"liga": rtl})
        return _speaking(text, buffer, rtl=rtl)


def _speaking(text: str, buffer: Any, *, rtl: bool) -> list[Glyph]:
    """Give each cluster's text to its first glyph that advances; the others say nothing."""
    clusters = sorted({info.cluster for info in buffer.glyph_infos})
    ends = dict(zip(clusters, [*clusters[1:], len(text)], strict=False))  # none where only marks are
    untold = set(clusters)
    glyphs = []
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        said = ""
        if info.cluster in untold and place.x_advance:
            untold.remove(info.cluster)
            said = text[info.cluster : ends[info.cluster]]
        glyphs.append(
            Glyph(info.codepoint, _visual(said, rtl=rtl), place.x_advance, place.x_offset, place.y_offset)
        )
    return glyphs


def _visual(text: str, *, rtl: bool) -> str:
    # readers turn right-to-left text round letter by letter, hence ligatures are told back to front
    kept = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return kept[::-1] if rtl else kept


@cache
def faces(weight: str) -> tuple[Face, ...]:
    """Load the faces of one weight once per process: Latin, Greek and Cyrillic first, then Arabic."""
    return tuple(_load(name) for name in _FACES[weight])


def _load(name: str) -> Face:
    with as_file(files("certificates").joinpath("assets", "fonts", f"{name}.ttf")) as path:
        return Face(name, str(path))
