"""Archive copies (PAdES B-LT and B-LTA): all that is needed to check a certificate when nobody answers.

A copy is the issued file, byte for byte, and revisions behind it: chains, revocation lists and time stamps
of the document. What counts stays the issued file; `issued_part` gives it back. Nothing is fetched.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import crl, pem
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError

from certificates.errors import CertificateError
from certificates.fields import FIELDS
from certificates.parties import Function
from certificates.signing.adapter import run
from certificates.signing.stamps import Stamper

STAMP_FIELD = "ArchiveStamp"
"""The fields of a copy's own time stamps: this name and a number from 1."""


class ArchiveError(CertificateError):
    """No archive copy can be made of this file with this material."""

    code = "archive"


@dataclass(frozen=True)
class Material:
    """Roots, issuing authorities and revocation lists (PEM), of the seals and of the time-stamping service.

    Every certificate below a root needs a list of its issuer that is in force when the copy is made.
    """

    roots: bytes
    authorities: bytes = b""
    lists: Sequence[bytes] = ()


def issued_part(pdf: bytes) -> bytes:
    """Return the certificate as it was issued: all up to the end of what the last seal signed.

    Its SHA-256 is what the register knows; for a file without archive revisions it is the file itself.
    """
    seal = _seals(_opened(pdf))[-1]
    return pdf[: int(seal.byte_range[2]) + int(seal.byte_range[3])]


def archive(pdf: bytes, material: Material, stamper: Stamper | None, at: datetime) -> bytes:
    """Make the archive copy of a finished certificate at a moment; the issued bytes stay as they are.

    With a time-stamping service the copy is stamped as a whole (B-LTA), without one it only carries
    chains and lists (B-LT).
    """
    reader = _opened(pdf)
    seals = _seals(reader)
    if issued_part(pdf) != pdf:
        raise ArchiveError(problem="not_as_issued")
    return _made(pdf, seals, material, stamper, at, 1)


def renew(pdf: bytes, material: Material, stamper: Stamper, at: datetime) -> bytes:
    """Stamp an archive copy anew, before the last stamp can no longer be proven; what was there stays."""
    stamps = _opened(pdf).embedded_timestamp_signatures
    if not stamps:
        raise ArchiveError(problem="never_stamped")
    return _made(pdf, stamps[-1:], material, stamper, at, len(stamps) + 1)


def _opened(pdf: bytes) -> Any:
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        _ = reader.embedded_signatures
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ArchiveError(problem="unreadable") from error
    return reader


def _seals(reader: Any) -> list[Any]:
    """Both seals in their order; documents of others are not archived."""
    seals = reader.embedded_regular_signatures
    if [str(one.field_name) for one in seals] != [FIELDS[function] for function in Function]:
        raise ArchiveError(problem="not_a_certificate")
    return list(seals)


def _made(
    pdf: bytes, proven: Sequence[Any], material: Material, stamper: Stamper | None, at: datetime, number: int
) -> bytes:
    """Append a revision with what proves the given signatures, and a time stamp over all of it."""
    room = 2 * stamper.reserved if stamper else 0
    context = _context(material, at)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    writer._update_meta = lambda: None  # type: ignore[method-assign]  # the description stays what was signed
    out = io.BytesIO()
    run(_collect(writer, proven, context))
    if stamper is None:
        writer.write(out)  # type: ignore[no-untyped-call]
    else:
        run(_stamp(writer, context, stamper.client(at), f"{STAMP_FIELD}{number}", room, out))
    return out.getvalue()


async def _collect(writer: Any, proven: Sequence[Any], context: Any) -> None:
    """Put the chains and lists of each signature into the document's store."""
    for one in proven:
        paths = await _paths(one, context)
        contents = one.pkcs7_content.hex().encode("ascii")
        DocumentSecurityStore.supply_dss_in_writer(writer, contents, paths=paths, validation_context=context)


async def _paths(signature: Any, context: Any) -> list[Any]:
    """Find the chains of a signature that holds and of its stamp, none of it revoked."""
    field = str(signature.field_name)
    try:
        if not await _holds(signature, context):
            raise ArchiveError(problem="broken", field=field)
        return list(await collect_validation_info(signature, context))
    except RevokedError as error:
        raise ArchiveError(problem="revoked", field=field, told=str(error)) from error
    except (PathError, ValidationError, SignatureValidationError) as error:
        raise ArchiveError(problem="unproven", field=field, told=str(error)) from error


async def _holds(signature: Any, context: Any) -> bool:
    if signature.sig_object_type == "/DocTimeStamp":
        stamp = await async_validate_pdf_timestamp(signature, context, skip_diff=True)
        return bool(stamp.intact and stamp.valid)
    status = await async_validate_pdf_signature(signature, context)
    return bool(status.intact and status.valid and status.docmdp_ok)


async def _stamp(writer: Any, context: Any, client: Any, field: str, room: int, out: io.BytesIO) -> None:
    stamping = PdfTimeStamper(client, field_name=field, readable_field_name="Archive time stamp")
    settings = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
    try:
        await stamping.async_timestamp_pdf(
            writer,
            "sha256",
            validation_context=context,
            bytes_reserved=room,
            output=out,
            dss_settings=settings,
        )
    except (PathError, ValidationError) as error:
        raise ArchiveError(problem="stamp_unproven", told=str(error)) from error


def _context(material: Material, at: datetime) -> Any:
    return ValidationContext(
        trust_roots=_certificates(material.roots),
        other_certs=_certificates(material.authorities),
        crls=[crl.CertificateList.load(der) for data in material.lists for der in _unarmoured(data)],
        allow_fetching=False,
        revocation_mode="require",
        moment=at,
    )


def _certificates(data: bytes) -> list[Any]:
    return [asn1_x509.Certificate.load(der) for der in _unarmoured(data)]


def _unarmoured(data: bytes) -> list[bytes]:
    try:
        return [der for _, _, der in pem.unarmor(data, multiple=True)] if data.strip() else []
    except ValueError as error:
        raise ArchiveError(problem="material_unreadable") from error
