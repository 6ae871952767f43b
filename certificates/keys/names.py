"""Names of seal files: function, institution and generation; the first generation bears no number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from certificates.errors import SigningKeyError
from certificates.parties import Function

_CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")
_STEM = re.compile(r"(training|hr)-([A-Za-z0-9._-]{1,40})(?:@([1-9][0-9]{0,3}))?")
SEALS = "seals"


@dataclass(frozen=True)
class SealName:
    """The place of one seal in a key folder; `@` is in no institution's code, so nothing is ambiguous."""

    function: Function
    institution: str
    generation: int = 1

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.institution):
            raise SigningKeyError(institution=self.institution, problem="code_not_a_file_name")

    @classmethod
    def parse(cls, stem: str) -> SealName | None:
        """Read a name back; None for a file that is no seal's."""
        found = _STEM.fullmatch(stem)
        if found is None:
            return None
        return cls(Function(found[1]), found[2], int(found[3] or 1))

    @property
    def stem(self) -> str:
        """The name without its ending."""
        behind = f"@{self.generation}" if self.generation > 1 else ""
        return f"{self.function}-{self.institution}{behind}"

    def path(self, folder: Path, ending: str) -> Path:
        """Where a part of this seal lies."""
        return folder / SEALS / f"{self.stem}.{ending}"

    def next_free(self, folder: Path) -> SealName:
        """Return the first generation of which there is neither key nor certificate yet."""
        found = [name for ending in ("key", "token", "pem") for name in all_names(folder, ending)]
        taken = [one.generation for one in found if replace(self, generation=one.generation) == one]
        return replace(self, generation=max(taken, default=0) + 1)


def all_names(folder: Path, ending: str) -> list[SealName]:
    """List the seals of a folder that have a file with an ending, in a settled order."""
    stems = {path.stem for path in (folder / SEALS).glob(f"*.{ending}")}
    found = [name for stem in stems if (name := SealName.parse(stem)) is not None]
    return sorted(found, key=lambda one: (one.function, one.institution, one.generation))
