"""A framework written as a table (CSV, or pasted from a sheet): one item a row, in the shape of CASE."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from curriculum.domain.case import Plain, folded, level_of
from curriculum.domain.case_faults import MOST_ITEMS, Fault, FaultCode, find

COLUMNS: Mapping[str, frozenset[str]] = {
    "code": frozenset({"code", "human coding scheme", "humancodingscheme"}),
    "parent": frozenset({"parent", "parent code", "code parent", "sous"}),
    "fr": frozenset({"fr", "francais", "enonce", "enonce fr", "statement fr", "texte"}),
    "en": frozenset(
        {"en", "english", "statement", "statement en", "full statement", "fullstatement", "enonce en"}
    ),
    "type": frozenset({"type", "kind", "nature", "cfitemtype"}),
    "level": frozenset({"level", "niveau", "education level", "educationlevel"}),
}
"""What a column may be called, without case and accents."""

_SPACE = UUID("b6d0f6a8-5c1f-5a55-9c0e-2f6d8a3f7b10")
_PLACE = re.compile(r"(CFItems|CFAssociations)\[(\d+)\]")
_COLUMN = {"fullStatement": "fr / en", "destinationNodeURI": "parent", "identifier": "code"}


class _Unclosed(Exception):
    """A quotation mark does not close where its cell ends; carries the line."""


class Table(NamedTuple):
    """A table as CASE shapes it, with the line of each item and of each association."""

    data: Plain
    lines: Mapping[str, list[int]]


def is_table(content: bytes) -> bool:
    """Whether a file is no JSON: that begins with a bracket."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"[", b"")


def read(content: bytes, *, title: str, key: str, at: datetime) -> Plain | tuple[Fault, ...]:
    """The package of a table, or what is wrong with it, each fault with its line and column."""
    try:
        rows = list(_rows(_text(content)))
    except _Unclosed as error:
        return (Fault(FaultCode.SHAPE, str(error), '"', 'CSV: "…"'),)
    names = _names(rows[0][1]) if rows else {}
    if "code" not in names or not {"fr", "en"} & names.keys():
        found = " ".join(rows[0][1]) if rows else ""
        return (Fault(FaultCode.SHAPE, "1", found[:80], "code, fr, en, parent, type, level"),)
    if len(rows) - 1 > MOST_ITEMS:
        return (Fault(FaultCode.TOO_MANY, "1", str(len(rows) - 1), str(MOST_ITEMS)),)
    spoken = "fr" if "fr" in names else "en"
    table = _package([(line, _cells(row, names)) for line, row in rows[1:]], title, spoken, key, at)
    faults = tuple(_levels(rows[1:], names)) or find(table.data)
    return tuple(_told(fault, table) for fault in faults) or table.data


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that say something, each with its line; between cells stands what the first line uses most."""
    first = text.lstrip().split("\n", 1)[0]
    between = max("\t;,|", key=first.count)
    written = io.StringIO(text.replace("\0", "\N{REPLACEMENT CHARACTER}"), newline="")
    reader = csv.reader(written, delimiter=between, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error:
        raise _Unclosed(reader.line_num) from None


def _names(heads: list[str]) -> dict[str, int]:
    """Which column is which; unknown ones are left out."""
    plain = [re.sub(r"[\s_-]+", " ", folded(head)).strip() for head in heads]
    return {
        name: place
        for place, head in reversed(list(enumerate(plain)))
        for name, words in COLUMNS.items()
        if head in words
    }


def _cells(row: list[str], names: Mapping[str, int]) -> dict[str, str]:
    return {name: row[place].strip() if place < len(row) else "" for name, place in names.items()}


def _levels(rows: list[tuple[int, list[str]]], names: Mapping[str, int]) -> Iterator[Fault]:
    for line, row in rows:
        level = _cells(row, names).get("level", "")
        if level and level_of(level) is None:
            yield Fault(FaultCode.SHAPE, f"{line}: level", level[:80], "EQF 1-8, SQF 1-8, ESQF 1-8")


def _package(
    rows: list[tuple[int, dict[str, str]]], title: str, spoken: str, key: str, at: datetime
) -> Table:
    document = uuid5(_SPACE, key)
    changed = at.isoformat(timespec="seconds")
    head = _named(
        document, {"title": title, "creator": "", "language": spoken, "lastChangeDateTime": changed}
    )
    items = [_item(cells, document, title, changed) for _line, cells in rows]
    links = [_child(cells, number, document, changed) for number, (_line, cells) in enumerate(rows)]
    lines = [line for line, _cells_of in rows]
    data: Plain = {"CFDocument": head, "CFItems": items, "CFAssociations": links}
    return Table(data, {"CFItems": lines, "CFAssociations": lines})


def _named(key: UUID, more: Plain) -> Plain:
    return {"identifier": str(key), "uri": f"urn:uuid:{key}", **more}


def _item(cells: Mapping[str, str], document: UUID, title: str, changed: str) -> Plain:
    fr, en = cells.get("fr", ""), cells.get("en", "")
    row = {
        "CFDocumentURI": _named(document, {"title": title}),
        "fullStatement": fr or en,
        "language": "fr" if fr else "en",
        "humanCodingScheme": cells["code"],
        "CFItemType": cells.get("type", ""),
        "educationLevel": [cells["level"]] if cells.get("level") else [],
        "extensions": {"cursus": {"statement": en}} if fr and en else {},
        "lastChangeDateTime": changed,
    }
    made = _named(uuid5(document, cells["code"]), {name: value for name, value in row.items() if value})
    return made if cells["code"] else made | {"identifier": ""}


def _child(cells: Mapping[str, str], number: int, document: UUID, changed: str) -> Plain:
    """Each item hangs below its parent, or below the document."""
    parent = cells.get("parent", "")
    above = uuid5(document, parent) if parent else document
    return _named(
        uuid5(document, f"isChildOf {number} {cells['code']}"),
        {
            "associationType": "isChildOf",
            "originNodeURI": _named(uuid5(document, cells["code"]), {"title": cells["code"]}),
            "destinationNodeURI": _named(above, {"title": parent}),
            "sequenceNumber": number + 1,
            "lastChangeDateTime": changed,
        },
    )


def _told(fault: Fault, table: Table) -> Fault:
    """A fault of the shape of CASE as a fault of the table: line and column, codes for identifiers."""
    place = _PLACE.match(fault.place)
    if place is None:
        return fault
    number = int(place[2])
    line = table.lines[place[1]][number]
    column = next((said for name, said in _COLUMN.items() if name in fault.place), "")
    link, item = table.data["CFAssociations"][number], table.data["CFItems"][number]
    found = {FaultCode.DANGLING: link["destinationNodeURI"]["title"]}.get(fault.code, fault.found)
    if fault.code in (FaultCode.DUPLICATE_ID, FaultCode.CYCLE):
        found, column = item.get("humanCodingScheme", ""), "code"
    expected = {FaultCode.DANGLING: "code", FaultCode.DUPLICATE_ID: "1 ×", FaultCode.CYCLE: "parent"}
    return Fault(fault.code, f"{line}: {column}", found, expected.get(fault.code, fault.expected))
