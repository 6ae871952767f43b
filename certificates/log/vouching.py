"""Whose word counts for a checkpoint: of a key that came into other hands only what is proved older."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from certificates.errors import LogError
from certificates.log.witness import cosignatures


def vouching(
    note: str, keys: Mapping[str, datetime | None], witnesses: Iterable[str], dated: datetime | None = None
) -> tuple[str, ...]:
    """Return the keys of a log (verifier keys) that may vouch for a checkpoint.

    `keys` says of each since when it was in other hands, None where it never was. A thief can sign any size
    and root, so that under a stolen key a checkpoint counts only if a witness signed it before the theft, or
    if whoever asks has it `dated` before in a record of its own (credentials.md §6 no. 15).
    """
    known_at = min(filter(None, (_witnessed(note, witnesses), dated)), default=None)
    return tuple(
        key for key, since in keys.items() if since is None or (known_at is not None and known_at < since)
    )


def _witnessed(note: str, witnesses: Iterable[str]) -> datetime | None:
    """When the first of these witnesses signed; None where none did, or something is wrong with one."""
    try:
        return min((one.at for one in cosignatures(note, witnesses)), default=None)
    except LogError:
        return None
