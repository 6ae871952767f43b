"""What becomes of keys in a folder: rotated, retired, compromised. Nothing is ever deleted or overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certificates.errors import SigningKeyError
from certificates.files import write
from certificates.keys import registry
from certificates.keys.authorities import Own, issuer_of, open_issuing
from certificates.keys.authority import add_credential_key, add_log_key, add_seal, refresh_lists
from certificates.keys.certifying import KeyType, certify, has_issued
from certificates.keys.issuer import Life, read_issuer_file, remember
from certificates.keys.names import SealName
from certificates.keys.places import Slot, keep_key, new_key, slot_of
from certificates.keys.public import (
    find_key,
    read_authority,
    read_credentials,
    read_logs,
    read_seals,
    seal_kid,
    seals_like,
)
from certificates.keys.registry import Key, PublicKey, SealKey
from certificates.parties import Function, Institution


class Consequence(StrEnum):
    """What follows when a key was in other hands; told to whoever marks it."""

    LISTED = "listed"
    """Its certificate stands in our revocation list; what it signed from that moment on is refused."""
    ASK_ITS_AUTHORITY = "ask_its_authority"
    """Another authority certified it: only that one can revoke it; bring its new list in."""
    LEAVES_DID = "leaves_did"
    """It leaves the published keys: every credential it ever signed is refused until it is signed anew."""
    NEW_CHECKPOINT = "new_checkpoint"
    """Checkpoints it signed prove nothing by themselves; the same tree gets a checkpoint of the next key."""
    ROTATE = "rotate"
    """Nothing can be signed in its place until there is a next key."""


@dataclass(frozen=True)
class Marked:
    """A key that was marked as compromised, and what follows."""

    key: Key
    consequences: tuple[Consequence, ...]


def rotate_seal(
    folder: Path,
    passphrase: bytes,
    function: Function,
    institution: str,
    at: datetime,
    *,
    years: int = 5,
    sort: KeyType = KeyType.P256,
    slot: Slot | None = None,
) -> SealKey:
    """Make the next seal of an institution; the one before may finish the day and then only proves.

    The name stays the same, so that one seal succeeds another without anybody noticing but the register. What
    lay on a token is followed by a key on that token, unless `slot` names another one.
    """
    name = SealName(function, institution)
    former = seals_like(folder, name)
    if not former:
        raise SigningKeyError(seal=name.stem, problem="no_seal")
    holder = x509.load_pem_x509_certificate(former[-1].certificate).subject
    slot = slot or slot_of(folder, replace(name, generation=former[-1].generation), passphrase)
    name, issuer = name.next_free(folder), open_issuing(folder, passphrase)
    key = new_key(name, sort, slot)
    certificate = certify(holder, key, issuer, at, years=years)
    keep_key(folder, name, key, passphrase)
    write(name.path(folder, "pem"), certificate.public_bytes(Encoding.PEM))
    kid = seal_kid(function, certificate)
    remember(folder, {**lives_of(folder, (registry.succeed(one, at) for one in former)), kid: Life(at)})
    return next(seal for seal in seals_like(folder, name) if seal.kid == kid)


def seal_on_token(
    folder: Path,
    passphrase: bytes,
    function: Function,
    institution: Institution,
    at: datetime,
    slot: Slot,
    *,
    country: str = "XV",
    sort: KeyType = KeyType.P256,
) -> SealKey:
    """Make a seal on a token, certified by our authority; it follows the one that the institution has."""
    name = SealName(function, institution.code)
    if seals_like(folder, name):
        return rotate_seal(folder, passphrase, function, institution.code, at, sort=sort, slot=slot)
    add_seal(
        folder,
        passphrase,
        function,
        institution,
        at,
        country=country,
        sort=sort,
        generation=name.next_free(folder).generation,
        slot=slot,
    )
    return seals_like(folder, name)[-1]


def rotate_credential_key(folder: Path, passphrase: bytes, at: datetime) -> str:
    """Make the next credential key and return its name; former ones stay published (credentials.md §6)."""
    former = read_credentials(folder)
    kid = add_credential_key(folder, passphrase, at)
    remember(folder, lives_of(folder, (registry.succeed(one, at) for one in former)))
    return kid


def rotate_log_key(folder: Path, passphrase: bytes, at: datetime) -> str:
    """Make the next key of the same log and return its name."""
    former = read_logs(folder)
    name = former[-1].vkey.split("+", 1)[0]
    kid = add_log_key(folder, passphrase, name, at, generation=former[-1].generation + 1)
    remember(folder, lives_of(folder, (registry.succeed(one, at) for one in former)))
    return kid


def retire_key(folder: Path, kid: str, on: date, at: datetime) -> Key:
    """Take a key out of use from a coming day on; what it signs until then keeps counting (I-16)."""
    if on <= at.astimezone(UTC).date():
        raise SigningKeyError(kid=kid, problem="day_has_begun", on=on.isoformat())
    retired = registry.retire(find_key(read_authority(folder), kid), on)
    remember(folder, lives_of(folder, [retired]))
    return retired


def compromise_key(folder: Path, passphrase: bytes, kid: str, since: datetime, at: datetime) -> Marked:
    """Mark since when a key was in other hands, and publish it where a list of ours can (I-16).

    Safe to repeat after a crash: the mark is written first, and the list is written from the marks.
    """
    if since > at:
        raise SigningKeyError(kid=kid, problem="moment_not_reached", at=since.isoformat())
    found = find_key(read_authority(folder), kid)
    marked = found if found.compromised_at == since else registry.compromise(found, since)
    remember(folder, lives_of(folder, [marked]))
    follows = list(_consequences(folder, marked))
    if Consequence.LISTED in follows:
        refresh_lists(folder, passphrase, at)
    if _successor(folder, marked, at) is None:
        follows.append(Consequence.ROTATE)
    return Marked(marked, tuple(follows))


def compromise_under(
    folder: Path, passphrase: bytes, issuing: Own, since: datetime, at: datetime
) -> tuple[SealKey, ...]:
    """Let no seal of a stolen issuing authority sign any more: checkers refuse what it signs from then on.

    Gives the seals that this changed; safe to repeat.
    """
    under = (one for one in read_seals(folder) if _is_under(issuing, one))
    marked = tuple(
        registry.compromise(one, since)
        for one in under
        if one.compromised_at is None or since < one.compromised_at
    )
    remember(folder, lives_of(folder, marked))
    refresh_lists(folder, passphrase, at)
    return marked


def _is_under(issuing: Own, seal: SealKey) -> bool:
    return has_issued(issuing.certificate, x509.load_pem_x509_certificate(seal.certificate))


def _consequences(folder: Path, key: Key) -> tuple[Consequence, ...]:
    match key:
        case SealKey():
            ours = issuer_of(folder, x509.load_pem_x509_certificate(key.certificate))
            return (Consequence.ASK_ITS_AUTHORITY if ours is None else Consequence.LISTED,)
        case PublicKey():
            return (Consequence.LEAVES_DID,)
    return (Consequence.NEW_CHECKPOINT,)


def _successor(folder: Path, key: Key, at: datetime) -> Key | None:
    match key:
        case SealKey(function=function, institution=institution):
            return registry.in_use(seals_like(folder, SealName(function, institution)), at)
        case PublicKey():
            return registry.in_use(read_credentials(folder), at)
    return registry.in_use(read_logs(folder), at)


def lives_of(folder: Path, keys: Iterable[Key]) -> dict[str, Life]:
    """Return what is to be remembered of keys as they are now."""
    known = read_issuer_file(folder).keys
    return {key.kid: Life.of(key, known[key.kid].public if key.kid in known else b"") for key in keys}
