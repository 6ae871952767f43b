"""The modules of a QR code (ISO/IEC 18004), level M, equal to what segno makes alone.

One mask for all is read as well as the best one. segno writes the data and knows every table, but works bit
by bit and builds fixed pattern and mask anew for each code: a fifth of the time of a whole page. Here both
stand ready for each size of code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from typing import Any

import segno
from segno import consts, encoder

LEVEL, MASK = "m", 2
_encoder: Any = encoder  # it has no types, and the tables only rough ones
_tables: Any = consts
_LEVEL: int = consts.ERROR_LEVEL_M
_OPEN = 2


@dataclass(frozen=True)
class _Frame:
    """One size of code: all modules as if the message were zeros, and where its bits go, in their order."""

    length: int
    modules: bytes
    places: tuple[int, ...]


def modules(text: str) -> tuple[bytes, ...]:
    """Encode a text: one byte for each module, row by row."""
    version, data = _data(text)
    frame = _frame(version)
    message = _message(version, data)
    bits = f"{int.from_bytes(message, 'big'):0{8 * len(message)}b}"
    made = bytearray(frame.modules)
    for place, bit in zip(frame.places, bits, strict=False):  # zeros fill the last modules
        if bit == "1":
            made[place] ^= 1
    side = frame.length
    return tuple(bytes(made[start : start + side]) for start in range(0, side * side, side))


def _data(text: str) -> tuple[int, bytes]:
    """Write a text into the smallest size that holds it, filled up."""
    segments = _encoder.prepare_data(text, None, None)
    version: int = _encoder.find_version(segments, _LEVEL, eci=False, micro=False)
    capacity, buffer = _tables.SYMBOL_CAPACITY[version][_LEVEL], _encoder.Buffer()
    for segment in segments:
        _encoder.write_segment(buffer, segment, None, _encoder.version_range(version))
    _encoder.write_terminator(buffer, capacity, None, len(buffer))
    _encoder.write_padding_bits(buffer, version, len(buffer))
    _encoder.write_pad_codewords(buffer, version, capacity, len(buffer))
    return version, bytes(buffer.toints())


def _message(version: int, data: bytes) -> bytes:
    """Put the blocks of data and of their correction side by side (§7.6)."""
    blocks, corrections, start = [], [], 0
    for kind in _tables.ECC[version][_LEVEL]:
        for _ in range(kind.num_blocks):
            block = data[start : start + kind.num_data]
            blocks.append(block)
            corrections.append(_correction(block, kind.num_total - kind.num_data))
            start += kind.num_data
    columns = chain(zip_longest(*blocks), zip_longest(*corrections))
    return bytes(word for column in columns for word in column if word is not None)


def _correction(block: bytes, length: int) -> bytes:
    """Divide a block by the generator: the rest is its correction (§7.5.2)."""
    multiples, rest = _multiples(length), 0
    kept, first = (1 << 8 * length) - 1, 8 * (length - 1)
    for word in block:
        rest = (rest << 8) & kept ^ multiples[rest >> first ^ word]
    return rest.to_bytes(length, "big")


@cache
def _multiples(length: int) -> tuple[int, ...]:
    """Every multiple of the generator of so many words, as one number each."""
    log, power, generator = _tables.GALIOS_LOG, _tables.GALIOS_EXP, _tables.GEN_POLY[length]
    made = (bytes(power[log[word] + each] for each in generator[:length]) for word in range(1, 256))
    return (0, *(int.from_bytes(each, "big") for each in made))


@cache
def _frame(version: int) -> _Frame:
    """Learn a size of code from one that segno makes, and from what it leaves open for data."""
    code = segno.make_qr("0", version=version, error=LEVEL, mask=MASK, boost_error=False).matrix
    side = len(code)
    open_ = _encoder.make_matrix(side, side)
    _encoder.add_finder_patterns(open_, side, side)
    _encoder.add_alignment_patterns(open_, side, side)
    places = tuple(row * side + column for row, column in _path(side) if open_[row][column] == _OPEN)
    made = bytearray(chain.from_iterable(code))
    for place in places:
        made[place] = int(place % side % 3 == 0)  # what mask 2 makes of a zero
    return _Frame(side, bytes(made), places)


def _path(side: int) -> Iterator[tuple[int, int]]:
    """Go up and down in columns of two, from the right, past the upright timing pattern (§7.7.3)."""
    lefts = [left - (left < 6) for left in range(side - 2, -1, -2)]
    for turn, left in enumerate(lefts):
        rows = range(side) if turn % 2 else range(side - 1, -1, -1)
        for row in rows:
            yield row, left + 1
            yield row, left
