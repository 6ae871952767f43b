"""What becomes of keys: rotated, retired, compromised; in the folder first, then in the register (J10)."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import update

from certificates.errors import SigningKeyError
from certificates.keys import Keyring, authorities, refresh_lists, turning
from certificates.keys.authorities import Rank
from certificates.keys.authority import refresh_root_list
from certificates.keys.certifying import identifier
from certificates.keys.public import find_key, read_authority
from certificates.keys.registry import Key, PublicKey, SealKey
from certificates.keys.turning import Consequence, Marked
from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.awards.issuing import log, seals
from curriculum.awards.keys.publishing import moment_of, publish
from curriculum.awards.models import PublishedList, SigningKey
from curriculum.db import db, transaction
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def rotate(actor: Actor, folder: Path, passphrase: str, kid: str) -> SigningKey:
    """Make the key that follows another one, publish it, and use it from now on."""
    require(actor, Permission.SIGNING_KEY_MANAGE)
    secret, at = passphrase.encode(), moment_of(clock.now())
    young = _next(folder, secret, _known(folder, kid), at)
    with transaction():
        publish(folder)
        row = found(seals.find(young), "signing_key", young)
        if row.function == seals.LOG:
            log.sign_again(Keyring(folder, secret).log_key())
        _make_lists_due(row)
        audit.record(actor, "signing_key:rotated", "signing_key", row.id, kid=young, former=kid)
    return row


def _next(folder: Path, secret: bytes, key: Key, at: datetime) -> str:
    match key:
        case SealKey(function=function, institution=institution):
            return turning.rotate_seal(folder, secret, function, institution, at).kid
        case PublicKey():
            return turning.rotate_credential_key(folder, secret, at)
    return turning.rotate_log_key(folder, secret, at)


def rotate_issuing(
    actor: Actor,
    folder: Path,
    passphrase: str,
    kid: str,
    root_key: Path,
    root_passphrase: str,
    since: datetime | None = None,
) -> SigningKey:
    """Make the next issuing authority with the root's key from its medium, and publish it beside the first.

    With `since` KID was in other hands from then on: the root takes it back, and no seal under it signs
    until it is rotated (J10.3). One that has been followed already gets no second successor.
    """
    require(actor, Permission.SIGNING_KEY_MANAGE)
    former = found(seals.find(kid), "signing_key", kid)
    if since is not None and since > clock.now():
        raise Refusal(RefusalCode.VALUE_INVALID, field="since", value=since.isoformat())
    *followed, youngest = authorities.own(folder, Rank.ISSUING)
    may = {_kid(one): one for one in ((*followed, youngest) if since else (youngest,))}
    before = found(may.get(kid), "signing_key", kid)
    secrets, at = (passphrase.encode(), root_passphrase.encode()), moment_of(clock.now())
    made = authorities.rotate_issuing(folder, *secrets, at, root_key, former=before, stolen_since=since)
    if since is not None:
        turning.compromise_under(folder, secrets[0], before, since, at)
    with transaction():
        publish(folder)
        row = found(seals.find(_kid(made)), "signing_key", _kid(made))
        audit.record(actor, "signing_key:rotated", "signing_key", row.id, kid=row.kid, former=kid)
        if since is not None:
            audit.record(actor, "signing_key:compromised", "signing_key", former.id, kid=kid, since=since)
    return row


def _kid(authority: authorities.Own) -> str:
    return f"{seals.ISSUING}-{identifier(authority.certificate)}"


def retire(actor: Actor, folder: Path, kid: str, on: date) -> SigningKey:
    """Take a key out of use from a coming day on; what it signs until then keeps counting (I-16)."""
    require(actor, Permission.SIGNING_KEY_MANAGE)
    _known(folder, kid)
    if on <= clock.today():
        raise Refusal(RefusalCode.VALUE_INVALID, field="on", value=on.isoformat())
    turning.retire_key(folder, kid, on, clock.now())
    with transaction():
        publish(folder)
        row = found(seals.find(kid), "signing_key", kid)
        audit.record(actor, "signing_key:retired", "signing_key", row.id, kid=kid, on=on)
    return row


def compromise(actor: Actor, folder: Path, passphrase: str, kid: str, since: datetime) -> Marked:
    """Mark since when a key was in other hands: it signs no more, its certificate is listed (I-16, J10.3).

    Safe to repeat after a crash: mark, list and register follow from the folder.
    """
    require(actor, Permission.SIGNING_KEY_MANAGE)
    _known(folder, kid)
    if since > clock.now():
        raise Refusal(RefusalCode.VALUE_INVALID, field="since", value=since.isoformat())
    marked = turning.compromise_key(folder, passphrase.encode(), kid, since, moment_of(clock.now()))
    with transaction():
        publish(folder)
        row = found(seals.find(kid), "signing_key", kid)
        _make_lists_due(row)
        if row.function == seals.LOG and Consequence.ROTATE not in marked.consequences:
            log.sign_again(Keyring(folder, passphrase.encode()).log_key())
        audit.record(actor, "signing_key:compromised", "signing_key", row.id, kid=kid, since=since)
    return marked


def renew_lists(
    actor: Actor, folder: Path, passphrase: str, root_key: Path | None = None, root_passphrase: str = ""
) -> None:
    """Sign our lists of revoked certificates anew, the root's with its key from the medium, and publish."""
    require(actor, Permission.SIGNING_KEY_MANAGE)
    at = moment_of(clock.now())
    refresh_lists(folder, passphrase.encode(), at)
    if root_key is not None:
        refresh_root_list(folder, (root_passphrase or passphrase).encode(), at, root_key)
    with transaction():
        publish(folder)
        audit.record(actor, "signing_key:lists_renewed", "signing_key", None)


def _known(folder: Path, kid: str) -> Key:
    try:
        return find_key(read_authority(folder), kid)
    except SigningKeyError as error:
        raise Refusal(RefusalCode.NOT_FOUND, object="signing_key", code=kid) from error


def _make_lists_due(row: SigningKey) -> None:
    """Status lists bear the signature of the credential key: the next one signs them at the next round."""
    if row.function == seals.CREDENTIAL:
        db.session.execute(update(PublishedList).values(signed_at=LONG_AGO))
