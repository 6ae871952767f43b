"""Is this one of our documents at all, and what does it say?"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from certificates.errors import CertificateError
from certificates.fields import ATTACHMENT
from certificates.statement import LARGEST_STATEMENT, Statement
from certificates.verifying.report import Answer, Finding, failed, passed

LARGEST_PDF = 20 * 1024 * 1024


@dataclass(frozen=True)
class Opened:
    """A document that could be read: its reader, its signatures, and its statement if it has one."""

    reader: Any
    signatures: tuple[Any, ...]
    statement: Statement | None


def open_document(pdf: bytes) -> tuple[Opened | None, list[Finding]]:
    """Read a document of unknown origin; whatever is wrong with it becomes a finding."""
    refused = refused_unread(pdf)
    if refused is not None:
        return None, [refused]
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if reader.encrypted:
            return None, [failed("structure", "encrypted", Answer.ALTERED)]
        signatures = tuple(reader.embedded_signatures)
        attached = _attached(reader)
    except Exception:  # the parser meets hostile bytes and raises what it likes; the answer is the same
        return None, [failed("structure", "unreadable", Answer.ALTERED)]
    statement, finding = _read(attached, bool(signatures))
    return Opened(reader, signatures, statement), [passed("structure", "readable"), finding]


def refused_unread(pdf: bytes) -> Finding | None:
    """Tell what no parser needs to look at."""
    if b"%PDF-" not in pdf[:1024]:
        return failed("structure", "not_a_pdf", Answer.NOT_FOUND)
    if len(pdf) > LARGEST_PDF:
        return failed("structure", "too_large", Answer.NOT_FOUND)
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


def _attached(reader: Any) -> bytes | None:
    root = reader.root
    if "/Names" not in root or "/EmbeddedFiles" not in root["/Names"]:
        return None
    names = list(root["/Names"]["/EmbeddedFiles"]["/Names"])
    for name, file in zip(names[::2], names[1::2], strict=True):
        if str(name) == ATTACHMENT:
            return _unpacked(file.get_object()["/EF"]["/F"])
    return None


def _unpacked(stream: Any) -> bytes:
    """Unpack no more than a statement may have: a few kilobytes can hold gigabytes."""
    packing = stream.get("/Filter", [])
    names = [str(name) for name in (packing if isinstance(packing, list) else [packing])]
    data = bytes(stream.encoded_data)
    if not names:
        return data[: LARGEST_STATEMENT + 1]
    if names != ["/FlateDecode"] or "/DecodeParms" in stream:
        raise ValueError("not packed as ours are")
    return zlib.decompressobj().decompress(data, LARGEST_STATEMENT + 1)
