"""The printed protocol of a key ceremony: plain text that is filled in and signed by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from string import Template

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from certificates.errors import SigningKeyError
from certificates.keys.certifying import has_issued, type_name
from certificates.keys.names import SealName
from certificates.keys.public import Authority

LANGUAGES = ("en", "fr")
PEOPLE, PARTS = 3, 2
"""How many lines there are to fill in where nobody was named."""
_GROUPS_A_LINE = 8


def protocol(authority: Authority, language: str, at: datetime, holders: Sequence[str] = ()) -> str:
    """Write the protocol in a language; `holders` are those of the parts of the root's passphrase."""
    if language not in LANGUAGES:
        raise SigningKeyError(problem="no_protocol_in_this_language", language=language)
    root, *later = x509.load_pem_x509_certificates(authority.root)
    under = x509.load_pem_x509_certificates(authority.ca)
    ca = [one for one in under if has_issued(root, one)][-1]
    root_list = x509.load_pem_x509_crl(authority.root_crl).next_update_utc
    return _template(language).substitute(
        did=authority.did,
        date=_day(at),
        people=_lines(PEOPLE, "   {n}. " + "_" * 33 + "   " + "_" * 17 + "   " + "_" * 14),
        parts=_parts(holders),
        keys="\n\n".join(_keys(authority, [root, *later, *under])),
        root_list=_day(root_list) if root_list else "-" * 10,
        ca_end=_day(ca.not_valid_after_utc),
        root_end=_day(root.not_valid_after_utc),
        signatures=_lines(PEOPLE, "   {n}. " + "_" * 40),
    )


def groups(digest: bytes) -> str:
    """Write a digest in groups of four, as people read it to each other: eight groups a line."""
    text = digest.hex().upper()
    found = [text[i : i + 4] for i in range(0, len(text), 4)]
    lines = (found[i : i + _GROUPS_A_LINE] for i in range(0, len(found), _GROUPS_A_LINE))
    return "\n".join("      " + " ".join(line) for line in lines)


def _keys(authority: Authority, above: Sequence[x509.Certificate]) -> Iterator[str]:
    for one in above:
        yield _certificate(_common_name(one), one)
    for seal in authority.seal_keys:
        name = SealName(seal.function, seal.institution, seal.generation)
        yield _certificate(f"seals/{name.stem}.pem", x509.load_pem_x509_certificate(seal.certificate))
    for key in authority.credential_keys:
        yield f"   {key.kid}  (Ed25519)\n{groups(hashlib.sha256(key.public).digest())}"
    for log in authority.log_keys:
        yield f"   log.pub  (Ed25519)\n      {log.vkey}"


def _certificate(name: str, certificate: x509.Certificate) -> str:
    sort = type_name(certificate.public_key())
    until = _day(certificate.not_valid_after_utc)
    return f"   {name}  ({sort}, -> {until})\n{groups(certificate.fingerprint(SHA256()))}"


def _common_name(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value)[:40] if names else certificate.subject.rfc4514_string()[:40]


def _parts(holders: Sequence[str]) -> str:
    named = list(holders) or [""] * PARTS
    return "\n".join(
        f"   {n}     {name or '_' * 33:<33}   {'_' * 12}  {'_' * 14}" for n, name in enumerate(named, start=1)
    )


def _lines(count: int, line: str) -> str:
    return "\n".join(line.format(n=n) for n in range(1, count + 1))


def _day(at: datetime) -> str:
    return at.astimezone(UTC).date().isoformat()


@cache
def _template(language: str) -> Template:
    path = Path(__file__).parent / "protocol" / f"{language}.txt"
    return Template(path.read_text(encoding="utf-8"))
