"""The closed list of what a room below may announce to the rooms above, and who listens.

A service calls `announce(...)`; `db.transaction()` lets the listeners that `app.py` registered run
just before the commit, inside the same transaction, once per equal announcement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from curriculum.domain.actors import Key


@dataclass(frozen=True)
class PersonTouched:
    """A fact about a person changed. Announced by people … awards; `progress` recomputes.

    `offering_id` says that nothing changed but what this offering proves; None: anything may have.
    """

    person_id: int
    offering_id: int | None = None


@dataclass(frozen=True)
class PersonCorrected:
    """A name or birth date was corrected (S13). Announced by people; `awards` voids open sign-offs."""

    person_id: int


@dataclass(frozen=True)
class PersonMoved:
    """A person changed employer (S12). Announced by people; `awards` reassigns the HR sign-off."""

    person_id: int


@dataclass(frozen=True)
class VersionPublished:
    """A module or path version was published. Announced by catalogue and paths; `progress` recomputes."""

    kind: str
    version_id: int


@dataclass(frozen=True)
class VersionWithdrawn:
    """A published version was withdrawn. Announced by catalogue and paths; `progress` recomputes.

    `transitions` pauses who follows it, with its reason.
    """

    kind: str
    version_id: int
    reason: str


@dataclass(frozen=True)
class VersionDecided:
    """A version was returned, rejected or approved. Announced by catalogue; `reviews` tells its writers.

    Of one that was rejected `donors` ends the claims.
    """

    kind: str
    version_id: int
    action: str
    reason: str
    by: Key | None


@dataclass(frozen=True)
class ClaimChanged:
    """A coverage claim was accepted or superseded. Announced by donors; `progress` recomputes."""

    offering_id: int


@dataclass(frozen=True)
class EvidenceInvalidated:
    """What counted was invalidated. Announced by assessment and evidence; `awards` flags what used it."""

    person_id: int
    evidence_id: int


Announcement = (
    PersonTouched
    | PersonCorrected
    | PersonMoved
    | VersionPublished
    | VersionWithdrawn
    | VersionDecided
    | ClaimChanged
    | EvidenceInvalidated
)

Listener = Callable[[list[Any]], None]
_listeners: dict[type, list[Listener]] = {}


def listen(kind: type, listener: Listener) -> None:
    """Register what runs before commit with all distinct announcements of one kind (idempotent)."""
    registered = _listeners.setdefault(kind, [])
    if listener not in registered:
        registered.append(listener)


def announce(session: Session, announcement: Announcement) -> None:
    """Note an announcement; equal ones are delivered once."""
    session.info.setdefault("announced", {})[announcement] = None


def settle(session: Session) -> None:
    """Deliver what was announced until nothing is left; listeners may announce further."""
    while waiting := session.info.pop("announced", None):
        for kind in {type(one): None for one in waiting}:
            for listener in _listeners.get(kind, ()):
                listener([one for one in waiting if type(one) is kind])
                session.flush()
