"""Which key is used on a day, which still proves what it signed, which are published and revoked (I-16).

Values and pure functions: retired is not compromised. A retired key signs no more, stays published and keeps
proving what it signed; a compromised one leaves the published keys and enters the revocation list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Protocol, TypeVar

from cryptography import x509

from certificates.errors import SigningKeyError
from certificates.keys.certifying import Revocation, has_issued
from certificates.parties import Function

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Key:
    """The life of one key: `retired_on` is the first day on which it signs no more."""

    kid: str
    valid_from: datetime
    valid_until: datetime | None = None
    retired_on: date | None = None
    compromised_at: datetime | None = None
    generation: int = 1

    @property
    def retired(self) -> bool:
        """Say whether it was taken out of use in order."""
        return self.retired_on is not None


@dataclass(frozen=True, kw_only=True)
class SealKey(Key):
    """The seal of an institution in a function, with its certificate (PEM)."""

    function: Function
    institution: str
    certificate: bytes


@dataclass(frozen=True, kw_only=True)
class PublicKey(Key):
    """A key that signs credentials: 32 bytes of Ed25519."""

    public: bytes


@dataclass(frozen=True, kw_only=True)
class LogVerifier(Key):
    """A key that signs checkpoints, as checkers take it (a note verifier key)."""

    vkey: str


K = TypeVar("K", bound=Key)


class Lived(Protocol):
    """What has the life of a key: a key here, or a row of a register."""

    @property
    def valid_from(self) -> datetime:
        """From when on it signs."""

    @property
    def valid_until(self) -> datetime | None:
        """When its certificate ends."""

    @property
    def retired_on(self) -> date | None:
        """The first day on which it signs no more."""

    @property
    def compromised_at(self) -> datetime | None:
        """Since when it was in other hands."""


def life(key: Lived) -> str:
    """Say what became of a key, on a terminal."""
    if key.compromised_at is not None:
        return f"compromised since {key.compromised_at:%Y-%m-%d %H:%M}"
    ends = f", ends {key.valid_until:%Y-%m-%d}" if key.valid_until else ""
    retires = f", out of use from {key.retired_on}" if key.retired_on else ""
    return f"from {key.valid_from:%Y-%m-%d}{ends}{retires}"


def may_sign(key: Key, at: datetime) -> bool:
    """Say whether a key may be used at a moment; one that is compromised is never used again."""
    return key.compromised_at is None and _lives(key, at)


def stands(key: Key, signed_at: datetime) -> bool:
    """Say whether what a key signed at a moment still counts: it lived then, and was not in other hands."""
    return _lives(key, signed_at) and (key.compromised_at is None or signed_at < key.compromised_at)


def _lives(key: Key, at: datetime) -> bool:
    begun = key.valid_from <= at
    ended = key.valid_until is not None and at > key.valid_until
    return begun and not ended and (key.retired_on is None or _day(at) < key.retired_on)


def in_use(keys: Iterable[K], at: datetime) -> K | None:
    """Return the key that signs at a moment: of those that may, the youngest."""
    return max((key for key in keys if may_sign(key, at)), key=_age, default=None)


def newest(keys: Iterable[K]) -> K | None:
    """Return the youngest key that is neither retired nor compromised, whatever the day."""
    lasting = (key for key in keys if not key.retired and key.compromised_at is None)
    return max(lasting, key=_age, default=None)


def _age(key: Key) -> tuple[datetime, int]:
    return key.valid_from, key.generation


def published(keys: Iterable[K]) -> tuple[K, ...]:
    """Return what `did.json` and the like list: retired keys stay, compromised ones leave.

    Verifiers ignore dates on a published key and refuse what an absent one signed (credentials.md §6, 14–15).
    """
    return tuple(sorted((key for key in keys if key.compromised_at is None), key=_age))


def revocations(seals: Iterable[SealKey], issuer: x509.Certificate) -> tuple[Revocation, ...]:
    """Return what an issuer's revocation list has to name: its compromised seals and no retired one.

    A retired seal in the list would make checkers that judge by today refuse what it signed in its time.
    """
    found = []
    for seal in seals:
        certificate = x509.load_pem_x509_certificate(seal.certificate)
        if seal.compromised_at is not None and has_issued(issuer, certificate):
            found.append(Revocation(certificate.serial_number, seal.compromised_at))
    return tuple(found)


def ending(keys: Iterable[K], at: datetime, within: timedelta) -> tuple[K, ...]:
    """Return the keys in use at a moment whose time ends soon after."""
    soon = (key for key in keys if may_sign(key, at))
    return tuple(key for key in soon if key.valid_until is not None and key.valid_until <= at + within)


def retire(key: K, on: date) -> K:
    """Take a key out of use from a day on; what it signed before keeps counting."""
    if key.retired_on is not None:
        raise SigningKeyError(kid=key.kid, problem="already_retired", on=key.retired_on.isoformat())
    return replace(key, retired_on=on)


def succeed(key: K, at: datetime) -> K:
    """Retire a key whose successor begins now: what was begun under it today may still be finished."""
    return key if key.retired else replace(key, retired_on=_day(at) + _DAY)


def compromise(key: K, at: datetime) -> K:
    """Mark the moment from which a key was in other hands; an earlier moment found later moves it back."""
    if key.compromised_at is not None and key.compromised_at <= at:
        raise SigningKeyError(
            kid=key.kid, problem="already_compromised", since=key.compromised_at.isoformat()
        )
    return replace(key, compromised_at=at)


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
