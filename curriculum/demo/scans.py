"""Deeds as files: one page of plain text, written as the smallest PDF a reader opens."""

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def text_page(lines: tuple[str, ...]) -> bytes:
    """One A4 page with these lines, the same bytes for the same words."""
    shown = b"".join(b"(" + _escaped(line) + b")' " for line in lines)
    drawn = b"BT /F 12 Tf 18 TL 72 760 Td " + shown + b"ET"
    stream = b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn)
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return _file((b"<</Type/Catalog/Pages 2 0 R>>", pages, PAGE, FONT, stream))


def _escaped(line: str) -> bytes:
    plain = line.encode("cp1252", "replace")
    return b"".join(b"\\" + bytes((one,)) if one in b"()\\" else bytes((one,)) for one in plain)


def _file(objects: tuple[bytes, ...]) -> bytes:
    """The objects in order, with the table that says where each begins."""
    out, begins = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        begins.append(len(out))
        out += b"%d 0 obj%b\nendobj\n" % (number, one)
    rows = b"".join(b"%010d 00000 n \n" % begin for begin in begins)
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, rows)
    ending = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + table + ending
