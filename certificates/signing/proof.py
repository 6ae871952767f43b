"""Does a signature hold? Read back from the finished bytes, without what made them."""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache

import pikepdf
from asn1crypto import cms, core, parser
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from certificates.fields import FIELDS


def holds_both(pdf: bytes, certificate: bytes) -> bool:
    """Say whether both fields in their order bear a signature of this seal, the last over every byte."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fields = {str(one.T): one.V for one in opened.Root.AcroForm.Fields if "/V" in one}
        ranges = [[int(number) for number in value.ByteRange] for value in fields.values()]
        contents = [bytes(value.Contents) for value in fields.values()]
    if list(fields) != list(FIELDS.values()) or sum(ranges[-1][2:]) != len(pdf):
        return False
    signed = [pdf[a : a + b] + pdf[c : c + d] for a, b, c, d in ranges]
    return all(holds(data, content, certificate) for data, content in zip(signed, contents, strict=True))


def holds(signed: bytes, content: bytes, certificate: bytes) -> bool:
    """Say whether a signature speaks of these bytes under the key of a certificate (DER)."""
    try:
        info = cms.ContentInfo.load(content)["content"]["signer_infos"][0]
        attributes = {each["type"].native: each["values"] for each in info["signed_attrs"]}
        told = attributes["message_digest"][0].native
        _verify(_public(certificate), info["signature"].native, _as_signed(info["signed_attrs"]))
    except (InvalidSignature, ValueError, TypeError):  # what is no signature at all makes asn1crypto raise
        return False
    return bool(told == hashlib.sha256(signed).digest())


def _as_signed(attributes: cms.CMSAttributes) -> bytes:
    """Give the attributes as they are signed: under the tag of a set (RFC 5652 §5.4).

    Read bytes under another head; `untag` would copy and encode every value anew, the half of a rehearsal.
    """
    return bytes(parser.emit(core.SetOf.class_, 1, core.SetOf.tag, attributes.contents))


def _verify(public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey, signature: bytes, data: bytes) -> None:
    if isinstance(public, rsa.RSAPublicKey):
        public.verify(signature, data, padding.PKCS1v15(), SHA256())
    else:
        public.verify(signature, data, ec.ECDSA(SHA256()))


@lru_cache(maxsize=256)
def _public(certificate: bytes) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    public = x509.load_der_x509_certificate(certificate).public_key()
    assert isinstance(public, rsa.RSAPublicKey | ec.EllipticCurvePublicKey)  # what may seal: algorithm.py
    return public
