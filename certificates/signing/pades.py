"""Two PAdES signatures (B-B or B-T) by pyHanko: the training seal certifies (DocMDP 2), the HR seal approves.

Both are laid out first, with room for them (`set_out`). Nobody signs a copy of that, which is read back;
only then do the seals sign (`fill`), and what they made is checked before it leaves.

Signing again with the same keys and the same moment gives the same bytes; that takes the measures marked
below, three of which reach into pyHanko. The rule of the product stays "keep the first signature".
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest

from certificates.errors import SigningKeyError, StatementError
from certificates.fields import FIELDS
from certificates.parties import Function, Signatory
from certificates.signing.adapter import adapter, finished, run
from certificates.signing.api import Signers
from certificates.signing.null import nobody
from certificates.signing.proof import holds, holds_both
from certificates.signing.stamps import Stamper, StampError
from certificates.statement import Statement


@dataclass(frozen=True)
class Room:
    """Where a signature will stand: from its opening to after its closing bracket, in a file so long."""

    begin: int
    end: int
    length: int

    def signed_part(self, pdf: bytes) -> bytes:
        """Return what the signature speaks of."""
        return pdf[: self.begin] + pdf[self.end : self.length]

    def content(self, pdf: bytes) -> bytes:
        """Return the signature and the zeros behind it."""
        return bytes.fromhex(pdf[self.begin + 1 : self.end - 1].decode("ascii"))


@dataclass(frozen=True)
class Prepared:
    """A document laid out for both signatures, none of them made yet."""

    pdf: bytes
    rooms: dict[Function, Room]


def sign_both(
    pdf: bytes, statement: Statement, by: Signers, at: datetime, stamper: Stamper | None = None
) -> bytes:
    """Put both signatures into the prepared fields, in their order, after a rehearsal.

    PAdES B-B; with a time-stamping service B-T, and then a service that does not answer means no signature.
    """
    prepared = set_out(pdf, statement, by, at, stamper)
    rehearse_prepared(prepared, at)
    signed = fill(prepared, by, at, stamper)
    for function, room in prepared.rooms.items():
        if not holds(room.signed_part(signed), room.content(signed), by.seal(function).certificate):
            raise SigningKeyError(problem="signature_broken", seal=str(function))
    return signed


def rehearse_prepared(prepared: Prepared, at: datetime) -> None:
    """Let nobody sign a copy and read it back; refuses what does not hold two signatures."""
    if not holds_both(fill(prepared, nobody(), at), nobody().hr.certificate):
        raise StatementError(field="pdf", problem="rehearsal")


def set_out(
    pdf: bytes, statement: Statement, by: Signers, at: datetime, stamper: Stamper | None = None
) -> Prepared:
    """Lay out both signatures with the room that these seals need; no key is used."""
    rooms = {}
    for function, field in FIELDS.items():
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        _make_repeatable(writer, pdf, field)
        work = _SignerAt(
            _metadata(statement, function, field), signer=adapter(by.seal(function)), at=at
        ).async_digest_doc_for_signing(
            writer, existing_fields_only=True, bytes_reserved=_digits(by, function, stamper)
        )
        digest, _, out = finished(work)
        pdf = bytes(out.getvalue())
        rooms[function] = Room(digest.reserved_region_start, digest.reserved_region_end, len(pdf))
    return Prepared(pdf, rooms)


def fill(prepared: Prepared, by: Signers, at: datetime, stamper: Stamper | None = None) -> bytes:
    """Let the seals sign what was laid out, each what stands before the end of its own revision."""
    out = io.BytesIO(prepared.pdf)
    for function, room in prepared.rooms.items():
        digest = hashlib.sha256(room.signed_part(out.getvalue())).digest()
        client = stamper.client(at) if stamper else None
        work = adapter(by.seal(function)).async_sign(digest, "sha256", use_pades=True, timestamper=client)
        made = run(work) if stamper else finished(work)
        try:
            PreparedByteRangeDigest(digest, room.begin, room.end).fill_with_cms(out, made)
        except SigningError as error:  # certificates are measured to the byte, stamps may grow
            raise StampError(problem="larger_than_measured") from error
    return out.getvalue()


def _digits(by: Signers, function: Function, stamper: Stamper | None) -> int:
    """Count the hexadecimal digits to keep free, for the rehearsal too."""
    size = max(adapter(each).size for each in (by.seal(function), nobody().seal(function)))
    return 2 * (size + (stamper.reserved if stamper else 0))


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

    def __init__(self, meta: Any, *, signer: Any, at: datetime) -> None:
        super().__init__(meta, signer=signer)
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session

    def _enforce_certification_constraints(self, reader: Any) -> None:
        """Read no signature again: that both may stand is laid down here (DocMDP 2, training first)."""
