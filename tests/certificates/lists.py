"""Revocation lists of the authority of the tests, with any entries and reasons."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

PASSPHRASE = b"correct horse battery staple"
STOLEN = x509.ReasonFlags.key_compromise
REPLACED = x509.ReasonFlags.superseded
Entry = tuple[x509.Certificate, datetime, x509.ReasonFlags | None]
FIRST = datetime.fromisoformat("2026-01-02T08:00:00Z")


def revoking(folder: Path, *entries: Entry, by: str = "ca", at: datetime = FIRST) -> bytes:
    """Let the authority in a folder revoke certificates: which, when, why."""
    where = folder / "offline" if by == "root" else folder
    key: Any = load_pem_private_key((where / f"{by}.key").read_bytes(), PASSPHRASE)
    issuer = x509.load_pem_x509_certificate((folder / f"{by}.pem").read_bytes())
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(at)
        .next_update(at + timedelta(days=9999))
    )
    for certificate, moment, reason in entries:
        entry = x509.RevokedCertificateBuilder().serial_number(certificate.serial_number)
        entry = entry.revocation_date(moment)
        if reason is not None:
            entry = entry.add_extension(x509.CRLReason(reason), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(key, SHA256()).public_bytes(Encoding.PEM)
