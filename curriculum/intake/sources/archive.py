"""Look into a ZIP archive before anybody parses it: a small file must not become a large one (F1)."""

import io
import re
import struct
import zipfile
import zlib

from curriculum.domain.refusals import Refusal, RefusalCode

MOST_ENTRIES = 500
MOST_BYTES = 40 * 1024 * 1024
MOST_TIMES = 100
"""How many times larger than packed; a sheet of names packs to a tenth."""
_SMALL = 1024 * 1024
_LOCAL = struct.Struct("<4s5H3I2H")
_END = b"PK\x05\x06"
_CHUNK = 1 << 16


def check(content: bytes) -> list[str]:
    """The names inside, refused ARCHIVE_BOMB when unpacking would hurt; FILE_UNREADABLE when broken."""
    declared = _declared_entries(content)
    if declared > MOST_ENTRIES:
        raise _bomb(declared, MOST_ENTRIES, "entries")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as broken:
        raise Refusal(RefusalCode.FILE_UNREADABLE, row=0, found=str(broken), expected="XLSX") from broken
    _check_declared(entries, len(content))
    _check_real(entries, content)
    return [entry.filename for entry in entries]


def mentions(content: bytes, folder: str, wanted: re.Pattern[bytes]) -> bool:
    """Whether a file of a checked archive below this folder says something like that."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = [name for name in archive.namelist() if name.startswith(folder) and name.endswith(".xml")]
        try:
            return any(wanted.search(archive.read(name)) for name in inside)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as broken:
            raise Refusal(RefusalCode.FILE_UNREADABLE, row=0, found=str(broken), expected="XLSX") from broken


def _declared_entries(content: bytes) -> int:
    """What the end of the archive says; read by hand, since listing 100,000 entries already takes long."""
    at = content.rfind(_END, max(0, len(content) - 65_557))
    if at < 0 or at + 12 > len(content):
        raise Refusal(RefusalCode.FILE_UNREADABLE, row=0, found="ZIP", expected="XLSX")
    return int.from_bytes(content[at + 10 : at + 12], "little")


def _check_declared(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > MOST_ENTRIES:
        raise _bomb(len(entries), MOST_ENTRIES, "entries")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refusal(RefusalCode.FILE_UNREADABLE, row=0, found="password", expected="XLSX")
    _check_size(sum(entry.file_size for entry in entries), packed)


def _check_size(unpacked: int, packed: int) -> None:
    if unpacked > MOST_BYTES:
        raise _bomb(unpacked, MOST_BYTES, "bytes")
    if unpacked > _SMALL and unpacked > packed * MOST_TIMES:
        raise _bomb(unpacked // max(packed, 1), MOST_TIMES, "times")


def _check_real(entries: list[zipfile.ZipInfo], content: bytes) -> None:
    """Inflate to nowhere and count: declared sizes can lie."""
    total = 0
    for entry in entries:
        if entry.compress_type == zipfile.ZIP_STORED:
            total += entry.compress_size
        elif entry.compress_type == zipfile.ZIP_DEFLATED:
            total += _inflated(_packed(entry, content), MOST_BYTES - total)
        else:
            raise Refusal(RefusalCode.FILE_UNREADABLE, row=0, found="ZIP", expected="XLSX")
        _check_size(total, len(content))


def _packed(entry: zipfile.ZipInfo, content: bytes) -> bytes:
    header = content[entry.header_offset : entry.header_offset + _LOCAL.size]
    if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        raise Refusal(RefusalCode.FILE_UNREADABLE, row=0, found=entry.filename[:80], expected="XLSX")
    *_, name, extra = _LOCAL.unpack(header)
    start = entry.header_offset + _LOCAL.size + name + extra
    return content[start : start + entry.compress_size]


def _inflated(packed: bytes, limit: int) -> int:
    inflater, total = zlib.decompressobj(-15), 0
    try:
        while packed and not inflater.eof:
            total += len(inflater.decompress(packed, _CHUNK))
            if total > limit:
                raise _bomb(f"> {MOST_BYTES}", MOST_BYTES, "bytes")
            packed = inflater.unconsumed_tail
    except zlib.error as broken:
        raise Refusal(RefusalCode.FILE_UNREADABLE, row=0, found=str(broken), expected="XLSX") from broken
    return total


def _bomb(found: object, expected: int, unit: str) -> Refusal:
    return Refusal(RefusalCode.ARCHIVE_BOMB, found=f"{found} {unit}", most=f"{expected} {unit}")
