"""Seals under another authority: a request for its certificate goes out, the certificate comes in.

Everything is checked before anything is written: that the certificate is for the key we asked for, that it
leads to the root that was given, what it may be used for, its time and its algorithm.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from certificates.errors import SigningKeyError
from certificates.files import write
from certificates.keys.authorities import open_issuing
from certificates.keys.authority import seal_subject
from certificates.keys.brought import Brought, check_brought, read_list, signer_of
from certificates.keys.certifying import KeyType, identifier, usage
from certificates.keys.issuer import Life, read_issuer_file, remember
from certificates.keys.names import SealName, all_names
from certificates.keys.places import Slot, check_key, keep_key, new_key
from certificates.keys.public import OTHERS, seal_kid, seals_like
from certificates.keys.registry import SealKey, succeed
from certificates.keys.turning import lives_of
from certificates.parties import Function, Institution


def request_seal(
    folder: Path,
    passphrase: bytes,
    function: Function,
    institution: Institution,
    *,
    country: str = "XV",
    sort: KeyType = KeyType.P256,
    slot: Slot | None = None,
) -> Path:
    """Make the key of the next seal, in a file or on a token, and the request for its certificate (PKCS#10).

    The key cannot be used before the certificate is there.
    """
    open_issuing(folder, passphrase)  # under another passphrase neither key nor PIN would ever open again
    name = SealName(function, institution.code).next_free(folder)
    key = new_key(name, sort, slot)
    asked = (
        x509.CertificateSigningRequestBuilder()
        .subject_name(seal_subject(function, institution, country))
        .add_extension(usage(authority=False), critical=True)
        .sign(key, SHA256())
    )
    name.path(folder, "csr").parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    keep_key(folder, name, key, passphrase)
    path = name.path(folder, "csr")
    write(path, asked.public_bytes(Encoding.PEM))
    return path


def import_seal(folder: Path, passphrase: bytes, brought: Brought, at: datetime) -> SealKey:
    """Take a seal's certificate in and use it from now on; the seal before may finish the day."""
    name = _requested(folder, brought.seal)
    above = check_brought(brought, f"{name.function} {name.institution}", at)
    check_key(folder, name, brought.seal, passphrase)
    _keep_others(folder, brought)
    write(name.path(folder, "chain"), _pem(above))
    write(name.path(folder, "pem"), brought.seal.public_bytes(Encoding.PEM))
    kid = seal_kid(name.function, brought.seal)
    former = (seal for seal in seals_like(folder, name) if seal.kid != kid)
    remember(folder, {**lives_of(folder, (succeed(one, at) for one in former)), kid: Life(at)})
    return next(seal for seal in seals_like(folder, name) if seal.kid == kid)


def import_lists(folder: Path, lists: Sequence[bytes]) -> int:
    """Take newer revocation lists of authorities that are known here; return how many."""
    others = folder / OTHERS
    known = [
        one
        for part in ("roots.pem", "chain.pem")
        if (others / part).exists()
        for one in x509.load_pem_x509_certificates((others / part).read_bytes())
    ]
    read = [read_list(data) for data in lists]
    for one in read:
        _keep_list(others, one, signer_of(one, known))
    return len(read)


def _requested(folder: Path, seal: x509.Certificate) -> SealName:
    """Find the request that a certificate answers, by its key."""
    wanted = identifier(seal)
    for name in all_names(folder, "csr"):
        asked = x509.load_pem_x509_csr(name.path(folder, "csr").read_bytes())
        if x509.SubjectKeyIdentifier.from_public_key(asked.public_key()).digest.hex()[:16] == wanted:
            if seal_kid(name.function, seal) in read_issuer_file(folder).keys:
                raise SigningKeyError(seal=name.stem, problem="seal_exists")
            return name
    raise SigningKeyError(problem="not_requested")


def _keep_others(folder: Path, brought: Brought) -> None:
    others = folder / OTHERS
    others.mkdir(exist_ok=True, mode=0o700)
    _add(others / "roots.pem", (brought.root,))
    _add(others / "chain.pem", brought.chain)
    for one in brought.lists:
        _keep_list(others, one, signer_of(one, (*brought.chain, brought.root)))


def _keep_list(others: Path, listed: x509.CertificateRevocationList, signer: x509.Certificate) -> None:
    path = others / f"{identifier(signer)}.crl"
    if path.exists() and x509.load_pem_x509_crl(path.read_bytes()).last_update_utc > listed.last_update_utc:
        raise SigningKeyError(problem="list_older", issuer=signer.subject.rfc4514_string())
    write(path, listed.public_bytes(Encoding.PEM))


def _add(path: Path, certificates: Sequence[x509.Certificate]) -> None:
    there = x509.load_pem_x509_certificates(path.read_bytes()) if path.exists() else []
    new = [one for one in certificates if one not in there]
    if new:
        write(path, _pem([*there, *new]))


def _pem(certificates: Sequence[x509.Certificate]) -> bytes:
    return b"".join(one.public_bytes(Encoding.PEM) for one in certificates)
