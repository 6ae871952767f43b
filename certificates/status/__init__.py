"""One function from events and a day to a status; "expired" is never stored (domain.md §2.7, §2.9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Happening(StrEnum):
    """What can be recorded about an issued certificate (CertificateStatusEvent)."""

    ISSUED = "issued"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    RENEWED = "renewed"
    REPRINTED = "reprinted"


class Status(StrEnum):
    """What a certificate is on one day; `not_issued` only for days before it existed."""

    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    VALID = "valid"
    NOT_ISSUED = "not_issued"


@dataclass(frozen=True)
class StatusEvent:
    """One append-only fact; `replaced_by` is the new number of a superseded certificate, if it is known."""

    happening: Happening
    effective_on: date
    replaced_by: str | None = None


_ENDINGS = {
    Happening.REVOKED: Status.REVOKED,
    Happening.WITHDRAWN: Status.WITHDRAWN,
    Happening.SUPERSEDED: Status.SUPERSEDED,
}


def status_on(events: Iterable[StatusEvent], valid_until: date | None, day: date) -> Status:
    """Give exactly one status for the day; `valid_until` is inclusive and None means without end.

    Events of one day count in the order in which they are given, which is the order of recording.
    """
    known = sorted(
        (e for e in events if e.effective_on <= day),
        key=lambda event: event.effective_on,
    )
    happened = {event.happening for event in known}
    if Happening.ISSUED not in happened:
        return Status.NOT_ISSUED
    for ending, status in _ENDINGS.items():
        if ending in happened:
            return status
    if _is_suspended(known):
        return Status.SUSPENDED
    return Status.EXPIRED if valid_until is not None and day > valid_until else Status.VALID


def _is_suspended(known: list[StatusEvent]) -> bool:
    turns = [e.happening for e in known if e.happening in {Happening.SUSPENDED, Happening.REINSTATED}]
    return bool(turns) and turns[-1] is Happening.SUSPENDED
