"""What stands in the file of a curriculum, class by class; the published schema is written from here.

Versions, programmes and offerings are the content their own rooms take, so that a field more there is in
the file by itself. Whoever wrote, approved or reviewed is not in it: people are of one house.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from curriculum.catalogue.content import VersionContent
from curriculum.catalogue.models import EquivalenceDegree
from curriculum.db import Bilingual
from curriculum.domain.case import Contribution
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.lifecycles.framework import FrameworkState
from curriculum.domain.lifecycles.instrument import INSTRUMENT, InstrumentState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.proof import Depth
from curriculum.donors.content import NewOffering, NewProgramme
from curriculum.institutions.law.service import InstrumentContent
from curriculum.institutions.models import InstitutionRole
from curriculum.paths.content import PathContent

SCHEMA_VERSION = 1


class Format(StrEnum):
    """The name by which a file says what it is."""

    CURRICULUM = "cursus-curriculum"


@dataclass(frozen=True)
class Institution:
    """An institution that owns something in the file, or stands above one that does."""

    code: str
    type: str
    name: Bilingual
    roles: tuple[InstitutionRole, ...] = ()
    parent: str | None = None
    active_from: date | None = None
    contact: str | None = None


@dataclass(frozen=True)
class Instrument:
    """A legal instrument that modules and paths rest on; its text as handed in stays where it is."""

    code: str
    content: InstrumentContent
    state: InstrumentState = INSTRUMENT.start


@dataclass(frozen=True)
class Theme:
    """A field of work."""

    code: str
    title: Bilingual
    cross_cutting: bool = False


@dataclass(frozen=True)
class Framework:
    """A competence framework; `package` is its CASE file."""

    code: str
    package: Mapping[str, Any]
    owner: str | None = None
    state: FrameworkState = FrameworkState.DRAFT
    adopted_on: date | None = None
    deprecated_on: date | None = None
    supersedes: str | None = None


@dataclass(frozen=True)
class Stood:
    """How a version stood, which an import by the operator restores and no other takes."""

    state: VersionState = VersionState.DRAFT
    published_on: date | None = None
    published_at: datetime | None = None
    teach_out_until: date | None = None
    supersedes: int | None = None


@dataclass(frozen=True)
class ModuleVersion:
    """One version of a module."""

    version: int
    content: VersionContent
    stood: Stood = Stood()
    copied_from: str | None = None


@dataclass(frozen=True)
class Module:
    """A module with its versions."""

    code: str
    theme: str
    owner: str
    versions: tuple[ModuleVersion, ...] = ()


@dataclass(frozen=True)
class Equivalence:
    """What one outcome carries to another; outcomes by code, `from` empty where it is new matter."""

    source: str | None
    target: str
    degree: EquivalenceDegree
    top_up: str | None = None
    top_up_text: Bilingual | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    """Why it carries nothing, where somebody decides that anew; the trail keeps it."""


@dataclass(frozen=True)
class Competence:
    """What an outcome does for an item of a framework; the outcome by module and key."""

    module: str
    outcome: str
    framework: str
    item: str
    """The identifier of the item in CASE."""
    how: Contribution
    from_: date
    to: date | None = None


@dataclass(frozen=True)
class Donor:
    """Who pays."""

    code: str
    name: Bilingual
    type: str


@dataclass(frozen=True)
class Phase:
    """A dated part of a programme."""

    programme: str
    title: Bilingual
    start: date
    end: date
    is_parallel: bool = False


@dataclass(frozen=True)
class Claim:
    """What an offering is claimed to cover."""

    offering: str
    outcome: str
    depth: Depth
    state: ClaimState = ClaimState.PROPOSED
    reviewed_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Overlap:
    """That two donors teach one outcome is wanted, and why."""

    outcome: str
    reason: str
    ended_at: datetime | None = None


@dataclass(frozen=True)
class StoodPath(Stood):
    """How a path version stood."""

    enrolment_closed_on: date | None = None


@dataclass(frozen=True)
class PathVersion:
    """One version of a path."""

    version: int
    content: PathContent
    stood: StoodPath = StoodPath()
    copied_from: str | None = None


@dataclass(frozen=True)
class Path:
    """A path with its versions."""

    code: str
    owner: str
    versions: tuple[PathVersion, ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole curriculum, or a part of one; what it names and does not hold must stand where it goes."""

    format: Format
    schema_version: int
    institutions: tuple[Institution, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    themes: tuple[Theme, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    modules: tuple[Module, ...] = ()
    equivalences: tuple[Equivalence, ...] = ()
    competences: tuple[Competence, ...] = ()
    donors: tuple[Donor, ...] = ()
    programmes: tuple[NewProgramme, ...] = ()
    phases: tuple[Phase, ...] = ()
    offerings: tuple[NewOffering, ...] = ()
    claims: tuple[Claim, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    paths: tuple[Path, ...] = ()
