"""The public face of a key folder: certificates, lists, other keys, and what became of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certificates.errors import SigningKeyError
from certificates.keys.authorities import Rank, own
from certificates.keys.certifying import has_listed, identifier
from certificates.keys.issuer import IssuerFile, Life, read_issuer_file
from certificates.keys.names import SealName, all_names
from certificates.keys.registry import Key, LogVerifier, PublicKey, SealKey, newest, published

OTHERS = "others"
"""Where certificates and lists of authorities that are not ours lie."""
_LOG = re.compile(r"log(?:@([1-9][0-9]{0,3}))?")


@dataclass(frozen=True)
class Authority:
    """The public face of an authority: what everybody may read.

    `root` and `ca` may hold several certificates, ours first; `log` is the checkpoint key, empty
    where there is none to trust; `root_crl` and `ca_crl` are the lists of our first authorities, `lists`
    those of our later ones and of authorities that are not ours.
    """

    root: bytes
    ca: bytes
    root_crl: bytes
    ca_crl: bytes
    log: str
    seals: dict[str, bytes]
    did: str = ""
    seal_keys: tuple[SealKey, ...] = ()
    credential_keys: tuple[PublicKey, ...] = ()
    log_keys: tuple[LogVerifier, ...] = ()
    lists: tuple[bytes, ...] = ()

    @property
    def chain(self) -> bytes:
        """The chain as PEM: issuing CA, then root."""
        return self.ca + self.root

    def list_by(self, issuer: x509.Certificate) -> bytes:
        """Return the newest list that an authority's key signed, whoever else has its name; empty if none."""
        read = (x509.load_pem_x509_crl(one) for one in (self.root_crl, self.ca_crl, *self.lists))
        genuine = [one for one in read if has_listed(issuer, one)]
        latest = max(genuine, key=lambda one: one.last_update_utc, default=None)
        return b"" if latest is None else latest.public_bytes(Encoding.PEM)


def read_authority(folder: Path) -> Authority:
    """Read what is public; no passphrase needed."""
    issuer = read_issuer_file(folder)
    seals = read_seals(folder)
    logs = read_logs(folder)
    return Authority(
        root=_own(folder, Rank.ROOT) + _other(folder, "roots.pem"),
        ca=_own(folder, Rank.ISSUING) + _other(folder, "chain.pem"),
        root_crl=(folder / "root.crl").read_bytes(),
        ca_crl=(folder / "ca.crl").read_bytes(),
        log=checked_with(logs),
        seals={SealName(s.function, s.institution, s.generation).stem: s.certificate for s in seals},
        did=issuer.did,
        seal_keys=seals,
        credential_keys=read_credentials(folder),
        log_keys=logs,
        lists=(*_later_lists(folder), *_lists_of_others(folder)),
    )


def read_seals(folder: Path) -> tuple[SealKey, ...]:
    """Read every seal that has a certificate, past and present."""
    issuer = read_issuer_file(folder)
    return tuple(_seal(folder, name, issuer) for name in all_names(folder, "pem"))


def seals_like(folder: Path, name: SealName) -> tuple[SealKey, ...]:
    """Read every generation of one seal."""
    wanted = (name.function, name.institution)
    return tuple(seal for seal in read_seals(folder) if (seal.function, seal.institution) == wanted)


def log_in_use(keys: tuple[LogVerifier, ...]) -> LogVerifier:
    """Return the checkpoint key to sign with, or refuse by name."""
    found = newest(keys)
    if found is None:
        raise SigningKeyError(key="log.key", problem="no_key_in_use")
    return found


def checked_with(logs: tuple[LogVerifier, ...]) -> str:
    """The key that the latest checkpoint is signed with: a retired one until the next; no compromised one."""
    trusted = published(logs)
    return trusted[-1].vkey if trusted else ""


def find_key(authority: Authority, kid: str) -> Key:
    """Return the seal, credential or log key of this name, or refuse."""
    every: tuple[Key, ...] = (*authority.seal_keys, *authority.credential_keys, *authority.log_keys)
    for key in every:
        if key.kid == kid:
            return key
    raise SigningKeyError(kid=kid, problem="no_such_key")


def seal_kid(function: str, certificate: x509.Certificate) -> str:
    """Name a seal by its function and its key."""
    return f"{function}-{identifier(certificate)}"


def log_kid(vkey: str) -> str:
    """Name a checkpoint key as checkpoints do."""
    return f"log-{vkey.split('+', 2)[1]}"


def _seal(folder: Path, name: SealName, issuer: IssuerFile) -> SealKey:
    pem = name.path(folder, "pem").read_bytes()
    certificate = x509.load_pem_x509_certificate(pem)
    kid = seal_kid(name.function, certificate)
    life = issuer.keys.get(kid) or Life(certificate.not_valid_before_utc)
    return SealKey(
        kid=kid,
        valid_from=life.valid_from,
        valid_until=certificate.not_valid_after_utc,
        retired_on=life.retired_on,
        compromised_at=life.compromised_at,
        generation=name.generation,
        function=name.function,
        institution=name.institution,
        certificate=pem,
    )


def read_credentials(folder: Path) -> tuple[PublicKey, ...]:
    """Read every key that signs credentials, past and present."""
    found = [(kid, life) for kid, life in read_issuer_file(folder).keys.items() if kid.startswith("key-")]
    return tuple(
        PublicKey(
            kid=kid,
            valid_from=life.valid_from,
            retired_on=life.retired_on,
            compromised_at=life.compromised_at,
            generation=generation,
            public=life.public,
        )
        for generation, (kid, life) in enumerate(sorted(found, key=_since), start=1)
    )


def _since(entry: tuple[str, Life]) -> tuple[datetime, str]:
    return entry[1].valid_from, entry[0]


def read_logs(folder: Path) -> tuple[LogVerifier, ...]:
    """Read every checkpoint key, past and present."""
    issuer = read_issuer_file(folder)
    names = {path: found for path in folder.glob("log*.pub") if (found := _LOG.fullmatch(path.stem))}
    by_age = sorted((int(found[1] or 1), path) for path, found in names.items())
    return tuple(_log(generation, path.read_text().strip(), folder, issuer) for generation, path in by_age)


def _log(generation: int, vkey: str, folder: Path, issuer: IssuerFile) -> LogVerifier:
    kid = log_kid(vkey)
    life = issuer.keys.get(kid) or Life(_begun(folder))
    return LogVerifier(
        kid=kid,
        valid_from=life.valid_from,
        retired_on=life.retired_on,
        compromised_at=life.compromised_at,
        generation=generation,
        vkey=vkey,
    )


def _begun(folder: Path) -> datetime:
    """When the authority began: for keys made before anybody kept their lives."""
    return x509.load_pem_x509_certificate((folder / "root.pem").read_bytes()).not_valid_before_utc


def _own(folder: Path, rank: Rank) -> bytes:
    return b"".join((folder / f"{one.stem}.pem").read_bytes() for one in own(folder, rank))


def _later_lists(folder: Path) -> Iterator[bytes]:
    """The lists of our authorities that followed the first ones."""
    for rank in Rank:
        for one in own(folder, rank)[1:]:
            yield (folder / f"{one.stem}.crl").read_bytes()


def _lists_of_others(folder: Path) -> Iterator[bytes]:
    return (path.read_bytes() for path in sorted((folder / OTHERS).glob("*.crl")))


def _other(folder: Path, name: str) -> bytes:
    path = folder / OTHERS / name
    return path.read_bytes() if path.exists() else b""
