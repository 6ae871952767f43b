"""What the commands about keys do: each gives its exit status and what is said."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Iterable, Iterator

from cryptography.hazmat.primitives.hashes import SHA256

from certificates.errors import SigningKeyError
from certificates.keys import ceremony, turning
from certificates.keys.authorities import OFFLINE, Rank, make_root, own, rotate_issuing
from certificates.keys.authority import make_authority, refresh_lists, refresh_root_list
from certificates.keys.brought import read_brought, without_list
from certificates.keys.ceremony import groups
from certificates.keys.importing import import_lists, import_seal, request_seal
from certificates.keys.public import Authority, read_authority
from certificates.keys.registry import Key, life
from certificates.keys.token_acts import slot_asked
from certificates.parties import Function
from certificates.passphrases import ask

DONE = 0
Told = tuple[int, str]
"""Exit status, and what is said."""
ROOT_VARIABLE = "CERTIFICATES_ROOT_PASSPHRASE"
_WORDS = {
    turning.Consequence.LISTED: "its certificate stands in ca.crl now: publish the list",
    turning.Consequence.ASK_ITS_AUTHORITY: "ask the authority that certified it to revoke it, "
    "then bring in its list: keys lists FOLDER FILE",
    turning.Consequence.LEAVES_DID: "it leaves did.json: credentials it signed have to be signed anew",
    turning.Consequence.NEW_CHECKPOINT: "sign a checkpoint of the same tree with the next key",
    turning.Consequence.ROTATE: "make the next key: until then nothing is signed in its place",
}


def keygen(asked: argparse.Namespace) -> Told:
    """Make an authority, and the protocol of its ceremony in both languages beside it."""
    at = asked.now
    authority = make_authority(
        asked.folder,
        _secret(),
        asked.institution,
        at,
        country=asked.country,
        domain=asked.domain,
        log_name=asked.log,
        sort=asked.type,
        root_passphrase=_of_root(asked.holder),
    )
    for language in ceremony.LANGUAGES:
        text = ceremony.protocol(authority, language, at, asked.holder)
        (asked.folder / f"ceremony.{language}.txt").write_text(text, encoding="utf-8")
    return _said(
        f"root, issuing authority and {len(authority.seals)} seals in {asked.folder}",
        f"issuer: {authority.did}",
        f"log key: {authority.log}",
        f"Print {asked.folder / 'ceremony.en.txt'} (or .fr.txt), fill it in and sign it.",
        f"Take {asked.folder / 'offline'} to two media that are kept in safes, and delete it here.",
    )


def list_keys(asked: argparse.Namespace) -> Told:
    """Say which keys there are and what became of them."""
    authority = read_authority(asked.folder)
    return _said(*(f"{key.kid:<28}  {_holder(key):<20}  {life(key)}" for key in _every(authority)))


def print_protocol(asked: argparse.Namespace) -> Told:
    """Write the protocol of a ceremony over the keys as they are."""
    return DONE, ceremony.protocol(read_authority(asked.folder), asked.language, asked.now, asked.holder)


def rotate(asked: argparse.Namespace) -> Told:
    """Make the next key of a sort."""
    if asked.which == "credential":
        return _said(turning.rotate_credential_key(asked.folder, _secret(), asked.now))
    if asked.which == "log":
        return _said(turning.rotate_log_key(asked.folder, _secret(), asked.now))
    if asked.which in list(Rank):
        return _said(*_rotate_authority(asked, Rank(asked.which)))
    function, institution = _seal(asked.which)
    seal = turning.rotate_seal(asked.folder, _secret(), function, institution, asked.now, sort=asked.type)
    return _said(f"{seal.kid}  generation {seal.generation}")


def _rotate_authority(asked: argparse.Namespace, rank: Rank) -> Iterator[str]:
    if rank is Rank.ROOT:
        made = make_root(asked.folder, _root_secret(), asked.now, country=asked.country, sort=asked.type)
        yield f"{made.stem}.pem  trusted beside the root before; its key lies in {OFFLINE}: take it away"
    else:
        since, sort, former = asked.stolen_since, asked.type, own(asked.folder, rank)[-1]
        secrets = _secret(), _root_secret()
        made = rotate_issuing(
            asked.folder, *secrets, asked.now, asked.root_key, sort=sort, stolen_since=since
        )
        yield f"{made.stem}.pem  certifies from now on"
        if since:
            under = turning.compromise_under(asked.folder, secrets[0], former, since, asked.now)
            yield f"  the one before stands in the root's list now, {len(under)} seals under it sign no more:"
            yield "  rotate them, publish the lists"
        else:
            yield "  seals under the one before stay as they are"
    yield f"{groups(made.certificate.fingerprint(SHA256()))}"


def retire(asked: argparse.Namespace) -> Told:
    """Take a key out of use from a coming day on."""
    key = turning.retire_key(asked.folder, asked.kid, asked.on, asked.now)
    return _said(f"{key.kid} signs no more from {key.retired_on} on; what it signed keeps counting")


def compromise(asked: argparse.Namespace) -> Told:
    """Mark since when a key was in other hands, and say what follows."""
    marked = turning.compromise_key(asked.folder, _secret(), asked.kid, asked.since, asked.now)
    follows = (f"  {_WORDS[consequence]}" for consequence in marked.consequences)
    return _said(f"{marked.key.kid}: {life(marked.key)}", *follows)


def lists(asked: argparse.Namespace) -> Told:
    """Take in lists of others; else sign ours anew, the root's too if its key is brought."""
    if asked.files:
        taken = import_lists(asked.folder, [path.read_bytes() for path in asked.files])
        return _said(f"{taken} lists of other authorities taken in")
    refresh_lists(asked.folder, _secret(), asked.now)
    if asked.root_key is None:
        return _said("ca.crl signed anew")
    refresh_root_list(asked.folder, _root_secret(), asked.now, asked.root_key)
    return _said("ca.crl and root.crl signed anew")


