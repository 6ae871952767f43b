"""Peers from npm, run beside ours in the same bench where they are installed; per second of CPU."""

import base64
import io
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID
from reportlab.pdfgen.canvas import Canvas

from tests.certificates.eyes import npm


def issuing(document: dict[str, Any], did: str, count: int) -> float | None:
    """Credentials per second by @digitalbazaar/vc; None where it is not installed."""
    if npm.missing():
        return None
    return float(npm.run("issue.mjs", {"document": document, "did": did, "count": count})["rate"])


def signing(count: int) -> float | None:
    """Documents per second by @signpdf: one page, one RSA-3072 signature; None where it is not installed."""
    if npm.missing():
        return None
    job = {"pdf": _page(), "p12": _p12(), "passphrase": "peer", "count": count}
    return float(npm.run("sign.mjs", job)["rate"])


def _page() -> str:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(842, 595))
    for number in range(30):
        canvas.drawString(60, 560 - 12 * number, f"line {number} of a certificate with nothing to say")
    canvas.save()
    return base64.b64encode(out.getvalue()).decode()


@cache
def _p12() -> str:
    key = rsa.generate_private_key(65537, 3072)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "peer")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(1)
    made = made.public_key(key.public_key()).not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
    certificate = made.not_valid_after(datetime(2040, 1, 1, tzinfo=UTC)).sign(key, hashes.SHA256())
    # the peer opens its key file for every document: one round, so that it is not measured by that
    light = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(1).build(b"peer")
    sealed = pkcs12.serialize_key_and_certificates(b"peer", key, certificate, None, light)
    return base64.b64encode(sealed).decode()
