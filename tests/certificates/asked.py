"""A folder of keys that asked a national authority for a certificate, and what that one sends."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from certificates.keys import make_authority
from certificates.keys.brought import Brought, read_brought
from certificates.keys.importing import request_seal
from certificates.parties import Function
from tests.certificates.key_folders import SECRET
from tests.certificates.national import National
from tests.certificates.samples import MINT

RSA = ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072")


def now() -> datetime:
    """A little later than what `openssl` makes in this second."""
    return datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=1)


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> National:
    return National(tmp_path_factory.mktemp("national") / "ca")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of keys with a seal of ours and a request for the next one."""
    folder = tmp_path_factory.mktemp("asked")
    make_authority(folder, SECRET, [MINT], datetime.now(UTC))
    request_seal(folder, SECRET, Function.HR, MINT)
    return folder


@pytest.fixture
def folder(asked: Path, tmp_path: Path) -> Path:
    shutil.copytree(asked, tmp_path / "keys")
    return tmp_path / "keys"


def request(folder: Path) -> Path:
    return folder / "seals" / "hr-MINT@2.csr"


def brought(
    nation: National, folder: Path, extensions: str = "seal", *more: str, lists: bool = True
) -> Brought:
    seal = nation.certify(request(folder), extensions, *more)
    sent = [nation.revocations()] if lists else []
    return read_brought(seal, nation.read("authority.pem"), nation.read("root.pem"), sent)


def pem(data: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(data)
