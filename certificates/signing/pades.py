"""Two PAdES signatures (B-B or B-T) by pyHanko: the training seal certifies (DocMDP 2), the HR seal approves.

Signing again with the same keys and the same moment gives the same bytes; that takes the four measures
marked below, two of which reach into pyHanko. The rule of the product stays "keep the first signature".
"""

from __future__ import annotations

import hashlib
import io
from datetime import datetime
from functools import lru_cache
from typing import Any

from asn1crypto import x509 as asn1_x509
from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.cms import CMSAttribute, CMSAttributes, SignerInfo
from cryptography import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.fields import FIELDS
from certificates.parties import Function, Signatory
from certificates.signing.algorithm import Algorithm, signature_length
from certificates.signing.api import Signer, Signers
from certificates.signing.stamps import Stamper, run
from certificates.statement import Statement

AROUND = 1464  # bytes beside signature and certificates; issuer, identity and figures take about 700

_MECHANISMS = {Algorithm.ECDSA: "sha256_ecdsa", Algorithm.RSA: "sha256_rsa"}


def sign_both(
    pdf: bytes, statement: Statement, by: Signers, at: datetime, stamper: Stamper | None = None
) -> bytes:
    """Put both signatures into the prepared fields, in their order.

    PAdES B-B; with a time-stamping service B-T, and then a service that does not answer means no signature.
    """
    for function in (Function.TRAINING, Function.HR):
        pdf = _sign_one(pdf, statement, function, by.seal(function), at, stamper)
    return pdf


def _sign_one(
    pdf: bytes,
    statement: Statement,
    function: Function,
    signer: Any,
    at: datetime,
    stamper: Stamper | None = None,
) -> bytes:
    field = FIELDS[function]
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    _make_repeatable(writer, pdf, field)
    meta = _metadata(statement, function, field)
    client = stamper.client(at) if stamper else None
    signing = _SignerAt(meta, signer=_adapter(signer), timestamper=client, at=at).async_sign_pdf(
        writer, existing_fields_only=True, bytes_reserved=_reserved(signer, stamper)
    )
    return bytes((run(signing) if stamper else finished(signing)).getvalue())


def _reserved(signer: Signer, stamper: Stamper | None) -> int:
    """Count the hexadecimal digits to keep free; what is kept for nothing is read again at every look."""
    around = signature_length(x509.load_der_x509_certificate(signer.certificate)) + AROUND
    stamp = stamper.reserved if stamper else 0
    return 2 * (len(signer.certificate) + sum(map(len, signer.chain)) + around + stamp)


def _metadata(statement: Statement, function: Function, field: str) -> Any:
    """Write name, capacity and mandate into the signature (domain.md §2.6)."""
    signatory: Signatory = statement.signatory(function)
    language = statement.authoritative_language
    return signers.PdfSignatureMetadata(
        field_name=field,
        name=signatory.name,
        reason=f"{signatory.capacity.to(language)}; {signatory.mandate_ref}",
        location=signatory.institution.name.to(language),
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=function is Function.TRAINING,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )


def _make_repeatable(writer: Any, pdf: bytes, field: str) -> None:
    # second identifier of the file: pyHanko draws it at random
    first, _ = writer._document_id
    second = hashlib.sha256(pdf + field.encode()).digest()[:16]
    writer._document_id = generic.ArrayObject([first, generic.ByteStringObject(second)])
    # modification date: pyHanko writes the present; the recorded moment is in the file already
    writer._update_meta = lambda: None


class _SignerAt(signers.PdfSigner):
    """Signs at the recorded moment instead of the present."""

    def __init__(self, meta: Any, *, signer: Any, timestamper: Any, at: datetime) -> None:
        super().__init__(meta, signer=signer, timestamper=timestamper)
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session

    def _enforce_certification_constraints(self, reader: Any) -> None:
        """Read no signature again: that both may stand is laid down here (DocMDP 2, training first)."""


class _Certificate(asn1_x509.Certificate):  # type: ignore[misc]  # asn1crypto has no types
    """Writes itself as it was read; asn1crypto would encode every field anew for each signature."""

    def dump(self, force: bool = False) -> bytes:
        """Return the bytes that were loaded."""
        return bytes(super().dump(force=False))

    @property
    def issuer(self) -> Any:
        """Return the issuer unparsed, for the same reason."""
        return asn1_x509.Name.load(super().issuer.dump())


class _Adapter(signers.Signer):
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
        return self._signer.sign(data)


@lru_cache(maxsize=256)
def _adapter(signer: Any) -> _Adapter:
    """Keep one adapter per seal: parsing its certificates anew would double the time of a signature."""
    return _Adapter(signer)


def finished(work: Any) -> Any:
    """Run to its end what never waits; an event loop for each signature would cost more than signing."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("signing waits for nothing")