def request(asked: argparse.Namespace) -> Told:
    """Make a key and the request for its certificate."""
    slot = slot_asked(asked) if asked.module or asked.token else None
    told = {"country": asked.country, "sort": asked.type, "slot": slot}
    path = request_seal(asked.folder, _secret(), asked.function, asked.institution, **told)
    return _said(f"{path}: send it to the authority; the certificate must keep its common name")


def bring(asked: argparse.Namespace) -> Told:
    """Take in the certificate that another authority gave."""
    brought = read_brought(
        asked.certificate.read_bytes(),
        asked.chain.read_bytes() if asked.chain else b"",
        asked.root.read_bytes(),
        [path.read_bytes() for path in asked.crl],
    )
    seal = import_seal(asked.folder, _secret(), brought, asked.now)
    missing = without_list(brought)
    warned = (f"  no list of {name}: checkers cannot tell what it revoked" for name in missing)
    return _said(f"{seal.kid}: {seal.function} {seal.institution}, {life(seal)}", *warned)


def _said(*lines: str) -> Told:
    return DONE, "\n".join(lines)


def _every(authority: Authority) -> Iterable[Key]:
    return (*authority.seal_keys, *authority.credential_keys, *authority.log_keys)


def _holder(key: Key) -> str:
    return str(getattr(key, "institution", ""))


def _seal(which: str) -> tuple[Function, str]:
    function, _, institution = which.partition("-")
    if function not in list(Function):
        raise SigningKeyError(key=which, problem="no_such_sort_of_key")
    return Function(function), institution


def _secret() -> bytes:
    return ask("Passphrase for the keys: ")


def _root_secret() -> bytes:
    return ask("Passphrase of the root: ", ROOT_VARIABLE)


def _of_root(holders: list[str]) -> bytes | None:
    """The root's own passphrase: each holder types a part, blanks join the parts."""
    if not holders:
        return None
    return b" ".join(getpass.getpass(f"Part of {name}: ").encode() for name in holders)
