"""What the page carries packed: places of a list as the gaps between them, and its words as one small text.

Places are drawn at random, so nothing but the gaps can be told shorter: the Golomb–Rice code comes within
two per cent of the least there is, and is never longer than the list itself.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any


def places_in(bits: bytes) -> list[int]:
    """Give the places that are set in a list, rising."""
    each = ((at, byte) for at, byte in enumerate(bits) if byte)
    return [8 * at + place for at, byte in each for place in range(8) if byte & (0x80 >> place)]


def gaps(places: Sequence[int]) -> dict[str, Any]:
    """Tell rising places: of each gap so many zeros times 2^low, a one, then the `low` bits of the rest."""
    steps = [place - before - 1 for before, place in zip((-1, *places), places, strict=False)]
    mean = (places[-1] + 1) // len(places) if places else 1
    low = min(_around(mean.bit_length() - 1), key=lambda bits: _length(steps, bits))
    told = "".join(f"{'0' * (step >> low)}1{_rest(step, low)}" for step in steps)
    data = int(told.ljust(-(-len(told) // 8) * 8, "0") or "0", 2).to_bytes(-(-len(told) // 8), "big")
    return {"low": low, "gaps": base64url(data)}


def _around(low: int) -> range:
    """The shortest code is with the logarithm of the mean gap, or one bit less or more."""
    return range(max(low - 1, 0), low + 2)


def _length(steps: Sequence[int], low: int) -> int:
    return sum(step >> low for step in steps) + len(steps) * (1 + low)


def _rest(step: int, low: int) -> str:
    return format(step & ((1 << low) - 1), f"0{low}b") if low else ""


def base64url(data: bytes) -> str:
    """Write bytes for a web address or JSON, without padding (RFC 4648 §5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def packed(told: Mapping[str, Any]) -> str:
    """Pack what no reader needs to see as it stands: JSON, deflated, in base64."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")
