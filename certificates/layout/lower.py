"""The lower part of a face: who signs, how it is checked, and the small print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.lib.colors import HexColor, white

from certificates import wording
from certificates.layout.document import ACCENT, GREY, INK, Document
from certificates.layout.face import Face, Zone
from certificates.layout.qr import SMALLEST, Square, square
from certificates.layout.setting import Block, Column, Setter, Setting, Style, draw, height
from certificates.layout.type import Align
from certificates.layout.words import Said
from certificates.numbers import printed_code
from certificates.parties import Function, Signatory, Visibility

PALE = "#b9c2cf"
FUNCTION = (
    Style(size=7.8, floor=6, rows=2, weight="bold", colour=ACCENT),
    Style(size=6.8, floor=5.5, rows=2, colour=GREY),
)
NAME = Style(size=11.5, floor=7.5, rows=2, weight="bold", above=5)
LINES = (
    Style(size=8.2, floor=6.5, rows=3),
    Style(size=6.9, floor=5.5, rows=3, colour=GREY),
)
SMALL = (Style(size=6.9, floor=5.5, rows=2, colour=GREY), Style(size=6.9, floor=5.5, rows=2, colour=GREY))
CHECK = Style(size=7, floor=5.5, rows=2, weight="bold", colour=ACCENT)
CAPTION = (
    Style(size=6.2, floor=5.5, rows=2, weight="bold", colour=ACCENT, leading=1.15),
    Style(size=5.8, floor=5.5, rows=2, colour=GREY, leading=1.15),
)
NUMBER = Style(size=8.6, floor=7, rows=2, weight="bold", leading=1.3)
HOW = (
    Style(size=6.6, floor=5.5, rows=4, colour=GREY, above=3),
    Style(size=6.6, floor=5.5, rows=4, colour=GREY),
)
PRINT = Style(size=6.3, floor=5.5, rows=99, colour=GREY, leading=1.22)
MARK = (
    Style(size=6.8, floor=6, rows=2, weight="bold", colour=ACCENT),
    Style(size=6.4, floor=5.5, rows=2, colour=ACCENT),
)
QR = 80.0  # 28.2 mm
APART = 26.0
QUIET = 4
ABOVE_CODES = 11.0
MOST_ROWS = {False: 4, True: 6}


@dataclass(frozen=True)
class Code:
    """A QR code to be drawn, what it is called below it, and what it is to who cannot see it."""

    square: Square
    caption: Block
    alt: str
    size: float


def signatures(face: Face, setter: Setter, width: float) -> Zone:
    """Set both signatories, the training authority first."""
    step = (width - APART) / 2
    blocks = [_signatory(face, setter, face.statement.signatory(each), step) for each in Function]

    heads = max(height(head) for head, _ in blocks) + 3

    def drawn(sheet: Document, top: float) -> None:
        for place, (head, body) in enumerate(blocks):
            column = face.column(place * (step + APART), step)
            draw(sheet, head, column, top)
            sheet.rule(column.x, top - heads, column.width, thickness=0.4, colour=PALE)
            draw(sheet, body, column, top - heads)

    return Zone(heads + max(height(body) for _, body in blocks), drawn, 2.0)


def _signatory(face: Face, setter: Setter, by: Signatory, width: float) -> tuple[Block, Block]:
    words, body = face.words, list[Setting]()
    side = face.side
    body.append(setter.paragraph(Said(by.name, "und"), NAME, width, side))
    for said in (words.both(by.capacity), words.both(by.institution.name)):
        body += setter.pair(said, LINES, width)
    ref = wording.kept(words.first, by.mandate_ref)
    body += setter.pair(words.pair("signatures", "mandate", ref=ref), SMALL, width)
    return setter.pair(words.pair("signatures", by.function.value), FUNCTION, width), body


def codes(face: Face, setter: Setter) -> list[Code]:
    """Make the QR of the address and, where there is one, of the content that is checked without network."""
    said = {"online": face.statement.verify_url, "offline": face.code}
    return [_code(face, setter, name, text) for name, text in said.items() if text is not None]


def _code(face: Face, setter: Setter, name: str, text: str) -> Code:
    matrix = square(text)
    size = max(QR, SMALLEST, len(matrix) * 1.1)
    words = zip(face.words.pair("foot", name), CAPTION, strict=False)
    caption = [setter.paragraph(said, style, size + 16, "centre") for said, style in words]
    return Code(matrix, caption, wording.words(face.words.first, "alternatives")[name], size)


def codes_width(made: Sequence[Code]) -> float:
    """Return the width of codes side by side."""
    return sum(code.size for code in made) + APART * (len(made) - 1)


def codes_height(made: Sequence[Code]) -> float:
    """Return the height of codes side by side, captions included."""
    return max(code.size for code in made) + 3 + max(height(code.caption) for code in made)


def draw_codes(face: Face, sheet: Document, made: Sequence[Code], start: float, top: float) -> float:
    """Draw the codes with their captions and return where the next may begin."""
    base = top - max(code.size for code in made)
    lowest = base
    for code in made:
        column = face.column(start, code.size)
        _draw_code(sheet, code, column.x, base)
        around = Column(column.x - 8, code.size + 16)
        lowest = min(lowest, draw(sheet, code.caption, around, base - 3))
        start += code.size + APART
    return lowest


def _draw_code(sheet: Document, code: Code, x: float, y: float) -> None:
    """Draw one on a white ground: the pattern of the sheet would disturb its quiet zone."""
    quiet = QUIET * code.size / len(code.square)
    with sheet.artifact():
        sheet.canvas.setFillColor(white)
        sheet.canvas.rect(x - quiet, y - quiet, code.size + 2 * quiet, code.size + 2 * quiet, 0, 1)
    with sheet.figure(code.alt, (x, y, x + code.size, y + code.size)):
        sheet.canvas.setFillColor(HexColor(INK))
        code.square.draw(sheet.canvas, x, y, code.size)


def panel(face: Face, setter: Setter, made: Sequence[Code], width: float) -> tuple[Block, Block]:
    """Set what stands above and what below the codes: the invitation to check, number and code."""
    words, statement = face.words, face.statement
    number = words.one("foot", "number")
    code = words.one("foot", "code")
    side = face.side
    return setter.pair(words.pair("foot", "check"), (CHECK, SMALL[1]), width), [
        setter.paragraph(_named(number, statement.number), replace(NUMBER, above=4), width, side),
        setter.paragraph(_named(code, printed_code(statement.code)), NUMBER, width, side),
    ]


def _named(label: Said, value: str) -> Said:
    return label._replace(text=f"{label.text} {wording.kept(label.language, value)}")


def how(face: Face, setter: Setter, width: float, align: Align | None = None) -> Block:
    """Say how number and code are entered, and where."""
    place = f"{face.statement.base}/verify"
    said = [each._replace(text=_joined(each, place)) for each in face.words.pair("foot", "how")]
    if align == "centre":
        return [setter.paragraph(each, PRINT, width, "centre") for each in said]
    return setter.pair(said, HOW, width)


def _joined(said: Said, value: str) -> str:
    colon = wording.words(said.language, "script")["colon"]
    return f"{said.text}{colon}{wording.kept(said.language, value)}"


def assurance(face: Face, setter: Setter, width: float, align: Align | None = None) -> Block:
    """Say which language counts, and what is authentic."""
    words = face.words
    marks = [words.one("foot", "authoritative"), *words.pair("foot", "other")[1:]]
    signed = words.pair("foot", "signed")
    if align == "centre":
        head = setter.centred(marks, MARK[0], width)
        return [*head, *(setter.paragraph(said, PRINT, width, "centre") for said in signed)]
    return [*setter.pair(marks, MARK, width), *setter.pair(signed, (PRINT, PRINT), width)]


def foot(face: Face, setter: Setter, *parts: Block) -> Zone:
    """Set the small print: who contributed, and what else stands at the foot of this sheet."""
    given = contributors(face, setter) if face.statement.visibility else ()
    blocks = [part for part in (given, *parts) if part]

    def drawn(sheet: Document, top: float) -> None:
        for block in blocks:
            top = draw(sheet, block, face.area.whole, top) - 2.5

    return Zone(sum(height(block) + 2.5 for block in blocks) - 2.5, drawn)


def contributors(face: Face, setter: Setter) -> Block:
    """Name contributing programmes in small print, never as issuers (domain.md R68).

    In both languages while that stays short, else in the authoritative one.
    """
    words, width = face.words, face.area.width
    leads = words.pair("foot", "contributed")
    said = [
        lead._replace(text=_joined(lead, _told(face.statement.visibility, lead.language))) for lead in leads
    ]
    both = [setter.paragraph(each, PRINT, width) for each in said]
    most = MOST_ROWS[face.is_portrait]
    shown = both if sum(len(each.lines) for each in both) <= most else both[:1]
    return [replace(each, align="centre" if len(each.lines) == 1 else each.align) for each in shown]


def _told(programmes: Sequence[Visibility], language: str) -> str:
    """Tell each programme's line, and a disclaimer once for all those that have the same."""
    lines: dict[str, list[str]] = {}
    for programme in programmes:
        disclaimer = programme.disclaimer.to(language) if programme.disclaimer else ""
        lines.setdefault(disclaimer, []).append(programme.line.to(language))
    return " ".join(" — ".join(filter(None, ["; ".join(told), said])) for said, told in lines.items())
