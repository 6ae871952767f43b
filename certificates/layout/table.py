"""The facts of a certificate, set as a table: scope broadly, the short facts side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from certificates.layout.document import GREY, INK, Document
from certificates.layout.face import Face, Zone
from certificates.layout.facts import Fact
from certificates.layout.setting import Block, Setter, Setting, Style, draw, height, read_apart

BROAD = frozenset({"themes", "modules", "may_teach"})
LABEL = Style(size=6.4, floor=5.5, rows=2, colour=GREY)
VALUES = (Style(size=9, floor=6.5, rows=9, colour=INK), Style(size=7.4, floor=6, rows=9, colour=GREY))
GAP, BELOW = 12.0, 7.0
PALE = "#b9c2cf"


class Cell(NamedTuple):
    """A set fact, where it begins and how wide its column is."""

    block: Block
    start: float
    width: float


Row = Sequence[Cell]


def fact_table(face: Face, setter: Setter) -> Zone:
    """Set the facts: beside one another on a broad sheet, below one another on a narrow one."""
    broad = [fact for fact in face.facts if fact.name in BROAD]
    short = [fact for fact in face.facts if fact.name not in BROAD]
    if face.is_portrait:
        columns = 3 if read_apart(face.words.pair("foot", "code")) else 4
        short_rows = _short(setter, short, 0, face.area.width, columns)
        sides = [_broad(setter, broad, 0, face.area.width) + short_rows]
    else:
        half = (face.area.width - 28) / 2
        sides = [_broad(setter, broad, 0, half), _short(setter, short, half + 28, half, 3)]
    below = BELOW * setter.scale
    tall = 8 + max(_tall(rows, below) for rows in sides)

    def drawn(sheet: Document, top: float) -> None:
        sheet.rule(face.area.left, top, face.area.width, thickness=0.4, colour=PALE)
        for rows in sides:
            _draw(face, sheet, rows, top - 8, below)

    return Zone(tall, drawn, 1.2)


def _broad(setter: Setter, found: Sequence[Fact], start: float, width: float) -> list[Row]:
    return [[Cell(_block(setter, fact, width), start, width)] for fact in found]


def _short(setter: Setter, found: Sequence[Fact], start: float, width: float, columns: int) -> list[Row]:
    """Set short facts in columns; the decision, which is longer, takes what is left of a row."""
    step = (width + GAP) / columns
    rows: list[list[Cell]] = [[]]
    place = 0
    for number, fact in enumerate(found):
        last = number == len(found) - 1
        wide = 2 if fact.name == "decision" else 1
        if place + wide > columns:
            rows.append([])
            place = 0
        if last:
            wide = columns - place
        room = wide * step - GAP
        rows[-1].append(Cell(_block(setter, fact, room), start + place * step, room))
        place += wide
    return [*rows]


def _block(setter: Setter, fact: Fact, width: float) -> Block:
    block: list[Setting] = []
    if read_apart(fact.labels):
        block += setter.pair(fact.labels, (LABEL, LABEL), width)
    else:
        joined = fact.labels[0]._replace(text="  ·  ".join(said.text for said in fact.labels))
        block.append(setter.paragraph(joined, LABEL, width))
    values = VALUES
    if fact.name == "until":
        values = (replace(VALUES[0], weight="bold"), VALUES[1])
    return [*block, *setter.pair(fact.values, values, width)]


def _tall(rows: Sequence[Row], below: float) -> float:
    return sum(max(height(cell.block) for cell in row) + below for row in rows)


def _draw(face: Face, sheet: Document, rows: Sequence[Row], top: float, below: float) -> None:
    for row in rows:
        for cell in row:
            draw(sheet, cell.block, face.column(cell.start, cell.width), top)
        top -= max(height(cell.block) for cell in row) + below
