"""What another authority sent, read and checked: nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509 import verification
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from certificates.errors import SigningKeyError
from certificates.keys.certifying import has_listed
from certificates.signing.algorithm import algorithm_of

_DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
_ADOBE = x509.ObjectIdentifier("1.2.840.113583.1.1.5")
FOR_DOCUMENTS = frozenset(
    {
        ExtendedKeyUsageOID.EMAIL_PROTECTION,
        ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
        _DOCUMENT_SIGNING,
        _ADOBE,
    }
)
"""Purposes of which one must be named, where a certificate names any."""
_E = TypeVar("_E", bound=x509.ExtensionType)


@dataclass(frozen=True)
class Brought:
    """What another authority sent: the seal's certificate, those above it, its root, its lists."""

    seal: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    root: x509.Certificate
    lists: tuple[x509.CertificateRevocationList, ...] = ()

    @property
    def name(self) -> str:
        """The common name of the seal."""
        names = self.seal.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(names[0].value) if len(names) == 1 else ""


def read_brought(seal: bytes, chain: bytes, root: bytes, lists: Sequence[bytes] = ()) -> Brought:
    """Read what came, in PEM or DER, or refuse it by name."""
    try:
        found = _certificates(seal)
        if len(found) != 1:
            raise SigningKeyError(problem="one_certificate_expected", found=len(found))
        roots = _certificates(root)
        if len(roots) != 1:
            raise SigningKeyError(problem="one_root_expected", found=len(roots))
        above = tuple(one for one in (_certificates(chain) if chain else []) if one != roots[0])
        return Brought(found[0], above, roots[0], tuple(map(_list, lists)))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise SigningKeyError(problem="unreadable", error=type(error).__name__) from error


def without_list(brought: Brought) -> tuple[str, ...]:
    """Name those above the seal who sent no list: without it checkers cannot tell what was revoked."""
    above = (*brought.chain, brought.root)
    silent = (one for one in above if not any(has_listed(one, listed) for listed in brought.lists))
    return tuple(one.subject.rfc4514_string() for one in silent)


def read_list(data: bytes) -> x509.CertificateRevocationList:
    """Read a revocation list in PEM or DER, or refuse it by name."""
    try:
        return _list(data)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise SigningKeyError(problem="unreadable", error=type(error).__name__) from error


def check_brought(brought: Brought, name: str, at: datetime) -> tuple[x509.Certificate, ...]:
    """Refuse by name whatever would make checkers refuse what this seal signs.

    Returns who stands above the seal, nearest first: those between it and the root, else the root.
    """
    algorithm_of(brought.seal.public_key())
    if brought.name != name:
        raise SigningKeyError(problem="other_name", expected=name, found=brought.name)
    _check_time(brought.seal, at)
    _check_usage(brought.seal)
    for one in brought.lists:
        signer_of(one, (*brought.chain, brought.root))
    return _above(brought, at)


def _check_time(seal: x509.Certificate, at: datetime) -> None:
    if seal.not_valid_before_utc > at:
        raise SigningKeyError(problem="not_yet_valid", begins=seal.not_valid_before_utc.isoformat())
    if seal.not_valid_after_utc <= at:
        raise SigningKeyError(problem="ended", ended=seal.not_valid_after_utc.isoformat())


def _check_usage(seal: x509.Certificate) -> None:
    """A seal vouches for documents and for no other certificate (PDF readers look for this)."""
    found = seal.extensions
    basic = _extension(found, x509.BasicConstraints)
    if basic is not None and basic.ca:
        raise SigningKeyError(problem="is_an_authority")
    usage = _extension(found, x509.KeyUsage)
    if usage is None or not usage.content_commitment:
        raise SigningKeyError(problem="not_for_signatures")
    purposes = _extension(found, x509.ExtendedKeyUsage)
    if purposes is not None and FOR_DOCUMENTS.isdisjoint(purposes):
        raise SigningKeyError(problem="not_for_documents")


def _extension(found: x509.Extensions, sort: type[_E]) -> _E | None:
    try:
        return found.get_extension_for_class(sort).value
    except x509.ExtensionNotFound:
        return None


def _above(brought: Brought, at: datetime) -> tuple[x509.Certificate, ...]:
    """Lead from the seal to the given root by the library's rules; only what is special to the web is off."""
    above = (
        verification.ExtensionPolicy.permit_all()
        .require_present(x509.BasicConstraints, verification.Criticality.AGNOSTIC, None)
        .may_be_present(x509.KeyUsage, verification.Criticality.AGNOSTIC, _may_certify)
    )
    verifier = (
        verification.PolicyBuilder()
        .store(verification.Store([brought.root]))
        .time(at)
        .extension_policies(ca_policy=above, ee_policy=verification.ExtensionPolicy.permit_all())
        .build_client_verifier()
    )
    try:
        chain = verifier.verify(brought.seal, list(brought.chain)).chain
    except verification.VerificationError as error:
        raise SigningKeyError(problem="chain_broken", why=str(error)) from error
    return tuple(chain[1:-1]) or (brought.root,)


def _may_certify(_: verification.Policy, __: x509.Certificate, usage: x509.KeyUsage | None) -> None:
    if usage is not None and not usage.key_cert_sign:
        raise ValueError("may not certify")


def signer_of(listed: x509.CertificateRevocationList, known: Sequence[x509.Certificate]) -> x509.Certificate:
    """Find whose genuine list this is, or refuse it by name."""
    for one in known:
        if has_listed(one, listed):
            return one
    raise SigningKeyError(problem="list_of_another", issuer=listed.issuer.rfc4514_string())


def _certificates(data: bytes) -> list[x509.Certificate]:
    if b"-----BEGIN" in data:
        return x509.load_pem_x509_certificates(data)
    return [x509.load_der_x509_certificate(data)]


def _list(data: bytes) -> x509.CertificateRevocationList:
    return x509.load_pem_x509_crl(data) if b"-----BEGIN" in data else x509.load_der_x509_crl(data)
