"""Cells of a workbook whose formula nobody has computed yet: a program wrote the file and saved no value.

Loaded by `workbook_child.py` alone, under its limits, and only for a workbook that holds formulas.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from xml.parsers import expat

Place = tuple[int, int]
LONGEST = 200


def unvalued(content: bytes, sheet: str) -> dict[Place, str]:
    """The formulas of a sheet that have no value, by row and column as people count them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = _part_of(archive, sheet)
        cells = _Cells()
        if part in archive.namelist():
            _walk(archive.read(part), cells)
    return cells.found


def _walk(xml: bytes, reader: _Names | _Cells) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.said
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as wrong:
        raise ValueError(str(wrong)) from wrong


def _refuse(*_: object) -> None:
    """No workbook has a document type; what has one means harm (F2)."""
    raise ValueError("DOCTYPE")


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Where in the archive a sheet lies, by its name."""
    names = _Names()
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        if part in archive.namelist():
            _walk(archive.read(part), names)
    target = names.targets.get(names.sheets.get(sheet, ""), "")
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


class _Names:
    """Sheets by name and parts by reference, from the two lists a workbook keeps."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.targets: dict[str, str] = {}

    def start(self, tag: str, facts: dict[str, str]) -> None:
        """Note a sheet or where a reference points."""
        local = {name.rpartition(":")[2]: value for name, value in facts.items()}
        match tag.rpartition(":")[2]:
            case "sheet":
                self.sheets[local.get("name", "")] = local.get("id", "")
            case "Relationship":
                self.targets[local.get("Id", "")] = local.get("Target", "")

    def end(self, tag: str) -> None:
        """Nothing is kept until an end."""

    def said(self, text: str) -> None:
        """The lists hold no text."""


class _Cells:
    """Cells in the order of the file; those that name no place follow the one before."""

    def __init__(self) -> None:
        self.found: dict[Place, str] = {}
        self.at: Place = (0, 0)
        self.kind = self.into = ""
        self.formula: str | None = None
        self.value = ""

    def start(self, tag: str, facts: dict[str, str]) -> None:
        """Begin a row, a cell, or a part of a cell."""
        match tag.rpartition(":")[2]:
            case "row":
                self.at = (int(facts.get("r", self.at[0] + 1)), 0)
            case "c":
                self.at = _place(facts["r"]) if "r" in facts else (self.at[0], self.at[1] + 1)
                self.kind, self.formula, self.value = facts.get("t", ""), None, ""
            case "f":
                self.into, self.formula = "f", "="
            case "v" | "is":
                self.into = "v"

    def end(self, tag: str) -> None:
        """Keep a cell that has a formula and no value; an empty text is a value."""
        name = tag.rpartition(":")[2]
        if name in ("f", "v", "is"):
            self.into = ""
        elif name == "c" and self.formula is not None and not self.value.strip() and self.kind != "str":
            self.found[self.at] = self.formula[:LONGEST]

    def said(self, text: str) -> None:
        """Add to the formula or the value being read."""
        if self.into == "f":
            self.formula = (self.formula or "=") + text
        elif self.into == "v":
            self.value += text


def _place(reference: str) -> Place:
    """`C2` as row 2, column 3."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]), column
