"""What somebody holds up to be checked: a file, a credential, the text of a code, an address, a number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from certificates.errors import NumberRefused
from certificates.numbers import CODE_CHARACTERS, parse_code, parse_number, parse_token

LARGEST_PDF = 20 * 1024 * 1024
LARGEST_TEXT = 256 * 1024
"""Of a credential; a genuine one has about four thousand bytes."""
LONGEST_CODE = 4296
"""Characters that the largest QR code holds."""
_WITHIN = 1024  # readers find the head of a PDF within so many bytes


class Kind(StrEnum):
    """What was held up, told by its first bytes; whether it is ours shows later."""

    PDF = "pdf"
    CREDENTIAL = "credential"
    CODE = "code"
    """The text of the QR code that is checked without network."""
    ADDRESS = "address"
    """The text of the QR code that leads to the public page."""
    NUMBER = "number"
    """A number as printed, with or without the code beside it."""
    OTHER = "other"


def recognise(document: bytes | str) -> Kind:
    """Tell what was held up; anything at all gets an answer."""
    if isinstance(document, bytes):
        if b"%PDF-" in document[:_WITHIN]:
            return Kind.PDF
        document = document[:LONGEST_CODE].decode("utf-8", "replace")
    text = document[:LONGEST_CODE].lstrip("\ufeff \t\r\n")
    if text[:1] in {"{", "["}:
        return Kind.CREDENTIAL
    if text.startswith("TC1:"):
        return Kind.CODE
    if token_in(text) is not None:
        return Kind.ADDRESS
    return Kind.OTHER if number_in(text) is None else Kind.NUMBER


def token_in(text: str) -> str | None:
    """Return the token of a public address, None if it is none."""
    try:
        address = urlsplit(text.strip())
        start, _, token = address.path.rpartition("/")
        ours = address.scheme in {"http", "https"} and start.endswith("/v") and not address.query
        return parse_token(token) if ours else None
    except (ValueError, NumberRefused):
        return None


@dataclass(frozen=True)
class Typed:
    """A number as printed, and the code beside it if it was given."""

    number: str
    code: str | None


def number_in(text: str) -> Typed | None:
    """Read a number, with or without the code behind it, None if it is none."""
    text = text.strip()
    for length in (0, *range(CODE_CHARACTERS, CODE_CHARACTERS + 4)):
        head, tail = (text, "") if length == 0 else (text[:-length], text[-length:])
        try:
            return Typed(parse_number(head), parse_code(tail) if tail else None)
        except NumberRefused:
            continue
    return None
