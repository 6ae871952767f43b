"""Reading direction: one line of logical text to runs in visual order (UAX #9)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bidi import algorithm

_RIGHT_TO_LEFT = frozenset({"R", "AL"})


@dataclass(frozen=True)
class Run:
    """Characters of one embedding level, in logical order; an odd level reads from right to left."""

    text: str
    level: int
    start: int = field(default=0, compare=False)
    """Where the run begins in the line."""

    @property
    def is_rtl(self) -> bool:
        """Say whether the run reads from right to left."""
        return self.level % 2 == 1


@lru_cache(maxsize=8192)
def is_rtl_text(text: str) -> bool:
    """Say whether the first strong character reads from right to left (rules P2 and P3)."""
    strong = (unicodedata.bidirectional(c) for c in text)
    first = next((kind for kind in strong if kind in {"L", *_RIGHT_TO_LEFT}), "L")
    return first in _RIGHT_TO_LEFT


def visual_runs(text: str) -> list[Run]:
    """Split a line into runs and put them in the order in which they stand on the page (rule L2)."""
    return _in_visual_order(_level_runs(text, _levels(text)))


def _levels(text: str) -> list[int]:
    """Resolve one level per character; joiners and other ignorables take their neighbour's level."""
    if not any(unicodedata.bidirectional(c) in {*_RIGHT_TO_LEFT, "AN"} for c in text):
        return [0] * len(text)
    counted = [place for place, c in enumerate(text) if unicodedata.bidirectional(c) != "BN"]
    resolved = dict(zip(counted, _resolved("".join(text[n] for n in counted)), strict=True))
    levels: list[int] = []
    for place in range(len(text)):
        levels.append(resolved.get(place, levels[-1] if levels else int(is_rtl_text(text))))
    return levels


def _resolved(text: str) -> list[int]:
    storage = algorithm.get_empty_storage()
    level = int(is_rtl_text(text))
    storage["base_level"], storage["base_dir"] = level, "LR"[level]
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    return [int(character["level"]) for character in storage["chars"]]


def _level_runs(text: str, levels: list[int]) -> list[Run]:
    runs: list[Run] = []
    for place, (character, level) in enumerate(zip(text, levels, strict=True)):
        if runs and runs[-1].level == level:
            runs[-1] = replace(runs[-1], text=runs[-1].text + character)
        else:
            runs.append(Run(character, level, place))
    return runs


def _in_visual_order(runs: list[Run]) -> list[Run]:
    for level in range(max((run.level for run in runs), default=0), 0, -1):
        start = 0
        while start < len(runs):
            end = start
            while end < len(runs) and runs[end].level >= level:
                end += 1
            runs[start:end] = reversed(runs[start:end])
            start = end + 1
    return runs
