"""The dossier: everything needed to judge one person on one path on one day, frozen and canonical."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from curriculum.domain.assignment import Pin
from curriculum.domain.currency import Period
from curriculum.domain.equivalence import TopUp
from curriculum.domain.path import Path
from curriculum.domain.plan import Cover
from curriculum.domain.proof import ProofLevel


class Via(StrEnum):
    """How an outcome was obtained; what was not taught leaves the attendance test (domain.md 2.6, rule 3)."""

    TAUGHT = "taught"
    ASSESSMENT = "assessment"
    CHALLENGE = "challenge"
    RPL = "rpl"
    EQUIVALENCE = "equivalence"
    TOP_UP = "top_up"


class RecordState(StrEnum):
    """Whether a record may count; an expired one is valid here and expired by its date."""

    VALID = "valid"
    WAITING = "waiting"
    INVALIDATED = "invalidated"


class OutcomeRecord(NamedTuple):
    """One accepted statement that a person holds an outcome at a level; `ref` is its trace id.

    `attendance` names the attendance it rests on: while that one is disputed, this does not count (I-10).
    `state` WAITING counts at the level given and says that an individual result is still owed."""

    ref: str
    outcome: str
    level: ProofLevel
    on: date
    via: Via = Via.TAUGHT
    source: str = ""
    attendance: str | None = None
    valid_until: date | None = None
    state: RecordState = RecordState.VALID


class AttendanceRecord(NamedTuple):
    """The one figure of a person's attendance at one run; minutes None while a dispute is open (I-10).

    `covers` lists every outcome the offering covers, in whatever module: all share its hours."""

    ref: str
    source: str
    on: date
    minutes: int | None
    covers: tuple[Cover, ...]


class AssessmentRecord(NamedTuple):
    """A result of a module's own assessment; `spec` None stands for the whole of it."""

    ref: str
    module: str
    on: date
    passed: bool
    spec: str | None = None


class TeachingRole(StrEnum):
    """How somebody taught a run."""

    LEAD = "lead"
    CO = "co"


class TeachingRecord(NamedTuple):
    """Confirmed hours taught."""

    ref: str
    run: str
    on: date
    minutes: int
    role: TeachingRole


class ObservationRecord(NamedTuple):
    """An observed session; the score is in hundredths of a point of the grid."""

    ref: str
    on: date
    observer: str
    score: int
    scale_max: int = 4


class PortfolioItem(NamedTuple):
    """A piece of work accepted into the portfolio."""

    ref: str
    on: date


class PanelRecord(NamedTuple):
    """A panel interview with the natural persons who sat."""

    ref: str
    on: date
    members: tuple[str, ...]
    passed: bool


class ExperienceRecord(NamedTuple):
    """Attested work in one theme."""

    ref: str
    theme: str
    period: Period


class CpdRecord(NamedTuple):
    """Accepted points of continuing development, in hundredths of a point."""

    ref: str
    type: str
    on: date
    points: int


class ExemptionScope(StrEnum):
    """What an exemption spares."""

    COMPONENT = "component"
    HOURS = "hours"


class Exemption(NamedTuple):
    """A decided exemption from a waivable component (its code) or from a module's hours (its ref)."""

    ref: str
    scope: ExemptionScope
    subject: str


class CertificateStanding(StrEnum):
    """The stored state of a certificate; expired is computed."""

    ISSUED = "issued"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


class CertificateHeld(NamedTuple):
    """A certificate in the person's name."""

    ref: str
    kind: str
    path: str
    version: int
    effective_from: date
    expires_on: date | None = None
    status: CertificateStanding = CertificateStanding.ISSUED

    def in_force(self, on: date) -> bool:
        """Tell whether the certificate holds on a day."""
        started = self.effective_from <= on
        ended = self.expires_on is not None and on > self.expires_on
        return self.status is CertificateStanding.ISSUED and started and not ended


class PathDone(NamedTuple):
    """A path the person completed: by its certificate, of which `until` is the last day, or without one."""

    ref: str
    path: str
    on: date
    until: date | None = None


class EntryFacts(NamedTuple):
    """What entry requirements are judged by; `grounds` are the reason codes frozen at admission (I-18)."""

    designated_on: date | None = None
    service: tuple[Period, ...] = ()
    category: str | None = None
    equivalent_experience: str | None = None
    grounds: tuple[str, ...] = ()
    grade: str | None = None
    rank: int | None = None
    languages: tuple[str, ...] = ()


NO_ENTRY_FACTS = EntryFacts()


@dataclass(frozen=True)
class Dossier:
    """One person, one path version, and all that may count. Order of records never matters."""

    person: str
    path: Path
    applied_on: date | None = None
    records: tuple[OutcomeRecord, ...] = ()
    attendances: tuple[AttendanceRecord, ...] = ()
    assessments: tuple[AssessmentRecord, ...] = ()
    top_ups: tuple[TopUp, ...] = ()
    teaching: tuple[TeachingRecord, ...] = ()
    observations: tuple[ObservationRecord, ...] = ()
    portfolio: tuple[PortfolioItem, ...] = ()
    panels: tuple[PanelRecord, ...] = ()
    experience: tuple[ExperienceRecord, ...] = ()
    cpd: tuple[CpdRecord, ...] = ()
    paths_done: tuple[PathDone, ...] = ()
    pins: tuple[Pin, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    certificates: tuple[CertificateHeld, ...] = ()
    entry: EntryFacts = NO_ENTRY_FACTS
    modules_held: tuple[str, ...] = ()
    mentor: str | None = None
    subordinates: tuple[str, ...] = ()

    def snapshot(self) -> dict[str, object]:
        """Give the dossier as plain sorted data, the same for the same facts, ready to be hashed."""
        plain = {
            field.name: _plain(getattr(self, field.name)) for field in fields(self) if field.name != "path"
        }
        # What few people have: files without it read as they always did.
        for name in ("paths_done", "pins"):
            if not plain[name]:
                del plain[name]
        plain["path"] = {
            "code": self.path.code,
            "version": self.path.version,
            "modules": sorted(module.ref for module in self.path.modules),
            "equivalences": _plain(self.path.equivalences),
        }
        return dict(sorted(plain.items()))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        named: Mapping[str, object] = value._asdict()
        return {name: _plain(named[name]) for name in sorted(named)}
    if isinstance(value, tuple):
        return sorted((_plain(item) for item in value), key=repr)
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value
