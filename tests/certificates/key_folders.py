"""What the tests of key folders share: one passphrase, moments, and why something was refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography import x509

from certificates.errors import SigningKeyError
from certificates.keys import make_authority
from tests.certificates.samples import CNFGF, MINT

SECRET = b"correct horse battery staple"
BORN = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TOMORROW = date(2026, 11, 22)


def make_folder(folder: Path) -> Path:
    """Make the keys of two institutions, of a domain and of a log."""
    make_authority(
        folder, SECRET, [CNFGF, MINT], BORN, domain="certs.example:8443", log_name="certs.example/log"
    )
    return folder


def problem(act: Callable[[], object]) -> str:
    """Why an act is refused."""
    with pytest.raises(SigningKeyError) as refused:
        act()
    return str(refused.value.facts["problem"])


def certificate(pem: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem)
