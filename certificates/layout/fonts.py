"""The embedded faces: coverage, shaping by HarfBuzz, and a ReportLab font that knows what each glyph says.

Every glyph is written under a character code of its own per text it stands for, so that the ToUnicode
table can be exact: copying gives the letters that were set, whatever form they took.
"""

from __future__ import annotations

import unicodedata
import zlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from itertools import count
from threading import Lock
from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, SUBSETN, TTFont

from certificates.layout.written import put, stream

_ALPHABET = " 0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,:;-–—·’()/éèêàçôîÉ"
_FIRST_PRIVATE = 0xF0000
_FACES = {
    "regular": ("NotoSans-Regular", "NotoNaskhArabic-Regular"),
    "bold": ("NotoSans-Bold", "NotoNaskhArabic-Bold"),
}


Key = tuple[int, str]
"""A glyph and what it says."""
Codes = dict[Key, tuple[int, str]]
"""In which subset of a document a glyph lies, and its code there."""


@dataclass(frozen=True)
class Glyph:
    """One glyph of a shaped run in thousandths of the type size; `text` is what it says, in visual order."""

    id: int
    text: str
    advance: float
    x: float
    y: float


@dataclass(frozen=True)
class Cut:
    """One subset of a face, as it is written into a file."""

    program: bytes
    says: bytes
    description: str
    font: str


class SpeakingFont(TTFont):
    """A TrueType font whose subset tables say, glyph by glyph, the text it was set for."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name, path, asciiReadable=False)
        self._codes: dict[Key, int] = {}
        self._unused = count(_FIRST_PRIVATE)
        self._cutting = Lock()
        self._texts: dict[int, str] = {}

    def take(self, doc: Any, key: Key, width: float) -> tuple[int, str]:
        """Take a glyph with what it says into a document's subsets; return which one and its code there."""
        if key not in self._codes:
            character = next(self._unused)  # never the same one twice, whatever another thread is drawing
            self.face.charToGlyph[character], self._texts[character] = key
            self.face.charWidths[character] = width
            self._codes.setdefault(key, character)
        ((subset, code),) = self.splitString(chr(self._codes[key]), doc)
        return subset, code.hex()

    def begin(self, doc: Any, with_codes_of: Any) -> None:
        """Begin a document with the subsets of another one; the canvas may have named the font in it."""
        begun: Any = self.state[with_codes_of]
        own: Any = self.state.setdefault(doc, TTFont.State(False))
        own.assignments, own.nextCode = dict(begun.assignments), begun.nextCode
        own.subsets = [list(subset) for subset in begun.subsets]

    def addObjects(self, doc: Any) -> None:
        """Write the subsets a document uses, each with its table of what its codes say."""
        state = self.state[doc]
        for number, subset in enumerate(state.subsets):
            name = f"{SUBSETN(number).decode()}+{self.face.name.decode()}"
            with self._cutting:  # the face is read like a file, with one place for all
                cut = self._cut(name, tuple(subset))
            program = put(doc, f"program:{name}", cut.program)
            descriptor = put(doc, f"descriptor:{name}", f"<< {cut.description} {program} >>".encode())
            says = put(doc, f"says:{name}", cut.says)
            font = f"<< {cut.font} /ToUnicode {says} /FontDescriptor {descriptor} >>"
            internal = self.getSubsetInternalName(number, doc)[1:]
            put(doc, internal, font.encode())
            doc.idToObject["BasicFonts"].dict[internal] = doc.idToObject[internal]
        del self.state[doc]

    @lru_cache(maxsize=64)  # noqa: B019  # faces live as long as the process
    def _cut(self, name: str, subset: tuple[int, ...]) -> Cut:
        """Cut the glyphs of a subset out of the face; documents of one wording mostly share them."""
        program = self.face.makeSubset(subset)
        widths = " ".join(f"{self.face.charWidths.get(code, self.face.defaultWidth):g}" for code in subset)
        return Cut(
            program=stream(zlib.compress(program), f"/Length1 {len(program)}"),
            says=stream(zlib.compress(self._to_unicode(name, subset).encode("ascii"))),
            description=f"/Type /FontDescriptor /FontName /{name} {self._measures()} /FontFile2",
            font=f"/Type /Font /Subtype /TrueType /BaseFont /{name} /FirstChar 0 /LastChar {len(subset) - 1}"
            f" /Widths [{widths}]",
        )

    def _measures(self) -> str:
        face = self.face
        box = " ".join(f"{number:g}" for number in face.bbox)
        return (
            f"/Ascent {face.ascent:g} /Descent {face.descent:g} /CapHeight {face.capHeight:g}"
            f" /ItalicAngle {face.italicAngle:g} /StemV {face.stemV:g} /MissingWidth {face.defaultWidth:g}"
            f" /FontBBox [{box}] /Flags {face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC}"
        )

    def _to_unicode(self, name: str, subset: tuple[int, ...]) -> str:
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

    def __init__(self, name: str, path: str, alphabet: str) -> None:
        self.name = name
        self.font = SpeakingFont(name, path)
        pdfmetrics.registerFont(self.font)
        face = hb.Face(hb.Blob.from_file_path(path))
        self._hb = hb.Font(face)
        self._hb.scale = (1000, 1000)
        self._covered = frozenset(face.unicodes)
        self._begun = self._begin(alphabet)

    def covers(self, character: str) -> bool:
        """Say whether the face can draw the character; ignorable marks need no glyph."""
        return ord(character) in self._covered or unicodedata.category(character) == "Cf"

    def begin(self, doc: Any) -> Codes:
        """Give a document its first codes: the alphabet comes first, so that most share one subset."""
        self.font.begin(doc, with_codes_of=self.font)
        return dict(self._begun)

    def _begin(self, alphabet: str) -> Codes:
        self.font.state[self.font] = TTFont.State(False)
        shaped = [glyph for letter in alphabet for glyph in self.shape(letter, rtl=False)]
        keys = [(glyph.id, glyph.text) for glyph in shaped]
        return {key: self.font.take(self.font, key, self.width(key[0])) for key in keys}

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


_LOADED: dict[str, tuple[Face, ...]] = {}
_LOADING = Lock()


def faces(weight: str) -> tuple[Face, ...]:
    """Load the faces of one weight once per process: Latin, Greek and Cyrillic first, then Arabic."""
    if weight not in _LOADED:
        with _LOADING:  # a face loaded twice would give one document two tables of codes
            if weight not in _LOADED:
                latin, arabic = _FACES[weight]
                _LOADED[weight] = (_load(latin, _ALPHABET), _load(arabic, ""))
    return _LOADED[weight]


def _load(name: str, alphabet: str) -> Face:
    with as_file(files("certificates").joinpath("assets", "fonts", f"{name}.ttf")) as path:
        return Face(name, str(path), alphabet)
