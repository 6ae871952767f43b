"""Seals that do not come by themselves: on a token, or under another authority (request and answer)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from certificates.keys import SealKey, pins
from certificates.keys import turning as folder_turning
from certificates.keys.authorities import open_issuing
from certificates.keys.brought import read_brought, without_list
from certificates.keys.certifying import KeyType
from certificates.keys.importing import import_seal, request_seal
from certificates.keys.names import SealName
from certificates.keys.places import Slot as Slot
from certificates.keys.public import seals_like
from certificates.signing.place import Place
from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.awards.issuing import seals
from curriculum.awards.keys.publishing import moment_of, publish
from curriculum.awards.models import Function, SigningKey
from curriculum.awards.signing.printed import SEALS, printed
from curriculum.db import transaction
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found
from curriculum.institutions import queries as institutions

NOBODY = "–"
"""In place of the key before, for the first one of an institution."""


@dataclass(frozen=True)
class Wanted:
    """Which seal is to be made: for whom, in which function, and with what sort of key."""

    institution: str
    function: Function
    sort: str = "p256"
    country: str = "XV"

    @property
    def name(self) -> SealName:
        """The seal as the folder names it."""
        return SealName(SEALS[self.function], self.institution)


def slot(module: Path, token: str, pin: str, serial: str = "", key: str = "", identifier: str = "") -> Slot:
    """Name a token for a new key, or with `key` or `identifier` (hexadecimal) one that lies there."""
    return Slot(Place(module, token, key or None, bytes.fromhex(identifier) or None, serial), pin)


def seal_on_token(actor: Actor, folder: Path, passphrase: str, wanted: Wanted, on: Slot) -> SigningKey:
    """Make a seal on a token under our authority and use it from now on; it follows the one that is there."""
    require(actor, Permission.SIGNING_KEY_MANAGE)
    institution = printed(institutions.get(wanted.institution))
    former, at = seals_like(folder, wanted.name), moment_of(clock.now())
    made = folder_turning.seal_on_token(
        folder,
        passphrase.encode(),
        wanted.name.function,
        institution,
        at,
        on,
        country=wanted.country,
        sort=KeyType(wanted.sort),
    )
    return _published(actor, folder, made, former)


def request(actor: Actor, folder: Path, passphrase: str, wanted: Wanted, on: Slot | None = None) -> Path:
    """Make a key, in a file or on a token, and the request for its certificate; nothing is published yet."""
    require(actor, Permission.SIGNING_KEY_MANAGE)
    institution = printed(institutions.get(wanted.institution))
    secret, function, sort = passphrase.encode(), wanted.name.function, KeyType(wanted.sort)
    return request_seal(folder, secret, function, institution, country=wanted.country, sort=sort, slot=on)


def bring(
    actor: Actor,
    folder: Path,
    passphrase: str,
    sent: tuple[bytes, bytes, bytes],
    lists: Sequence[bytes] = (),
) -> tuple[SigningKey, tuple[str, ...]]:
    """Take in the certificate that answers a request, with those above it and their root.

    Gives the seal, and the names of those above it who sent no list of what they revoked.
    """
    require(actor, Permission.SIGNING_KEY_MANAGE)
    brought = read_brought(*sent, lists)
    made = import_seal(folder, passphrase.encode(), brought, moment_of(clock.now()))
    former = [one for one in seals_like(folder, SealName(made.function, made.institution)) if one != made]
    return _published(actor, folder, made, former), without_list(brought)


def keep_pin(actor: Actor, folder: Path, passphrase: str, token: str, pin: str, serial: str = "") -> None:
    """Keep the PIN of a token under the passphrase of the keys; the worker reads it when it opens a seal."""
    require(actor, Permission.SIGNING_KEY_MANAGE)
    open_issuing(folder, passphrase.encode())  # a PIN under another passphrase would open for nobody
    pins.keep_pin(folder, passphrase.encode(), Place(Path(), token, serial=serial), pin)


def _published(actor: Actor, folder: Path, made: SealKey, former: Sequence[SealKey]) -> SigningKey:
    with transaction():
        publish(folder)
        row = found(seals.find(made.kid), "signing_key", made.kid)
        before = former[-1].kid if former else NOBODY
        audit.record(actor, "signing_key:rotated", "signing_key", row.id, kid=made.kid, former=before)
    return row
