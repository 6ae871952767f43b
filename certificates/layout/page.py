"""The face of a certificate: A4 landscape, two languages, one quiet accent, everything selectable."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor

from certificates import wording
from certificates.errors import TextTooLong
from certificates.kinds import kind_named
from certificates.layout.document import A4_LANDSCAPE, ACCENT, GREY, INK, Document
from certificates.layout.facts import Fact, face_languages, facts
from certificates.layout.qr import draw_qr
from certificates.layout.seal import Pattern, define, frame, rosette
from certificates.layout.type import Line, Weight, fitted, line, wrapped
from certificates.numbers import printed_code
from certificates.parties import Function, Signatory
from certificates.statement import Statement
from certificates.text import Text

WIDTH, HEIGHT = A4_LANDSCAPE
MIDDLE = WIDTH / 2
LEFT, RIGHT = 62.0, WIDTH - 62.0
BROAD_FACTS = frozenset({"themes", "modules", "may_teach"})
FACTS_END = 175.0
PALE = "#b9c2cf"
QR_SIZE = 76.0  # 26.8 mm


@dataclass(frozen=True)
class Words:
    """The words of one section in the authoritative and in the other language."""

    statement: Statement

    def pair(self, section: str, name: str) -> tuple[str, str]:
        """Return one wording in both languages, the authoritative first."""
        first, second = face_languages(self.statement)[:2]
        return wording.words(first, section)[name], wording.words(second, section)[name]

    def both(self, text: Text) -> tuple[str, str]:
        """Return one text in both languages, the authoritative first."""
        first, second = face_languages(self.statement)[:2]
        return text.to(first), text.to(second)


def render(statement: Statement, *, specimen: bool = False) -> bytes:
    """Draw the face; raises MissingGlyph or TextTooLong before anything is signed."""
    wording.demand(statement.wording, statement.languages)
    words = Words(statement)
    title = words.pair(statement.kind, "title")[0]
    sheet = Document(
        size=A4_LANDSCAPE,
        title=f"{title} {statement.number}",
        author=words.both(statement.issuer.name)[0],
        language=statement.authoritative_language,
    )
    _ground(sheet, Pattern.from_digest(statement.digest()))
    if specimen:
        _specimen(sheet, words)
    _head(sheet, statement, words)
    below = _holder(sheet, statement, words)
    _facts(sheet, statement, _sentence(sheet, statement, words, below))
    _signatures(sheet, statement, words)
    _check(sheet, statement, words)
    _foot(sheet, statement, words)
    return sheet.finish()


def _ground(sheet: Document, pattern: Pattern) -> None:
    canvas = sheet.canvas
    define(canvas, pattern)
    with sheet.artifact():
        canvas.setStrokeColor(_tint(ACCENT, 0.6))
        frame(canvas, pattern, (28, 28, WIDTH - 28, HEIGHT - 28), 0.35)
        sheet.frame(16, 16, WIDTH - 32, HEIGHT - 32, thickness=0.9, colour=ACCENT)
        sheet.frame(40, 40, WIDTH - 80, HEIGHT - 80, thickness=0.5, colour=ACCENT)
        canvas.setStrokeColor(_tint(ACCENT, 0.13))
        rosette(canvas, pattern, MIDDLE, HEIGHT / 2 + 12, 216, 0.3)
        canvas.setStrokeColor(_tint(ACCENT, 0.75))
        rosette(canvas, pattern, MIDDLE - 16, 126, 38, 0.25)


def _tint(colour: str, share: float) -> Color:
    full = HexColor(colour)
    return Color(*(1 - (1 - part) * share for part in (full.red, full.green, full.blue)))


def _specimen(sheet: Document, words: Words) -> None:
    canvas = sheet.canvas
    canvas.saveState()
    canvas.translate(MIDDLE, HEIGHT / 2)
    canvas.rotate(28)
    sheet.text(
        words.pair("marks", "specimen")[0], 0, -40, 120, weight="bold", align="centre", colour="#f0d4d0"
    )
    canvas.restoreState()


def _head(sheet: Document, statement: Statement, words: Words) -> None:
    if statement.country:
        state = "  ·  ".join(words.both(statement.country))
        sheet.text(state.upper(), MIDDLE, 536, 7.5, align="centre", colour=GREY)
    first, second = words.both(statement.issuer.name)
    sheet.fitted(
        first, MIDDLE, 517, width=640, largest=13, smallest=8, weight="bold", align="centre", colour=ACCENT
    )
    sheet.fitted(second, MIDDLE, 503, width=640, largest=9, smallest=6.5, align="centre", colour=GREY)
    sheet.rule(MIDDLE - 30, 492, 60, thickness=0.8, colour=ACCENT)
    first, second = words.pair(statement.kind, "title")
    sheet.text(first, MIDDLE, 459, 31, align="centre", colour=ACCENT, tag="H1")
    sheet.text(second, MIDDLE, 441, 12, align="centre", colour=GREY)


def _holder(sheet: Document, statement: Statement, words: Words) -> float:
    lead = "  ·  ".join(words.pair(statement.kind, "lead"))
    sheet.text(lead, MIDDLE, 421, 9, align="centre", colour=GREY)
    first, *others = (name.text for name in statement.holder)
    largest = 29 if len(first) <= 70 else 20
    size, lines = fitted(first, 680, largest, 12, "bold", rows=2 if len(first) > 70 else 1)
    y = 391.0 if len(lines) == 1 else 400.0
    with sheet.block("P"):
        for each in lines:
            sheet.text(each, MIDDLE, y, size, align="centre")
            y -= size * 1.2
    return _other_names(sheet, others, y + size * 1.2 - 12 - size / 2) if others else y + size * 1.2 - 28


def _other_names(sheet: Document, names: list[str], y: float) -> float:
    """Write the other scripts on one line if they fit, each in its own text run, else one below another."""
    size, gap = 16.0, 34.0
    total = sum(line(name).width(size) for name in names) + gap * (len(names) - 1)
    if total > 640:
        for name in names:
            sheet.fitted(name, MIDDLE, y, width=640, largest=12, smallest=8, align="centre")
            y -= 15
        return y - 6
    x = MIDDLE - total / 2
    for name in names:
        sheet.text(name, x, y, size)
        x += line(name).width(size) + gap
    return y - 23


def _sentence(sheet: Document, statement: Statement, words: Words, y: float) -> float:
    first, second = words.pair(statement.kind, "sentence")
    title, other = words.both(statement.path.title)
    reference = f"{statement.path.code} v{statement.path.version}"
    sheet.text(first, MIDDLE, y, 9.5, align="centre")
    y = sheet.fitted(
        title,
        MIDDLE,
        y - 18,
        width=660,
        largest=14,
        smallest=9,
        rows=2,
        weight="bold",
        align="centre",
        colour=ACCENT,
    )
    y = sheet.fitted(second, MIDDLE, y + 2, width=660, largest=8, smallest=6.5, align="centre", colour=GREY)
    named = f"{other}  —  {reference}"
    y = sheet.fitted(named, MIDDLE, y - 1, width=660, largest=8.5, smallest=6.5, align="centre", colour=GREY)
    return y - 3


def _facts(sheet: Document, statement: Statement, top: float) -> None:
    """Set the facts in a broad column for the scope and three narrow ones for the rest."""
    names = (*kind_named(statement.kind).facts, "effective", "until")
    found = facts(statement, names)
    broad = [[fact] for fact in found if fact.name in BROAD_FACTS]
    narrow = [fact for fact in found if fact.name not in BROAD_FACTS]
    sheet.rule(LEFT, top, RIGHT - LEFT, thickness=0.4, colour=PALE)
    _table(sheet, broad, LEFT, top - 13, 334)
    rows = [narrow[n : n + 3] for n in range(0, len(narrow), 3)]
    _table(sheet, [*rows, facts(statement, ("decision",))], LEFT + 372, top - 13, 118)


def _table(sheet: Document, rows: list[list[Fact]], x: float, y: float, step: float) -> None:
    for row in _set_rows(rows, step, y - FACTS_END):
        y = min(_write(sheet, block, x + n * step, y) for n, block in enumerate(row)) - row[0][0].size


@dataclass(frozen=True)
class Entry:
    """One set line of a fact, and how far below it the next one stands."""

    line: Line
    size: float
    colour: str
    leading: float


Block = list[Entry]


def _set_rows(rows: list[list[Fact]], step: float, room: float) -> list[list[Block]]:
    """Set facts as large as the room allows; refuse by name when even the smallest does not fit."""
    for scale in (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64):
        blocks = [[_block(fact, _fact_width(fact, step), scale) for fact in row] for row in rows]
        height = sum(max(sum(e.leading for e in block) for block in row) + row[0][0].size for row in blocks)
        if height <= room + 6 * scale:
            return blocks
    raise TextTooLong(facts=[fact.name for row in rows for fact in row], room=round(room))


def _fact_width(fact: Fact, step: float) -> float:
    return 3 * step - 10 if fact.name == "decision" else step - 8


def _block(fact: Fact, width: float, scale: float) -> Block:
    weight: Weight = "bold" if fact.name == "until" else "regular"
    label = "  ·  ".join(dict.fromkeys(fact.labels[:2]))
    block = _entries(label, width, 6 * scale, 1.6, GREY, "regular")
    block += _entries(fact.values[0], width, 8.5 * scale, 1.2, INK, weight)
    if fact.values[1] != fact.values[0]:
        block += _entries(fact.values[1], width, 6.5 * scale, 1.2, GREY, "regular")
    return block


def _entries(
    text: str, width: float, size: float, leading: float, colour: str, weight: Weight
) -> list[Entry]:
    return [Entry(each, size, colour, size * leading) for each in wrapped(text, size, width, weight)]


def _write(sheet: Document, block: Block, x: float, y: float) -> float:
    for entry in block:
        sheet.text(entry.line, x, y, entry.size, colour=entry.colour)
        y -= entry.leading
    return y


def _signatures(sheet: Document, statement: Statement, words: Words) -> None:
    _signature(sheet, words, statement.signatory(Function.TRAINING), LEFT, 225)
    _signature(sheet, words, statement.signatory(Function.HR), MIDDLE + 42, 210)


def _signature(sheet: Document, words: Words, signatory: Signatory, x: float, width: float) -> None:
    first, second = words.pair("signatures", signatory.function.value)
    sheet.text(first, x, 164, 7.5, weight="bold", colour=ACCENT)
    sheet.text(second, x, 155.5, 6.5, colour=GREY)
    sheet.rule(x, 150, width, thickness=0.4, colour=PALE)
    y = sheet.fitted(signatory.name, x, 137, width=width, largest=11, smallest=7, weight="bold")
    first, second = words.both(signatory.capacity)
    y = sheet.fitted(first, x, y + 1, width=width, largest=8, smallest=6)
    y = sheet.fitted(second, x, y + 1, width=width, largest=6.5, smallest=5, colour=GREY)
    first, second = words.both(signatory.institution.name)
    y = sheet.fitted(first, x, y - 2, width=width, largest=8, smallest=6)
    y = sheet.fitted(second, x, y + 1, width=width, largest=6.5, smallest=5, colour=GREY)
    mandate = words.pair("signatures", "mandate")[0].format(ref=signatory.mandate_ref)
    sheet.fitted(mandate, x, y - 1, width=width, largest=6.5, smallest=5, colour=GREY)


def _check(sheet: Document, statement: Statement, words: Words) -> None:
    x, y = RIGHT - QR_SIZE, 92.0
    with sheet.figure(f"QR: {statement.verify_url}", (x, y, x + QR_SIZE, y + QR_SIZE)):
        sheet.canvas.setFillColor(HexColor(INK))
        draw_qr(sheet.canvas, statement.verify_url, x, y, QR_SIZE)
    first, second = words.pair("foot", "check")
    sheet.text(first, RIGHT, 182, 6.5, weight="bold", align="right", colour=ACCENT)
    sheet.text(second, RIGHT, 174.5, 6, align="right", colour=GREY)
    number = words.pair("foot", "number")[0]
    sheet.text(f"{number} {statement.number}", RIGHT, 82, 7.5, weight="bold", align="right")
    code = words.pair("foot", "code")[0]
    sheet.text(f"{code} {printed_code(statement.code)}", RIGHT, 72.5, 7.5, align="right")


def _foot(sheet: Document, statement: Statement, words: Words) -> None:
    if statement.visibility:
        _visibility(sheet, statement, words)
    place = statement.verify_url.rsplit("/v/", 1)[0] + "/verify"
    authoritative = words.pair("foot", "authoritative")[0]
    signed, how = words.pair("foot", "signed"), words.pair("foot", "how")
    lines = (f"{authoritative}.  {signed[0]}", signed[1], f"{how[0]}  ·  {how[1]} : {place}")
    for row, text in enumerate(lines):
        y = 60 - row * 7.2
        sheet.fitted(text, LEFT, y, width=RIGHT - LEFT, largest=6, smallest=4, colour=GREY)


def _visibility(sheet: Document, statement: Statement, words: Words) -> float:
    """Name contributing programmes in small print, never as issuers (domain.md R68)."""
    lead = " / ".join(words.pair("foot", "contributed"))
    parts = []
    for programme in statement.visibility:
        texts = [words.both(programme.line)[0]]
        if programme.disclaimer:
            texts.append(words.both(programme.disclaimer)[0])
        parts.append(" — ".join(texts))
    text = f"{lead} : " + " ; ".join(parts)
    return sheet.fitted(text, LEFT, 76, width=570, largest=6, smallest=4, rows=2, leading=1.2, colour=GREY)
