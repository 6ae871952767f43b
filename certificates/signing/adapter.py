"""Our signers as pyHanko wants them: keys parsed once, certificates encoded once, nothing waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from functools import cached_property, lru_cache
from typing import Any

from asn1crypto import x509 as asn1_x509
from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.cms import CMSAttribute, CMSAttributes, SignerInfo
from cryptography import x509
from pyhanko.sign import signers
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.signing.algorithm import Algorithm, signature_length
from certificates.signing.api import Signer

_MECHANISMS = {Algorithm.ECDSA: "sha256_ecdsa", Algorithm.RSA: "sha256_rsa"}


class _Certificate(asn1_x509.Certificate):  # type: ignore[misc]  # asn1crypto has no types
    """Writes itself as it was read; asn1crypto would encode every field anew for each signature."""

    def dump(self, force: bool = False) -> bytes:
        """Return the bytes that were loaded."""
        return bytes(super().dump(force=False))

    @property
    def issuer(self) -> Any:
        """Return the issuer unparsed, for the same reason."""
        return asn1_x509.Name.load(super().issuer.dump())


class Adapter(signers.Signer):
    """Lets pyHanko sign through our Signer, whose key is parsed once."""

    def __init__(self, signer: Signer) -> None:
        store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        for der in signer.chain:
            store.register(_Certificate.load(der))
        certificate = _Certificate.load(signer.certificate)
        super().__init__(
            signing_cert=certificate,
            cert_registry=store,
            embed_roots=False,
            signature_mechanism=SignedDigestAlgorithm({"algorithm": _MECHANISMS[signer.algorithm]}),
        )
        identity = [as_signing_certificate_v2(certificate)]
        self._identity = CMSAttribute({"type": "signing_certificate_v2", "values": identity}).dump()
        self._signer = signer

    @cached_property
    def size(self) -> int:
        """Count the bytes that a signature by this seal takes at most, with its certificates."""
        return len(finished(self.async_sign(bytes(32), "sha256", dry_run=True, use_pades=True)).dump())

    async def signed_attrs(self, *args: Any, **more: Any) -> Any:
        """PAdES B-B signs content type, digest and which certificate speaks.

        Read from bytes, as built structures are encoded at every look.
        """
        kind = CMSAttribute({"type": "content_type", "values": [more["content_type"]]}).dump()
        digest = CMSAttribute({"type": "message_digest", "values": [args[0]]}).dump()
        attributes = CMSAttributes([CMSAttribute.load(each) for each in (kind, digest, self._identity)])
        return CMSAttributes.load(attributes.dump())

    async def unsigned_attrs(self, *args: Any, **more: Any) -> Any:
        """Add the time stamp of the signature where a service is configured, and nothing else."""
        if more["timestamper"] is None:
            return None
        return await super().unsigned_attrs(*args, **more)

    def signer_info(self, *args: Any, **more: Any) -> Any:
        """Return the signer's part as read from its bytes, for the same reason."""
        return SignerInfo.load(super().signer_info(*args, **more).dump())

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Have the key sign, or say with as many bytes how long a signature may be."""
        if dry_run:
            return bytes(signature_length(x509.load_der_x509_certificate(self._signer.certificate)))
        return self._signer.sign(data)


def adapter(signer: Signer) -> Adapter:
    """Keep one adapter per seal: parsing its certificates anew would double the time of a signature."""
    seal: Any = signer
    return _kept(seal)


@lru_cache(maxsize=256)
def _kept(signer: Any) -> Adapter:
    return Adapter(signer)


def finished(work: Coroutine[Any, Any, Any]) -> Any:
    """Run to its end what never waits; an event loop for each signature would cost more than signing."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("signing waits for nothing")


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run to its end what may wait for a service."""
    return asyncio.run(work)
