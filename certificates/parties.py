"""The parts of a statement: who holds, what for, who issues, who signs, who must be named."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from certificates.text import Text


class Function(StrEnum):
    """The two authorities that sign (domain.md §2.6, who signs with what)."""

    TRAINING = "training"
    HR = "hr"


@dataclass(frozen=True)
class HolderName:
    """A name as printed, in one script (ISO 15924: Latn, Arab, Cyrl, …)."""

    script: str
    text: str


@dataclass(frozen=True)
class Institution:
    """An institution as it is printed; `code` also chooses the seal that signs for it."""

    code: str
    name: Text


@dataclass(frozen=True)
class PathRef:
    """The exact version of the path that was completed."""

    code: str
    version: int
    title: Text


@dataclass(frozen=True)
class Theme:
    """A theme of the curriculum, named so that the paper explains itself."""

    code: str
    title: Text


@dataclass(frozen=True)
class ModuleRef:
    """The exact version of a module."""

    code: str
    version: int
    title: Text


@dataclass(frozen=True)
class Scope:
    """What the certificate covers; `may_teach` holds module codes, `languages` language codes."""

    themes: tuple[Theme, ...] = ()
    modules: tuple[ModuleRef, ...] = ()
    may_teach: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signatory:
    """The natural person designated for one function, with capacity, mandate and institution."""

    function: Function
    name: str
    capacity: Text
    mandate_ref: str
    institution: Institution


@dataclass(frozen=True)
class Visibility:
    """A contributing programme's visibility line and disclaimer; never says that a donor certifies."""

    programme: str
    line: Text
    disclaimer: Text | None = None


class Orientation(StrEnum):
    """How the sheet lies."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"


@dataclass(frozen=True)
class Paper:
    """How the certificate is printed, fixed with what it says: the same statement gives the same sheet.

    `other_language` stands beside the authoritative one, `emblem` is the SHA-256 of the emblem's file,
    `names_in_code` says whether the QR code that is checked without network may name the holder.
    """

    orientation: Orientation = Orientation.LANDSCAPE
    other_language: str | None = None
    emblem: str | None = None
    names_in_code: bool = False
