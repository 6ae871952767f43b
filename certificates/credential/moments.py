"""Moments as credentials write them: UTC, whole seconds, "Z" (credentials.md §6 no. 13)."""

from __future__ import annotations

from datetime import UTC, datetime

from certificates.credential.errors import CredentialError

_WRITTEN = "%Y-%m-%dT%H:%M:%SZ"


def whole(at: datetime) -> datetime:
    """Take a moment to UTC and whole seconds; one that names no zone is refused."""
    if at.tzinfo is None:
        raise CredentialError(problem="no_time_zone")
    return at.astimezone(UTC).replace(microsecond=0)


def stamp(at: datetime) -> str:
    """Write a moment."""
    return whole(at).strftime(_WRITTEN)


def moment(written: str) -> datetime:
    """Read a moment, in the one way in which we write it."""
    try:
        at = datetime.strptime(written, _WRITTEN).replace(tzinfo=UTC)
    except (ValueError, TypeError) as error:
        raise CredentialError(problem="moment", found=str(written)[:50]) from error
    if stamp(at) != written:
        raise CredentialError(problem="moment", found=written[:50])
    return at
