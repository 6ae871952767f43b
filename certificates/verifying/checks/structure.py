"""Is this one of our documents at all, and what does it say?"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from certificates.errors import CertificateError
from certificates.fields import ATTACHMENT, CREDENTIAL
from certificates.statement import LARGEST_STATEMENT, Statement
from certificates.verifying.presented import LARGEST_PDF, LARGEST_TEXT, LONGEST_CODE, Kind
from certificates.verifying.report import Answer, Finding, failed, passed

MOST_OBJECTS = 10_000
"""A certificate has a few hundred; a reader may take minutes over a million."""
_SIZE = re.compile(rb"/Size\s+(\d+)")
_LIMITS = {Kind.PDF: LARGEST_PDF, Kind.CREDENTIAL: LARGEST_TEXT, Kind.CODE: LONGEST_CODE}
_KEPT = {ATTACHMENT: LARGEST_STATEMENT, CREDENTIAL: LARGEST_TEXT}


@dataclass(frozen=True)
class Opened:
    """A document that could be read: its reader, its signatures, and what it carries if it is ours."""

    reader: Any
    signatures: tuple[Any, ...]
    statement: Statement | None
    credential: bytes | None = None


def open_document(pdf: bytes) -> tuple[Opened | None, list[Finding]]:
    """Read a document of unknown origin; whatever is wrong with it becomes a finding."""
    refused = refused_unread(pdf, Kind.PDF)
    if refused is not None:
        return None, [refused]
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if reader.encrypted:
            return None, [failed("structure", "encrypted", Answer.ALTERED)]
        signatures = tuple(reader.embedded_regular_signatures)
        attached = _attached(reader)
    except Exception:  # the parser meets hostile bytes and raises what it likes; the answer is the same
        return None, [failed("structure", "unreadable", Answer.ALTERED)]
    statement, finding = _read(attached.get(ATTACHMENT), bool(signatures))
    opened = Opened(reader, signatures, statement, attached.get(CREDENTIAL))
    return opened, [passed("structure", "readable"), finding]


def refused_unread(document: bytes | str, kind: Kind) -> Finding | None:
    """Tell what no parser needs to look at."""
    if len(document) > _LIMITS.get(kind, LARGEST_PDF):
        return failed("structure", "too_large", Answer.NOT_FOUND)
    if kind is Kind.OTHER:
        return failed("structure", "not_recognised", Answer.NOT_FOUND)
    if kind is Kind.PDF and isinstance(document, bytes):
        sizes = (int(found[1][:9]) for found in _SIZE.finditer(document))
        if max(sizes, default=0) > MOST_OBJECTS:
            return failed("structure", "too_many_objects", Answer.NOT_FOUND)
    return None


def _read(attached: bytes | None, signed: bool) -> tuple[Statement | None, Finding]:
    if attached is None:
        # a document signed by others is somebody else's; an unsigned one is nobody's
        means = Answer.ISSUER_UNKNOWN if signed else Answer.NOT_FOUND
        return None, failed("statement", "no_statement", means)
    try:
        return Statement.from_bytes(attached), passed("statement", "readable")
    except CertificateError as error:
        return None, failed("statement", error.code, Answer.ALTERED)


def _attached(reader: Any) -> dict[str, bytes]:
    """Unpack what is ours; a name that stands twice could show a reader the one and us the other."""
    root = reader.root
    if "/Names" not in root or "/EmbeddedFiles" not in root["/Names"]:
        return {}
    listed = list(root["/Names"]["/EmbeddedFiles"]["/Names"])
    names = [str(name) for name in listed[::2]]
    if len(set(names)) != len(names):
        raise ValueError("attached twice")
    files = dict(zip(names, listed[1::2], strict=True))
    return {
        name: _unpacked(files[name].get_object()["/EF"]["/F"], limit)
        for name, limit in _KEPT.items()
        if name in files
    }


def _unpacked(stream: Any, limit: int) -> bytes:
    """Unpack no more than may be there: a few kilobytes can hold gigabytes."""
    packing = stream.get("/Filter", [])
    names = [str(name) for name in (packing if isinstance(packing, list) else [packing])]
    data = bytes(stream.encoded_data)
    if not names:
        return data[: limit + 1]
    if names != ["/FlateDecode"] or "/DecodeParms" in stream:
        raise ValueError("not packed as ours are")
    return zlib.decompressobj().decompress(data, limit + 1)
