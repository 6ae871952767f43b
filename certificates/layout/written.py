"""Objects of a PDF whose text stands: ReportLab's own would format every key and number anew."""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObject


class Written(PDFObject):
    """One object as it will be in the file."""

    __RefOnly__ = 1

    def __init__(self, content: bytes = b"") -> None:
        self.content = content

    def format(self, document: Any) -> bytes:
        """Return the content."""
        return self.content


def put(document: Any, name: str, content: bytes = b"") -> str:
    """Put an object under a name into a document and return how others refer to it."""
    document.Reference(Written(content), name)
    return reference(document, name)


def reference(document: Any, name: str) -> str:
    """Return how others refer to the object of this name."""
    number, version = document.idToObjectNumberAndVersion[name]
    return f"{number} {version} R"


def stream(data: bytes, entries: str = "") -> bytes:
    """Write a compressed stream."""
    head = f"<< {entries} /Filter /FlateDecode /Length {len(data)} >>\nstream\n"
    return head.encode("ascii") + data + b"\nendstream"
