"""One bit per certificate: most significant first, gzip, base64url behind "u" (credentials.md §6 no. 6-8)."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterable

from certificates.credential.errors import CredentialError
from certificates.status.entry import SIZE

_MULTIBASE = re.compile(r"u[A-Za-z0-9_-]+")
_GZIP = 16 + zlib.MAX_WBITS
_BYTES = SIZE // 8
_LONGEST_WRITTEN = 64 * 1024  # random bits do not shrink: 16 KiB are 22 kB of text


def write_bits(indexes: Iterable[int]) -> str:
    """Write the list in which these places, and no others, are set; the same places give the same text."""
    bits = bytearray(_BYTES)
    for index in indexes:
        if not 0 <= index < SIZE:
            raise CredentialError(problem="status_index", found=index)
        bits[index >> 3] |= 0x80 >> (index & 7)
    packing = zlib.compressobj(9, zlib.DEFLATED, _GZIP)  # no name and no time in its header
    packed = packing.compress(bytes(bits)) + packing.flush()
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def read_bits(written: str) -> bytes:
    """Read a list of exactly our size; whatever unpacks to more is given up after one byte too many."""
    if len(written) > _LONGEST_WRITTEN or not _MULTIBASE.fullmatch(written):
        raise CredentialError(problem="status_bits", length=len(written))
    body = written[1:].encode("ascii")
    unpacking = zlib.decompressobj(_GZIP)
    try:
        packed = base64.urlsafe_b64decode(body + b"=" * (-len(body) % 4))
        bits = unpacking.decompress(packed, _BYTES + 1)
    except (binascii.Error, zlib.error) as error:
        raise CredentialError(problem="status_bits") from error
    if len(bits) != _BYTES or not unpacking.eof or unpacking.unused_data:
        raise CredentialError(problem="status_bits", length=len(bits))
    return bits


def is_set(bits: bytes, index: int) -> bool:
    """Say whether a place is set."""
    if not 0 <= index < 8 * len(bits):
        raise CredentialError(problem="status_index", found=index)
    return bool(bits[index >> 3] & (0x80 >> (index & 7)))
