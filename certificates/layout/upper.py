"""The upper part of a face: who issues, what it is called, who holds it, and for which path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from certificates import wording
from certificates.errors import TextTooLong
from certificates.layout.document import ACCENT, GREY, Document
from certificates.layout.face import Face, Zone
from certificates.layout.setting import Block, Column, Paragraph, Setter, Setting, Style, draw, height
from certificates.layout.words import Said

COUNTRY = Style(size=7.5, floor=6, colour=GREY)
ISSUER = (
    Style(size=12.5, floor=8, rows=2, weight="bold", colour=ACCENT, above=3),
    Style(size=9.2, floor=6.5, rows=2, colour=GREY),
)
TITLE = (
    Style(size=27, floor=13, colour=ACCENT, tag="H1", leading=1.15),
    Style(size=12.5, floor=7, colour=GREY),
)
LEAD = Style(size=9.5, floor=7, colour=GREY)
HOLDER = Style(size=26, floor=11, weight="bold", leading=1.2, above=4)
OTHER_NAMES = Style(size=15.5, floor=9, rows=3, above=3)
SENTENCE = (Style(size=9.8, floor=7.5, rows=2), Style(size=8.2, floor=6.5, rows=2, colour=GREY, above=2))
PATH = (
    Style(size=14, floor=9, rows=3, weight="bold", colour=ACCENT, above=1),
    Style(size=9, floor=7, rows=3, colour=GREY),
)
EMBLEM = 56.0


class Steps(NamedTuple):
    """From where to where the type shrinks before a name takes another row."""

    rows: int
    largest: float
    floor: float


NAME_STEPS = (Steps(1, 26, 17), Steps(2, 20, 14), Steps(3, 16, 12), Steps(4, 14, 11))


def head(face: Face, setter: Setter) -> Zone:
    """Set the country and the issuing institution, with its emblem where there is one."""
    aside = 0.0 if face.is_portrait or face.emblem is None else EMBLEM + 20
    column = Column(face.area.left + aside, face.area.width - 2 * aside)
    block = _issuer(face, setter, column.width)
    above = EMBLEM + 8 if face.emblem and face.is_portrait else 0.0

    def drawn(sheet: Document, top: float) -> None:
        if face.emblem is not None:
            _emblem(face, sheet, top)
        y = draw(sheet, block, column, top - above) - 7
        sheet.rule(column.edge("centre") - 30, y, 60, thickness=0.8, colour=ACCENT)

    tall = above + height(block) + 8
    return Zone(max(tall, EMBLEM) if aside else tall, drawn)


def _issuer(face: Face, setter: Setter, width: float) -> list[Setting]:
    words, statement = face.words, face.statement
    state = [] if statement.country is None else words.both(statement.country)
    upper = [Said(each.text.upper(), each.language) for each in state]
    block = setter.centred(upper, COUNTRY, width) if upper else []
    return [*block, *_centre(setter, words.both(statement.issuer.name), ISSUER, width)]


def _centre(
    setter: Setter, said: tuple[Said, ...], styles: tuple[Style, ...], width: float
) -> Iterator[Paragraph]:
    for each, style in zip(said, styles, strict=False):
        yield setter.paragraph(each, style, width, "centre")


def _emblem(face: Face, sheet: Document, top: float) -> None:
    assert face.emblem is not None  # asked for by who calls
    middle = face.area.size[0] / 2 if face.is_portrait else face.column(0, EMBLEM).edge("centre")
    alt = wording.words(face.words.first, "alternatives")["emblem"]
    name = face.statement.issuer.name.to(face.words.first)
    face.emblem.draw(sheet, middle, top - EMBLEM / 2, EMBLEM, f"{alt} ({name})")


def title(face: Face, setter: Setter) -> Zone:
    """Set what kind of certificate it is."""
    said = face.words.pair(face.statement.kind, "title")
    return _zone(face, [*_centre(setter, said, TITLE, face.area.width)], 1.8)


def holder(face: Face, setter: Setter) -> Zone:
    """Set who holds it, the first name largest, the other scripts below it."""
    width = face.area.width
    lead = setter.centred(face.words.pair(face.statement.kind, "lead"), LEAD, width)
    first, *others = (Said(name.text, f"und-{name.script}") for name in face.statement.holder)
    block = [*lead, _name(setter, first, width)]
    if others:
        block += setter.centred(others, OTHER_NAMES, width)
    return _zone(face, block)


def _name(setter: Setter, name: Said, width: float) -> Paragraph:
    """Set a name in as few rows as it can be read in, or refuse it by name (TextTooLong)."""
    for rows, largest, floor in NAME_STEPS:
        style = replace(HOLDER, rows=rows, size=largest, floor=floor)
        try:
            return setter.paragraph(name, style, width, "centre")
        except TextTooLong:
            continue
    raise TextTooLong(field="holder", text=name.text[:80], width=round(width), smallest=HOLDER.floor)


def sentence(face: Face, setter: Setter) -> Zone:
    """Set what is certified and the exact version of the path, each language with its own title."""
    words, path, width = face.words, face.statement.path, face.area.width
    sentences, (first, *other) = words.pair(face.statement.kind, "sentence"), words.both(path.title)
    reference = Said(f"{path.code} v{path.version}", "und")
    block: list[Setting] = [
        setter.paragraph(sentences[0], SENTENCE[0], width, "centre"),
        setter.paragraph(first, PATH[0], width, "centre"),
        *_centre(setter, sentences[1:], SENTENCE[1:], width),
        *setter.centred([*other, reference], PATH[1], width),
    ]
    return _zone(face, block)


def _zone(face: Face, block: Block, share: float = 1.0) -> Zone:
    return Zone(height(block), lambda sheet, top: draw(sheet, block, face.area.whole, top), share)
