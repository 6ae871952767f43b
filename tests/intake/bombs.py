"""Workbooks that mean harm, and plain ones, made in memory."""

import io
import struct
import zipfile
from datetime import date

import xlsxwriter

PARTS = ("[Content_Types].xml", "xl/workbook.xml")


def workbook(*lines: tuple[object, ...], formulas: tuple[tuple[int, int, str, object], ...] = ()) -> bytes:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    sheet, dates = book.add_worksheet("Liste"), book.add_format({"num_format": "dd/mm/yyyy"})
    for row, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, dates)
            else:
                sheet.write(row, column, cell)
    for row, column, formula, value in formulas:
        sheet.write_formula(row, column, formula, None, value)
    book.close()
    return memory.getvalue()


def zipped(size: int, *, entries: int = 1) -> bytes:
    """An archive that says openly how large it becomes."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in PARTS:
            archive.writestr(name, "<x/>")
        for number in range(entries):
            archive.writestr(f"xl/sheet{number}.xml", b"\0" * size)
    return memory.getvalue()


def lying(size: int) -> bytes:
    """The same archive, with every declared size turned into one byte."""
    content = bytearray(zipped(size))
    said = struct.pack("<I", size)
    while (at := content.find(said)) >= 0:
        content[at : at + 4] = struct.pack("<I", 1)
    return bytes(content)


def far_cell() -> bytes:
    """One cell in the first corner of a sheet and one in the last: a grid of 17 thousand million."""
    return workbook(("Nom", "Prénom", "Heures"), *[()] * 99, (), formulas=((1_048_575, 16_383, "=1", 1),))


def entity() -> bytes:
    """A sheet that defines an entity reading a file of the machine (F2)."""
    plain = io.BytesIO(workbook(("Nom", "Prénom", "Heures"), ("A", "B", 1)))
    memory = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "xl/sharedStrings.xml":
                head, _, body = text.partition(b"?>")
                evil = b'<!DOCTYPE sst [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                text = head + b"?>" + evil + body.replace(b"<t>A</t>", b"<t>&e;</t>")
            target.writestr(name, text)
    return memory.getvalue()
