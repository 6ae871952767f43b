"""Signed by nobody before anybody signs: what takes no signatures shows while no seal is in hand.

The copy that is signed here never leaves this module, so it needs neither warning nor watermark.
"""

from __future__ import annotations

import hashlib
import io
from functools import cache

import pikepdf
from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from certificates.errors import StatementError
from certificates.fields import FIELDS
from certificates.issuing import Draft
from certificates.signing.api import Signers
from certificates.signing.null import NullSigner
from certificates.signing.pades import sign_both


class _Nobody(NullSigner):
    """The stand-in, silent."""

    def __init__(self) -> None:
        pass


@cache
def _nobody() -> Signers:
    one = _Nobody()
    return Signers(one, one)


def rehearse(draft: Draft) -> None:
    """Put both signatures on a copy and read them back; refuses the draft that does not hold them."""
    pdf = sign_both(draft.pdf, draft.statement, _nobody(), draft.recorded.at)
    with pikepdf.open(io.BytesIO(pdf)) as copy:
        fields = {str(one.T): one.V for one in copy.Root.AcroForm.Fields if "/V" in one}
        ranges = [[int(number) for number in value.ByteRange] for value in fields.values()]
        contents = [bytes(value.Contents) for value in fields.values()]
    in_place = list(fields) == list(FIELDS.values()) and sum(ranges[-1][2:]) == len(pdf)
    signed = [pdf[a : a + b] + pdf[c : c + d] for a, b, c, d in ranges]
    if not (in_place and all(map(_holds, signed, contents))):
        raise StatementError(field="pdf", problem="rehearsal", fields=list(fields), pages=1)


def _holds(signed: bytes, content: bytes) -> bool:
    """Whether a signature speaks of these bytes, under the key that everybody knows."""
    info = cms.ContentInfo.load(content)["content"]["signer_infos"][0]
    digests = [
        each["values"][0].native for each in info["signed_attrs"] if each["type"].native == "message_digest"
    ]
    public = x509.load_der_x509_certificate(_nobody().hr.certificate).public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)  # made so in null.py
    try:
        public.verify(info["signature"].native, info["signed_attrs"].untag().dump(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return digests == [hashlib.sha256(signed).digest()]
